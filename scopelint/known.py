"""What is known of sentences that came before: the same words are taken apart and searched once.

The letters of one studio say many things in the same words. Nothing here depends on a document: what does (names,
placeholders, the place) keeps a sentence out, and the effort that the search took is drawn from each document anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scopelint.clauses import Sentence
from scopelint.clues import Weighed
from scopelint.cues import Found as Cue
from scopelint.hits import Effort
from scopelint.matching import Found
from scopelint.tokens import Words

Key = tuple[str, tuple[str, ...], tuple[tuple[str, int, int], ...]]
"""The text of a sentence, its words, and the codes in it with their places in it."""
_KEEP, _LONG = 4000, 60
"""Sentences that are remembered, then all are forgotten; and the words up to which one is."""


@dataclass(slots=True)
class Record:
    """What is known of one sentence."""

    sentence: Sentence | None = None
    cues: tuple[list[Cue], int] | None = None
    """The cues, and the effort that finding them took."""
    found: dict[str, tuple[list[Found] | None, int]] = field(default_factory=dict)
    """By group: the matches of its frames, None where none may match; and the effort that finding them took."""
    weighed: Weighed | None = None
    tally: tuple[int, int] | None = None
    """What its clues say for the required elements."""
    possible: dict[str, frozenset[int]] = field(default_factory=dict)
    """By group: the numbers of its frames that may match."""


class Known:
    """Records of sentences by their words.

    Threads share it: a record is only ever given what is complete, and at worst two of them do the same work.
    """

    __slots__ = ("_records",)

    def __init__(self) -> None:
        self._records: dict[Key, Record] = {}

    def clear(self) -> None:
        """Forget all sentences."""
        self._records.clear()

    def record(self, key: Key) -> Record:
        """Return what is known of a sentence; something empty where nothing is."""
        if len(key[1]) > _LONG:
            return Record()
        record = self._records.get(key)
        if record is None:
            if len(self._records) >= _KEEP:
                self.clear()
            record = self._records[key] = Record()
        return record


def at_place(sentence: Sentence, words: Words, index: int, effort: Effort) -> Sentence:
    """Return a known sentence where the same words stand in another place, at that document's effort."""
    hits = sentence.hits.shared(effort)
    return Sentence(words, hits, sentence.clause, sentence.walls, sentence.mentions, index)
