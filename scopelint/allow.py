"""What a person has allowed: “scopelint: allow RULE” in a comment of the document, or `allow` in the settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TypeAlias

from scopelint.config import Config
from scopelint.document import Document, Span
from scopelint.finding import Finding

_COMMENT = re.compile(
    r"(?:<!--|\{#-?|\{%-? *comment *-?%\}|\{\{!(?:--)?) *scopelint: *allow +([a-z0-9/, -]+?)"
    r"(?: +\"([^\"\n]*)\")? *(?:-->|-?#\}|\{%-? *endcomment *-?%\}|(?:--)?\}\})"
)
Lines: TypeAlias = "dict[int, list[tuple[set[str], str]]]"
"""Line number to rules that are allowed there, each lot with the one phrase that is meant, or ''."""
_TEMPLATES = {
    ".j2": "{{# {} #}}",
    ".jinja": "{{# {} #}}",
    ".liquid": "{{% comment %}}{}{{% endcomment %}}",
    ".hbs": "{{{{! {} }}}}",
    ".mustache": "{{{{! {} }}}}",
}


def comment(rule: str, document: Document, phrase: str = "") -> str | None:
    """Return the comment that allows a rule, or one phrase of it, in its line; None where there are no comments."""
    words = f'scopelint: allow {rule} "{_flat(phrase)}"' if phrase else f"scopelint: allow {rule}"
    if document.format in ("markdown", "html"):
        return f"<!-- {words} -->"
    shape = _TEMPLATES.get(PurePath(document.path).suffix.lower())
    return shape.format(words) if shape else None


def drop(findings: Iterable[Finding], document: Document, config: Config) -> Iterator[Finding]:
    """Yield the findings that nobody has allowed."""
    comments = list(_COMMENT.finditer(document.source)) if "scopelint:" in document.source else []
    lines = _lines(document.source, comments)
    for finding in findings:
        names = {finding.rule, finding.family}
        allowed = comments and finding.quote and _is_allowed_at(finding, names, document, lines)
        inside = any(_within(finding, found, document) for found in comments)
        if not (allowed or inside or _is_allowed(finding, names, config)):
            yield finding


def _is_allowed(finding: Finding, names: Iterable[str], config: Config) -> bool:
    """Say whether the settings allow the words of a finding, or the phrase in them that decided."""
    phrases = [phrase for name in names for phrase in config.allow.get(name, ())]
    return any(_flat(phrase) in _words(finding) for phrase in phrases)


def _is_allowed_at(finding: Finding, names: set[str], document: Document, lines: Lines) -> bool:
    """Say whether a comment in one of its lines allows a finding."""
    last, _ = document.line_column(max(finding.start, finding.end - 1))
    allowed = [entry for line in range(finding.line, last + 1) for entry in lines.get(line, ())]
    return any(names & rules and (not phrase or phrase in _words(finding)) for rules, phrase in allowed)


def _words(finding: Finding) -> set[str]:
    return {_flat(finding.quote), _flat(finding.decision.quote if finding.decision else finding.quote)}


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


def _within(finding: Finding, found: re.Match[str], document: Document) -> bool:
    span = document.source_span(Span(finding.start, finding.end))
    return bool(finding.quote) and found.start() <= span.start and span.end <= found.end()


def _lines(source: str, comments: Iterable[re.Match[str]]) -> Lines:
    """Return the lines in which rules are allowed: the comment's own; where it stands alone, the next with text."""
    found: Lines = {}
    for match in comments:
        start = source.rfind("\n", 0, match.start()) + 1
        end = source.find("\n", match.end())
        end = end if end >= 0 else len(source)
        line = source.count("\n", 0, match.start()) + 1
        if not (source[start : match.start()] + source[match.end() : end]).strip():
            blank = re.compile(r"\s*").match(source, end)
            line += blank.group().count("\n") if blank else 0
        entry = set(re.split(r"[, ]+", match.group(1))), _flat(match.group(2) or "")
        found.setdefault(line, []).append(entry)
    return found
