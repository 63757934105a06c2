"""`context.assess` on any text: the sentence around a span, its cues, and what they say of it."""

from __future__ import annotations

from functools import cache

from scopelint import clauses, cues, subjects, tokens
from scopelint.cues import Found, Surroundings
from scopelint.finding import Actor
from scopelint.matching import Matcher


@cache
def _shipped() -> tuple[Matcher, frozenset[str]]:
    from scopelint import engine

    pipeline = engine.Linter().pipeline
    return pipeline.matcher, pipeline.abbreviations


def judge(text: str, start: int, end: int) -> tuple[bool, Actor, str, str]:
    """Return negated, actor, time and the deciding words for the span [start, end).

    Raises:
        ValueError: the span is empty or outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span [{start}, {end}) is not inside the text")
    matcher, abbreviations = _shipped()
    words = tokens.split(tokens.normalise(text))
    for part in tokens.sentences(words, abbreviations):
        inside = [at for at in range(len(part)) if part.starts[at] < end and start < part.ends[at]]
        if inside:
            return _judge(part, inside[0], inside[-1] + 1, matcher)
    return False, "unknown", "present", ""


def _judge(part: tokens.Words, first: int, last: int, matcher: Matcher) -> tuple[bool, Actor, str, str]:
    sentence = clauses.analyse(part, matcher, {})
    around = Surroundings(sentence, cues.find_cues(sentence, matcher, notes=True))
    negated_by = cues.negations(first, last, first, around, kinds=("negated", "note-negated"))
    actor = subjects.subject(sentence, first)[0] or "unknown"
    cue = " ".join(part.text[negated_by[0].start : negated_by[0].end]) if negated_by else ""
    return bool(negated_by), actor, _time(around.cues, first), cue


def _time(cues: list[Found], first: int) -> str:
    for cue in cues:
        if cue.cue.kind in ("conditional", "temporal") and cue.end <= first:
            return "hypothetical"
        if cue.cue.kind == "history" and (cue.end <= first) == (cue.cue.direction == "forward"):
            return "past"
    return "present"
