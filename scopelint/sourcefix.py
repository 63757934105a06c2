"""Edits of a document's text carried out in its source: only the words that change, markup left alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from scopelint.document import Document, Span
from scopelint.finding import Edit

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ENTITY = re.compile(r"&#?\w+;?")
_WIDTH = 100
"""Columns that a line of a hard-wrapped paragraph may have after an edit."""


def apply(document: Document, edits: Iterable[Edit]) -> str:
    """Return the source of a text document with some edits of its text made, from the end backwards."""
    source = document.source
    changes = [change for edit in edits for change in _changes(document, edit)]
    for span, text in sorted(changes, key=lambda change: (-change[0].start, -change[0].end)):
        source = source[: span.start] + text + source[span.end :]
    return source


def _changes(document: Document, edit: Edit) -> Iterator[tuple[Span, str]]:
    """Yield what changes in the source: words that stay are left with the markup around them."""
    old = _WORD.findall(document.text[edit.start : edit.end])
    new = _WORD.findall(edit.text)
    starts = [edit.start]
    for word in old:
        starts.append(starts[-1] + len(word))
    for kind, first, last, here, there in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            span = Span(starts[first], starts[last])
            yield from _in_pieces(document, span, "".join(new[here:there]))


def _in_pieces(document: Document, span: Span, text: str) -> Iterator[tuple[Span, str]]:
    """Yield one change for each run of the source that a stretch of text stands in; the first takes the new words."""
    if document.format == "html":
        text = html.escape(text, quote=False)
    parts = list(_parts(document, span))
    if not parts:
        at = document.source_offset(span.start)
        yield Span(at, at), text
        return
    removed = document.source[parts[0].start : parts[-1].end]
    if "\n" in removed and "\n" not in text and document.format != "html":
        text = _wrapped(document.source, parts[0].start, text, removed)
    yield parts[0], text
    for part in parts[1:]:
        yield part, ""


def _parts(document: Document, span: Span) -> Iterator[Span]:
    """Yield the runs of the source that hold the characters of a stretch of text."""
    for piece in document.pieces:
        start = max(span.start, piece.text_start)
        end = min(span.end, piece.text_start + piece.length)
        if start < end:
            offset = piece.source_start - piece.text_start
            entity = _ENTITY.match(document.source, end - 1 + offset) if document.format == "html" else None
            yield Span(start + offset, entity.end() if entity and piece.length == 1 else end + offset)


def _wrapped(source: str, at: int, text: str, removed: str) -> str:
    """Break a line where the words that go had one, with the indentation of the line below."""
    newline, indent = re.findall(r"(\r\n|\n|\r)([ \t>]*)", removed)[-1]
    column = at - (source.rfind("\n", 0, at) + 1)
    lines, line = [], ""
    for word in re.findall(r"\S+\s*|\s+", text):
        if column + len(line) + len(word.rstrip()) > _limit(source, at) and line:
            lines.append(line.rstrip())
            line, column = "", len(indent)
        line += word
    return f"{newline}{indent}".join([*lines, line])


def _limit(source: str, at: int) -> int:
    """Return the length of the longest line around a place, or a common one where all are short."""
    near: Sequence[str] = source[max(0, at - 2000) : at + 2000].splitlines()[1:-1]
    return min(_WIDTH, max((len(line) for line in near), default=_WIDTH))
