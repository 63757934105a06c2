"""Who is named for a passive: 'treated by her therapist'."""

from __future__ import annotations

from scopelint.clauses import Sentence
from scopelint.finding import Actor
from scopelint.mentions import Mention


def agent(sentence: Sentence, head: int) -> Actor | None:
    """Return who is named after 'by' in a passive: an actor, 'unknown' for a stranger, None where nobody is."""
    _, end = sentence.clause_range(head)
    for at in range(head + 1, min(end, head + 12)):
        if sentence.words.lower[at] != "by" or at + 1 >= end:
            continue
        for mention in sentence.mentions:
            if at + 1 <= mention.start <= at + 2 and not _owns_next(sentence, mention):
                return mention.actor
            if at + 2 < mention.start <= at + 6 and sentence.words.lower[mention.start - 1] in ("'s", "'"):
                return mention.actor
        if sentence.words.text[at + 1][:1].isupper() or sentence.has("determiner", at + 1):
            return "unknown"
    return None


def _owns_next(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a mention only owns the next one: 'the team's physical therapist'."""
    return any(
        other.start == mention.end + 1 and sentence.words.lower[mention.end] in ("'s", "'")
        for other in sentence.mentions
    )
