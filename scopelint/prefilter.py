"""Which keys a block can hold at all, read off its raw words before any of it is cut into tokens.

Every token of the tokenizer is made of whole runs of letters and digits, but for the ending “n't”; so a
word or a lexicon entry can only occur where one of its runs does. One run stands for each: its rarest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scopelint import tokens
from scopelint.matching import COMMON, Key

_RUNS = re.compile(r"\w+")
_DIGIT = re.compile(r"[0-9]")
_DIGITS: tuple[Key, ...] = ("<number>", "<value>", "<icd-code>", "<cpt-code>")
_PLACEHOLDERS: tuple[Key, ...] = ("<placeholder>", "<value>")
ANYWHERE = ""
"""Stands for the run of keys that have none, such as a colon: they can occur in every block."""


def run_of(words: Iterable[str]) -> str:
    """Return the run that stands for some words: not a common one if that can be, and the longest."""
    runs = [run for word in words for run in _runs(word)]
    return min(runs, key=lambda run: (run in COMMON, -len(run), run), default=ANYWHERE)


def keys(plain: str, known: Mapping[str, Iterable[Key]]) -> set[Key]:
    """Return every key that normalised text may hold; `known` says which keys stand behind a run."""
    found = set(known.get(ANYWHERE, ()))
    for run in known.keys() & set(_runs(plain)):
        found.update(known[run])
    if _DIGIT.search(plain) or (not plain.isascii() and any(c.isdigit() for c in plain)):
        found.update(_DIGITS)
    if tokens.PLACEHOLDER in plain:
        found.update(_PLACEHOLDERS)
    return found


def _runs(text: str) -> list[str]:
    return _RUNS.findall(text.lower().replace("n't", " nt"))
