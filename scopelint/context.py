"""Is a phrase the sender's? From a candidate to a decision, and the words that decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scopelint import answers, labels, quotations, subjects
from scopelint.clauses import Sentence
from scopelint.cues import (
    KEPT,
    Found,
    Release,
    Surroundings,
    boasts,
    elsewhere,
    negations,
    scoped,
    words_of,
)
from scopelint.finding import Assessment
from scopelint.matching import Frame, Match
from scopelint.mentions import RELATIVES
from scopelint.ownership import (
    claim_actor,
    is_noun,
    possessor,
    sender_does,
    verb_actor,
    verb_head,
    wished_by_sender,
)
from scopelint.places import sender_place
from scopelint.rule import Rule
from scopelint.services import service_actor
from scopelint.sources import in_my_view, statement_source

MECHANISMS = (
    "takeover", "approved", "other-sense", "quoted", "question", "inherited", "negated", "other-actor",
    "completed-care", "goal", "conditional", "reported", "likely", "unlikely", "passages",
)  # fmt: skip


def decide(
    rule: Rule, frame: Frame, match: Match, around: Surroundings, unless: Sequence[Match]
) -> Release | None:
    """Return why a candidate is released, or None where it is the sender's and is flagged."""
    around.pattern = frame.text
    if "takeover" not in around.mechanisms and rule.act != "title" and _taken_over(match, around):
        return None
    for name, mechanism in _ORDER:
        if name in around.mechanisms or name in rule.even_if:
            continue
        release = mechanism(rule, match, around, unless)
        if release is KEPT:
            return None
        if release is not None and release.because not in rule.even_if:
            return release
    return None


def _taken_over(match: Match, around: Surroundings) -> bool:
    """Say whether the sender takes over the act just named: 'Dr. X does not offer it, so we do'.

    A condition between the two has its own act: 'if you need X, go there; if you need Y, we do it'. Doing what
    was asked is no takeover of what was asked to be left: 'she asked that we avoid heat, and we do'.
    """
    if boasts(around):
        return True
    asked = [cue.end for cue in around.cues if cue.cue.kind == "reported"]
    if asked and any(
        cue.start >= asked[0] for cue in negations(match.start, match.end, match.quote_start, around)
    ):
        return False
    reach = min(
        (cue.start for cue in around.cues if cue.cue.kind == "conditional" and cue.start >= match.end),
        default=len(around.sentence.words),
    )
    if any(cue.cue.kind == "takeover" and match.end <= cue.start < reach for cue in around.cues):
        return True
    return any(cue.cue.kind == "takeover" and cue.start <= 1 for cue in around.after_cues)


def _approved(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    for at in range(max(0, match.quote_start - 5), match.quote_start + 1):
        for hit in around.sentence.hits.at("approved", at):
            if hit.start <= match.quote_start < hit.end and hit.end >= min(
                match.quote_end, match.quote_start + 1
            ):
                if hit.end >= match.quote_end or rule.act in ("service", "care"):
                    return Release("approved", "sender", words_of(around.sentence, hit.start, hit.end))
    return None


def _other_sense(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    for other in unless:
        if other.quote_start < match.quote_end and match.quote_start < other.quote_end:
            return Release("other-sense", "unknown", words_of(around.sentence, other.start, other.end))
    return None


def _address(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release titles and letters behind a name in the address, or behind 'To:': they are the reader's."""
    if rule.act not in ("title", "service", "care"):
        return None
    if (to_reader := recipient(around.sentence, around.cues)) is not None:
        return Release("address", "reader", words_of(around.sentence, to_reader.start, to_reader.end))
    if around.addressed and len(around.sentence.words) <= 10:
        return Release("address", "reader", "above the salutation")
    return None


def recipient(sentence: Sentence, cues: Sequence[Found]) -> Found | None:
    """Return the words that make a sentence the line that says whom a letter is to; such a line says nothing else."""
    found = next((cue for cue in cues if cue.cue.kind == "recipient"), None)
    rest = range(found.end if found else 0, len(sentence.words))
    return None if any(sentence.has(said, at) for at in rest for said in ("sender", "be", "aux")) else found


def _completed(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    if (
        rule.act not in ("service", "care", "verb")
        or sender_place(around, match.start)
        or possessor(around.sentence, match) == "sender"
    ):
        return None
    past = _past_job(around)
    if past is not None or sender_does(rule, match, around) or _discharged_by_sender(match, around):
        return past
    return scoped("completed-care", match, around, 4) or scoped("history", match, around)


def _discharged_by_sender(match: Match, around: Surroundings) -> bool:
    """Say whether it is the sender who ends the care: 'I discharged her from therapy'."""
    sentence = around.sentence
    return any(
        cue.cue.kind == "completed-care"
        and cue.end <= match.start
        and sentence.words.lower[cue.start].startswith("discharg")
        and sentence.clause[cue.start] == sentence.clause[match.start]
        and not subjects.is_passive(sentence, cue.start)
        and subjects.subject(sentence, cue.start)[0] == "sender"
        for cue in around.cues
    )


def _past_job(around: Surroundings) -> Release | None:
    """Release what the sender did in an earlier job, told in this sentence or carried over from the one before."""
    for cue in (*around.cues, *around.before_cues):
        if cue.cue.kind == "past-job":
            return Release("history", "sender", cue.cue.pattern.text)
    return None


def _negated(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    cues = negations(match.start, match.end, match.quote_start, around)
    if not cues and (right := _set_right(match, around)) is not None:
        return right
    if rule.act in ("service", "care"):
        cues = [cue for cue in cues if not _described(match, cue, around.sentence)]
    if rule.act == "statement":  # 'an injury that was never found' is stated all the same
        cues = [cue for cue in cues if not _in_relative(match, cue, around.sentence)]
    if not cues and rule.act in ("verb", "service", "care"):
        cues = [cue for cue in around.cues if _is_no_object(match, cue, around.sentence)][:1]
    if not cues:
        return None
    twice = len(cues) == 2 and cues[0].end != cues[1].start  # "✗ none of these" says no once
    if twice and any(cue.cue.pattern.text in ("without", "nobody", "no one", "none") for cue in cues):
        return None
    return Release("negated", "sender", words_of(around.sentence, cues[0].start, cues[0].end))


def _set_right(match: Match, around: Surroundings) -> Release | None:
    """Release what others say and the sender sets right, in this sentence or at the start of the next."""
    later = [cue for cue in around.cues if cue.start >= match.end]
    for cue in (*later, *(cue for cue in around.after_cues if cue.start <= 1)):
        if cue.cue.kind == "corrected":
            return Release("negated", "sender", cue.cue.pattern.text)
    return None


def _is_no_object(match: Match, cue: Found, sentence: Sentence) -> bool:
    """Say whether an act is done to nothing: 'I treat nothing', 'we treat no injury', 'give therapy to nobody'."""
    lower = sentence.words.lower
    at = match.end + (lower[match.end : match.end + 1] in (("to",), ("for",), ("on",), ("of",)))
    return (
        cue.cue.kind == "negated"
        and cue.start == at
        and lower[at] in _NOTHING
        and lower[at + 1 : at + 2] != (".",)
    )


_NOTHING = frozenset({"no", "nothing", "nobody", "none", "neither"})


def _described(match: Match, cue: Found, sentence: Sentence) -> bool:
    """Say whether a negation only describes the thing that is offered: 'therapy that does not feel like therapy'."""
    lower = sentence.words.lower
    if match.end + 1 != cue.start or lower[match.end] not in ("that", "which"):
        return False
    return lower[cue.start] in _DO and sentence.has("felt-verb", cue.end)


_DO = frozenset({"do", "does", "did", "wo", "will"})


def _in_relative(match: Match, cue: Found, sentence: Sentence) -> bool:
    return match.end <= cue.start and sentence.words.lower[cue.start - 1] in RELATIVES


_Mechanism = Callable[[Rule, Match, Surroundings, Sequence[Match]], "Release | None"]


def _goal(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release what a client hopes for; what the sender hopes to do is as good as an offer."""
    if rule.act not in ("claim", "verb", "service", "care", "statement"):
        return None
    if wished_by_sender(match, around) or in_my_view(around.sentence, 0, match.start):
        return None
    return scoped("goal", match, around)


def _conditional(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    if rule.act not in ("service", "care", "statement", "claim"):
        return None
    if rule.act in ("service", "care") and sender_does(rule, match, around):
        return None
    release = scoped("conditional", match, around)
    if release is None and not _is_past(match, around.sentence):
        release = scoped("temporal", match, around)
    return release and Release("conditional", release.actor, release.cue)


def _is_past(match: Match, sentence: Sentence) -> bool:
    """Say whether the clause of a match is told of the past."""
    start, end = sentence.clause_range(match.start)
    return any(
        sentence.words.lower[at] in ("was", "were", "did", "had")
        or any(hit.form == "ed" for hit in sentence.hits.at("any-verb", at))
        for at in range(start, end)
    )


def _reported(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release what somebody asked or wondered; 'ask us about' invites."""
    if rule.act not in ("verb", "service", "care", "statement", "claim"):
        return None
    if any(cue.cue.kind == "invitation" for cue in around.cues):
        return None
    return scoped("reported", match, around)


def _other_actor(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    if rule.act in ("verb", "statement", "request") and (away := elsewhere(around, match.start)):
        return away
    if rule.act == "verb":
        head = verb_head(around.sentence, match)
        if rule.family in ("modality", "therapy") and head is not None and is_noun(around.sentence, head):
            return service_actor(rule, match, around)
        return verb_actor(rule, match, around)
    if rule.act in ("service", "care"):
        return service_actor(rule, match, around)
    if rule.act == "claim":
        return claim_actor(rule, match, around)
    return statement_source(rule, match, around) if rule.act == "statement" else None


_ORDER: tuple[tuple[str, _Mechanism], ...] = (
    ("approved", _approved),
    ("other-sense", _other_sense),
    ("quoted", quotations.quoted),
    ("address", _address),
    ("question", answers.question),
    ("inherited", labels.inherited),
    ("negated", _negated),
    ("other-actor", _other_actor),
    ("completed-care", _completed),
    ("goal", _goal),
    ("conditional", _conditional),
    ("reported", _reported),
)


def assess(text: str, start: int, end: int) -> Assessment:
    """Judge any span [start, end) (characters) of any text by its sentence alone.

    The cue classes are NegEx's and ConText's (S34): forward, backward, pseudo, terminators.

    Raises:
        ValueError: the span is empty or outside the text.
    """
    from scopelint import assessment

    return Assessment(*assessment.judge(text, start, end))
