"""Quotations: words that are mentioned, corrected, asked or said by somebody else are not the sender's."""

from __future__ import annotations

from collections.abc import Sequence

from scopelint.clauses import Sentence
from scopelint.cues import KEPT, Release, Surroundings, words_of
from scopelint.matching import Match
from scopelint.mentions import Mention
from scopelint.rule import Rule


def quoted(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release words that are mentioned, not used: in quotation marks after 'the word', or said by somebody else."""
    span = _quotes_around(around.sentence, match)
    if span is None:
        return None
    opening, closing = span
    sentence = around.sentence
    for cue in (*around.cues, *around.after_cues):
        if cue.cue.kind == "disowned":
            return Release("quoted", "unknown", cue.cue.pattern.text)
    if (asked := _asked_by(sentence, opening)) is not None:
        reply = sentence.words.lower[closing + 1 : closing + 6]
        return None if _AGREED.intersection(reply) else Release("quoted", "client", asked)
    for cue in around.cues:
        if cue.cue.kind == "mention" and cue.end <= opening and opening - cue.end <= 4:
            return Release("quoted", "unknown", words_of(sentence, cue.start, cue.end))
    said = sentence.words.lower[opening:closing]
    spoken = {m.actor for m in sentence.mentions if opening < m.start < closing}
    if "?" in said and "reader" in spoken and "sender" not in spoken:
        reply = around.after.words.lower[:3] if around.after else ()
        agreed = _AGREED.intersection((*sentence.words.lower[closing + 1 : closing + 3], *reply))
        return KEPT if agreed else Release("quoted", "reader", "?")
    if rule.act in ("request", "title") or closing - opening > 20 or _is_script(sentence, opening):
        return None
    if (speaker := _speaker(sentence, closing)) is not None and {"we", "our"}.isdisjoint(said):
        return Release("quoted", speaker.actor, words_of(sentence, speaker.start, speaker.end))
    for mention in sentence.mentions if closing - opening <= 12 else ():
        if (
            mention.end <= opening
            and mention.actor in ("client", "reader", "provider", "third-party")
            and not mention.oblique
        ):
            if rule.act != "claim" or (mention.actor == "provider" and "sender" not in spoken):
                return Release("quoted", mention.actor, words_of(sentence, mention.start, mention.end))
    return None


def _asked_by(sentence: Sentence, opening: int) -> str | None:
    """Return the label of somebody else's part in a talk: 'Caller: "Can you look at my X-rays?"'."""
    lower, at = sentence.words.lower, opening - 2
    return lower[at] if at >= 0 and lower[at + 1] == ":" and sentence.has("caller-label", at) else None


def _is_script(sentence: Sentence, opening: int) -> bool:
    """Say whether quoted words are what somebody of the sender's is to say: 'if they ask, say "we ..."'."""
    before = [word for word in sentence.words.lower[max(0, opening - 3) : opening] if word[0].isalpha()]
    told = before[-1:] in (["say"], ["answer"], ["reply"]) or (before[-2:-1] == ["tell"])
    return told and not any(m.end == opening - 1 and not m.oblique for m in sentence.mentions)


def _speaker(sentence: Sentence, closing: int) -> Mention | None:
    """Return who is named behind a quotation as its speaker: '"...," he joked', '"..." is the goal she wrote'."""
    lower = sentence.words.lower
    for mention in sentence.mentions:
        if not closing < mention.start <= closing + 4 or mention.actor in ("sender", "unknown"):
            continue
        said = mention.start <= closing + 2 and lower[mention.end : mention.end + 1] in _SAID
        if said or not _AIMS.isdisjoint(lower[closing + 1 : mention.end]):
            return mention
    return None


_AGREED = frozenset({"yes", "sure", "absolutely", "yep", "yup", "yeah", "definitely", "certainly"})
_AIMS = frozenset({"goal", "aim", "hope", "wish", "dream", "answer", "motto", "joke"})
_SAID = tuple(
    (word,)
    for word in ("said", "says", "joked", "jokes", "wrote", "writes", "told", "tells", "laughed", "quipped", "added",
    "insisted", "insists", "announced", "declared", "asked", "reported", "reports", "noted", "claims",
    "claimed", "swears")
)  # fmt: skip
_CLIPPED = frozenset({"em", "til", "cause", "bout", "n", "tis", "round"})
"""Words written with an apostrophe that opens no quotation: 'treat 'em'."""


def _quotes_around(sentence: Sentence, match: Match) -> tuple[int, int] | None:
    lower = sentence.words.lower
    marks = [
        at
        for at, word in enumerate(lower)
        if word == '"' or (word == "'" and not _CLIPPED.intersection(lower[at + 1 : at + 2]))
    ]
    left = [at for at in marks if at < match.quote_start]
    right = [at for at in marks if at >= match.quote_end - 1 and at > match.quote_start]
    if len(left) % 2 == 1 and right:
        return left[-1], right[0]
    return None
