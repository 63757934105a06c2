"""What a person has allowed: “scopelint: allow RULE” in a comment of the document, or `allow` in the settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopelint.config import Config
from scopelint.document import Document
from scopelint.finding import Finding

_COMMENT = re.compile(
    r"(?:<!--|\{#|\{%-? *comment *-?%\}) *scopelint: *allow +([a-z/, -]+?) *(?:-->|#\}|\{%)"
)


def comment(rule: str, format: str) -> str | None:
    """Return the comment that allows a rule in its line; None where the format has no comments."""
    return f"<!-- scopelint: allow {rule} -->" if format in ("markdown", "html") else None


def drop(findings: Iterable[Finding], document: Document, config: Config) -> Iterator[Finding]:
    """Yield the findings that nobody has allowed."""
    lines = dict(_lines(document.source))
    for finding in findings:
        names = {finding.rule, finding.family}
        phrases = [phrase for name in names for phrase in config.allow.get(name, ())]
        quoted = " ".join(finding.quote.lower().split())
        decided = finding.decision.quote.lower() if finding.decision else quoted
        in_line = finding.quote and names & lines.get(finding.line, set())
        if not in_line and not any(phrase.lower() in (quoted, decided) for phrase in phrases):
            yield finding


def _lines(source: str) -> Iterator[tuple[int, set[str]]]:
    """Yield the lines in which rules are allowed: the comment's own, or the next where it stands alone."""
    found: dict[int, set[str]] = {}
    for match in _COMMENT.finditer(source):
        start = source.rfind("\n", 0, match.start()) + 1
        end = source.find("\n", match.end())
        rest = source[start : match.start()] + source[match.end() : end if end >= 0 else len(source)]
        line = source.count("\n", 0, match.start()) + 1 + (not rest.strip())
        found.setdefault(line, set()).update(re.split(r"[, ]+", match.group(1)))
    yield from found.items()
