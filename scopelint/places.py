"""Where it happens: with the sender, in the sender's hour, or at somebody else's."""

from __future__ import annotations

from scopelint.clauses import Sentence
from scopelint.cues import Surroundings
from scopelint.mentions import Mention, is_finite


def sender_place(around: Surroundings, at: int) -> bool:
    """Say whether the clause of a word says that it happens with the sender ('in our studio', 'with us')."""
    sentence = around.sentence
    at = min(at, len(sentence.clause) - 1)
    for cue in around.cues:
        if (
            cue.cue.kind in ("sender-place", "invitation")
            and sentence.clause[cue.start] == sentence.clause[at]
            and sentence.words.lower[max(0, cue.start - 1)] not in ("not", "never", "nor")
        ):
            between = range(at + 1, cue.start) if cue.start > at else range(cue.end, at)
            if not any(
                sentence.words.lower[p] == "who"
                or (sentence.words.lower[p] == "and" and is_finite(sentence.hits, p + 1))
                for p in between
            ):
                return True
    return False


def sender_time(around: Surroundings) -> bool:
    """Say whether a sentence that names nobody else tells of the sender's hour ('heat on while I wrote')."""
    mentions = around.sentence.mentions
    return any(
        cue.cue.kind == "sender-time"
        and all(
            m.actor in ("sender", "client") or m.oblique or cue.start <= m.start < cue.end for m in mentions
        )
        for cue in around.cues
    )


_PLACE = frozenset({"by", "from", "at", "with", "through", "via"})


def other_place(sentence: Sentence, at: int) -> Mention | None:
    """Return who else is named after a phrase with 'by, from, at, with' in the same clause, or in brackets."""
    _, end = sentence.clause_range(at)
    if sentence.words.lower[at + 1 : at + 2] == ("(",):
        for mention in sentence.mentions:
            if at + 3 <= mention.start <= at + 5 and mention.actor == "provider":
                return mention  # 'Therapy (Riverside PT): 14 visits'
    for mention in sentence.mentions:
        if at < mention.start < end and mention.actor in ("reader", "provider", "third-party"):
            word = sentence.words.lower[mention.start - 1]
            if (
                word in _PLACE
                and not (word == "with" and _owns(sentence, mention))
                and not _compared(sentence, at, mention.start)
            ):
                return mention
    for position in range(at + 1, min(end - 1, at + 10)):
        if sentence.words.lower[position] in ("at", "by") and sentence.words.text[position + 1][0].isupper():
            name = sentence.words.text[position + 1]
            if not _is_studio(sentence, position + 1) and not any(sign.isdigit() for sign in name):
                return Mention(position + 1, position + 2, "provider", True)
    return None


def _compared(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a place is only compared with: 'heat, same as we did at the clinic'."""
    return any(
        mention.actor == "sender"
        and start < mention.start < end
        and sentence.words.lower[mention.start - 1] in ("as", "like", "than")
        for mention in sentence.mentions
    )


def _owns(sentence: Sentence, mention: Mention) -> bool:
    """Say whether somebody is only named as an owner: 'with a doctor's note'."""
    return mention.end < len(sentence.words) and sentence.words.lower[mention.end] in ("'s", "'")


def _is_studio(sentence: Sentence, start: int) -> bool:
    """Say whether a name is the sender's, or reads like a gym's or a coach's: 'Summit Fitness', 'Deb, MES'."""
    end = start
    while end < len(sentence.words) and sentence.words.text[end][0].isupper():
        end += 1
    own = any(m.start == start and m.actor == "sender" for m in sentence.mentions)
    own = own or any(sentence.has("coach-word", at) for at in range(start, end + 2))
    return own or any(sentence.has("studio-name-word", at) for at in range(start, end))
