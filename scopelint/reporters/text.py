"""Results for a person: each phrase underlined in its line, what it says, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def render(results: Sequence[FileResult], *, view: View) -> str:
    """Return the findings of each file and a summary; plain ASCII signs unless `view` is styled."""
    shown: set[str] = set()
    lines: list[Line] = []
    for result in results:
        if result.error is None:
            lines += (
                _one_liners(result, view)
                if view.quiet
                else _file(result, view, shown, named=len(results) <= FEW)
            )
    if not view.quiet:
        lines += _summary(results, view)
    return _styled(lines, view) if view.styled else _plain(lines)


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


def _summary(results: Sequence[FileResult], view: View) -> Iterator[Line]:
    read = [result for result in results if result.error is None]
    levels = [finding.level for result in read for finding in result.findings]
    good = not set(levels) - {"info"} and len(read) == len(results)
    yield from _paragraph(_totals(results, read, levels), "good" if good else "path", view, indent="")
    for result in read:
        if result.missing:
            yield from _paragraph(f"{clean(result.path)} still needs: {', '.join(result.missing)}", "", view)
    if "info" in levels and not view.remarks:
        hidden = _count(levels.count("info"), "remark") + " not shown; --verbose shows them"
        yield from _paragraph(hidden, "quiet", view)
    if set(levels) - {"info"}:
        yield from _paragraph("Any rule in full: scopelint explain RULE", "quiet", view)


def _totals(results: Sequence[FileResult], read: Sequence[FileResult], levels: Sequence[str]) -> str:
    ready = sum(all(finding.level == "info" for finding in result.findings) for result in read)
    counts = [_count(levels.count(level), level) for level in LEVELS[:2] if level in levels]
    parts = [f"{ready} with nothing to change"] if ready else []
    if counts:
        parts.append(f"{len(read) - ready} to change ({', '.join(counts)})")
    if len(read) < len(results):
        parts.append(f"{len(results) - len(read)} could not be read")
    return f"{_count(len(results), 'document')}: {', '.join(parts)}."


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


def _plain(lines: Sequence[Line]) -> str:
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _styled(lines: Sequence[Line], view: View) -> str:
    from rich.console import Console
    from rich.text import Text
    from rich.theme import Theme

    output = StringIO()
    console = Console(
        file=output, force_terminal=True, color_system="standard", no_color=not view.colour,
        theme=Theme(STYLES), highlight=False, legacy_windows=False,
    )  # fmt: skip
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)
    return output.getvalue()
