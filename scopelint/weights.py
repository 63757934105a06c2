"""The file of weighed clues, read into plain data: each clue has a weight for each column, kept in one number."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from scopelint.errors import RuleFileError
from scopelint.rule import CONTENT_FAMILIES
from scopelint.store import Store

COLUMNS: tuple[str, ...] = ("any", *CONTENT_FAMILIES)
"""What clues have weights for where their file does not say: a violation of any family, and one of each."""

_LANE = 20
"""Bits for each column in the one number that holds the weights of a clue."""
_MOST = 1000
"""The most that a weight may be: many times what is learned, and hundreds of them fit into a lane together."""
_HALF = 1 << (_LANE - 1)
_MASK = (1 << _LANE) - 1


class Head(NamedTuple):
    """The clues as plain data."""

    ranks: dict[str, int]
    """The lexicons that count, the rarest first."""
    rules: frozenset[str]
    """The rules that were there when the clues were weighed: what these match, clues may let go."""
    bias: tuple[float, ...]
    table: dict[str, int]
    """By first part, the place of (own weights, of those right after it, of those near it)."""
    columns: tuple[str, ...] = COLUMNS


def read(path: Path | None, named: bool = False) -> tuple[Head, Store]:
    """Read a file of clues; None makes an empty set.

    Args:
        path: the file.
        named: whether its first line but for '#made' names the columns; otherwise they are `COLUMNS`.

    Raises:
        RuleFileError: a line that is not a clue with its weights.
    """
    ranks: dict[str, int] = {}
    rules: frozenset[str] = frozenset()
    bias: tuple[float, ...] = ()
    columns = COLUMNS
    groups: dict[str, list[Any]] = {}
    for number, line in enumerate(_lines(path) if path else (), 1):
        name, *values = line.split("\t")
        try:
            if name == "#lexicons":
                ranks = {value: rank for rank, value in enumerate(values)}
            elif name == "#rules":
                rules = frozenset(values)
            elif name == "#columns" and named and not (bias or groups):
                columns = tuple(dict.fromkeys(values))
            elif name == "#bias":
                bias = _biases(values, columns)
            elif not name.startswith("#made"):
                _add(groups, name, _joined(_weights(name, values, columns)))
        except ValueError as error:
            raise RuleFileError(path or "", number, 1, f"not a clue with its weights ({error})") from error
    if path and groups and not bias:
        raise RuleFileError(path, 1, 1, "there is no line “#bias”")
    store = Store()
    table = {first: store.add(tuple(group)) for first, group in groups.items()}
    return Head(ranks, rules, bias, table, columns), store


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise RuleFileError(path, 1, 1, "this is not UTF-8 text") from error


def _biases(values: list[str], columns: tuple[str, ...]) -> tuple[float, ...]:
    bias = tuple(map(float, values))
    if len(bias) != len(columns) or not all(map(isfinite, bias)):
        raise ValueError(f"a bias for each of: {', '.join(columns)}")
    return bias


def _weights(clue: str, values: list[str], columns: tuple[str, ...]) -> list[int]:
    weights = [int(value or 0) for value in values]
    if not clue or not 0 < len(weights) <= len(columns):
        raise ValueError(f"a clue, then a weight for each of: {', '.join(columns)}")
    if any(abs(weight) > _MOST for weight in weights):
        raise ValueError(f"a weight is at most {_MOST}")
    return weights


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


def column(joined: int, number: int, halves: int) -> int:
    """Return the weight in one column of a number that holds all of them; `halves` is that of their count."""
    return ((joined + halves) >> (_LANE * number) & _MASK) - _HALF


def halves(columns: int) -> int:
    """Return what makes every column positive when it is added, so that none borrows from the next."""
    return sum(_HALF << (_LANE * number) for number in range(columns))
