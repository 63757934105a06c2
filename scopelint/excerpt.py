"""A finding as it stands in its line: the words around it, made safe to print, and the range to underline."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scopelint.document import Document, Span

LONGEST = 400
"""Characters of a phrase that are shown before it is cut."""
ELLIPSIS = "... "

_PLAIN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "•": "*",
        "→": "->",
        "\u00a0": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of text with the half-open range that is underlined."""

    text: str
    start: int
    end: int


def excerpt(document: Document, start: int, end: int, width: int) -> Marked:
    """Return the characters [start, end) as the source has them, with the words around that fit one line."""
    source = document.source
    span = document.source_span(Span(start, end))
    block = document.block_at(start)
    around = document.source_span(Span(block.start, block.end)) if block else span
    before = clean(source[min(around.start, span.start) : span.start]).lstrip()
    phrase = _head(clean(source[span.start : span.end]), LONGEST)
    after = clean(source[span.end : max(around.end, span.end)]).rstrip()
    room = max(width - len(phrase), 0)
    after_room = max(room // 2, room - len(before))
    after = _head(after, after_room)
    before = _tail(before, room - len(after))
    return Marked(before + phrase + after, len(before), len(before + phrase))


def clean(text: str) -> str:
    """Return text with each run of white space as one space, and nothing that steers a terminal."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join("?" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in spaced)


def plain(text: str) -> str:
    """Return our own words without typographic signs, for outputs that may not know them."""
    return text.translate(_PLAIN)


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Return the range of each line when text is broken at spaces; a longer word is cut."""
    lines = []
    at = 0
    while len(text) - at > width:
        cut = text.rfind(" ", at + 1, at + width + 1)
        lines.append((at, cut if cut > at else at + width))
        at = cut + 1 if cut > at else at + width
    return [*lines, (at, len(text))]


def wrap_marked(marked: Marked, width: int) -> list[Marked]:
    """Return the lines of a marked text, each with its own part of the range."""
    return [
        Marked(marked.text[a:b], min(max(marked.start - a, 0), b - a), min(max(marked.end - a, 0), b - a))
        for a, b in wrap(marked.text, width)
    ]


def carets(marked: Marked) -> str:
    """Return the line that underlines the range in plain text; empty where there is nothing to underline."""
    if marked.end <= marked.start:
        return ""
    lead, phrase = marked.text[: marked.start], marked.text[marked.start : marked.end]
    return " " * cells(lead) + "^" * cells(phrase)


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _tail(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    cut = text.find(" ", max(len(text) - room + len(ELLIPSIS) - 1, 0))
    return ELLIPSIS + text[cut + 1 :] if cut >= 0 else ""


def _head(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    cut = text.rfind(" ", 0, max(room - len(ELLIPSIS) + 2, 0))
    return text[: cut + 1] + ELLIPSIS.strip() if cut >= 0 else ""
