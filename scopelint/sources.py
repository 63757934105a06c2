"""Who is named for a verdict: a cue such as 'per Dr. Hale', or a provider who stands before it."""

from __future__ import annotations

from scopelint import subjects
from scopelint.clauses import Sentence
from scopelint.cues import Release, Surroundings, words_of
from scopelint.matching import Match
from scopelint.mentions import Mention
from scopelint.ownership import foreign
from scopelint.rule import Rule


def statement_source(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Release a verdict that somebody else is named for: 'per Dr. Hale', 'the radiologist's report says'."""
    sentence = around.sentence
    for cue in around.cues:
        if (
            cue.cue.kind == "source"
            and not _contrasted(sentence, cue.end, match.start)
            and not _set_against(sentence, match.end, cue.start)
        ):
            return Release("other-actor", "provider", words_of(sentence, cue.start, cue.end))
    if (told := _told_by_another(sentence, match)) is not None:
        return told
    client = subjects.tells_client(sentence)
    start, _ = sentence.clause_range(match.start)
    _, end = sentence.clause_range(match.end - 1)
    for mention in sentence.mentions:
        if mention.actor in ("provider", "reader") and (
            mention.end <= match.start or mention.start >= match.end
        ):
            if mention.actor == "reader" and (client or has_it(sentence, mention)):
                continue
            if _greeted(sentence, mention):
                continue
            before = mention.end <= match.start and start <= mention.start
            if not mention.oblique and before and not _contrasted(sentence, mention.end, match.start):
                return foreign(mention.actor, mention, sentence)
            named = mention.oblique and sentence.words.lower[mention.start - 1] in ("by", "per", "from", "at")
            if named and (start <= mention.start < end or mention.start >= match.end):
                return Release(
                    "other-actor", mention.actor, words_of(sentence, mention.start - 1, mention.end)
                )
    return None


def _told_by_another(sentence: Sentence, match: Match) -> Release | None:
    """Release what another told the client: 'Nurse Obi told him', 'The podiatrist sees her feet; told her'."""
    lower = sentence.words.lower
    for at in range(min(match.end, len(lower) - 1)):
        if lower[at] not in ("told", "tells") or lower[at + 1] not in _TOLD:
            continue
        actor, mention = subjects.subject(sentence, at)
        named = mention is not None and mention.end - mention.start > 1 and lower[at + 1] not in ("me", "us")
        if actor in ("provider", "third-party") or (actor == "client" and named):
            return foreign(actor, mention, sentence)
    return None


_TOLD = frozenset({"her", "him", "them", "me", "us"})
"""Who is told a verdict by somebody else."""


def _greeted(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a provider is only addressed at the start: 'Hi Dr. Osei, her hip ...', 'Honestly Doctor I think'."""
    words = sentence.words.lower
    if mention.actor == "reader" and words[mention.start] in ("you", "your", "yours"):
        return False
    before = range(mention.start)
    if not all(sentence.has("greeting-word", at) or words[at] in (",", "-", "!", ".") for at in before):
        return False
    if words[mention.end - 1] == "i":
        return True
    after = words[mention.end : mention.end + 2]
    if not after or after[0] not in _AFTER_NAME:
        return False
    return len(after) < 2 or (
        after[1] not in ("who", "whose", "a", "an", "as")
        and not sentence.has("provider-role", mention.end + 2)
    )


def _contrasted(sentence: Sentence, source: int, at: int) -> bool:
    """Say whether ', but it is' parts a verdict from a source before it: 'He calls it a strain, but it is a tear'."""
    words = sentence.words.lower[source:at]
    return in_my_view(sentence, source, at) or any(
        word == "but" and (source + i + 1 >= at or sentence.words.lower[source + i + 1] in _VERDICT)
        for i, word in enumerate(words)
    )


def in_my_view(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether the sender's own verdict opens between two words: 'He says it tingles, for me this is ...'."""
    return any(start <= hit.start and hit.end <= end for hit in sentence.hits.all("in-my-view"))


_AFTER_NAME = frozenset({",", ":", "—", "–", "-", "!", "i", "so", "reckon", "think", "just", "we", "fyi"})
"""What follows the name of a provider who is only greeted."""


_VERDICT = frozenset(
    {"it", "this", "that", "i", "we", "there", "really", "actually", "in", "to", "my", "our"}
)
"""What opens the sender's own verdict after 'but'."""


def _set_against(sentence: Sentence, end: int, source: int) -> bool:
    """Say whether a verdict is set against what a source behind it says: 'rather than the bursitis in her chart'."""
    words = sentence.words.lower[end:source]
    return (
        "rather" in words
        or "despite" in words
        or "instead" in words
        or words[:2] in (("not", "the"), (",", "not"))
    )


def has_it(sentence: Sentence, mention: Mention) -> bool:
    """Say whether 'you' is said to have or be something, or to be free to do it, as only a client is."""
    lower, after = sentence.words.lower, mention.end
    if lower[mention.start] != "you" or lower[after : after + 1] not in _STATES:
        return False
    after += 2 if sentence.has("adverb", after + 1) else 1
    return not any(sentence.has(name, after) for name in _REPORTS)


_STATES = tuple(
    (word,)
    for word in ("have", "'ve", "are", "'re", "can", "may", "should", "must", "need", "could", "ought", "'d", "do",
    "probably", "clearly", "definitely", "likely", "might", "just", "will", "'ll")
)  # fmt: skip
_REPORTS = (
    "diagnose-verb", "tell-verb", "advise-verb", "conclude-verb", "label-verb", "offer-verb", "read-verb",
)  # fmt: skip
