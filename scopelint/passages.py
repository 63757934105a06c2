"""What the words of its passages say for the elements that a document must hold, beside the patterns.

The clues are those of `scopelint.clues`, with a weight for each element; `tools/weigh_elements.py` learns them from
labelled passages and documents of `corpus/dev` and writes `rules/elements.tsv`.
"""

from __future__ import annotations

from scopelint.reading import Reading
from scopelint.rule import RequiredRule

FILE = "elements.tsv"
"""The name of the file of element clues in a rule folder."""
LONGEST = 3
"""Sentences that are a passage together, at most."""
SURE, DOUBTED = 0.8, 0.15
"""The chance from which on a passage holds an element that no pattern found, and below which a pattern is mistaken."""


def held(rule: RequiredRule, matched: bool, reading: Reading) -> bool:
    """Say whether a document holds an element, of which a pattern matched or did not.

    What a pattern found in a template or form is not doubted: its labels are too few words to weigh.
    """
    clues = reading.pipeline.element_clues
    settled = bool(reading.placeholders) if matched else rule.clues == "doubt"
    if settled or rule.id not in clues.columns or "passages" in reading.pipeline.ablated:
        return matched
    denied = not matched and rule.clues == "find-denied"
    chance = _chance(reading, clues.columns.index(rule.id), denied)
    return matched if chance is None else chance >= (DOUBTED if matched else SURE)


def _chance(reading: Reading, column: int, denied: bool) -> float | None:
    """Return the best chance of a passage in one column, if need be of one that denies something; None without any."""
    tallies = reading.tallies
    if not tallies:
        return None
    clues, best = reading.pipeline.element_clues, 0.0
    for first in range(len(tallies)):
        total = size = 0
        for last in range(first, min(first + LONGEST, len(tallies))):
            total, size = total + tallies[last][2], size + tallies[last][3]
            chance = clues.chance(total, size, column)
            if chance > best and not (denied and chance >= SURE and not _denies(reading, first, last)):
                best = chance
    return best


def _denies(reading: Reading, first: int, last: int) -> bool:
    """Say whether a sentence of a passage denies anything."""
    places = [tally[:2] for tally in reading.tallies[first : last + 1]]
    return any(cue.cue.kind == "negated" for index, at in places for cue in reading.cues(index, at))
