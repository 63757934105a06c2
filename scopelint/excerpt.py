"""A finding as it stands in its line: the words around it, made safe to print, and the range to underline."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scopelint.document import Document, Span

REACH = 100
"""Characters shown on either side of the phrase; a Word paragraph is one long line."""
LONGEST = 400
ELLIPSIS = "..."

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


def excerpt(document: Document, start: int, end: int) -> Marked:
    """Return the source around the characters [start, end) of a document's text, on one line."""
    source = document.source
    span = document.source_span(Span(start, end))
    first = source.rfind("\n", 0, span.start) + 1
    last = source.find("\n", span.end)
    before = _last(clean(source[first : span.start]).lstrip())
    phrase = _first(clean(source[span.start : span.end]), LONGEST)
    after = _first(clean(source[span.end : last if last >= 0 else len(source)]).rstrip(), REACH)
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


def _last(text: str) -> str:
    if len(text) <= REACH:
        return text
    cut = text.find(" ", len(text) - REACH)
    return ELLIPSIS + text[cut if cut >= 0 else len(text) - REACH :]


def _first(text: str, reach: int) -> str:
    if len(text) <= reach:
        return text
    cut = text.rfind(" ", 0, reach)
    return text[: cut if cut > 0 else reach] + ELLIPSIS
