"""What a person has allowed: “scopelint: allow RULE” in a comment of the document, or `allow` in the settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from scopelint.config import Config
from scopelint.document import Document, Span
from scopelint.finding import Finding

_COMMENT = re.compile(
    r"(?:<!--|\{#-?|\{%-? *comment *-?%\}|\{\{!(?:--)?) *scopelint: *allow +([a-z0-9/, -]+?)"
    r" *(?:-->|-?#\}|\{%-? *endcomment *-?%\}|(?:--)?\}\})"
)
_TEMPLATES = {
    ".j2": "{{# {} #}}",
    ".jinja": "{{# {} #}}",
    ".liquid": "{{% comment %}}{}{{% endcomment %}}",
    ".hbs": "{{{{! {} }}}}",
    ".mustache": "{{{{! {} }}}}",
}


def comment(rule: str, document: Document) -> str | None:
    """Return the comment that allows a rule in its line; None where the format has no comments."""
    if document.format in ("markdown", "html"):
        return f"<!-- scopelint: allow {rule} -->"
    shape = _TEMPLATES.get(PurePath(document.path).suffix.lower())
    return shape.format(f"scopelint: allow {rule}") if shape else None


def drop(findings: Iterable[Finding], document: Document, config: Config) -> Iterator[Finding]:
    """Yield the findings that nobody has allowed."""
    comments = list(_COMMENT.finditer(document.source)) if "scopelint:" in document.source else []
    lines = dict(_lines(document.source, comments))
    for finding in findings:
        names = {finding.rule, finding.family}
        allowed = comments and finding.quote and names & _allowed_at(finding, document, lines)
        inside = any(_within(finding, found, document) for found in comments)
        if not (allowed or inside or _is_allowed(finding, names, config)):
            yield finding


def _is_allowed(finding: Finding, names: Iterable[str], config: Config) -> bool:
    """Say whether the settings allow the words of a finding, or a phrase that they are."""
    quoted = " ".join(finding.quote.lower().split())
    decided = " ".join(finding.decision.quote.lower().split()) if finding.decision else quoted
    return any(
        " ".join(phrase.lower().split()) in (quoted, decided)
        for name in names
        for phrase in config.allow.get(name, ())
    )


def _allowed_at(finding: Finding, document: Document, lines: dict[int, set[str]]) -> set[str]:
    last, _ = document.line_column(max(finding.start, finding.end - 1))
    return set().union(*(lines.get(line, set()) for line in range(finding.line, last + 1)))


def _within(finding: Finding, found: re.Match[str], document: Document) -> bool:
    span = document.source_span(Span(finding.start, finding.end))
    return bool(finding.quote) and found.start() <= span.start and span.end <= found.end()


def _lines(source: str, comments: Iterable[re.Match[str]]) -> Iterator[tuple[int, set[str]]]:
    """Yield the lines in which rules are allowed: the comment's own; where it stands alone, the next with text."""
    found: dict[int, set[str]] = {}
    for match in comments:
        start = source.rfind("\n", 0, match.start()) + 1
        end = source.find("\n", match.end())
        end = end if end >= 0 else len(source)
        line = source.count("\n", 0, match.start()) + 1
        if not (source[start : match.start()] + source[match.end() : end]).strip():
            blank = re.compile(r"\s*").match(source, end)
            line += blank.group().count("\n") if blank else 0
        found.setdefault(line, set()).update(re.split(r"[, ]+", match.group(1)))
    yield from found.items()
