"""Who is named for a passive: 'treated by her therapist'."""

from __future__ import annotations

from scopelint.clauses import Sentence
from scopelint.finding import Actor
from scopelint.mentions import Mention


def agent(sentence: Sentence, head: int) -> Actor | None:
    """Return who is named after 'by' in a passive: an actor, 'unknown' for a stranger, None where nobody is."""
    _, end = sentence.clause_range(head)
    if _also_sender(sentence, head):
        return "sender"
    for at in range(head + 1, min(end, head + 12)):
        if sentence.words.lower[at] != "by" or at + 1 >= end:
            continue
        for mention in sentence.mentions:
            if at + 1 <= mention.start <= at + 2 and not _owns_next(sentence, mention):
                return mention.actor
            if at + 2 < mention.start <= at + 6 and sentence.words.lower[mention.start - 1] in ("'s", "'"):
                return mention.actor
        if sentence.words.text[at + 1][:1].isupper() or (
            sentence.has("determiner", at + 1) and not _is_time(sentence, at + 2)
        ):
            return "unknown"
    return None


def _also_sender(sentence: Sentence, head: int) -> bool:
    """Say whether a second 'by' names the sender: 'treated by nobody, and then by us'."""
    lower = sentence.words.lower
    return any(
        mention.actor == "sender"
        and head + 2 < mention.start <= head + 12
        and lower[mention.start - 1] == "by"
        and lower[mention.start - 2] in _AND
        and "by" in lower[head + 1 : mention.start - 2]
        for mention in sentence.mentions
    )


_AND = frozenset({"and", "then", "later", "finally", "also", ","})


def _is_time(sentence: Sentence, at: int) -> bool:
    """Say whether 'by the second quarter', 'by the end of May' names a time."""
    return any(
        sentence.has(name, place) for name in ("deadline-word", "month", "weekday") for place in (at, at + 1)
    )


def _owns_next(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a mention only owns the next one: 'the team's physical therapist'."""
    return any(
        other.start == mention.end + 1 and sentence.words.lower[mention.end] in ("'s", "'")
        for other in sentence.mentions
    )
