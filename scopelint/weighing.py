"""What the clues of a sentence change: unlikely candidates are let go, likely violations without one are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scopelint.attempt import Match
from scopelint.clauses import Sentence
from scopelint.clues import Clues, Weighed
from scopelint.cues import Release
from scopelint.rule import CONTENT_FAMILIES, Rule
from scopelint.tokens import Words

KEPT = 0.15
"""The chance from which on what a pattern matched is kept: the mean of its sentence's and its family's, in its text."""
_PLAIN = 0.7
"""The chance of its sentence from which on a match is kept in any text."""
_BARE = 0.05
"""The chance of its sentence from which on a match is kept where there is little to weigh: in a label."""
GUESS = 0.2
"""The chance below which a sentence is not looked at for what no pattern matched."""
_LIKELY = 0.4
"""The chance from which on a sentence with no candidate at all is flagged."""
_DESPITE = 0.65
"""The same where context let a candidate go."""
_ALSO = 0.5
"""The chance from which on a second family is named."""
_OTHER = 0.5
"""The chance from which on a family is named that is not the one of a pattern that matched."""
_SAYING = 4
"""Words from which on a sentence says enough to speak against what a pattern matched: not 'Traction' in a form."""
_MARKS = 3
"""Signs that a label may begin with, such as those of a box."""
_SENTENCE, _LONG = 80, 2_000
"""Characters of a sentence, as they go, and of a text than which a longer one is no different."""
MATCHED, GUESSED = 0.5, 0.75
"""How much the number of sentences counts against each of them (0: not at all), for a match and for a guess."""
_UNLIKELY = Release("unlikely", "unknown", "")
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
    chance: float = 1.0
    """What the clues of its sentence say for its family, from 0 to 1."""


def in_text(chance: float, characters: int, diluted: float) -> float:
    """Return what is said of a sentence in a text of some length: of many sentences few are likely violations."""
    others: float = max(1.0, min(characters, _LONG) / _SENTENCE) ** diluted
    odds = chance / (1 - chance) / others
    return odds / (1 + odds)


def judged(
    candidate: Candidate, weighed: Weighed, characters: int, clues: Clues, labels: bool = False
) -> Candidate:
    """Return a candidate with the chance of its family; released where it is unlikely in a text of `characters`.

    What the sender says outright is kept, however innocent the rest of the sentence is ('I will treat her hip'), and so
    are a few words. Of labels in a form, list or table (`labels`), little is asked where they are a few words or begin
    with a modality ('[ ] Ultrasound, 10 minutes').
    """
    rule = candidate.rule
    if candidate.release is not None or rule.level == "info" or not clues.knows(rule.id):
        return candidate
    family = weighed.families[CONTENT_FAMILIES.index(rule.family)]
    boxed = labels and rule.family == "modality" and candidate.match.quote_start <= _MARKS
    if boxed or says_little(candidate):
        unlikely = labels and weighed.chance < _BARE
    else:
        unlikely = (
            weighed.chance < _PLAIN and in_text((weighed.chance + family) / 2, characters, MATCHED) < KEPT
        )
    if unlikely and not _said_outright(candidate):
        return replace(candidate, release=_UNLIKELY)
    return replace(candidate, chance=family)


def says_little(candidate: Candidate) -> bool:
    """Say whether the sentence of a candidate is too few words to weigh."""
    return sum(word[0].isalnum() for word in candidate.sentence.words.lower) < _SAYING


def _said_outright(candidate: Candidate) -> bool:
    """Say whether 'I' or 'we' stands before the matched words, with at most helping verbs and adverbs between."""
    lower, hits, at = candidate.sentence.words.lower, candidate.sentence.hits, candidate.match.quote_start
    while at and lower[at] not in _SENDERS:
        at -= 1
        helps = lower[at] in _TAILS or hits.at("aux", at) or hits.at("adverb", at)
        if lower[at] in _DENIALS or not (helps or lower[at] in _SENDERS):
            return False
    return lower[at] in _SENDERS


def places(
    weighed: Weighed, chance: float, clues: Clues, sentence: Sentence, decided: Sequence[Candidate]
) -> Iterator[tuple[int, int, int]]:
    """Yield the families of likely violations that no pattern found, each with half-open word positions.

    `chance` is that of the sentence in its text.
    """
    kept = [candidate for candidate in decided if candidate.release is None]
    flagged = {candidate.rule.family for candidate in kept if candidate.rule.level != "info"}
    settled = {candidate.rule.family for candidate in kept} | {
        c.rule.family for c in decided if c.release and c.release.because == "credential"
    }
    doubted = any(c.release.because in _DOUBTFUL if c.release else c.rule.level == "info" for c in decided)
    if not flagged and chance < (_DESPITE if doubted else _LIKELY):
        return
    ranked = sorted(range(len(CONTENT_FAMILIES)), key=lambda family: -weighed.families[family])
    taken: list[tuple[int, int]] = []
    for family in ranked:
        wanted = _OTHER if flagged else _ALSO if settled or taken else 0
        if weighed.families[family] < wanted or CONTENT_FAMILIES[family] in settled:
            continue
        start, end = clues.place(sentence.words, sentence.hits, family)
        if not any(start < last and first < end for first, last in taken):
            taken.append((start, end))
            yield family, *_trimmed(sentence.words, start, end)


def _trimmed(words: Words, start: int, end: int) -> tuple[int, int]:
    """Return a stretch that begins and ends with a whole word."""
    while start and words.lower[start] in _TAILS:
        start -= 1
    while start < end - 1 and not words.lower[start][0].isalnum():
        start += 1
    while start and not words.lower[start][0].isalnum():
        start -= 1
    while end < len(words) and words.lower[end] in _TAILS:
        end += 1
    while end - 1 > start and not words.lower[end - 1][-1].isalnum():
        end -= 1
    return start, end


_SENDERS, _DENIALS = frozenset({"i", "we"}), frozenset({"not", "n't", "never"})
_TAILS = frozenset({"n't", "'s", "'m", "'re", "'ve", "'ll", "'d"})
