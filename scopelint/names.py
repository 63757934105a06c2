"""What the sender is called in a document: the studio's name from its letterhead, the coach's from the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scopelint import placeholders, tokens
from scopelint.document import Document
from scopelint.matching import Matcher

Name = tuple[str, ...]
"""The words of a name in small letters; in a text each of them starts with a capital."""

_TOP, _END = 3, 6
"""Blocks at the top where a letterhead stands, and at the end where a signature does."""
_LONGEST = 80
"""Characters of a line that may be a letterhead or a signature."""
_PART = re.compile(r"\s*(?:[,;|(/:]|\s[-—]+\s|\s{2})\s*")
_ADDRESSED = re.compile(r"(?:to|attn|attention|for|dear|hi|re|cc)\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?P<first>[A-Z][\w'-]+)(?: [A-Z]\.?| [A-Z][\w'-]+)* (?P<last>[A-Z][\w'-]+)(?:, (?:[A-Z][\w.]{0,5}))*,? "
    r"(?:MES\b|CMES\b|MedExPRO|Medical Exercise (?:Specialist|Professional)|CSCS\b|CPT\b|ACSM|NASM)"
)
_READER = re.compile(r"\b(?:dr|drs|prof)\b|(?:\w+\.? ){1,3}\w+, (?:md|do|dc|dpt|pt|np|phd)$", re.IGNORECASE)
"""What a line has that names the reader; the lines with it are his address."""
_SMALL = frozenset({"and", "&", "of", "the", "for", "at", "'s", "in"})


def of_sender(document: Document, matcher: Matcher) -> tuple[Name, ...]:
    """Return the names by which a document calls its sender, the longest first."""
    size = len(document.blocks)
    top = list(_lines(document, range(min(_TOP, size))))
    end = list(_lines(document, range(max(_TOP, size - _END), size)))
    found = {name for line in top for part in _PART.split(line) for name in _studio(part, matcher)}
    for lines in (top, end):
        for line in (*lines, *map(", ".join, pairwise(lines))):
            found.update(_person(line, matcher))
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _lines(document: Document, indexes: range) -> Iterator[str]:
    """Yield the short lines of some blocks, normalised, up to where the reader's address begins."""
    for index in indexes:
        lines = document.block_text(index)[: 4 * _LONGEST].splitlines()
        plain = [tokens.normalise(line, placeholders.find(line)).strip(" #;-®™") for line in lines]
        if any(_READER.search(line) or _ADDRESSED.fullmatch(line.rstrip(": ")) for line in plain):
            return
        for line in plain:
            if line and len(line) <= _LONGEST and line[-1] not in ",:?!" and not _ADDRESSED.match(line):
                yield line.replace("®", "").replace("™", "")


def _person(text: str, matcher: Matcher) -> Iterator[Name]:
    """Yield what a coach is called if a line is a signature: both names, and the first where it is no word."""
    signed = _SIGNED.match(text)
    if signed:
        first, last = signed["first"].lower(), signed["last"].lower()
        yield first, last
        if first not in matcher.trie:
            yield (first,)


def _studio(text: str, matcher: Matcher) -> Iterator[Name]:
    """Yield what a studio is called if a line names one: its whole name, and that without 'Medical Fitness'."""
    words = tokens.split(text)
    lower = words.lower
    if not 1 < len(lower) <= 8 or any(w[0].islower() and w not in _SMALL for w in words.text):
        return
    if any(not (word[0].isalpha() or word in _SMALL) for word in lower):
        return
    hits = matcher.hits(words)
    firm = hits.positions("firm-word")
    if hits.positions("no-firm-word") or not firm or firm[0] == 0:
        return
    yield lower
    short = lower[: firm[0]]
    while short and short[-1] in _SMALL:
        short = short[:-1]
    if len(short) > 1 or (short and len(short[0]) > 3 and short[0] not in matcher.trie):
        yield short


def places(words: tokens.Words, names: tuple[Name, ...]) -> Iterator[tuple[int, int]]:
    """Yield where names stand in a sentence: half-open word positions, without overlaps."""
    near = [name for name in names if name[0] in words.lower]
    at, size = 0, len(words.lower) if near else 0
    while at < size:
        end = next((at + len(name) for name in near if _stands(words, at, name)), at)
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _stands(words: tokens.Words, at: int, name: Name) -> bool:
    """Say whether a name stands at a word: in capitals, and not as part of a longer name ('Boise Physical Therapy')."""
    end = at + len(name)
    if words.lower[at:end] != name or (end < len(words) and words.text[end][0].isupper()):
        return False
    return all(word[0].isupper() or word in _SMALL for word in words.text[at:end])
