"""A document as the engine sees it: its text, its blocks, and the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

_PAGE = re.compile(r"\bpage \d+$")

BlockKind = Literal["heading", "paragraph", "item", "cell", "field", "option", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that a reader copied unchanged from the source."""

    text_start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no sentence and no cue crosses."""

    kind: BlockKind
    start: int
    end: int
    """Half-open range of characters of `Document.text`, without bullet, box or hash signs."""
    heading: int | None = None
    """Index of the block that heads the section this block stands in."""
    intro: int | None = None
    """Index of the line or label that introduces the list or the options this block belongs to."""
    row: int | None = None
    """Index of the first cell of the same table row (None for that cell itself)."""
    column: int | None = None
    """Index of the heading cell of the same table column (None in the heading row)."""
    place: str = ""
    """Where a person finds it when lines do not help: 'table 2, row 3', 'page header'."""


@dataclass(frozen=True, slots=True)
class Document:
    """Text, its blocks in reading order, and the pieces that lead back to the source."""

    path: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    """Sorted by `text_start`; text between two pieces has no counterpart in the source."""
    source: str
    """The decoded file as a person sees it, or the text itself where the file is not text."""
    doctype: str | None = None
    """The type that the document itself declares in its front matter."""
    doctype_line: int | None = None
    """The line of that declaration, for the error when it names no type."""
    unread: tuple[str, ...] = ()
    """Places that hold no text but may say something, as a scanned page does."""
    pages: tuple[int, ...] = ()
    """Where pages begin in `text`, so that a place can name the line of its page; empty where a file has none."""
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)
    _block_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)
    _newlines: tuple[int, ...] | None = field(default=None, repr=False, compare=False)
    """Where the lines of `source` end, listed when first asked for."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(piece.text_start for piece in self.pieces))
        object.__setattr__(self, "_block_starts", tuple(block.start for block in self.blocks))

    def source_offset(self, offset: int) -> int:
        """Return the place in `source` of a character of `text` (the nearest before it that has one)."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return self.pieces[0].source_start if self.pieces else 0
        piece = self.pieces[at]
        return piece.source_start + min(offset - piece.text_start, piece.length)

    def source_span(self, span: Span) -> Span:
        """Return the range of `source` that a range of `text` was read from."""
        if span.end <= span.start:
            return Span(self.source_offset(span.start), self.source_offset(span.start))
        return Span(self.source_offset(span.start), self.source_offset(span.end - 1) + 1)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column, in the source, of a character of `text`."""
        if self._newlines is None:
            ends = tuple(found.start() for found in re.finditer("\n", self.source))
            object.__setattr__(self, "_newlines", ends)
        newlines = self._newlines or ()
        at = self.source_offset(offset)
        before = bisect_left(newlines, at)
        return before + 1, at - (newlines[before - 1] if before else -1)

    def block_at(self, offset: int) -> Block | None:
        """Return the block that holds a character of `text`, if any does."""
        at = bisect_right(self._block_starts, offset) - 1
        return self.blocks[at] if at >= 0 and offset <= self.blocks[at].end else None

    def place(self, offset: int) -> str:
        """Return where a person finds a character of `text`: its block's place, and the line on a page."""
        block = self.block_at(offset)
        if block is None or not _PAGE.search(block.place):
            return block.place if block else ""
        start = self.pages[bisect_right(self.pages, offset) - 1] if self.pages else offset
        rows = self.text[start:offset].split("\n")
        return f"{block.place}, line {sum(1 for row in rows[:-1] if row.strip()) + 1}"

    def block_text(self, index: int) -> str:
        """Return the text of the block with that index."""
        block = self.blocks[index]
        return self.text[block.start : block.end]
