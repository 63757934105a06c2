"""What the words of a sentence are: the lexicon entries among them, and the keys that frames ask for."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scopelint import tokens
from scopelint.store import Store

Key = str
"""What a pattern may need: '<name>' for a lexicon, else a literal word."""

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


MENTIONED = {
    "sender": "the-sender", "client": "the-client", "reader": "the-reader", "provider": "the-provider",
    "third-party": "the-third-party",
}  # fmt: skip
"""Classes that are no lexicons: people mentioned, by who they are; known once a sentence is taken apart."""
NAMED_CLIENT = "named-client"
"""The class of the clients among them who are mentioned by more than a pronoun."""


class Hit(NamedTuple):
    """A lexicon entry found in a sentence: half-open word positions, the entry and the form it stands in."""

    name: str
    start: int
    end: int
    entry: str
    form: str


Table = dict[str, Any]
"""What the words from one on are: by lexicon, (length, entry, form), longest first; under "", the keys of all."""


class Effort:
    """What trying frames may still cost, in starts and dead ends; all sentences of a document draw on it."""

    __slots__ = ("left",)

    def __init__(self, characters: int) -> None:
        self.left = _BASE + _EACH * characters


_BASE, _EACH = 30_000, 20
"""A letter takes a twentieth of this; no text that people write, and no rule we know of, takes all of it."""


class Hits:
    """All lexicon entries of a sentence, by first word; each becomes a Hit when it is asked for."""

    __slots__ = ("_edges", "_positions", "_present", "_tables", "effort")

    def __init__(self, tables: dict[int, Table], effort: Effort) -> None:
        self._tables, self.effort = tables, effort
        self._positions: dict[str, list[int]] | None = None
        self._present: set[Key] | None = None
        self._edges: tuple[int, int] | None = None

    def shared(self, effort: Effort) -> Hits:
        """Return the same entries for another document; nobody adds to either any more."""
        other = Hits(self._tables, effort)
        other._positions, other._present, other._edges = self._positions, self._present, self._edges
        return other

    def present(self, words: tokens.Words) -> set[Key]:
        """Return the keys that the sentence holds: its words and the names of its lexicons."""
        present = self._present
        if present is None:
            present = set(words.lower)
            present.update(*(table[""] for table in self._tables.values()))
            self._present = present
        return present

    def edges(self, words: tokens.Words) -> tuple[int, int]:
        """Return the first and the last word that is not a sign; (size, -1) where there is none."""
        if self._edges is None:
            plain = [at for at, word in enumerate(words.lower) if word[0].isalnum()]
            self._edges = (plain[0], plain[-1]) if plain else (len(words.lower), -1)
        return self._edges

    def add(self, name: str, start: int, end: int) -> None:
        """Take in one more entry, after those of its lexicon that start at the same word."""
        table = self._tables.get(start, _NOTHING)
        values = [*table.get(name, ()), (end - start, "", "base")]
        self._tables[start] = {**table, name: values, "": table[""] | {f"<{name}>"}}
        if self._present is not None:
            self._present.add(f"<{name}>")
        if self._positions is not None:
            insort(self._positions.setdefault(name, []), start)

    def mention(self, actor: str, start: int, end: int, named: bool) -> None:
        """Take in who is mentioned, as an entry of the class of such people; `named`: not by a pronoun."""
        if actor in MENTIONED:
            self.add(MENTIONED[actor], start, end)
        if named and actor == "client":
            self.add(NAMED_CLIENT, start, end)

    def at(self, name: str, position: int) -> list[Hit]:
        """Return the entries of a lexicon that start at a word, longest first."""
        table = self._tables.get(position)
        if table is None or name not in table:
            return _NONE
        return [
            _new(Hit, (name, position, position + size, entry, form)) for size, entry, form in table[name]
        ]

    def positions(self, name: str) -> list[int]:
        """Return the words where entries of a lexicon start, in order."""
        positions = self._positions
        if positions is None:
            positions = {}
            for at in sorted(self._tables):
                for known in self._tables[at]:
                    positions.setdefault(known, []).append(at)
            self._positions = positions
        return positions.get(name, _NOWHERE)

    def longest(self) -> Iterator[tuple[str, int, int]]:
        """Yield, for each word that entries start at, each lexicon with the end of its longest entry there."""
        for start, table in self._tables.items():
            for name, values in table.items():
                if name:
                    yield name, start, start + values[0][0]

    def all(self, name: str) -> list[Hit]:
        """Return every entry of a lexicon in the sentence, in order."""
        return [hit for position in self.positions(name) for hit in self.at(name, position)]


_NONE: list[Hit] = []
_NOTHING: Table = {"": frozenset()}
_NOWHERE: list[int] = []
_new = tuple.__new__


def collect(
    words: tokens.Words,
    trie: dict[str, Any],
    capitals: dict[str, Any],
    store: Store,
    effort: Effort | None = None,
) -> Hits:
    """Return every lexicon entry in a sentence, in one pass; what follows a first word may be still in the store."""
    tables: dict[int, Table] = {}
    lower, text = words.lower, words.text
    shouting = len(lower) > 2 and not any(w.islower() for w in text if len(w) > 1)
    for at, word in enumerate(lower):
        table = _walk(trie, lower, at, store) if word in trie else None
        if word[0].isdigit():
            table = _joined(table, _table([("number", word, "base"), ("value", word, "base")], 1))
        elif word[0] == tokens.PLACEHOLDER:
            table = _joined(table, _PLACEHOLDER)
        if text[at] in capitals and not (shouting and word in COMMON):
            table = _joined(table, _walk(capitals, text, at, store))
        if table:
            tables[at] = table
    return Hits(tables, effort or Effort(0))


def _walk(trie: dict[str, Any], words: tuple[str, ...], start: int, store: Store) -> Table | None:
    """Return what the words from one on are; each node of the trie learns what all on the way to it are."""
    table, at, size = None, start, len(words)
    node = trie[words[at]]
    if node.__class__ is int:
        node = trie[words[at]] = store.get(node)
    while node is not None:
        at += 1
        here = node.get("")
        if here is not None:
            if here.__class__ is list:
                here = node[""] = _joined(table, _table(here, at - start))
            table = here
        if at >= size:
            break
        node = node.get(words[at])
    return table


def _table(values: Iterable[tuple[str, str, str]], size: int) -> Table:
    table: Table = {}
    for name, entry, form in values:
        table.setdefault(name, []).append((size, entry, form))
    table[""] = frozenset(f"<{name}>" for name in table)
    return table


def _joined(one: Table | None, other: Table | None) -> Table | None:
    """Return what either table says, longest entries first."""
    if not one or not other:
        return one or other
    table = {**one, "": one[""] | other[""]}
    for name, values in other.items():
        if name:
            table[name] = sorted([*one.get(name, ()), *values], key=_by_size)
    return table


def _by_size(value: tuple[int, str, str]) -> int:
    return -value[0]


_PLACEHOLDER = _table([("placeholder", "", "base"), ("value", "", "base")], 1)
