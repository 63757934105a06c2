"""The cues of a sentence: where they stand, and which words their scope holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from scopelint.clauses import Sentence
from scopelint.finding import Actor
from scopelint.matching import Match, Matcher
from scopelint.mentions import RELATIVES, is_finite
from scopelint.rule import Cue


@dataclass(frozen=True, slots=True)
class Release:
    """Why a candidate is silent (`because`), whose act it is, and the words that decided."""

    because: str
    actor: Actor = "unknown"
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A cue where it stands in a sentence."""

    cue: Cue
    start: int
    end: int


KEPT = Release("kept")
"""A mechanism's word that the phrase is the sender's whatever the later mechanisms say."""


@dataclass(slots=True)
class Surroundings:
    """What stands around a sentence: its cues, the sentences beside it, and what its block inherits."""

    sentence: Sentence
    cues: list[Found]
    before: Sentence | None = None
    before_cues: list[Found] = field(default_factory=list)
    after: Sentence | None = None
    after_cues: list[Found] = field(default_factory=list)
    inherited: Release | None = None
    """What the heading, list introduction, label or table row above says for everything under it."""
    block_kind: str = "paragraph"
    providers_form: bool = False
    """Whether the document is a form that the provider fills in."""
    addressed: bool = False
    """Whether the block stands above the salutation."""
    doctype: str = "letter"
    pattern: str = ""
    """The pattern of the candidate being decided: its own words are no cue."""
    mechanisms: frozenset[str] = frozenset()
    """Mechanisms switched off, for `scopelint evaluate --ablate`."""


def find_cues(sentence: Sentence, matcher: Matcher, *, notes: bool = False) -> list[Found]:
    """Return the cues of a sentence, pseudo-cues swallowing the cues inside them.

    `notes`: the sentence may be a clinical note, whose own pseudo-cues count, too.
    """
    found = [
        Found(frame.owner, match.start, match.end)
        for frame, match in matcher.find("cues", sentence.words, sentence.hits, sentence.walls)
    ]
    shields = [
        (cue.start, cue.end, _SHIELDED[cue.cue.kind])
        for cue in found
        if cue.cue.kind in _SHIELDED and (notes or cue.cue.kind != "pseudo-note")
    ]
    names = [(hit.start, hit.end) for hit in sentence.hits.all("approved")]
    return [
        cue
        for cue in found
        if cue.cue.kind in _SHIELDED
        or not (
            any(start <= cue.start < end for start, end in names)
            or any(start <= cue.start < end and cue.cue.kind in kinds for start, end, kinds in shields)
        )
    ]


_NEGATIONS = frozenset({"negated", "note-negated", "section-negated"})
_SHIELDED: dict[str, frozenset[str]] = {
    "pseudo-negation": _NEGATIONS,
    "pseudo-completed": frozenset(
        {"completed-care", "history", "temporal", "section-history", "sender-place"}
    ),
    "pseudo-takeover": frozenset({"takeover", "affirmed"}),
    "pseudo-note": _NEGATIONS,
    "pseudo-conditional": frozenset({"conditional"}),
    "pseudo-source": frozenset({"source", "elsewhere"}),
    "pseudo-section": frozenset({"section-other-actor"}),
    "pseudo-invitation": frozenset({"invitation"}),
}
"""By kind of pseudo-cue: the kinds of the cues that do not count inside it."""


def scoped(kind: str, match: Match, around: Surroundings, reach: int = 99) -> Release | None:
    """Release by a cue of a kind: forward cues before the phrase, backward ones after it, in the same clause."""
    sentence = around.sentence
    for cue in around.cues:
        if cue.cue.kind != kind or (
            cue.start < match.end and match.start < cue.end and cue.cue.direction != "both"
        ):
            continue
        same = sentence.clause[cue.end - 1] == sentence.clause[match.start]
        near = match.start - cue.end <= reach
        forward = (
            cue.cue.direction in ("forward", "both")
            and (near or reach > 9)
            and cue.end <= match.quote_start + 1
            and same
        )
        backward = (
            cue.cue.direction in ("backward", "both")
            and cue.start >= match.start
            and (
                sentence.clause[cue.start] == sentence.clause[match.end - 1]
                or sentence.words.lower[match.end : cue.start] == (":",)
            )
        )
        if forward or backward or (cue.cue.direction == "both" and same):
            return Release(kind, "unknown", words_of(sentence, cue.start, cue.end))
    return None


def elsewhere(around: Surroundings, at: int) -> Release | None:
    """Release what words without the sender, up to a semicolon, put down to another business or a provider."""
    sentence = around.sentence
    walls = (0, *(p for p, word in enumerate(sentence.words.lower) if word == ";"), len(sentence.words))
    start, end = max(wall for wall in walls if wall <= at), min(wall for wall in walls if wall > at)
    ours = [
        m.start
        for m in sentence.mentions
        if m.actor == "sender"
        and not m.oblique
        and start <= m.start < end
        and sentence.words.lower[m.start] not in ("me", "us")
        and sentence.words.lower[m.start - 1 : m.start] not in (("a",), ("an",))
    ]
    for cue in around.cues:
        if cue.cue.kind != "elsewhere" or not start <= cue.start < end:
            continue
        if all(cue.start <= place < cue.end for place in ours):  # 'the team across the hall'
            return Release("other-actor", "provider", words_of(sentence, cue.start, cue.end))
    return None


def boasts(around: Surroundings) -> bool:
    """Say whether the sentence sets the sender above all others: 'no one is better at diagnosing'."""
    return any(cue.cue.kind == "superlative" for cue in around.cues)


def negations(
    start: int, end: int, quote: int, around: Surroundings, kinds: tuple[str, ...] = ("negated",)
) -> list[Found]:
    """Return the negation cues whose scope holds the words [start, end)."""
    sentence = around.sentence
    stops = [cue.start for cue in around.cues if cue.cue.kind == "terminator"]
    found, notes = [], "note-negated" in kinds
    for cue in around.cues:
        if cue.cue.kind not in kinds or any(
            cue.end <= stop < start or end <= stop < cue.start for stop in stops
        ):
            continue
        if start < cue.start and cue.end < end and _slipped_in(sentence, cue, around.pattern):
            found.append(cue)
        elif cue.cue.direction != "backward" and cue.end <= quote:
            if (notes and _ends_before(sentence, cue, start)) or _no_ends(sentence, cue, start):
                continue
            if sentence.clause[cue.end - 1] == sentence.clause[start] or _list_goes_on(sentence, cue, start):
                found.append(cue)
        elif (
            cue.cue.direction == "backward"
            and cue.start >= start
            and cue.end > end
            and not (notes and sentence.words.lower[cue.start - 1] in (*RELATIVES, ","))
            and _backward_reach(sentence, cue, end)
        ):
            found.append(cue)
    return [cue for cue in found if not any(_within(cue, other) for other in found)]


def _ends_before(sentence: Sentence, cue: Found, start: int) -> bool:
    """Say whether 'was not well and developed' or 'no fever, and the cough persists' ends a note's negation."""
    lower, size = sentence.words.lower, len(sentence.words)
    verbal = lower[cue.end - 1] in ("not", "n't", "cannot")
    for at in range(cue.end, start):
        if lower[at] in ("and", "but") and verbal and at + 1 < size and is_finite(sentence.hits, at + 1):
            return True
        if (
            lower[at] == ","
            and at + 2 < size
            and lower[at + 1] == "and"
            and sentence.has("determiner", at + 2)
        ):
            if any(
                is_finite(sentence.hits, p) or sentence.has("be", p)
                for p in range(start, min(size, start + 5))
            ):
                return True
    return False


def _no_ends(sentence: Sentence, cue: Found, start: int) -> bool:
    """Say whether 'and to' ends the 'no' of a noun: 'told him no red meat and to take pills'."""
    words = sentence.words.lower[cue.start : start]
    return words[:1] == ("no",) and ("and", "to") in pairwise(words)


def _within(cue: Found, other: Found) -> bool:
    return cue is not other and other.start <= cue.start and cue.end < other.end


def _slipped_in(sentence: Sentence, cue: Found, pattern: str) -> bool:
    """Say whether a negation stands in a gap of the match ('submit no claims') and not in its own words."""
    words = sentence.words.lower[cue.start : cue.end]
    own = _WORD.findall(pattern)
    if words[0] == "n't" and any(word.endswith("n't") for word in own):
        return False
    return words[0] in _SLIPPED and words[0] not in own


_SLIPPED = frozenset({"no", "not", "n't", "never", "neither", "nothing", "nobody", "none"})
_WORD = re.compile(r"[\w']+")


def _list_goes_on(sentence: Sentence, cue: Found, start: int) -> bool:
    """Say whether only a colon parts a verbal negation from a list without a subject of its own."""
    lower = sentence.words.lower
    if lower[cue.start] in ("no", "without"):
        return False
    near = range(max(0, cue.start - 1), cue.end + 6)
    if not any(sentence.has("any-verb", at) or lower[at : at + 1] in _DO for at in near):
        return False
    between = [at for at in range(cue.end, start) if sentence.clause[at] != sentence.clause[at - 1]]
    return (
        bool(between)
        and all(lower[at - 1] in (":", "(") for at in between)
        and not sender_between(sentence, between[0], start)
    )


_DO = (("do",), ("does",), ("did",))


def _backward_reach(sentence: Sentence, cue: Found, end: int) -> bool:
    last = cue.start
    while last > end and sentence.has("adverb", last - 1):
        last -= 1
    between = sentence.words.lower[end:last]
    label = between[-1:] == (":",) and sentence.words.lower[cue.start] in _NONE
    between = between[:-1] if label else between
    if sentence.clause[cue.start] == sentence.clause[end - 1]:
        return not between or (
            between[-1] not in ("and", "but", "then") and not _new_subject(sentence, end, cue.start)
        )
    if all(not word[0].isalnum() for word in between):
        return len(between) <= 2
    listed = all(word not in _STOPS for word in between) and any(
        word in ("or", "and", "nor") or (label and word == ",") for word in between
    )
    if _new_subject(sentence, end, cue.start) or (between[-2:-1] == ("and",) and between[-1] in ("we", "i")):
        return False
    others = any(end <= m.start < cue.start and m.actor != "sender" for m in sentence.mentions)
    return (
        listed
        and not others
        and not any(is_finite(sentence.hits, at) or sentence.has("aux", at) for at in range(end, cue.start))
    )


def _new_subject(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether ', with the squats' or 'and her knee does' parts a phrase from a negation behind it."""
    lower = sentence.words.lower
    return any(
        lower[at] in ("and", "so", "but", "with")
        and sentence.has("determiner", at + 1)
        and (lower[at - 1] == "," or sentence.has("aux", end - 1))
        for at in range(start, end - 1)
    )


_STOPS = frozenset(";:.?!—()")
_NONE = frozenset({"none", "never", "not", "nothing", "✗", "✘", "❌"})
"""What says no to a list before a colon: 'Massage, taping: none'."""


def sender_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(m.actor == "sender" and start <= m.start < end for m in sentence.mentions)


def words_of(sentence: Sentence, start: int, end: int) -> str:
    return " ".join(sentence.words.text[start:end])
