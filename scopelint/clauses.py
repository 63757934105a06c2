"""One sentence taken apart: its clauses, the people in it, and whose verb a verb is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scopelint.finding import Actor
from scopelint.matching import Hits, Matcher
from scopelint.mentions import COORDINATORS, RELATIVES, Mention, mentions_of
from scopelint.tokens import Words

_BREAKS = frozenset(";:.?!—()[]")

_NOMINATIVE = frozenset({"i", "we", "you", "she", "he", "they", "nobody", "it"})

_TIME_WORDS = frozenset({"after", "before", "since", "until", "till", "as", "than"})


@dataclass(slots=True)
class Sentence:
    """The words of a sentence with everything that ownership and negation ask of them."""

    words: Words
    hits: Hits
    clause: list[int]
    """The number of the clause each word stands in."""
    walls: list[bool]
    """Whether a gap may not reach this word from before (a new clause starts here)."""
    mentions: list[Mention]
    index: int = 0
    """Place of the sentence in its block."""

    def clause_range(self, at: int) -> tuple[int, int]:
        """Return the half-open word range of the clause that holds a word."""
        number, start, end = self.clause[at], at, at + 1
        while start > 0 and self.clause[start - 1] == number:
            start -= 1
        while end < len(self.words) and self.clause[end] == number:
            end += 1
        return start, end

    def has(self, name: str, at: int) -> bool:
        """Say whether an entry of that lexicon starts at a word."""
        return bool(self.hits.at(name, at))


def analyse(
    words: Words,
    matcher: Matcher,
    placeholders: Mapping[int, Actor],
    index: int = 0,
    hits: Hits | None = None,
) -> Sentence:
    """Return the sentence with its clauses and mentions; `placeholders` maps character starts to actors."""
    hits = matcher.hits(words) if hits is None else hits
    mentions = mentions_of(words, hits, placeholders)
    starts = _clause_starts(words, hits, mentions)
    clause, number = [], 0
    for at in range(len(words)):
        number += starts[at]
        clause.append(number)
    return Sentence(words, hits, clause, starts, mentions, index)


def _clause_starts(words: Words, hits: Hits, mentions: list[Mention]) -> list[bool]:
    starts = [False] * len(words)
    at_mention = {mention.start: mention for mention in mentions}
    subordinate = bool(words.lower) and (
        bool(hits.at("subordinator", 0))
        or (words.lower[0] in _TIME_WORDS and _subject_follows(words, hits, at_mention, 1))
    )
    inside = {at for mention in mentions for at in range(mention.start + 1, mention.end)}
    for at in range(1, len(words)):
        before, word = words.lower[at - 1], words.lower[at]
        if at in inside and before == ".":
            continue
        if (
            (before in _BREAKS and not (before == "." and words.ends[at - 1] == words.starts[at]))
            or word in ("but", "however", "whereas", "because", "although", "though")
            or (word == "yet" and before == ",")
        ):
            starts[at] = True
        elif hits.at("subordinator", at) or (before == "," and word in _TIME_WORDS):
            starts[at] = True
            subordinate = True
        elif before == "," and subordinate:
            starts[at], subordinate = True, False
        elif word in _TIME_WORDS and word not in ("as", "than"):
            starts[at] = _subject_follows(words, hits, at_mention, at + 1)
        elif word in ("and", "or", "nor", "so", "then") or before == ",":
            first = at if before == "," and word not in ("and", "or", "nor", "so", "then") else at + 1
            starts[at] = _subject_follows(words, hits, at_mention, first)
    return starts


def _subject_follows(words: Words, hits: Hits, at_mention: Mapping[int, Mention], at: int) -> bool:
    """Say whether a subject with its own verb starts at a word ('we train', 'your office releases')."""
    while at < len(words) and hits.at("adverb", at) and at not in at_mention:
        at += 1
    if at >= len(words):
        return False
    mention = at_mention.get(at)
    if words.lower[at] in _NOMINATIVE and words.lower[at] not in ("you", "it"):
        return at + 1 < len(words) and words.lower[at + 1] not in COORDINATORS
    if words.lower[at] in ("it", "that", "this", "there"):
        return at + 1 < len(words) and bool(hits.at("aux", at + 1) or hits.at("be", at + 1))
    if mention is None:
        return False
    return looks_like_verb(words, hits, mention.end)


def looks_like_verb(words: Words, hits: Hits, at: int) -> bool:
    """Say whether the word after a subject can be its verb, adverbs skipped."""
    while at < len(words) and hits.at("adverb", at) and words.lower[at] not in ("not", "never"):
        at += 1
    if at >= len(words) or (
        not words.lower[at][0].isalpha()
        and words.lower[at] not in ("n't", "'s", "'ve", "'ll", "'d", "'re", "'m")
    ):
        return False
    word = words.lower[at]
    if hits.at("aux", at) or hits.at("any-verb", at):
        return word != "to"
    return len(word) > 4 and (word.endswith("ed") or (word.endswith("s") and not word.endswith("ss")))


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
        return nearest.actor, nearest
    if has_content(sentence, start, group):
        return _colleague(sentence, start, group) or ("unknown", None)
    return _inherited(sentence, start)


def _for_to(sentence: Sentence, mention: Mention, group: int, head: int) -> bool:
    """Say whether 'for X to treat' makes X the subject."""
    return (
        sentence.words.lower[mention.start - 1] == "for"
        and mention.end == group
        and sentence.words.lower[group] == "to"
    )


def _antecedent(sentence: Sentence, relative: int) -> tuple[Actor | None, Mention | None]:
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
                return mention.actor, mention
        number -= 1
    return None, None


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
        return None, None
    for mention in sentence.mentions:
        if mention.end <= start and not mention.oblique:
            return mention.actor, mention
    return None, None


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


def is_passive(sentence: Sentence, head: int) -> bool:
    """Say whether a participle at `head` has a form of 'be' or 'get' before it."""
    group = verb_group(sentence, head)
    return any(
        (sentence.has("be", at) and sentence.words.lower[at] != "'s")
        or (sentence.words.lower[at] == "'s" and at and sentence.words.lower[at - 1] not in ("it",))
        for at in range(group, head)
    )
