"""One sentence taken apart: its clauses, the people in it, and whose verb a verb is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scopelint.finding import Actor
from scopelint.matching import Hits, Matcher
from scopelint.mentions import COORDINATORS, PRONOUNS, RELATIVES, Mention, is_finite, mentions_of
from scopelint.tokens import Words

_BREAKS = frozenset(";:.?!—()[]")

_NOMINATIVE = frozenset({"i", "we", "you", "she", "he", "they", "nobody", "it"})

_OPEN = frozenset({"but", "however", "whereas", "because", "although", "though", "bc", "cuz", "coz"})
"""What opens a clause wherever it stands."""

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
    for mention in mentions:
        named = words.lower[mention.start] not in PRONOUNS
        hits.mention(mention.actor, mention.start, mention.end, named)
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
    since = 0
    inside = {at for mention in mentions for at in range(mention.start + 1, mention.end)}
    for at in range(1, len(words)):
        before, word = words.lower[at - 1], words.lower[at]
        if at in inside and before == ".":
            continue
        if (
            (before in _BREAKS and not (before == "." and words.ends[at - 1] == words.starts[at]))
            or (word in _OPEN and words.text[at] != "BC")  # a province
            or (word == "yet" and before == ",")
        ):
            starts[at] = True
        elif hits.at("subordinator", at) or (before == "," and word in _TIME_WORDS):
            starts[at] = subordinate = True
            since = at
        elif before == "," and subordinate:
            starts[at], subordinate = True, False
        elif word in _TIME_WORDS and word not in ("as", "than"):
            starts[at] = _subject_follows(words, hits, at_mention, at + 1)
        elif (
            word in _NOMINATIVE
            and (subordinate or words.lower[0] in _TIME_WORDS)
            and _main_clause(words, hits, at_mention, since, at)
        ):
            starts[at], subordinate = True, False
        elif word in ("and", "or", "nor", "so", "then") or before == ",":
            first = at if before == "," and word not in ("and", "or", "nor", "so", "then") else at + 1
            starts[at] = _subject_follows(words, hits, at_mention, first)
    return starts


def _main_clause(words: Words, hits: Hits, at_mention: Mapping[int, Mention], since: int, at: int) -> bool:
    """Say whether a main clause starts without a comma: 'When he arrived we assessed him'."""
    if hits.at("tell-verb", at - 1) or hits.at("conclude-verb", at - 1) or hits.at("aux", at - 1):
        return False
    if words.lower[at - 1] in RELATIVES or words.lower[at - 1] in COORDINATORS:
        return False
    spoken = any(is_finite(hits, earlier) or hits.at("be", earlier) for earlier in range(since + 1, at))
    return spoken and _subject_follows(words, hits, at_mention, at)


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
