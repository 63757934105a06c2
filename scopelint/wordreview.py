"""A copy of a Word file with comments on its findings and tracked changes for its fixes; or the fixes themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopelint import fixes, wordparts, wordtext
from scopelint.document import Document
from scopelint.errors import DocumentError, MissingExtra
from scopelint.finding import FileResult, Finding
from scopelint.wordedit import AUTHOR, Editor, highest_id

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KINDS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_NOTES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml",
)
"""Parts that python-docx would keep as bytes, so that nothing could be written into them."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewed Word file."""

    data: bytes
    commented: tuple[Finding, ...]
    """Findings with a comment on their words."""
    listed: tuple[Finding, ...]
    """Findings that the comment at the top lists: what is missing, and what stands where no comment can."""
    changed: tuple[Finding, ...]
    """Findings with a tracked change."""


def review(data: bytes, result: FileResult, *, unsafe: bool = False, changes: bool = True) -> Review:
    """Return a copy of a Word file with a comment on each finding, anchored to its words.

    `changes` adds tracked changes for `safe` fixes, `unsafe` for the others too.

    Raises:
        DocumentError: the file is not a Word document that can be written.
        MissingExtra: python-docx is not installed.
    """
    word, editor, body = opened(data, result.document)
    chosen, _ = fixes.choose(result.findings, unsafe=unsafe)
    edits = {id(finding): edit for edit, finding in chosen} if changes else {}
    text = result.document.text
    others = [finding for finding in result.findings if not finding.quote]
    changed, commented = [], []
    quoted = (finding for finding in result.findings if finding.quote)
    for finding in sorted(quoted, key=lambda finding: finding.start, reverse=True):
        inside = body.start <= finding.start and finding.end <= body.end
        runs = editor.cut(finding.start, finding.end) if inside else []
        marks = _fenced(runs) if runs and not _in_text_box(runs[0]) else None
        edit = edits.get(id(finding))
        if edit is not None and _in_one_paragraph(editor.cut(edit.start, edit.end)):
            editor.replace(edit, text[edit.start : edit.end], tracked=True)
            changed.append(finding)
        if marks:
            _comment(word, *marks, _remark(finding))
            commented.append(finding)
        else:
            others.append(finding)
    if others:
        others.sort(key=lambda finding: (bool(finding.quote), finding.start))
        _comment_at_top(word, editor, body, _overview(others, changed))
    return Review(saved(word), tuple(reversed(commented)), tuple(others), tuple(reversed(changed)))


def fix(data: bytes, result: FileResult, *, unsafe: bool = False) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a Word file with its fixes made inside its runs, and the findings that are put right.

    Raises:
        DocumentError: the file is not a Word document that can be written.
        MissingExtra: python-docx is not installed.
    """
    word, editor, _ = opened(data, result.document)
    chosen, _ = fixes.choose(result.findings, unsafe=unsafe)
    made = []
    for edit, finding in reversed(chosen):
        if _in_one_paragraph(editor.cut(edit.start, edit.end)):
            editor.replace(edit, result.document.text[edit.start : edit.end], tracked=False)
            made.append(finding)
    return (saved(word) if made else data), tuple(reversed(made))


@dataclass(frozen=True, slots=True)
class Body:
    """Where the text of the main part lies: comments can stand there alone, changes in the other parts too."""

    start: int
    end: int


def opened(data: bytes, document: Document) -> tuple[WordDocument, Editor, Body]:
    """Return a Word file to be written in, an editor of the runs of all its parts, and where the main one lies.

    Raises:
        DocumentError: the file is not a Word document that can be written.
        MissingExtra: python-docx is not installed.
    """
    try:
        from docx.opc.part import PartFactory, XmlPart
        from docx.parts.document import DocumentPart
    except ImportError as error:
        raise MissingExtra("Word files", "docx") from error
    for kind in _KINDS:
        PartFactory.part_type_for.setdefault(kind, DocumentPart)
    for kind in _NOTES:
        PartFactory.part_type_for.setdefault(kind, XmlPart)
    try:
        word: Any = _document(data)
    except (KeyError, ValueError) as error:
        raise DocumentError(
            document.path, "this Word file cannot be written; save it again as “Word Document (.docx)”"
        ) from error
    collector = wordtext.Collector()
    highest = highest_id(word.element)
    start = end = 0
    for place, root in _stories(word):
        start = collector.size if not place else start
        collector.take(root, place)
        highest = max(highest, highest_id(root))
        end = collector.size if not place else end
    if "".join(collector.parts) != document.text:
        raise DocumentError(
            document.path, "this Word file reads differently when it is written; it is left alone"
        )
    return word, Editor(collector.runs, highest + 1), Body(start, end)


def _document(data: bytes) -> Any:
    """Open any kind of Word file; python-docx alone refuses templates and files with macros."""
    from docx.opc.package import OpcPackage
    from docx.package import Package

    package: OpcPackage = Package.open(io.BytesIO(data))
    part: Any = package.main_document_part
    if part.content_type not in (_MAIN, *_KINDS):
        raise ValueError(part.content_type)
    return part.document


def _stories(word: Any) -> Iterator[tuple[str, Any]]:
    """Yield the place and the root element of each part that holds text, in reading order."""
    parts = {str(part.partname): part for part in word.part.package.iter_parts()}
    named = {
        key: wordparts.Related(link.reltype.rpartition("/")[2], str(link.target_part.partname))
        for key, link in word.part.rels.items()
        if not link.is_external
    }
    for place, name in wordparts.stories(word.element, str(word.part.partname), named):
        yield place, _root(parts[name])


def _root(part: Any) -> Any:
    from lxml import etree

    element = getattr(part, "element", None)
    return etree.fromstring(part.blob) if element is None else element


def _fenced(runs: Sequence[Any]) -> tuple[Any, Any]:
    """Put the marks of a comment around some runs; return both."""
    first, last = runs[0], runs[-1]
    opening = first.makeelement(f"{_W}commentRangeStart", {})
    closing = last.makeelement(f"{_W}commentRangeEnd", {})
    first.addprevious(opening)
    last.addnext(closing)
    return opening, closing


def _comment(word: Any, opening: Any, closing: Any, text: str) -> None:
    """Add a comment between two marks."""
    made = word.comments.add_comment(text=text, author=AUTHOR, initials="sl")
    number = str(made.comment_id)
    opening.set(f"{_W}id", number)
    closing.set(f"{_W}id", number)
    run = closing.makeelement(f"{_W}r", {})
    reference = closing.makeelement(f"{_W}commentReference", {f"{_W}id": number})
    run.append(reference)
    closing.addnext(run)


def _comment_at_top(word: Any, editor: Editor, body: Body, text: str) -> None:
    inside = (run for run in editor.runs if body.start <= run.start and run.end <= body.end)
    run = next((run for run in inside if not _in_text_box(run.element)), None)
    runs = editor.cut(run.start, run.end) if run else []
    if not runs:
        paragraph = word.paragraphs[0] if word.paragraphs else word.add_paragraph()
        runs = [paragraph.add_run("")._r]
    _comment(word, *_fenced(runs[:1]), text)


def _in_one_paragraph(runs: Sequence[Any]) -> bool:
    return bool(runs) and len({_paragraph(run) for run in runs}) == 1


def _in_text_box(run: Any) -> bool:
    """Say whether a run stands in a text box, where Word ignores comments (MS-OI29500, section 2.1.315)."""
    return any(True for _ in run.iterancestors(f"{_W}txbxContent"))


def _paragraph(run: Any) -> Any:
    return next(parent for parent in run.iterancestors() if parent.tag == f"{_W}p")


def _remark(finding: Finding) -> str:
    """Return what the comment on a finding says."""
    lines = [finding.message, finding.why]
    lines += [_offered(finding)] if finding.suggestions else []
    return "\n".join([*lines, f"[{finding.level}: {finding.rule}]"])


def _offered(finding: Finding) -> str:
    offered = " / ".join(
        f"“{suggestion}”" if suggestion else "(leave it out)" for suggestion in finding.suggestions
    )
    return f"Write instead: {offered}" if offered else ""


def _overview(findings: Sequence[Finding], changed: Sequence[Finding]) -> str:
    """Return the comment at the top: what is missing with its paragraph, and what no comment can stand on."""
    lines = ["scopelint: for the whole document"]
    for finding in findings:
        if not finding.quote:
            lines.append(f"• {finding.message}")
            lines += [f"  Add {finding.place}: {suggestion}" for suggestion in finding.suggestions[:1]]
            continue
        said = "" if f"“{finding.quote}”" in finding.message else f"“{finding.quote}”. "
        lines.append(f"• {finding.place[:1].upper()}{finding.place[1:]}: {said}{finding.message}")
        offered = _offered(finding)
        if finding in changed:
            offered += " (a tracked change stands there)"
        lines += [f"  {offered}"] if offered else []
    return "\n".join(lines)


def saved(word: Any) -> bytes:
    """Return the bytes of a Word file."""
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()
