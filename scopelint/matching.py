"""Lexicons and patterns against the words of a sentence: one pass over a trie, then the anchored frames."""

from __future__ import annotations

import marshal
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from scopelint import tokens

Key = str
"""What can anchor a pattern: '<name>' for a lexicon, else a literal word."""

COMMON = frozenset(
    {
        "a", "an", "the", "of", "to", "in", "on", "at", "for", "with", "by", "from", "and", "or", "as",
        "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "do", "does", "did",
        "not", "i", "we", "you", "he", "she", "it", "they", "me", "us", "him", "her", "them", "my",
        "our", "your", "his", "their", "its", "this", "that", "these", "those", "will", "would", "can",
        "could", "may", "might", "must", "shall", "should", "no", "any", "all", "some", "more", "than",
        "so", "if", "out", "up", "off", "into", "over", "under", "about", "who", "which", "what",
        "there", "here", "when", "then", "until", "after", "before", "again", "get", "got", "put",
        "take", "go", "come", "see", "one", "two", "n't", "'s", "'m", "'ve", "'re", "'ll", ":", ",",
        ".", "?",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon entry found in a sentence: half-open word positions, the entry and the form it stands in."""

    name: str
    start: int
    end: int
    entry: str
    form: str


class Hits:
    """All lexicon entries of a sentence, by lexicon and by first word."""

    __slots__ = ("_present", "by_name")

    def __init__(self) -> None:
        self.by_name: dict[str, dict[int, list[Hit]]] = {}
        self._present: set[Key] | None = None

    def present(self, words: tokens.Words) -> set[Key]:
        """Return the keys that the sentence holds: its words and the names of its lexicons."""
        if self._present is None:
            self._present = {f"<{name}>" for name in self.by_name}
            self._present.update(words.lower)
        return self._present

    def add(self, hit: Hit) -> None:
        """Take in one more entry."""
        self.by_name.setdefault(hit.name, {}).setdefault(hit.start, []).append(hit)
        self._present = None

    def at(self, name: str, position: int) -> list[Hit]:
        """Return the entries of a lexicon that start at a word, longest first."""
        return self.by_name.get(name, _NONE).get(position, _EMPTY)

    def all(self, name: str) -> list[Hit]:
        """Return every entry of a lexicon in the sentence, in order."""
        return [hit for _, found in sorted(self.by_name.get(name, _NONE).items()) for hit in found]


_NONE: dict[int, list[Hit]] = {}
_EMPTY: list[Hit] = []


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched (word positions) and the lexicon entries it took."""

    start: int
    end: int
    quote_start: int
    quote_end: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern ready to be tried: linked nodes, what it may start with, and what it cannot do without."""

    owner: Any
    tag: str
    node: Any
    first: frozenset[Key] | None
    needs: tuple[frozenset[Key], ...]
    text: str


class Tables(NamedTuple):
    """A compiled rule set as plain data; what may never be needed is kept packed, as marshalled bytes."""

    trie: dict[str, Any]
    """By first word; the rest is packed until a text holds that word."""
    capitals: dict[str, Any]
    """Entries in capitals, which match only as written."""
    groups: dict[str, tuple[dict[Key, list[int]], list[bytes]]]
    """By group ('rules', 'cues' ...): numbers of frames by anchor; nodes, first, needs of each, packed."""
    runs: dict[str, list[Key]]
    """The keys that a run of letters in raw text may stand for (see `prefilter`)."""


class _Group:
    """The frames of a group, each made when it is first tried."""

    __slots__ = ("frames", "index", "owners", "rows")

    def __init__(
        self, index: dict[Key, list[int]], rows: list[bytes], owners: list[tuple[Any, str, str]]
    ) -> None:
        self.index, self.rows, self.owners = index, rows, owners
        self.frames: list[Frame | None] = [None] * len(rows)

    def frame(self, number: int) -> Frame:
        """Return a frame by its number."""
        frame = self.frames[number]
        if frame is None:
            node, first, needs = marshal.loads(self.rows[number])
            owner, tag, text = self.owners[number]
            starts = None if first is None else frozenset(first)
            frame = Frame(owner, tag, node, starts, tuple(map(frozenset, needs)), text)
            self.frames[number] = frame
        return frame

    def open(self, present: set[Key], only: Container[str] | None) -> Iterator[Frame]:
        """Yield the frames all of whose needs are among the keys present, each once."""
        tried: set[int] = set()
        for key in self.index.keys() & present:
            for number in self.index[key]:
                if number in tried or (only is not None and self.owners[number][1] not in only):
                    continue
                tried.add(number)
                frame = self.frame(number)
                for need in frame.needs:
                    if need.isdisjoint(present):
                        break
                else:
                    yield frame


class Matcher:
    """The trie of all lexicon forms and the frames by anchor."""

    __slots__ = ("capitals", "groups", "runs", "trie")

    def __init__(self, tables: Tables, owners: Mapping[str, list[tuple[Any, str, str]]]) -> None:
        self.trie, self.capitals, self.runs = tables.trie, tables.capitals, tables.runs
        self.groups = {
            name: _Group(index, rows, owners[name]) for name, (index, rows) in tables.groups.items()
        }

    def hits(self, words: tokens.Words) -> Hits:
        """Return every lexicon entry in the sentence, in one pass."""
        hits = Hits()
        shouting = len(words) > 2 and not any(w.islower() for w in words.text if len(w) > 1)
        for at in range(len(words)):
            _walk(self.trie, words.lower, at, hits)
            word = words.lower[at]
            if word[0].isdigit():
                hits.add(Hit("number", at, at + 1, word, "base"))
                hits.add(Hit("value", at, at + 1, word, "base"))
            elif word[0] == tokens.PLACEHOLDER:
                hits.add(Hit("placeholder", at, at + 1, "", "base"))
                hits.add(Hit("value", at, at + 1, "", "base"))
            if words.text[at] in self.capitals and not (shouting and words.lower[at] in COMMON):
                _walk(self.capitals, words.text, at, hits)
        for by_start in hits.by_name.values():
            for found in by_start.values():
                if len(found) > 1:
                    found.sort(key=lambda hit: -hit.end)
        return hits

    def may_match(self, group: str, present: set[Key], only: Container[str] | None = None) -> bool:
        """Say whether any frame of a group could match where these keys are all that can occur."""
        frames = self.groups.get(group)
        return frames is not None and next(frames.open(present, only), None) is not None

    def find(
        self,
        group: str,
        words: tokens.Words,
        hits: Hits,
        walls: list[bool],
        only: Container[str] | None = None,
    ) -> list[tuple[Frame, Match]]:
        """Return the matches of a group's frames in order.

        `walls[i]` says that no gap may reach word i from before; `only` names the wanted tags.
        """
        frames = self.groups.get(group)
        if frames is None or not frames.rows:
            return []
        found: list[tuple[Frame, Match]] = []
        for frame in frames.open(hits.present(words), only):
            found += _try(frame, words, hits, walls)
        if len(found) > 1:
            found.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0].tag, pair[0].text))
        return found

def _walk(trie: dict[str, Any], words: tuple[str, ...], start: int, hits: Hits) -> None:
    node, at, size = trie.get(words[start]), start, len(words)
    if node.__class__ is bytes:
        node = trie[words[start]] = marshal.loads(node)
    while node is not None:
        at += 1
        for name, entry, form in node.get("", ()):
            hits.add(Hit(name, start, at, entry, form))
        if at >= size:
            return
        node = node.get(words[at])


class _State:
    __slots__ = ("hits", "quote_end", "quote_start", "size", "taken", "walls", "words")

    def __init__(self, words: tokens.Words, hits: Hits, walls: list[bool]) -> None:
        self.words, self.hits, self.walls, self.size = words, hits, walls, len(words)
        self.taken: list[Hit] = []
        self.quote_start = self.quote_end = -1


def _try(frame: Frame, words: tokens.Words, hits: Hits, walls: list[bool]) -> list[tuple[Frame, Match]]:
    found = []
    state = _State(words, hits, walls)
    for start in _starts(frame.first, words, hits):
        state.taken.clear()
        state.quote_start = state.quote_end = -1
        end = _run(frame.node, start, state)
        if end is not None and end > start:
            quote = (
                state.quote_start if state.quote_start >= 0 else start,
                state.quote_end if state.quote_end >= 0 else end,
            )
            found.append((frame, Match(start, end, *quote, tuple(reversed(state.taken)))))
    return found


def _starts(first: frozenset[Key] | None, words: tokens.Words, hits: Hits) -> Iterable[int]:
    if first is None:
        return range(len(words))
    starts: set[int] = set()
    literal = set()
    for key in first:
        if len(key) > 1 and key[0] == "<" and key[-1] == ">":
            starts.update(hits.by_name.get(key[1:-1], ()))
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
        elif kind == "gap":
            return _run_gap(argument, after, at, state)
        elif kind == "either":
            for way in argument:
                end = _run(way, at, state)
                if end is not None:
                    return end
            return None
        else:
            if not _mark(kind, argument, at, state):
                return None
            at, node = at + (kind in ("_", "text")), after
    return at


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
        return all(not word[0].isalnum() for word in lower[:at])
    else:
        return all(not word[0].isalnum() for word in lower[at:])
    return True
