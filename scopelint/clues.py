"""Weighed clues: how much the words of a sentence speak for a violation, learned from labelled sentences.

A clue is a word, a lexicon or two of them near each other (`we .. <body-part>`). Its weights are data: `tools/weigh.py`
learns them from `corpus/dev` by logistic regression and writes `rules/clues.tsv`, one clue to a line. They do two
things that patterns cannot: they find wordings that nobody foresaw, and they let go what only looks like one.
SpamAssassin weighs its rules in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from math import exp, prod, sqrt
from typing import Any, NamedTuple

from scopelint import tokens, weights
from scopelint.hits import COMMON, Hits
from scopelint.store import Store
from scopelint.weights import Head

FILE = "clues.tsv"
"""The name of the file of clues in a rule folder."""
NEAR = 6
"""Words within which two stand near each other."""
CLASSES = 2
"""Lexicons, the rarest, that stand for a word beside the word itself."""
SCALE = 10
"""The weights are whole numbers, this many times what was learned."""
_LONGEST = 14
"""Words that a finding underlines at most."""
_THRESHOLD = 0.15
"""What each word must add for a stretch to go on; otherwise it would run to the ends of the sentence."""


class Weighed(NamedTuple):
    """The chances (0 to 1) that a sentence holds a violation of any family, and of each one."""

    chance: float
    families: tuple[float, ...]


_SURE = 30.0
"""The logarithmic odds beyond which nothing gets any surer."""


def _chance(odds: float) -> float:
    """Return the chance that logarithmic odds stand for, never quite 0 or 1."""
    return 1 / (1 + exp(-max(-_SURE, min(_SURE, odds))))


def parts(words: tokens.Words, hits: Hits, ranks: Mapping[str, int]) -> list[list[str]]:
    """Return what each word of a sentence counts as: itself and its rarest lexicons; with marks for both ends."""
    covering: dict[int, set[int]] = {}
    for name, start, end in hits.longest():
        rank = ranks.get(name)
        if rank is not None:
            for at in range(start, end):
                if at in covering:
                    covering[at].add(rank)
                else:
                    covering[at] = {rank}
    names = tuple(ranks)
    found = [["^^"]]
    for at, (lower, text) in enumerate(zip(words.lower, words.text, strict=True)):
        here = ["0" if lower[0].isdigit() else "__" if lower[0] == tokens.PLACEHOLDER else lower]
        if at in covering:
            here += [f"<{names[rank]}>" for rank in sorted(covering[at])[:CLASSES]]
        if len(text) > 1 and text.isupper():
            here.append("^cap")
        found.append(here)
    return [*found, ["$$"]]


class Clues:
    """The clues of a rule set; those behind a first part are unpacked when a text holds it."""

    __slots__ = ("_groups", "_halves", "_head", "_store")

    def __init__(self, head: Head, store: Store) -> None:
        self._head, self._store = head, store
        self._halves = weights.halves(len(head.columns))
        self._groups: dict[str, Any] = head.table

    def __bool__(self) -> bool:
        return bool(self._groups)

    def knows(self, rule: str) -> bool:
        """Say whether a rule was there when the clues were weighed."""
        return rule in self._head.rules

    @property
    def columns(self) -> tuple[str, ...]:
        """What there are weights for."""
        return self._head.columns

    @property
    def ranks(self) -> dict[str, int]:
        """The lexicons that count, by how rare they are."""
        return self._head.ranks

    def tally(self, words: tokens.Words, hits: Hits) -> tuple[int, int]:
        """Return the weights of all clues of a sentence as one number, and how many clues there might be."""
        options = parts(words, hits, self._head.ranks)
        return self._total(options), size(options)

    def chance(self, total: int, size: int, column: int) -> float:
        """Return the chance, from 0 to 1, that tallies added up come to in one column."""
        return _chance(self._head.bias[column] + self._column(total, column) / (SCALE * sqrt(size)))

    def weigh(self, words: tokens.Words, hits: Hits) -> Weighed:
        """Return the chances that a sentence holds a violation."""
        tally = self.tally(words, hits)
        whole, *families = (self.chance(*tally, column) for column in range(len(self._head.bias)))
        other = 1 - prod(1 - chance for chance in families)
        return Weighed((whole + other) / 2, tuple(families))

    def _column(self, joined: int, number: int) -> int:
        return weights.column(joined, number, self._halves)

    def place(self, words: tokens.Words, hits: Hits, family: int) -> tuple[int, int]:
        """Return the half-open word positions of the stretch that speaks most for a family."""
        size, options = len(words), parts(words, hits, self._head.ranks)
        gains = [0.0, *([-_THRESHOLD * SCALE] * size), 0.0]
        for (_, _, first, second), joined in self._placed(options):
            share = (self._column(joined, 0) + self._column(joined, 1 + family)) / 2
            gains[first] += share
            gains[second] += share
        gains[1] += gains[0]
        gains[size] += gains.pop()
        sums = list(accumulate(gains[1:], initial=0.0))
        best = max(
            (sums[end] - sums[start], -start, end)
            for start in range(size)
            for end in range(start + 1, min(start + _LONGEST, size) + 1)
        )
        return -best[1], best[2]

    def strongest(self, words: tokens.Words, hits: Hits, column: int, sign: int) -> str:
        """Return the words of the clue that speaks most for (sign 1) or against (-1) what a column is about.

        Signs, and common words by themselves, tell a person nothing: where only they speak, it is ''.
        """
        options = parts(words, hits, self._head.ranks)
        plain = {at for at, word in enumerate(words.lower, 1) if word[0].isalnum()}
        telling = {at for at in plain if words.lower[at - 1] not in COMMON}
        heard = [
            (sign * self._column(joined, column), -first, -second)
            for (_, _, first, second), joined in self._placed(options)
            if {first, second} <= plain and not telling.isdisjoint((first, second))
        ]
        weight, first, second = max(heard, default=(0, 0, 0))
        if weight <= 0:
            return ""
        joint = " " if second >= first - 1 else " … "
        return joint.join(words.text[-at - 1] for at in dict.fromkeys((first, second)))

    def _total(self, options: list[list[str]]) -> int:
        """Return the weights of all clues among the options, each counted once, as one number."""
        groups, total = self._groups, 0
        pairs: dict[str, tuple[set[str], set[str]]] = {}
        for at, here in enumerate(options):
            beside: set[str] | None = None
            around: set[str] = set()
            for one in here:
                if one not in groups:
                    continue
                if beside is None:
                    beside = set().union(*options[at + 1 : at + 2])
                    around = set().union(*options[at + 2 : at + 1 + NEAR])
                if one in pairs:
                    pairs[one] = pairs[one][0] | beside, pairs[one][1] | around
                else:
                    pairs[one] = beside, around
        for one, (next_to, near) in pairs.items():
            own, following, close = self._group(one)
            total += own
            if following:
                total += sum(map(following.__getitem__, following.keys() & next_to))
            if close:
                total += sum(map(close.__getitem__, close.keys() & near))
        return total

    def _placed(self, options: list[list[str]]) -> Iterator[tuple[tuple[str, str, int, int], int]]:
        """Yield each clue, where it stands first, as its parts and their places among the options."""
        seen: set[tuple[str, str, bool]] = set()
        for first, here in enumerate(options):
            for one in here:
                own, following, around = self._group(one)
                if own and (one, "", False) not in seen:
                    seen.add((one, "", False))
                    yield (one, "", first, first), own
                for second, others in enumerate(options[first + 1 : first + 1 + NEAR], first + 1):
                    known = around if second > first + 1 else following
                    for other in others:
                        if other in known and (one, other, known is around) not in seen:
                            seen.add((one, other, known is around))
                            yield (one, other, first, second), known[other]

    def _group(self, one: str) -> tuple[int, dict[str, int], dict[str, int]]:
        """Return what begins with a part: its own weights, those of what follows it, of what is near it."""
        group = self._groups.get(one, _NO_GROUP)
        if group.__class__ is int:
            group = self._groups[one] = self._store.get(group)
        return group  # type: ignore[no-any-return]


_NO_GROUP: tuple[int, dict[str, int], dict[str, int]] = (0, {}, {})


def size(options: list[list[str]]) -> int:
    """Return how many clues there might be."""
    counts = [len(here) for here in options]
    return sum(count * (1 + sum(counts[at + 1 : at + 1 + NEAR])) for at, count in enumerate(counts))
