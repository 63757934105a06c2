"""The trie of all forms of lexicon entries, while it grows: words in small letters, and entries in capitals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scopelint import inflection, prefilter, tokens
from scopelint.hits import Key
from scopelint.store import Store

Runs = dict[str, set[tuple[Key, tuple[str, ...]]]]
"""By the run that stands for them: keys with the other runs that they need."""
Packed = dict[str, int]
"""By first word, where in a store stands what may follow it."""


class Trie:
    """Forms by their words. What it starts from stays as it is; only what is added since is in `runs`."""

    def __init__(
        self,
        irregular: Mapping[str, Any],
        words: Mapping[str, Any] | None = None,
        capitals: Mapping[str, Any] | None = None,
        store: Store | None = None,
    ) -> None:
        self.words: dict[str, Any] = dict(words or {})
        self.capitals: dict[str, Any] = dict(capitals or {})
        self.runs: Runs = {}
        self._irregular = irregular
        self._store = store or Store()
        self._stems: set[str] = set()
        self._runs_of: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}

    def packed(self, store: Store) -> tuple[Packed, Packed]:
        """Return the words and the capitals, what follows each first word put into a store."""
        words, capitals = (
            {word: store.add(node) for word, node in trie.items()} for trie in (self.words, self.capitals)
        )
        return words, capitals

    def add(self, name: str, pos: str, entry: str) -> None:
        """Take in every form of a lexicon entry."""
        words = tokens.literal(entry)
        if not len(words):
            return
        letters = [c for c in entry if c.isalpha()]
        if len(letters) > 1 and all(c.isupper() for c in letters):
            self._insert(self.capitals, words.text, (name, entry, "base"))
            if pos == "noun":
                plural = (*words.text[:-1], words.text[-1] + "s")
                self._insert(self.capitals, plural, (name, entry, "plural"))
            return
        base = " ".join(words.lower)
        forms: dict[Any, str] = {"base": base}
        if pos == "verb":
            forms = self._verb_forms(entry, base)
        elif pos == "noun":
            forms = dict(inflection.noun(base, self._irregular))
        for form, text in forms.items():
            self._insert(self.words, tuple(text.split()), (name, entry, form))

    def _insert(self, trie: dict[str, Any], words: tuple[str, ...], value: tuple[str, str, str]) -> None:
        """Add a value at the end of a path of words."""
        self.add_run(f"<{value[0]}>", words)
        node = trie
        for word in words:
            child = node.get(word)
            if child is None or isinstance(child, int):
                child = node[word] = {} if child is None else self._store.get(child)
            node = child
        values = node.get("", [])
        if value not in values:
            node[""] = [*values, value]

    def add_run(self, key: Key, words: Iterable[str]) -> None:
        """Note by which run of a raw text a key is looked for."""
        words = tuple(words)
        known = self._runs_of.get(words)
        if known is None:
            known = self._runs_of[words] = prefilter.runs_of(words)
        rarest, others = known
        self.runs.setdefault(rarest, set()).add((key, others))

    def _verb_forms(self, entry: str, base: str) -> dict[Any, str]:
        """Inflect a verb; in a hyphenated one ('re-tape', 'dry-needle') the last part inflects."""
        prefix = ""
        if "-" in entry and " " not in entry:
            prefix, _, base = base.rpartition(" ")
        forms = inflection.verb(base, self._irregular)
        return {form: f"{prefix} {text}".strip() for form, text in forms.items()}

    def stem(self, stem: str) -> None:
        """Add the forms of an inflected word once."""
        if stem not in self._stems:
            self._stems.add(stem)
            base = " ".join(tokens.literal(stem).lower)
            for form, text in self._verb_forms(stem, base).items():
                self._insert(self.words, tuple(text.split()), (f"~{stem}", stem, form))
