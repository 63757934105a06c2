"""Weighed clues: how much the words of a sentence speak for a violation, learned from labelled sentences.

A clue is a word, a lexicon or two of them near each other (`we .. <body-part>`). Its weights are data: `tools/weigh.py`
learns them from `corpus/dev` by logistic regression and writes `rules/clues.tsv`, one clue to a line. They do two
things that patterns cannot: they find wordings that nobody foresaw, and they let go what only looks like one.
SpamAssassin weighs its rules in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, prod, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from scopelint import tokens
from scopelint.errors import RuleFileError
from scopelint.hits import Hits
from scopelint.rule import CONTENT_FAMILIES
from scopelint.store import Store

FILE = "clues.tsv"
"""The name of the file of clues in a rule folder."""
NEAR = 6
"""Words within which two stand near each other."""
CLASSES = 2
"""Lexicons, the rarest, that stand for a word beside the word itself."""
SCALE = 10
"""The weights are whole numbers, this many times what was learned."""
COLUMNS = ("any", *CONTENT_FAMILIES)
"""What a clue has weights for: a violation of any family, and one of each."""

_LANE = 20
"""Bits for each column in the one number that holds the weights of a clue."""
_LONGEST = 14
"""Words that a finding underlines at most."""
_THRESHOLD = 0.15
"""What each word must add for a stretch to go on; otherwise it would run to the ends of the sentence."""


class Head(NamedTuple):
    """The clues as plain data."""

    ranks: dict[str, int]
    """The lexicons that count, the rarest first."""
    rules: frozenset[str]
    """The rules that were there when the clues were weighed: what these match, clues may let go."""
    bias: tuple[float, ...]
    table: dict[str, int]
    """By first part, the place of (own weights, of those right after it, of those near it)."""


class Weighed(NamedTuple):
    """The chances (0 to 1) that a sentence holds a violation of any family, and of each one."""

    chance: float
    families: tuple[float, ...]


def read(path: Path | None) -> tuple[Head, Store]:
    """Read a file of clues; None makes an empty set.

    Raises:
        RuleFileError: a line that is not a clue with its weights.
    """
    ranks: dict[str, int] = {}
    rules: frozenset[str] = frozenset()
    bias: tuple[float, ...] = ()
    groups: dict[str, list[Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path else (), 1):
        name, *values = line.split("\t")
        if name == "#lexicons":
            ranks = {value: rank for rank, value in enumerate(values)}
        elif name == "#rules":
            rules = frozenset(values)
        elif name == "#bias":
            bias = tuple(map(float, values))
        elif not name.startswith("#made"):
            try:
                _add(groups, name, _joined([int(value or 0) for value in values]))
            except ValueError as error:
                raise RuleFileError(
                    path or "", number, 1, f"not a clue with its weights ({error})"
                ) from error
    store = Store()
    table = {first: store.add(tuple(group)) for first, group in groups.items()}
    return Head(ranks, rules, bias, table), store


def _add(groups: dict[str, list[Any]], clue: str, weights: int) -> None:
    """File a clue under its first part: by itself, right before another, or near another."""
    first, _, second = clue.partition(" ")
    group = groups.setdefault(first, [0, {}, {}])
    if not second:
        group[0] = weights
    elif second.startswith(".. "):
        group[2][second.removeprefix(".. ")] = weights
    else:
        group[1][second] = weights


def _joined(weights: list[int]) -> int:
    return sum(weight << (_LANE * column) for column, weight in enumerate(weights))


def _parted(total: int) -> Iterator[int]:
    half, whole = 1 << (_LANE - 1), 1 << _LANE
    for _ in COLUMNS:
        low = (total + half) % whole - half
        yield low
        total = (total - low) >> _LANE


def parts(words: tokens.Words, hits: Hits, ranks: Mapping[str, int]) -> list[list[str]]:
    """Return what each word of a sentence counts as: itself and its rarest lexicons; with marks for both ends."""
    covering: list[set[str]] = [set() for _ in words.lower]
    for name, start, end in hits.spans():
        if name in ranks:
            for at in range(start, min(end, len(covering))):
                covering[at].add(name)
    found = [["^^"]]
    for lower, text, names in zip(words.lower, words.text, covering, strict=True):
        word = "0" if lower[0].isdigit() else "__" if lower[0] == tokens.PLACEHOLDER else lower
        here = [word, *(f"<{name}>" for name in sorted(names, key=ranks.__getitem__)[:CLASSES])]
        if len(text) > 1 and text.isupper():
            here.append("^cap")
        found.append(here)
    return [*found, ["$$"]]


class Clues:
    """The clues of a rule set; those behind a first part are unpacked when a text holds it."""

    __slots__ = ("_groups", "_head", "_store")

    def __init__(self, head: Head, store: Store) -> None:
        self._head, self._store = head, store
        self._groups: dict[str, Any] = dict(head.table)

    def __bool__(self) -> bool:
        return bool(self._groups)

    def knows(self, rule: str) -> bool:
        """Say whether a rule was there when the clues were weighed."""
        return rule in self._head.rules

    def weigh(self, words: tokens.Words, hits: Hits) -> Weighed:
        """Return the chances that a sentence holds a violation."""
        options = parts(words, hits, self._head.ranks)
        found = {clue: weights for clue, weights, _, _ in self._found(options)}
        totals = _parted(sum(found.values()))
        root = SCALE * sqrt(size(options))
        chances = [
            1 / (1 + exp(-(bias + total / root))) for bias, total in zip(self._head.bias, totals, strict=True)
        ]
        whole, *families = chances
        other = 1 - prod(1 - chance for chance in families)
        return Weighed((whole + other) / 2, tuple(families))

    def place(self, words: tokens.Words, hits: Hits, family: int) -> tuple[int, int]:
        """Return the half-open word positions of the stretch that speaks most for a family."""
        size = len(words)
        options = parts(words, hits, self._head.ranks)
        gains = [-_THRESHOLD * SCALE] * size
        seen = set()
        for clue, weights, first, second in self._found(options):
            if clue in seen:
                continue
            seen.add(clue)
            columns = list(_parted(weights))
            share = (columns[0] + columns[1 + family]) / 2
            for at in (first, second):
                gains[min(max(at - 1, 0), size - 1)] += share
        best = max(
            (sum(gains[start:end]), -start, end)
            for start in range(size)
            for end in range(start + 1, min(start + _LONGEST, size) + 1)
        )
        return -best[1], best[2]

    def _found(self, options: list[list[str]]) -> Iterator[tuple[tuple[str, ...], int, int, int]]:
        """Yield each clue with its weights and the places of its parts among the options."""
        for at, here in enumerate(options):
            near = options[at + 1 : at + 1 + NEAR]
            for one in here:
                group = self._groups.get(one)
                if group is None:
                    continue
                if group.__class__ is int:
                    group = self._groups[one] = self._store.get(group)
                own, after, around = group
                if own:
                    yield (one,), own, at, at
                for away, others in enumerate(near, 1):
                    second = around if away > 1 else after
                    for other in others:
                        if other in second:
                            yield (one, other, "near" if away > 1 else "after"), second[other], at, at + away


def size(options: list[list[str]]) -> int:
    """Return how many clues there might be."""
    counts = [len(here) for here in options]
    return sum(count * (1 + sum(counts[at + 1 : at + 1 + NEAR])) for at, count in enumerate(counts))
