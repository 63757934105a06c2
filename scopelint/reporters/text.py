"""Results for a person: each phrase underlined in its line, what it says, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import TypeAlias

from scopelint.document import Span
from scopelint.excerpt import carets, clean, excerpt, plain, wrap, wrap_marked
from scopelint.finding import LEVELS, FileResult, Finding
from scopelint.reporters import View

NAME = "text"

Line: TypeAlias = "list[tuple[str, str]]"
"""Runs of text, each with the name of its style."""

INDENT = "    "
STYLES = {
    "path": "bold",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "error-phrase": "bold underline red",
    "warning-phrase": "bold underline yellow",
    "info-phrase": "bold underline cyan",
    "write": "green",
    "good": "bold green",
    "quiet": "dim",
}
FEW = 20
"""Up to this many files, a clean one is named too."""


def render(results: Iterable[FileResult], *, view: View) -> Iterator[str]:
    """Yield the findings of each file and a summary; plain ASCII signs unless `view` is styled."""
    shown: set[str] = set()
    total = _Total()
    write = _styled() if view.styled else _plain
    for result in results:
        total.add(result)
        if result.error is None:
            named = view.files <= FEW
            lines = _one_liners(result, view) if view.quiet else _file(result, view, shown, named=named)
            yield write(lines, view)
    if not view.quiet:
        yield write(_summary(total, view), view)


def _one_liners(result: FileResult, view: View) -> Iterator[Line]:
    for finding in result.findings:
        if view.remarks or finding.level != "info":
            where = f"{clean(result.path)}:{finding.line}:{finding.column}: "
            what = f" {finding.rule}: {_words(finding.message, view)}"
            yield [(where, ""), (finding.level, finding.level), (what, "")]


def _file(result: FileResult, view: View, shown: set[str], *, named: bool) -> Iterator[Line]:
    findings = [finding for finding in result.findings if view.remarks or finding.level != "info"]
    title = view.titles.get(result.doctype, result.doctype)
    if not findings and not named:
        return
    yield [(clean(result.path), "path"), ("  nothing to change" if not findings else "", "good")]
    yield from _paragraph(f"{title} ({result.doctype_reason})", "quiet", view, indent="  ")
    yield []
    order = {f"required/{element}": number for number, element in enumerate(result.missing)}
    missing = sorted(
        (finding for finding in findings if finding.rule in order and not finding.quote),
        key=lambda finding: order[finding.rule],
    )
    for finding in sorted(findings, key=lambda finding: (not finding.quote, _phrase(finding).start)):
        if finding not in missing:
            yield from _finding(result, finding, view, explain=finding.rule not in shown)
            shown.add(finding.rule)
    if missing:
        yield [("  Not yet in this document:", "path")]
        yield []
        for finding in missing:
            yield from _missing(finding, view)


def _finding(result: FileResult, finding: Finding, view: View, *, explain: bool) -> Iterator[Line]:
    phrase = _phrase(finding)
    line, column = result.document.line_column(phrase.start)
    where = finding.place or (f"{line}:{column}" if finding.quote else "whole document")
    yield [(f"  {where}  ", ""), (finding.level, finding.level), (f"  {finding.rule}", "quiet")]
    if finding.quote:
        yield from _underlined(result, finding, phrase, view)
    yield from _paragraph(finding.message, "", view)
    if explain or view.verbose:
        yield from _paragraph(finding.why, "", view)
    if phrase != Span(finding.start, finding.end):
        for label, suggestion in zip((_instead_of(finding), "Or"), finding.suggestions, strict=False):
            yield from _paragraph(
                f"{label}: {suggestion or 'nothing; the paragraph has said it'}", "write", view
            )
    elif finding.suggestions:
        yield from _paragraph("Write instead: " + _alternatives(finding.suggestions), "write", view)
    yield []


def _instead_of(finding: Finding) -> str:
    """Name what a suggestion replaces: the sentence, or the clause that it ends with."""
    words = clean(finding.quote).split()
    if len(words) < 4 or not any(text[:1].islower() for text in finding.suggestions):
        return "Instead of the sentence"
    return f"Instead of “{' '.join(words[:3])} … {words[-1]}”"


def _phrase(finding: Finding) -> Span:
    """Return what to underline: where a whole sentence is to be replaced, the words in it that decided."""
    whole = Span(finding.start, finding.end)
    decided = finding.decision.span if finding.decision else whole
    inside = whole.start <= decided.start and decided.end <= whole.end
    is_sentence = finding.quote.rstrip("\"'”’)*_").endswith((".", "!", "?"))
    return decided if inside and is_sentence else whole


def _underlined(result: FileResult, finding: Finding, phrase: Span, view: View) -> Iterator[Line]:
    marked = excerpt(result.document, phrase.start, phrase.end, _width(view))
    for part in wrap_marked(marked, _width(view)):
        before, words = part.text[: part.start], part.text[part.start : part.end]
        yield [(INDENT + before, ""), (words, f"{finding.level}-phrase"), (part.text[part.end :], "")]
        if not view.styled and words:
            yield [(INDENT + carets(part), "")]


def _missing(finding: Finding, view: View) -> Iterator[Line]:
    yield [("  ", ""), (finding.level, finding.level), (f"  {finding.rule}", "quiet")]
    yield from _paragraph(finding.message, "", view)
    for suggestion in finding.suggestions[:1]:
        where = f" {finding.place}" if finding.place else ""
        yield from _paragraph(f"You could add{where}:", "", view)
        yield from _paragraph(suggestion, "write", view, indent=INDENT + "  ")
    yield []


@dataclass(slots=True)
class _Total:
    """What the summary says of all files."""

    files: int = 0
    unreadable: int = 0
    ready: int = 0
    levels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    missing: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Files and the elements that each still needs."""

    def add(self, result: FileResult) -> None:
        self.files += 1
        if result.error is not None:
            self.unreadable += 1
            return
        self.ready += all(finding.level == "info" for finding in result.findings)
        for finding in result.findings:
            self.levels[finding.level] += 1
        if result.missing:
            self.missing.append((result.path, result.missing))

    @property
    def grave(self) -> bool:
        return any(number for level, number in self.levels.items() if level != "info")


def _summary(total: _Total, view: View) -> Iterator[Line]:
    good = not total.grave and not total.unreadable
    yield from _paragraph(_said(total), "good" if good else "path", view, indent="")
    for path, missing in total.missing:
        yield from _paragraph(f"{clean(path)} still needs: {', '.join(missing)}", "", view)
    if total.levels["info"] and not view.remarks:
        hidden = _count(total.levels["info"], "remark") + " not shown; --verbose shows them"
        yield from _paragraph(hidden, "quiet", view)
    if total.grave:
        yield from _paragraph("Any rule in full: scopelint explain RULE", "quiet", view)


def _said(total: _Total) -> str:
    counts = [_count(total.levels[level], level) for level in LEVELS[:2] if total.levels[level]]
    parts = [f"{total.ready} with nothing to change"] if total.ready else []
    if counts:
        parts.append(f"{total.files - total.unreadable - total.ready} to change ({', '.join(counts)})")
    if total.unreadable:
        parts.append(f"{total.unreadable} could not be read")
    return f"{_count(total.files, 'document')}: {', '.join(parts)}."


def _paragraph(text: str, style: str, view: View, indent: str = INDENT) -> Iterator[Line]:
    for part in text.splitlines():
        words = _words(part, view)
        for start, end in wrap(words, _width(view) + len(INDENT) - len(indent)):
            yield [(indent, ""), (words[start:end], style)]


def _words(text: str, view: View) -> str:
    return clean(text) if view.styled else plain(clean(text))


def _alternatives(suggestions: Sequence[str]) -> str:
    first, *others = suggestions[:3]
    if not first:
        return "nothing; the paragraph has said it"
    return f"{first} (or: {', '.join(others)})" if others else first


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _width(view: View) -> int:
    return max(min(view.width, 100) - len(INDENT) - 1, 16)


def _plain(lines: Iterable[Line], view: View) -> str:
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _styled() -> Callable[[Iterable[Line], View], str]:
    """Return what writes lines for a terminal."""
    from rich.console import Console
    from rich.text import Text
    from rich.theme import Theme

    theme = Theme(STYLES)

    def write(lines: Iterable[Line], view: View) -> str:
        output = StringIO()
        console = Console(
            file=output, force_terminal=True, color_system="standard", no_color=not view.colour,
            theme=theme, highlight=False, legacy_windows=False,
        )  # fmt: skip
        for line in lines:
            console.print(Text.assemble(*line), soft_wrap=True)
        return output.getvalue()

    return write
