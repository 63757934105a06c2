"""Which keys a block can hold at all, read off its raw words before any of it is cut into tokens.

Every token of the tokenizer is made of whole runs of letters and digits, but for the ending “n't”; so a
word or a lexicon entry can only occur where all of its runs do. It is looked for by the rarest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from scopelint import tokens
from scopelint.hits import COMMON, Key
from scopelint.matching import Behind, Known, Matcher
from scopelint.store import Store

_RUNS = re.compile(r"\w+")
_DIGIT = re.compile(r"[0-9]")
_NUMBERS: tuple[Key, ...] = ("<number>", "<value>")
_PLACEHOLDERS: tuple[Key, ...] = ("<placeholder>", "<value>")


def runs_of(words: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return what stands for some words, the longest run that is not common or a sign, and the other runs."""
    words = tuple(words)
    runs = {run for word in words for run in _runs(word)}
    rarest = min(runs, key=lambda run: (run in COMMON, -len(run), run), default=max(words, key=len))
    return rarest, tuple(sorted(runs - {rarest}))


def keys(plain: str, text: str, matcher: Matcher) -> set[Key]:
    """Return every key that a stretch may hold, codes apart; `plain` is it normalised, `text` as it stands."""
    known, store = matcher.runs, matcher.store
    runs = set(_runs(plain))
    for run in runs & tokens.BARE.keys():  # doesnt: does, nt
        at = len(tokens.BARE[run]) - 1
        runs |= {run[:-at], run[-at:]}
    found: set[Key] = set()
    for run in runs & known.keys():
        single, several = behind(run, known, store)
        found.update(single)
        for key, others in several:
            if runs.issuperset(others):
                found.add(key)
    for mark in matcher.marks:
        if mark in plain:
            found.update(behind(mark, known, store)[0])
    if has_digit(text):
        found.update(_NUMBERS)
    if tokens.PLACEHOLDER in plain:
        found.update(_PLACEHOLDERS)
    return found


def behind(run: str, known: Known, store: Store) -> Behind:
    """Return what stands behind a run that is known, unpacked once."""
    value = known[run]
    if isinstance(value, int):
        value = known[run] = cast("Behind", store.get(value))
    return value


def has_digit(text: str) -> bool:
    """Say whether any character is a digit in any script."""
    return _DIGIT.search(text) is not None or (not text.isascii() and any(c.isdigit() for c in text))


def _runs(text: str) -> list[str]:
    return _RUNS.findall(text.lower().replace("n't", " nt"))
