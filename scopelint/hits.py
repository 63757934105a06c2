"""What the words of a sentence are: the lexicon entries among them, and the keys that frames ask for."""

from __future__ import annotations

import marshal
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


class Hits:
    """All lexicon entries of a sentence, by lexicon and by first word."""

    __slots__ = ("_edges", "_present", "by_name")

    def __init__(self) -> None:
        self.by_name: dict[str, dict[int, list[Hit]]] = {}
        self._present: set[Key] | None = None
        self._edges: tuple[int, int] | None = None

    def present(self, words: tokens.Words) -> set[Key]:
        """Return the keys that the sentence holds: its words and the names of its lexicons."""
        if self._present is None:
            self._present = {f"<{name}>" for name in self.by_name}
            self._present.update(words.lower)
        return self._present

    def edges(self, words: tokens.Words) -> tuple[int, int]:
        """Return the first and the last word that is not a sign; (size, -1) where there is none."""
        if self._edges is None:
            plain = [at for at, word in enumerate(words.lower) if word[0].isalnum()]
            self._edges = (plain[0], plain[-1]) if plain else (len(words.lower), -1)
        return self._edges

    def add(self, hit: Hit) -> None:
        """Take in one more entry."""
        self.by_name.setdefault(hit.name, {}).setdefault(hit.start, []).append(hit)
        self._present = None

    def mention(self, actor: str, start: int, end: int, named: bool) -> None:
        """Take in who is mentioned, as an entry of the class of such people; `named`: not by a pronoun."""
        name = MENTIONED.get(actor)
        if name is not None:
            self.by_name.setdefault(name, {})[start] = [Hit(name, start, end, "", "base")]
        if named and actor == "client":
            self.by_name.setdefault(NAMED_CLIENT, {})[start] = [Hit(NAMED_CLIENT, start, end, "", "base")]

    def at(self, name: str, position: int) -> list[Hit]:
        """Return the entries of a lexicon that start at a word, longest first."""
        starts = self.by_name.get(name)
        return starts.get(position, _EMPTY) if starts else _EMPTY

    def all(self, name: str) -> list[Hit]:
        """Return every entry of a lexicon in the sentence, in order."""
        return [hit for _, found in sorted(self.by_name.get(name, _NONE).items()) for hit in found]


_NONE: dict[int, list[Hit]] = {}
_EMPTY: list[Hit] = []


def collect(words: tokens.Words, trie: dict[str, Any], capitals: dict[str, Any]) -> Hits:
    """Return every lexicon entry in a sentence, in one pass."""
    hits, several = Hits(), list[list[Hit]]()
    lower, text = words.lower, words.text
    shouting = len(lower) > 2 and not any(w.islower() for w in text if len(w) > 1)
    for at, word in enumerate(lower):
        node = trie.get(word)
        if node is not None:
            if node.__class__ is bytes:
                node = trie[word] = marshal.loads(node)
            _walk(node, lower, at, hits, several)
        if word[0].isdigit():
            _add_value("number", at, word, hits, several)
        elif word[0] == tokens.PLACEHOLDER:
            _add_value("placeholder", at, "", hits, several)
        if text[at] in capitals and not (shouting and word in COMMON):
            _walk(capitals[text[at]], text, at, hits, several)
    for found in several:
        found.sort(key=_by_end)
    return hits


def _by_end(hit: Hit) -> int:
    return -hit.end


def _add_value(name: str, at: int, entry: str, hits: Hits, several: list[list[Hit]]) -> None:
    for each in (name, "value"):
        _walk({"": [(each, entry, "base")]}, (entry,), at, hits, several)


def _walk(node: Any, words: tuple[str, ...], start: int, hits: Hits, several: list[list[Hit]]) -> None:
    """Add the entries that start at a word; `several` takes the lists that then hold more than one."""
    by_name, at, size = hits.by_name, start, len(words)
    while node is not None:
        at += 1
        for name, entry, form in node.get("", ()):
            hit = _new(Hit, (name, start, at, entry, form))
            starts = by_name.get(name)
            if starts is None:
                by_name[name] = {start: [hit]}
            elif start in starts:
                starts[start].append(hit)
                several.append(starts[start])
            else:
                starts[start] = [hit]
        if at >= size:
            return
        node = node.get(words[at])


_new = tuple.__new__
