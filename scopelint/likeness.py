"""How much a document resembles each document type, by words learned from labelled documents.

A clue is a word, or two that follow each other, anywhere in the document, among its first blocks (`T:`) or among its
last (`E:`). Their weights are data: `tools/weigh_types.py` learns them from the documents of `corpus/dev` and writes
`rules/types.tsv`, one clue to a line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from math import isfinite, sqrt
from pathlib import Path
from struct import error, pack, unpack
from typing import NamedTuple

from scopelint.errors import RuleFileError

FILE = "types.tsv"
"""The name of the file of type clues in a rule folder."""
SCALE = 10
"""The weights are whole numbers from -128 to 127, this many times what was learned."""
TOP, END = 4, 3
"""Blocks at the beginning and at the end whose words count once more, as such."""
_MOST = 400
"""Blocks that are looked at; a longer document has shown its type by then."""
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d[\d.,]*|[?:_☐]")


class Likeness(NamedTuple):
    """The weighed clues of document types."""

    types: tuple[str, ...]
    bias: tuple[float, ...]
    table: dict[str, bytes]
    """By clue, a weight for each type, a byte each."""

    def held(self, blocks: Sequence[str]) -> set[str]:
        """Return the clues that the blocks of a document hold."""
        return self.table.keys() & clues_of(blocks)

    def odds(self, held: Collection[str]) -> dict[str, float]:
        """Return, by type, the logarithmic odds that a document with these clues is one; {} where they are few."""
        if len(held) < _FEW:
            return {}
        rows = [unpack(f"{len(self.types)}b", self.table[clue]) for clue in held]
        root = SCALE * sqrt(len(held) + 1)
        sums = zip(self.types, self.bias, map(sum, zip(*rows, strict=True)), strict=True)
        return {name: bias + total / root for name, bias, total in sums}

    def telling(self, held: Collection[str], name: str, most: int) -> list[str]:
        """Return the words among some clues that speak most for a type, the strongest first."""
        column = self.types.index(name)
        weights = {clue: unpack(f"{len(self.types)}b", self.table[clue])[column] for clue in held}
        strongest = sorted(held, key=lambda clue: (-weights[clue], clue))
        told = (clue for clue in strongest if weights[clue] > 0 and max(map(len, clue.split())) > _SHORT)
        return list(islice((clue for clue in told if clue.replace(" ", "").isalpha()), most))


_FEW = 40
"""Clues that a document must have; with fewer, its words say nothing about its type."""
_SHORT = 3
"""Letters up to which a word tells a person nothing, alone or beside another such word."""


def clues_of(blocks: Sequence[str]) -> set[str]:
    """Return all clues of a document, as the file writes them."""
    texts = [block for block in blocks if block.strip()]
    last = len(texts) - END
    found: set[str] = set()
    for at, text in enumerate(texts[:_MOST]):
        words = ["0" if word[0].isdigit() else word for word in _WORD.findall(text.lower().replace("’", "'"))]
        here = {*words, *map(" ".join, pairwise(words))}
        found |= here
        if at < TOP:
            found.update(f"T:{clue}" for clue in here)
        if at >= last:
            found.update(f"E:{clue}" for clue in here)
    return found


def read(path: Path | None, known: Mapping[str, object]) -> Likeness:
    """Read a file of type clues; None makes an empty set, and so does a file about a type that is not there.

    Args:
        path: the file; its first line but for '#made' names the types, the next the biases.
        known: the document types that there are.

    Raises:
        RuleFileError: a line that is not a clue with its weights.
    """
    types: tuple[str, ...] = ()
    bias: tuple[float, ...] = ()
    table: dict[str, bytes] = {}
    for number, (clue, *values) in _lines(path):
        try:
            if clue == "#types" and not table:
                types = tuple(dict.fromkeys(values))
            elif clue == "#bias":
                bias = tuple(map(float, values))
            else:
                table[clue] = pack(f"{len(types) or 1}b", *(int(value or 0) for value in values))
        except (ValueError, error) as broken:
            raise RuleFileError(path or "", number, 1, _WANTED) from broken
    if path and not (types and len(bias) == len(types) and all(map(isfinite, bias))):
        raise RuleFileError(
            path, 1, 1, "there must be lines “#types” and “#bias”, with a number for each type"
        )
    return Likeness(types, bias, table) if set(types) <= set(known) else Likeness((), (), {})


_WANTED = "not a clue with a weight (-128 to 127) for each type of the line “#types”, which comes first"


def _lines(path: Path | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that say something, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path else ""
    except UnicodeDecodeError as broken:
        raise RuleFileError(path or "", 1, 1, "this is not UTF-8 text") from broken
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#made"):
            yield number, line.split("\t")
