"""One frame against one sentence: what it needs to be tried at all, and where it matches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from scopelint import tokens
from scopelint.hits import Hit, Hits, Key


class Match(NamedTuple):
    """Where a pattern matched (word positions) and the lexicon entries it took."""

    start: int
    end: int
    quote_start: int
    quote_end: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A pattern ready to be tried: linked nodes, what it may start with, and what it cannot do without."""

    number: int
    """Its place in its group."""
    owner: Any
    tag: str
    node: Any
    first: frozenset[Key] | None
    ways: tuple[tuple[tuple[frozenset[Key], ...], ...], ...]
    """For each part with alternatives of several words: what each of them needs."""
    head: frozenset[Key] | None
    """The words it must begin with, where it stands at the start of a sentence and they are known."""
    gaps: bool
    """Whether it asks where clauses begin (for its gaps) or who is mentioned."""
    text: str

    def may_match(self, present: set[Key], head: str = "") -> bool:
        """Say whether, all its needs being present, its alternatives and the word it begins with may be, too."""
        for ways in self.ways:
            for way in ways:
                for need in way:
                    if need.isdisjoint(present):
                        break
                else:
                    break
            else:
                return False
        if self.head is None or not head or head in self.head:
            return True
        return (head[0].isdigit() or head[0] == tokens.PLACEHOLDER) and not self.head.isdisjoint(_NUMBERS)


_NUMBERS = frozenset({"<value>", "<number>"})


def head_of(words: tokens.Words) -> str:
    """Return the first word of a sentence that is not a sign."""
    return next((word for word in words.lower if word[0].isalnum()), "")


class _State:
    __slots__ = ("failed", "hits", "quote_end", "quote_start", "size", "taken", "walls", "words")

    def __init__(self, words: tokens.Words, hits: Hits, walls: list[bool]) -> None:
        self.words, self.hits, self.walls, self.size = words, hits, walls, len(words.lower)
        self.taken: list[Hit] = []
        self.quote_start = self.quote_end = -1
        self.failed: set[tuple[int, int]] = set()
        """Forks (nodes with several ways on) that led nowhere, and the word where: nobody goes there twice."""


def attempt(frame: Frame, words: tokens.Words, hits: Hits, walls: list[bool]) -> list[tuple[Frame, Match]]:
    """Return the matches of one frame in a sentence; none where the document has been effort enough."""
    found: list[tuple[Frame, Match]] = []
    if hits.effort.left < 0:
        return found
    state = _State(words, hits, walls)
    first = frame.first
    starts = _starts(first, words, hits) if first is not None else _anywhere(frame.node, words, hits)
    for start in starts:
        state.taken.clear()
        state.quote_start = state.quote_end = -1
        end = _run(frame.node, start, state)
        if end is not None and end > start:
            quote = (
                state.quote_start if state.quote_start >= 0 else start,
                state.quote_end if state.quote_end >= 0 else end,
            )
            found.append((frame, Match(start, end, *quote, tuple(reversed(state.taken)))))
    hits.effort.left -= len(starts) + len(state.failed)
    return found


def _anywhere(node: Any, words: tokens.Words, hits: Hits) -> range:
    size = len(words.lower)
    return range(min(hits.edges(words)[0] + 1, size) if node[0] == "^" else size)


def _starts(first: frozenset[Key], words: tokens.Words, hits: Hits) -> list[int]:
    starts: set[int] = set()
    literal = set()
    for key in first:
        if len(key) > 1 and key[0] == "<" and key[-1] == ">":
            starts.update(hits.positions(key[1:-1]))
        else:
            literal.add(key)
    if literal:
        starts.update(at for at, word in enumerate(words.lower) if word in literal)
    return sorted(starts)


def _run(node: Any, at: int, state: _State) -> int | None:
    """Return where the match ends, or None; takes the longest entry and the shortest gap that work."""
    while node is not None:
        kind, argument, after = node
        if kind == "word":
            if at >= state.size or state.words.lower[at] != argument:
                return None
            at, node = at + 1, after
        elif kind == "class":
            for hit in state.hits.at(argument, at):
                end = _run(after, hit.end, state)
                if end is not None:
                    state.taken.append(hit)
                    return end
            return None
        elif kind == "gap" or kind == "either":
            fork = id(node), at
            if fork in state.failed:
                return None
            end = _run_gap(argument, after, at, state) if kind == "gap" else _run_ways(argument, at, state)
            if end is None:
                state.failed.add(fork)
            return end
        else:
            if not _mark(kind, argument, at, state):
                return None
            at, node = at + (kind in ("_", "text")), after
    return at


def _run_ways(ways: Iterable[Any], at: int, state: _State) -> int | None:
    for way in ways:
        end = _run(way, at, state)
        if end is not None:
            return end
    return None


def _run_gap(most: int, after: Any, at: int, state: _State) -> int | None:
    for skip in range(most + 1):
        here = at + skip
        if here >= state.size or (skip and state.walls[here]):
            return None
        end = _run(after, here, state)
        if end is not None:
            return end
    return None


def _mark(kind: str, argument: Any, at: int, state: _State) -> bool:
    lower = state.words.lower
    if kind == "{":
        state.quote_start = at
    elif kind == "}":
        state.quote_end = at
    elif kind == "_":
        return at < state.size and (lower[at][0].isalnum() or lower[at][0] == tokens.PLACEHOLDER)
    elif kind == "text":
        return at < state.size and state.words.text[at] == argument
    elif kind == "^":
        return at <= state.hits.edges(state.words)[0]
    else:
        return at > state.hits.edges(state.words)[1]
    return True
