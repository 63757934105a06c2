"""Headings that stand in the first line of their paragraph: 'What you won't find here. A table. Machines.'"""

from __future__ import annotations

from scopelint.clauses import Sentence
from scopelint.cues import Found, Release, words_of
from scopelint.sentences import Sentences
from scopelint.stretches import is_spoken

_HEADING = 14
"""Words that a heading in a line may have, with its number and the minutes for it."""
_NUMBERED = 4
"""Words that the number of a slide or a point may take, with its colon or dash."""
_OPENINGS = frozenset({"what", "things", "not", "outside", "beyond", "left", "nothing"})
"""What such a heading that says no opens with."""
_LISTED = 60
"""Pieces of sentences that it speaks for, at most; so a long block takes no longer for each of them."""
_TOPIC = 5
"""Words that the name of a topic may have, with its stop."""
_DASHES = frozenset({":", "—", "–", "-"})
_IT = frozenset({"it", "that", "them", "those", "these", "one", "any", "either", "this"})


def says(texts: Sentences, index: int, at: int) -> Release | None:
    """Return what the first sentence of a block says for one behind it, or those behind it for the first."""
    if len(texts.words(index)) < 2:
        return None
    return _refused(texts, index) if at == 0 else _headed(texts, index, at)


def _headed(texts: Sentences, index: int, at: int) -> Release | None:
    """Release what is listed in pieces of sentences behind 'What you won't find here.'."""
    if len(texts.words(index)[0]) > _HEADING or at > _LISTED:
        return None
    lower = texts.words(index)[0].lower
    first = next((place + 1 for place, word in enumerate(lower[:_NUMBERED]) if word in _DASHES), 0)
    cue = next(
        (c for c in texts.cues(index, 0) if c.cue.kind == "section-negated" and c.start in (0, first)), None
    )
    if cue is None:
        return None
    opening = lower[cue.start]
    if opening not in _OPENINGS or (opening != "what" and _speaks(texts.sentence(index, 0))):
        return None
    if opening == "not" and not texts.sentence(index, 0).hits.positions("refused-place"):
        return None
    if any(_speaks(texts.sentence(index, place)) for place in range(1, at + 1)):
        return None
    return Release("inherited", "unknown", words_of(texts.sentence(index, 0), cue.start, cue.end))


def _speaks(sentence: Sentence) -> bool:
    return any(mention.actor == "sender" for mention in sentence.mentions)


def _refused(texts: Sentences, index: int) -> Release | None:
    """Release a topic that the next sentences refuse: 'Ultrasound. We never offered it.', 'Massage. Not here.'."""
    sentence = texts.sentence(index, 0)
    if len(sentence.words) > _TOPIC or sentence.words.lower[-1] != "." or is_spoken(sentence, 0, _TOPIC):
        return None
    for place in range(1, min(3, len(texts.words(index)))):
        later = texts.sentence(index, place)
        short = len(later.words) <= _TOPIC and later.words.lower[0] in _IT
        if short and any(cue.cue.kind == "negated" for cue in texts.cues(index, place)):
            return Release("negated", "unknown", words_of(later, 0, len(later.words)))
        for cue in texts.cues(index, place):
            if _refuses(cue, later):
                return Release("negated", "unknown", words_of(later, cue.start, cue.end))
    return None


def _refuses(cue: Found, sentence: Sentence) -> bool:
    """Say whether a cue refuses, or passes on as asked, what 'it' stands for."""
    lower = sentence.words.lower
    behind = lower[cue.end : cue.end + 6]
    if cue.cue.kind == "reported":
        return not _IT.isdisjoint(behind)
    if cue.cue.kind != "negated" or cue.cue.direction == "backward":
        return False
    if cue.start == 0:
        near = (cue.end, cue.end + 1)
        return cue.end >= len(lower) - 1 or any(sentence.has("refused-place", at) for at in near)
    return not _IT.isdisjoint(behind)
