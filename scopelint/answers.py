"""Questions and their answers: what is asked asserts nothing, unless the answer does."""

from __future__ import annotations

from collections.abc import Sequence

from scopelint.clauses import Sentence
from scopelint.cues import KEPT, Release, Surroundings
from scopelint.matching import Match
from scopelint.ownership import possessor
from scopelint.rule import Rule
from scopelint.tokens import PLACEHOLDER


def question(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Decide a question by its answer; without one, a question asserts nothing."""
    sentence = around.sentence
    lower = sentence.words.lower
    if "?" not in lower[match.end - 1 :] or rule.act == "title":
        return None
    answer = _answer(around)
    if rule.act == "request":  # a client's question in a list of answered ones
        listed = answer == "no" and around.block_kind == "heading"
        return Release("question", "client", "the answer") if listed else None
    if possessor(sentence, match) == "sender" and not (
        answer == "no" and lower[match.quote_start - 1] == "my"
    ):
        return None
    if answer == "no":
        return Release("negated", "sender", "the answer")
    if answer == "yes":
        return KEPT
    if any(cue.cue.kind == "asserting-question" for cue in around.cues) or _before_the_question(
        match, around
    ):
        return None
    return Release("question", "unknown", "?")


def _before_the_question(match: Match, around: Surroundings) -> bool:
    """Say whether a statement only ends in a question: 'She has a tear, would you like to see her?'."""
    hits = around.sentence.hits
    if hits.at("question-word", hits.edges(around.sentence.words)[0]):
        return False
    return any(cue.cue.kind == "question-tail" and match.end <= cue.start + 1 for cue in around.cues)


def _answer(around: Surroundings) -> str | None:
    after = around.after
    if after is None:
        return None
    lower = after.words.lower
    if "," in lower[:2] and not lower[0].isalnum():
        return None  # "asking 'now what?', we are there" goes on
    if any(found.cue.kind == "conditional" and found.start == 0 for found in around.after_cues):
        return None
    if any(found.cue.kind == "negated" and found.start <= 5 for found in around.after_cues):
        return "no"
    if any(found.cue.kind == "affirmed" and found.start <= 6 for found in around.after_cues):
        return "yes"
    if _sends_on(after):
        return "no"
    if any(m.actor in ("reader", "provider") for m in after.mentions) and not any(
        m.actor == "sender" for m in after.mentions
    ):
        return "no"
    if not any(word[0].isalpha() and word[0] != PLACEHOLDER for word in lower):
        return None
    others = any(m.actor != "sender" and not m.oblique for m in after.mentions)
    named = [word[0].isupper() for word in after.words.text if word[0].isalpha() and len(word) > 1]
    said = any(after.hits.at("any-verb", at) for at in range(len(lower)))
    if len(named) > 1 and all(named) and not said:  # 'Britta Lindqvist, MES' below a heading answers nothing
        return None
    return "yes" if len(lower) <= 6 and not others and lower[-1] != "?" else None


def _sends_on(answer: Sentence) -> bool:
    """Say whether an answer sends whoever asks to somebody else: 'Ask the one who prescribed them.'."""
    lower = answer.words.lower
    if not answer.has("send-on-verb", 0) or any(mention.actor == "sender" for mention in answer.mentions):
        return False
    if lower[1:2] in _WHOSE:  # 'See your coach.' sends nobody away
        return not any(answer.has("coach-word", at) for at in (2, 3))
    return lower[1:2] in _THE and "who" in lower[2:5]


_WHOSE = (("your",), ("his",), ("her",), ("their",), ("whoever",))
_THE = (("the",), ("a",), ("those",))
