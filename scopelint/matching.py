"""Lexicons and patterns against the words of a sentence: one pass over a trie, then the frames that may match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from scopelint import tokens
from scopelint.attempt import Frame, Match, attempt, head_of
from scopelint.hits import Effort, Hit, Hits, Key, collect
from scopelint.store import Store

__all__ = ["Frame", "Group", "Hit", "Hits", "Key", "Match", "Matcher", "Tables"]


Found = tuple[Frame, Match]
Behind = tuple[list[Key], list[tuple[Key, tuple[str, ...]]]]
"""Keys, and keys with the other runs that they need."""
Known = dict[str, "Behind | int"]
"""What is behind a run, or a sign, that stands for it; its place in a store until a text holds that run."""


class Packed(NamedTuple):
    """The frames of a group as plain data."""

    needs: dict[Key, int]
    """By key, the place of the needs that it meets; need n of frame f has the number n x frames + f."""
    free: int
    """The needs, as bits, that are met from the start, since a frame has fewer."""
    depth: int
    """The most needs that a frame has."""
    rows: list[int]
    """The place of each frame."""


class Tables(NamedTuple):
    """A compiled rule set as plain data; what may never be needed is a place in a store, where it is packed."""

    trie: dict[str, int]
    """By first word; the rest is packed until a text holds that word."""
    capitals: dict[str, int]
    """Entries in capitals, which match only as written."""
    groups: dict[str, tuple[Any, ...]]
    """By name of the group, the fields of its `Packed`."""
    runs: Known
    """The keys that a run of letters in raw text may stand for (see `prefilter`)."""


class Group:
    """The frames of a group, each made when it is first tried, and which of them may match."""

    __slots__ = ("_every", "_masks", "_size", "_store", "frames", "owners", "packed", "tagged")

    def __init__(self, packed: Packed, owners: list[tuple[Any, str, str]], store: Store) -> None:
        self.packed, self.owners, self._store = packed, owners, store
        self._size = len(packed.rows)
        self._every = (1 << self._size) - 1
        self._masks: dict[Key, int] = {}
        self.frames: list[Frame | None] = [None] * self._size
        self.tagged: dict[str, list[int]] = {}
        for number, (_, tag, _) in enumerate(owners):
            self.tagged.setdefault(tag, []).append(number)

    def frame(self, number: int) -> Frame:
        """Return a frame by its number."""
        frame = self.frames[number]
        if frame is None:
            node, first, alternatives, head, gaps = self._store.get(self.packed.rows[number])
            owner, tag, text = self.owners[number]
            ways = tuple(tuple(_sets(way) for way in part) for part in alternatives)
            frame = Frame(number, owner, tag, node, _set(first), ways, _set(head), gaps, text)
            self.frames[number] = frame
        return frame

    def mask(self, present: set[Key]) -> int:
        """Return, as bits by number, the frames all of whose needs are among some keys."""
        met, masks = self.packed.free, self._masks
        for key in self.packed.needs.keys() & present:
            met |= masks.get(key) or self._mask(key)
        found = met & self._every
        for _ in range(1, self.packed.depth):
            met >>= self._size
            found &= met
        return found

    def _mask(self, key: Key) -> int:
        """Return, as bits, the needs that a key meets."""
        needs = self._store.get(self.packed.needs[key])
        bits = bytearray(max(needs) // 8 + 1)
        for need in needs:
            bits[need >> 3] |= 1 << (need & 7)
        mask = self._masks[key] = int.from_bytes(bits, "little")
        return mask

    def tag_mask(self, tags: Iterable[str]) -> int:
        """Return, as bits by number, the frames with some tags."""
        return sum(1 << number for tag in set(tags) for number in self.tagged.get(tag, ()))

    def open(self, present: set[Key], head: str = "", among: int = -1) -> list[Frame]:
        """Return the frames that may match where these keys are present, of those whose bits are set in `among`."""
        found: list[Frame] = []
        left = self.mask(present) & among
        while left:
            lowest = left & -left
            left ^= lowest
            number = lowest.bit_length() - 1
            frame = self.frames[number] or self.frame(number)
            if frame.may_match(present, head):
                found.append(frame)
        return found

    def possible(self, present: set[Key]) -> frozenset[int]:
        """Return the numbers of the frames that may match where these keys are present."""
        return frozenset(frame.number for frame in self.open(present))


def _set(keys: Iterable[Key] | None) -> frozenset[Key] | None:
    return None if keys is None else frozenset(keys)


def _sets(needs: Iterable[Iterable[Key]]) -> tuple[frozenset[Key], ...]:
    return tuple(frozenset(keys) for keys in needs)


_NO_GROUP = Group(Packed({}, 0, 0, []), [], Store())


class Matcher:
    """The trie of all lexicon forms and the groups of frames."""

    __slots__ = ("capitals", "groups", "marks", "runs", "store", "trie")

    def __init__(
        self, tables: Tables, store: Store, owners: Mapping[str, list[tuple[Any, str, str]]]
    ) -> None:
        self.store = store
        self.trie: dict[str, Any] = dict(tables.trie)
        self.capitals: dict[str, Any] = dict(tables.capitals)
        self.runs = tables.runs
        self.marks = tuple(run for run in self.runs if not run.replace("_", "a").isalnum())
        self.groups = {
            name: Group(Packed(*group), owners[name], store) for name, group in tables.groups.items()
        }

    def hits(self, words: tokens.Words, effort: Effort | None = None) -> Hits:
        """Return every lexicon entry in the sentence, in one pass; frames tried on it draw on the effort."""
        return collect(words, self.trie, self.capitals, self.store, effort)

    def group(self, name: str) -> Group:
        """Return a group of frames; one that no rule file fills is empty."""
        return self.groups.get(name, _NO_GROUP)

    def find(
        self,
        group: str,
        words: tokens.Words,
        hits: Hits,
        walls: list[bool],
        only: Iterable[str] | None = None,
    ) -> list[Found]:
        """Return the matches of a group's frames in order.

        `walls[i]` says that no gap may reach word i from before; `only` names the wanted tags.
        """
        frames, present = self.group(group), hits.present(words)
        wanted = frames.open(present, head_of(words), -1 if only is None else frames.tag_mask(only))
        return try_all(wanted, words, hits, walls)


def try_all(frames: Iterable[Frame], words: tokens.Words, hits: Hits, walls: list[bool]) -> list[Found]:
    """Return the matches of some frames in a sentence, in order."""
    found: list[Found] = []
    for frame in frames:
        found += attempt(frame, words, hits, walls)
    if len(found) > 1:
        found.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0].tag, pair[0].text))
    return found
