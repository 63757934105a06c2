"""Edits of a document's text carried out in its source: only the words that change, markup left alone."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from scopelint.document import Document, Piece, Span
from scopelint.finding import Edit

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ENTITY = re.compile(r"&#?\w+;?")
_OPENS = re.compile(r"(?:<([a-z]+\d?)(?:\s[^<>]*)?>|(\*{1,3}|_{1,3}|~~|`+))$", re.IGNORECASE)
_BREAK = re.compile(r"(\r\n|\n|\r)([ \t>]*)")
_LINE = re.compile(r"[^\r\n]*")
_NARROW, _WIDE = 45, 130
"""A paragraph was broken at a margin when its longest line is between these."""


def apply(document: Document, edits: Iterable[Edit]) -> str:
    """Return the source of a text document with some edits of its text made."""
    source, parts, at = document.source, list[str](), 0
    changes = [change for edit in edits for change in _changes(document, edit)]
    for span, text in sorted(changes, key=lambda change: (change[0].start, change[0].end)):
        parts += [source[at : span.start], text]
        at = max(at, span.end)
    return "".join(parts) + source[at:]


def _changes(document: Document, edit: Edit) -> Iterator[tuple[Span, str]]:
    """Yield what changes in the source: words that stay are left with the markup around them."""
    old = _WORD.findall(document.text[edit.start : edit.end])
    new = _WORD.findall(edit.text)
    starts = [edit.start]
    for word in old:
        starts.append(starts[-1] + len(word))
    if (
        "\n" in document.text[edit.start : edit.end]
        and len(_parts(document, Span(edit.start, edit.end))) == 1
    ):
        yield from _in_pieces(document, Span(edit.start, edit.end), edit.text)
        return
    for kind, first, last, here, there in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            span = Span(starts[first], starts[last])
            yield from _in_pieces(document, span, "".join(new[here:there]))


def _in_pieces(document: Document, span: Span, text: str) -> Iterator[tuple[Span, str]]:
    """Yield one change for each run of the source that a stretch of text stands in; the first takes the new words."""
    source = document.source
    if document.format == "html":
        text = html.escape(text, quote=False)
    parts = _parts(document, span)
    if not parts:
        at = document.source_offset(span.start)
        yield Span(at, at), text
        return
    if document.format != "html" and text:
        text = _wrapped(document, parts[0].start, parts[-1].end, text, _margin(document, span.start))
    gone = 0
    if text:
        gone = parts[0].end
        yield parts.pop(0), text
    for part in parts:
        whole = _with_markup(source, part)
        sign = source[gone : whole.start]
        if whole.end > part.end and sign and not sign.strip("*_"):
            yield Span(gone, gone), " "
        gone = part.end
        yield whole, ""


def _parts(document: Document, span: Span) -> list[Span]:
    """Return the runs of the source that hold the characters of a stretch of text."""
    parts: list[Span] = []
    pieces = document.pieces
    first_piece = max(bisect_right(pieces, span.start, key=lambda piece: piece.text_start) - 1, 0)
    end_before = 0 if first_piece == 0 else _end(pieces[first_piece - 1])
    for piece in pieces[first_piece:]:
        if piece.text_start >= span.end:
            break
        start = max(span.start, piece.text_start)
        end = min(span.end, piece.text_start + piece.length)
        if start < end:
            offset = piece.source_start - piece.text_start
            first, last = start + offset, end + offset
            if document.format == "html" and piece.length == 1:
                last = max(last, _entity_end(document.source, first))
            if document.format == "markdown" and start == piece.text_start and first - 1 >= end_before:
                first -= document.source[first - 1 : first] == "\\"
            if parts and parts[-1].end == first:
                first = parts.pop().start
            parts.append(Span(first, last))
        end_before = _end(piece)
    return parts


def _end(piece: Piece) -> int:
    return piece.source_start + piece.length


def _entity_end(source: str, at: int) -> int:
    """Return where the character reference at a place ends; the place itself where there is none."""
    found = _ENTITY.match(source, at)
    if found is None or html.unescape(found.group()) == found.group():
        return at
    written = found.group()
    return found.end() - (0 if written.endswith(";") else len(html.unescape(written)) - 1)


def _with_markup(source: str, part: Span) -> Span:
    """Return a run to be taken out together with the emphasis that would be left around nothing."""
    if not source[part.start : part.end].strip():
        return part
    while opening := _OPENS.search(source, max(0, part.start - 200), part.start):
        tag, sign = opening.groups()
        closing = f"</{tag}>" if tag else sign
        if source[part.end : part.end + len(closing)].lower() != closing.lower() or tag in (
            "p",
            "td",
            "li",
            "th",
        ):
            break
        part = Span(opening.start(), part.end + len(closing))
    before, after = source[max(0, part.start - 4) : part.start], source[part.end : part.end + 4]
    if after[:1] == " " and re.search(r"(?:^|\s)[*_]+$", before):
        return Span(part.start, part.end + 1)  # emphasis neither begins nor ends with a blank
    if before[-1:] == " " and re.match(r"[*_]+(?![\w*_])", after):
        return Span(part.start - 1, part.end)
    return part


def _wrapped(document: Document, start: int, end: int, text: str, limit: int) -> str:
    """Break new words into lines where the words that go were broken, no longer than their paragraph's lines."""
    source = document.source
    breaks = _BREAK.findall(source[start:end])
    if not limit or not breaks or "\n" in text:
        return text
    newline, indent = breaks[-1]
    column = start - source.rfind("\n", 0, start) - 1
    tail = len(_LINE.findall(source, end)[0])
    lines, words = list[str](), ""
    for word in re.findall(r"\s*\S+|\s+$", text):
        if words.strip() and column + len(words) + len(word.rstrip()) > limit:
            lines.append(words.rstrip())
            words, column, word = "", len(indent), word.lstrip()
        words += word
    head, _, last = words.rstrip().rpartition(" ")
    if head.strip() and column + len(words) + tail > limit and column + len(head) > limit // 2:
        lines.append(head.rstrip())
        words = last + words[len(words.rstrip()) :]
    return f"{newline}{indent}".join([*lines, words])


def _margin(document: Document, at: int) -> int:
    """Return the longest line of the paragraph that holds a place of the text, 0 where it has but one line."""
    block = document.block_at(at)
    span = document.source_span(Span(block.start, block.end)) if block else Span(0, 0)
    first = document.source.rfind("\n", 0, span.start) + 1
    lines = document.source[first : span.end].splitlines()
    longest = max((len(line.rstrip()) for line in lines), default=0)
    return longest if len(lines) > 1 and _NARROW <= longest <= _WIDE else 0
