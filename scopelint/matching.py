"""Lexicons and patterns against the words of a sentence: one pass over a trie, then the anchored frames."""

from __future__ import annotations

import marshal
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scopelint import tokens
from scopelint.attempt import Frame, Match, attempt, head_of
from scopelint.hits import COMMON, Hit, Hits, Key, walk

__all__ = ["Frame", "Group", "Hit", "Hits", "Key", "Match", "Matcher", "Tables"]


Found = tuple[Frame, Match]


class Tables(NamedTuple):
    """A compiled rule set as plain data; what may never be needed is kept packed, as marshalled bytes."""

    trie: dict[str, Any]
    """By first word; the rest is packed until a text holds that word."""
    capitals: dict[str, Any]
    """Entries in capitals, which match only as written."""
    groups: dict[str, tuple[dict[Key, list[int]], list[bytes]]]
    """By group ('rules', 'cues' ...): numbers of frames by anchor; and each of them, packed."""
    runs: dict[str, list[tuple[Key, tuple[str, ...]]]]
    """The keys that a run of letters in raw text may stand for, with what else they need (`prefilter`)."""


class Group:
    """The frames of a group, each made when it is first tried."""

    __slots__ = ("frames", "index", "owners", "rows", "tagged")

    def __init__(
        self, index: dict[Key, list[int]], rows: list[bytes], owners: list[tuple[Any, str, str]]
    ) -> None:
        self.index, self.rows, self.owners = index, rows, owners
        self.frames: list[Frame | None] = [None] * len(rows)
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
            frame = Frame(number, owner, tag, node, _set(first), _sets(needs), ways, _set(head), gaps, text)
            self.frames[number] = frame
        return frame

    def open(self, present: set[Key], skip: Container[int] = (), head: str = "") -> Iterator[Frame]:
        """Yield the frames that may match where these keys are present, each once, but those to skip."""
        tried: set[int] = set()
        for key in self.index.keys() & present:
            for number in self.index[key]:
                if number in tried or number in skip:
                    continue
                tried.add(number)
                frame = self.frames[number] or self.frame(number)
                if frame.may_match(present, head):
                    yield frame

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
        self.trie, self.capitals, self.runs = tables.trie, tables.capitals, tables.runs
        self.marks = tuple(run for run in self.runs if not run.replace("_", "a").isalnum())
        self.groups = {
            name: Group(index, rows, owners[name]) for name, (index, rows) in tables.groups.items()
        }

    def hits(self, words: tokens.Words) -> Hits:
        """Return every lexicon entry in the sentence, in one pass."""
        hits = Hits()
        trie, capitals, lower = self.trie, self.capitals, words.lower
        shouting = len(lower) > 2 and not any(w.islower() for w in words.text if len(w) > 1)
        for at, word in enumerate(lower):
            if word in trie:
                walk(trie, lower, at, hits)
            if word[0].isdigit():
                hits.add(Hit("number", at, at + 1, word, "base"))
                hits.add(Hit("value", at, at + 1, word, "base"))
            elif word[0] == tokens.PLACEHOLDER:
                hits.add(Hit("placeholder", at, at + 1, "", "base"))
                hits.add(Hit("value", at, at + 1, "", "base"))
            if words.text[at] in capitals and not (shouting and word in COMMON):
                walk(capitals, words.text, at, hits)
        for by_start in hits.by_name.values():
            for found in by_start.values():
                if len(found) > 1:
                    found.sort(key=lambda hit: -hit.end)
        return hits

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
