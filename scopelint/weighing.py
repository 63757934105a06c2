"""What the clues of a sentence change: unlikely candidates are let go, likely violations without one are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scopelint.attempt import Match
from scopelint.clauses import Sentence
from scopelint.clues import Clues, Weighed
from scopelint.cues import Release
from scopelint.rule import CONTENT_FAMILIES, Rule

KEPT = 0.2
"""The chance from which on what a pattern matched is kept."""
_LIKELY = 0.45
"""The chance from which on a sentence with no candidate at all is flagged."""
_DESPITE = 0.65
"""The same where context let a candidate go."""
_ALSO = 0.5
"""The chance from which on a second family is named."""
_DOUBTFUL = frozenset({"negated", "other-actor", "other-sense", "approved", "history", "conditional"})
"""Kinds of release that speak against a finding; those not named leave the question open."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that a rule matched, with its release, or None where it is flagged."""

    rule: Rule
    start: int
    end: int
    """Characters of `Document.text`."""
    release: Release | None
    pattern: str
    match: Match
    sentence: Sentence
    block: int
    doctype: str


def let_go(candidate: Candidate, clues: Clues) -> Candidate:
    """Release a flagged candidate of a rule that the clues know."""
    if candidate.release is not None or not clues.knows(candidate.rule.id):
        return candidate
    return replace(candidate, release=Release("unlikely", "unknown", ""))


def is_likely(weighed: Weighed, decided: Sequence[Candidate]) -> bool:
    """Say whether a sentence in which no pattern flags anything is still likely to hold a violation."""
    if any(candidate.release is None and candidate.rule.level != "info" for candidate in decided):
        return False
    doubted = any(candidate.release and candidate.release.because in _DOUBTFUL for candidate in decided)
    return weighed.chance >= (_DESPITE if doubted else _LIKELY)


def places(weighed: Weighed, clues: Clues, sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """Yield the families of a likely violation, the likeliest first, each with half-open word positions."""
    ranked = sorted(range(len(CONTENT_FAMILIES)), key=lambda family: -weighed.families[family])
    taken: list[tuple[int, int]] = []
    for family in ranked:
        if not taken or weighed.families[family] >= _ALSO:
            start, end = clues.place(sentence.words, sentence.hits, family)
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield CONTENT_FAMILIES[family], start, end
