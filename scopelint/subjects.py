"""Whose verb is it? Subjects, antecedents, agents and governors in an analysed sentence."""

from __future__ import annotations

from scopelint.agents import agent
from scopelint.clauses import Sentence, looks_like_verb
from scopelint.finding import Actor
from scopelint.mentions import COORDINATORS, RELATIVES, Mention


def verb_group(sentence: Sentence, head: int) -> int:
    """Return the first word of the verb group that ends in `head` ('has not been treated' for 'treated')."""
    start = head
    while start > 0 and (sentence.has("aux", start - 1) or sentence.has("adverb", start - 1)):
        if sentence.clause[start - 1] != sentence.clause[head]:
            break
        start -= 1
    return start


def subject(sentence: Sentence, head: int) -> tuple[Actor | None, Mention | None]:
    """Return who does the verb at `head`: an actor, 'unknown' for a stranger, None where nobody stands there."""
    group = verb_group(sentence, head)
    lower = sentence.words.lower
    before = lower[group - 1] if group else ""
    if before in RELATIVES and before not in ("where",):
        return _antecedent(sentence, group - 1)
    if before in COORDINATORS and (
        group < 2 or sentence.clause[group - 1] == sentence.clause[head] or before == ","
    ):
        return _shared_subject(sentence, group)
    if _thanks_for_the_chance(sentence, group):
        return "sender", None
    start, _ = sentence.clause_range(head)
    nearest: Mention | None = None
    for mention in sentence.mentions:
        if (
            start <= mention.start
            and mention.end <= group
            and (not mention.oblique or _for_to(sentence, mention, group, head))
        ):
            nearest = mention
    if nearest is not None:
        named = nearest.actor == "client" and lower[nearest.start - 1 : nearest.start] == ("as",)
        return (named and _main_subject(sentence, start, head)) or (nearest.actor, nearest)
    if start < head and _opens_without_subject(sentence, start):
        return None, None
    if has_content(sentence, start, group):
        return _colleague(sentence, start, group) or ("unknown", None)
    return _main_subject(sentence, start, head) or _inherited(sentence, start)


def _thanks_for_the_chance(sentence: Sentence, at: int) -> bool:
    """Say whether a verb is what the sender is glad to do: 'thanks for the chance to treat her', 'it is a joy to'."""
    at -= sentence.words.lower[at - 1] == "of" if at else 0
    if at < 2 or not sentence.has("chance-word", at - 1):
        return False
    at -= 0 if sentence.has("determiner", at - 2) else 1
    if at < 2 or not sentence.has("determiner", at - 2):
        return False
    if sentence.words.lower[at - 2] in ("your", "her", "his", "their"):
        return False
    return any(
        sentence.has("thank-word", earlier)
        or (sentence.words.lower[earlier] in ("it", "what") and _is_being(sentence, earlier + 1, at - 2))
        for earlier in range(at - 2)
    )


def _is_being(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether nothing but a form of 'be' stands between 'it' and 'a joy'."""
    return start < end and all(
        any(sentence.has(name, at) for name in ("be", "aux", "adverb")) for at in range(start, end)
    )


def _opens_without_subject(sentence: Sentence, start: int) -> bool:
    """Say whether a sentence opens with a past tense: the writer left 'I' out ('Spent an hour digging')."""
    lower = sentence.words.lower
    if start and (
        lower[start - 1] != ":" or any(m.actor != "sender" for m in sentence.mentions if m.start < start)
    ):
        return False
    if sentence.has("eager-word", start) and lower[start + 1 : start + 2] == ("to",):
        return True
    return any(hit.form == "ed" for hit in sentence.hits.at("any-verb", start))


def _for_to(sentence: Sentence, mention: Mention, group: int, head: int) -> bool:
    """Say whether 'for X to treat', 'leave it to X to treat' makes X the subject."""
    return (
        sentence.words.lower[mention.start - 1] in ("for", "to")
        and mention.end == group
        and sentence.words.lower[group] == "to"
    )


def _antecedent(sentence: Sentence, relative: int) -> tuple[Actor | None, Mention | None]:
    start, _ = sentence.clause_range(relative)
    for mention in sentence.mentions:
        named = mention.start >= start and mention.end < relative and mention.actor == "sender"
        if named and sentence.has("be", mention.end):
            return mention.actor, mention
    for mention in reversed(sentence.mentions):
        if mention.end <= relative and relative - mention.end <= 6:
            return mention.actor, mention
    return "unknown", None


def _shared_subject(sentence: Sentence, group: int) -> tuple[Actor | None, Mention | None]:
    """Return the subject of the first verb that a coordination hangs on, in this clause or the ones before."""
    number = sentence.clause[group] if group < len(sentence.clause) else 0
    while number >= 0:
        for mention in sentence.mentions:
            if sentence.clause[mention.start] == number and mention.end <= group and not mention.oblique:
                if looks_like_verb(sentence.words, sentence.hits, mention.end) or mention.end == group:
                    return mention.actor, mention
        for mention in sentence.mentions:
            if sentence.clause[mention.start] == number and mention.end <= group and not mention.oblique:
                if sentence.words.lower[mention.start] not in ("me", "us", "him", "them"):
                    return mention.actor, mention
        number -= 1
    return None, None


def _main_subject(sentence: Sentence, start: int, head: int) -> tuple[Actor, Mention] | None:
    """Return the subject behind an opening participle: 'After treating her, we ...'."""
    if start != 0 or not sentence.words.lower[head].endswith("ing"):
        return None
    _, end = sentence.clause_range(head)
    for mention in sentence.mentions:
        if end <= mention.start <= end + 1 and not mention.oblique:
            return mention.actor, mention
    return None


def _colleague(sentence: Sentence, start: int, group: int) -> tuple[Actor, Mention] | None:
    """Return the sender for a name with the sender's place behind it: 'Sam on our team', 'Jo at the gym'."""
    for mention in sentence.mentions:
        if not (start + 2 <= mention.start and mention.end <= group and mention.actor == "sender"):
            continue
        named = sentence.words.text[mention.start - 2]
        if sentence.words.lower[mention.start - 1] in _AT and named[0].isupper() and len(named) > 1:
            return "sender", mention
    return None


_AT = frozenset({"on", "from", "at", "in", "of", ",", "("})


def has_content(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a stranger stands where the subject would: a noun phrase that no lexicon knows."""
    at = start
    while at < end:
        word = sentence.words.lower[at]
        if word[0].isalpha() and not (
            sentence.has("any-verb", at)
            or sentence.has("aux", at)
            or sentence.has("adverb", at)
            or sentence.has("subordinator", at)
            or sentence.has("preposition", at)
            or word in COORDINATORS
            or sentence.has("interjection", at)
        ):
            return True
        at += 1
    return False


def _inherited(sentence: Sentence, start: int) -> tuple[Actor | None, Mention | None]:
    """Return the subject of the clause before, for 'but never treats' and 'without treating'."""
    if start == 0 or sentence.words.lower[start - 1] in (":", "—", ";", "?", "!", "."):
        told = start > 0 and sentence.words.lower[start - 1] == ";" and sentence.words.lower[start] in _TOLD
        return next(((m.actor, m) for m in sentence.mentions[:1] if told and m.start <= 1), (None, None))
    for mention in sentence.mentions:
        if mention.end <= start and not mention.oblique:
            return mention.actor, mention
    return None, None


_TOLD = frozenset({"told", "tells", "said", "says", "advised"})  # 'The podiatrist sees her; told her ...'


def worker(sentence: Sentence, at: int) -> Actor | None:
    """Return who else does a past form that no verb list knows: 'taped by her PT', 'the physio worked it out'."""
    if not any(hit.form in ("ed", "en") for hit in sentence.hits.at("any-verb", at)):
        return None
    doer = agent(sentence, at)
    if doer is None and not is_passive(sentence, at):
        doer, mention = subject(sentence, at)
        doer = doer if mention and mention.end >= at - 1 and doer != "client" else None
    return None if doer in ("sender", "unknown") else doer


def is_passive(sentence: Sentence, head: int) -> bool:
    """Say whether a participle at `head` has a form of 'be' or 'get' before it."""
    group = verb_group(sentence, head)
    return any(
        (sentence.has("be", at) and sentence.words.lower[at] != "'s")
        or (sentence.words.lower[at] == "'s" and at and sentence.words.lower[at - 1] not in ("it",))
        for at in range(group, head)
    ) or _is_passive_too(sentence, group, head)


def _is_passive_too(sentence: Sentence, group: int, head: int) -> bool:
    """Say whether a participle shares the 'been' of the one before it: 'has been worked up and treated'."""
    if sentence.words.lower[group - 1 : group] not in (("and",), ("or",)) or sentence.has(
        "determiner", head + 1
    ):
        return False
    return any(
        any(hit.form in ("ed", "en") for hit in sentence.hits.at("any-verb", at)) and is_passive(sentence, at)
        for at in range(max(1, group - 3), group - 1)
    )


def gives(sentence: Sentence, verb: int) -> bool:
    """Say whether the sender is the subject of a verb that gives ('we bought', 'our coach does')."""
    if not sentence.has("offer-verb", verb) or is_passive(sentence, verb):
        return False
    return subject(sentence, verb)[0] == "sender"


_OPENERS = frozenset({"who", "whose", "whom", "where", "whether", "why"})
"""Words that open a clause of their own: no verb before them governs a noun behind them."""


def governor(sentence: Sentence, at: int) -> int | None:
    """Return the nearest verb before a noun in its clause."""
    start, _ = sentence.clause_range(at)
    for position in range(at - 1, start - 1, -1):
        if sentence.words.lower[position] in _OPENERS:
            return None
        if sentence.has("any-verb", position) and not sentence.has("determiner", position - 1):
            if any(m.start <= position < m.end for m in sentence.mentions):
                continue
            return position
        if sentence.has("be", position) and sentence.words.lower[position] not in ("'s",):
            return position
        if sentence.words.lower[position] == "'ve" and sentence.has("determiner", position + 1):
            return position  # 'we've a plunge pool'
    return None


def is_note(sentence: Sentence) -> bool:
    """Say whether a line with figures and without a person is a note of a session ('NMES quads, 10 on / 50 off')."""
    lower = sentence.words.lower
    if len(lower) > _NOTE or not any(word[0].isdigit() for word in lower):
        return False
    if any(mention.actor not in ("sender", "client") for mention in sentence.mentions):
        return False
    return not any(
        sentence.has("be", at) or sentence.has("aux", at) or word in _PROSE for at, word in enumerate(lower)
    )


_PROSE = frozenset({"the", "a", "an", "who", "which", "that", "if", "he", "she", "they", "it", "people"})
_NOTE = 28
"""Words that a note may have."""


def tells_client(sentence: Sentence) -> bool:
    """Say whether 'you' is the client: 'your knee', 'your back pain'."""
    return any(
        word == "your"
        and any(sentence.hits.at(name, at + skip) for name in _OWN for skip in (1, 2))
        and "'s" not in sentence.words.lower[at : at + 4]
        for at, word in enumerate(sentence.words.lower[:-1])
    )


_OWN = ("body-part", "condition", "medication")
"""What is the client's where it is 'yours'."""
