"""Lexicons and patterns against the words of a sentence: one pass over a trie, then the anchored frames."""

from __future__ import annotations

import marshal
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scopelint import tokens
from scopelint.attempt import Frame, Match, attempt, head_of
from scopelint.hits import Effort, Hit, Hits, Key, collect

__all__ = ["Frame", "Group", "Hit", "Hits", "Key", "Match", "Matcher", "Tables"]


Found = tuple[Frame, Match]
Behind = tuple[list[Key], list[tuple[Key, tuple[str, ...]]]]
"""Keys, and keys with the other runs that they need."""
Known = dict[str, "Behind | bytes"]
"""What is behind a run, or a sign, that stands for it; packed until a text holds that run."""


class Tables(NamedTuple):
    """A compiled rule set as plain data; what may never be needed is kept packed, as marshalled bytes."""

    trie: dict[str, bytes]
    """By first word; the rest is packed until a text holds that word."""
    capitals: dict[str, bytes]
    """Entries in capitals, which match only as written."""
    groups: dict[str, tuple[dict[Key, list[int]], list[bytes]]]
    """By group ('rules', 'cues' ...): numbers of frames by anchor; and each of them, packed."""
    runs: Known
    """The keys that a run of letters in raw text may stand for (see `prefilter`)."""


class Group:
    """The frames of a group, each made when it is first tried."""

    __slots__ = ("_anchored", "frames", "index", "owners", "rows", "tagged")

    def __init__(
        self, index: dict[Key, list[int]], rows: list[bytes], owners: list[tuple[Any, str, str]]
    ) -> None:
        self.index, self.rows, self.owners = index, rows, owners
        self.frames: list[Frame | None] = [None] * len(rows)
        self._anchored: dict[Key, list[Frame]] = {}
        self.tagged: dict[str, list[int]] = {}
        for number, (_, tag, _) in enumerate(owners):
            self.tagged.setdefault(tag, []).append(number)

    def frame(self, number: int) -> Frame:
        """Return a frame by its number."""
        frame = self.frames[number]
        if frame is None:
            node, first, needs, alternatives, head, gaps = marshal.loads(self.rows[number])
            owner, tag, text = self.owners[number]
            ways = tuple(tuple(_sets(way) for way in part) for part in alternatives)
            wanted = _sets(needs)
            frame = Frame(
                number, owner, tag, node, _set(first), wanted, wanted[1:], ways, _set(head), gaps, text
            )
            self.frames[number] = frame
        return frame

    def anchored(self, key: Key) -> list[Frame]:
        """Return the frames that a key anchors."""
        found = self._anchored.get(key)
        if found is None:
            found = self._anchored[key] = [self.frame(number) for number in self.index[key]]
        return found

    def open(self, present: set[Key], skip: Container[int] = (), head: str = "") -> list[Frame]:
        """Return the frames that may match where these keys are present, each once, but those to skip."""
        found: list[Frame] = []
        for key in self.index.keys() & present:
            for frame in self._anchored.get(key) or self.anchored(key):
                for need in frame.others:
                    if need.isdisjoint(present):
                        break
                else:
                    if frame.number not in skip and frame.may_go_on(present, head):
                        found.append(frame)
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def open_of(self, tags: Iterable[str], present: set[Key]) -> Iterator[Frame]:
        """Yield the frames with these tags that may match where these keys are present."""
        for tag in tags:
            for number in self.tagged.get(tag, ()):
                frame = self.frames[number] or self.frame(number)
                if frame.needs and frame.may_match(present):
                    yield frame


def _set(keys: Iterable[Key] | None) -> frozenset[Key] | None:
    return None if keys is None else frozenset(keys)


def _sets(needs: Iterable[Iterable[Key]]) -> tuple[frozenset[Key], ...]:
    return tuple(frozenset(keys) for keys in needs)


_NO_GROUP = Group({}, [], [])


class Matcher:
    """The trie of all lexicon forms and the frames by anchor."""

    __slots__ = ("capitals", "groups", "marks", "runs", "trie")

    def __init__(self, tables: Tables, owners: Mapping[str, list[tuple[Any, str, str]]]) -> None:
        self.trie: dict[str, Any] = dict(tables.trie)
        self.capitals: dict[str, Any] = dict(tables.capitals)
        self.runs = tables.runs
        self.marks = tuple(run for run in self.runs if not run.replace("_", "a").isalnum())
        self.groups = {
            name: Group(index, rows, owners[name]) for name, (index, rows) in tables.groups.items()
        }

    def hits(self, words: tokens.Words, effort: Effort | None = None) -> Hits:
        """Return every lexicon entry in the sentence, in one pass; frames tried on it draw on the effort."""
        return collect(words, self.trie, self.capitals, effort)

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
        wanted = frames.open(present, (), head_of(words)) if only is None else frames.open_of(only, present)
        return try_all(wanted, words, hits, walls)


def try_all(frames: Iterable[Frame], words: tokens.Words, hits: Hits, walls: list[bool]) -> list[Found]:
    """Return the matches of some frames in a sentence, in order."""
    found: list[Found] = []
    for frame in frames:
        found += attempt(frame, words, hits, walls)
    if len(found) > 1:
        found.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0].tag, pair[0].text))
    return found
