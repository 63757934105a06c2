"""The people and places of a sentence: who each noun phrase or pronoun stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scopelint.finding import Actor
from scopelint.matching import Hits
from scopelint.tokens import PLACEHOLDER, Words

_OWN = frozenset({"our", "my", "ours", "mine"})

_THEIRS = frozenset({"her", "his", "their"})

PRONOUNS: dict[str, Actor] = {
    "i": "sender", "we": "sender", "me": "sender", "us": "sender", "you": "reader", "she": "client", "he": "client",
    "they": "client", "him": "client", "them": "client", "nobody": "unknown", "someone": "third-party",
    "somebody": "third-party", "whoever": "third-party",
}  # fmt: skip

_SOME = frozenset({"other", "another", "some", "most", "many", "few", "certain", "several"})

_INDEFINITE = frozenset({"a", "an", "another", "any", "some", "such"})

RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where"})

COORDINATORS = frozenset({"and", "or", "nor", "but", "so", "then", "yet", "plus", "&", "/", ","})


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase or pronoun that can act: word positions, whose it is, and whether a preposition governs it."""

    start: int
    end: int
    actor: Actor
    oblique: bool


def mentions_of(words: Words, hits: Hits, placeholders: Mapping[int, Actor]) -> list[Mention]:
    """Return the people and places of a sentence; `placeholders` maps character starts to actors."""
    found: list[Mention] = []
    at, size, lower = 0, len(words), words.lower
    known = {start for name in _OPENING for start in hits.positions(name)}
    while at < size:
        if at not in known and lower[at] not in _OPENERS and lower[at][0] != PLACEHOLDER:
            at += 1
            continue
        end, actor = _mention_at(words, hits, at, placeholders)
        if actor is None:
            at += 1
            continue
        beside = (
            _is_oblique(words, at) or _is_told(words, hits, at, end) or _is_addressed(words, at, end, actor)
        )
        found.append(Mention(at, end, actor, beside))
        at = end
    return found


_OPENING = (
    "own-name", "third-party", "provider-role", "sender-subject", "client-word", "reader", "determiner",
)  # fmt: skip
"""Lexicons whose entries can open a mention."""
_CLIENT_TITLES = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "sgt", "sergeant", "ssgt", "cpl", "corporal", "pfc", "sfc",
        "ssg", "lt", "lieutenant", "capt", "captain", "maj", "cmdr", "officer", "ofc", "ofcr",
        "deputy", "trooper", "firefighter", "rev", "reverend", "pastor", "deacon", "rabbi",
        "sister", "lady", "sir", "dame", "lord", "madame", "señora", "señor", "sra",
    }
)  # fmt: skip
_TITLES = frozenset({"dr", "drs", "doctor", "prof", "professor", "nurse", "coach"}) | _CLIENT_TITLES
_OPENERS = _TITLES | PRONOUNS.keys() | _OWN | _THEIRS | {"your"}


def _mention_at(
    words: Words, hits: Hits, at: int, placeholders: Mapping[int, Actor]
) -> tuple[int, Actor | None]:
    word = words.lower[at]
    if word in PRONOUNS:
        return at + 1, PRONOUNS[word]
    if word[0] == PLACEHOLDER:
        return at + 1, placeholders.get(words.starts[at])
    titled = _titled_name(words, at)
    if titled:
        return titled
    reader = hits.at("reader", at)
    if word in _OWN or word in _THEIRS or word == "your" or hits.at("determiner", at):
        return _noun_phrase(words, hits, at)
    if reader:
        return _possessed(words, hits, reader[0].end, "reader")
    return _bare_noun(words, hits, at)


def _titled_name(words: Words, at: int) -> tuple[int, Actor] | None:
    """Read 'Dr. Lee', 'Mrs. Ortiz', 'Dr {{name}}': a title and the capitalised words after it."""
    title = words.lower[at]
    if title not in _TITLES or not words.text[at][0].isupper():
        return None
    end = at + 1
    if end < len(words) and words.lower[end] == "." and words.ends[at] == words.starts[end]:
        end += 1
    named = end
    while (
        end < len(words)
        and end - named < 3
        and (words.text[end][0].isupper() or words.text[end][0] in PLACEHOLDER + "_")
    ):
        end += 1
    if end == named:
        return None
    if title == "coach":
        return end, "sender"
    return end, ("client" if title in _CLIENT_TITLES else "provider")


_NOUNS: tuple[tuple[str, Actor], ...] = (
    ("own-name", "sender"),
    ("third-party", "third-party"),
    ("provider-role", "provider"),
    ("sender-subject", "sender"),
    ("client-word", "client"),
)


def _noun_at(hits: Hits, at: int) -> tuple[int, Actor] | None:
    best: tuple[int, Actor] | None = None
    for name, actor in _NOUNS:
        for hit in hits.at(name, at)[:1]:
            if best is None or hit.end > best[0]:
                best = hit.end, actor
    return best


def _bare_noun(words: Words, hits: Hits, at: int) -> tuple[int, Actor | None]:
    noun = _noun_at(hits, at)
    return noun if noun else (at + 1, None)


def _noun_phrase(words: Words, hits: Hits, at: int) -> tuple[int, Actor | None]:
    """Read a phrase that starts with a determiner or possessive: 'our senior coach', 'her physical therapist'."""
    owner = words.lower[at]
    head: tuple[int, Actor] | None = None
    reach = at + 1
    while reach < len(words) and reach <= at + 4:
        word = words.lower[reach]
        if (
            not (word[0].isalnum() or word[0] == PLACEHOLDER)
            or hits.at("preposition", reach)
            or hits.at("aux", reach)
            or word in RELATIVES
        ):
            break
        noun = _noun_at(hits, reach)
        if noun:
            head = noun
            if noun[0] >= len(words) or _noun_at(hits, noun[0]) is None or is_finite(hits, noun[0]):
                break
            if words.lower[noun[0] + 1 : noun[0] + 2] == ("from",):  # 'your patients graduate from'
                break
            reach = noun[0]
            continue
        if word in COORDINATORS or word in PRONOUNS or hits.at("determiner", reach):
            break
        if reach > at + 1 and is_finite(hits, reach):
            break
        reach += 1
    return _owned(words, hits, at, owner, head)


def _ends_in(hits: Hits, name: str, start: int, end: int) -> bool:
    """Say whether an entry of a lexicon ends just where a noun phrase does."""
    return any(hit.end == end for at in range(start + 1, end) for hit in hits.at(name, at))


def _owned(
    words: Words, hits: Hits, at: int, owner: str, head: tuple[int, Actor] | None
) -> tuple[int, Actor | None]:
    if owner in _OWN:
        if owner in ("ours", "mine"):
            return at + 1, "sender"
        if head is None:
            return min(at + 2, len(words)), "sender"
        if _ends_in(hits, "staff-word", at, head[0]):
            return head[0], "sender"
        if owner == "my" and head[1] == "provider":
            return head
        return head[0], (head[1] if head[1] in ("client", "third-party") else "sender")
    if owner == "your":
        if head is None:
            return min(at + 2, len(words)), "reader"
        if _ends_in(hits, "coach-word", at, head[0]):
            return head[0], "sender"
        return head[0], ("client" if head[1] == "client" else "reader")
    if head is not None and owner in _SOME and _ends_in(hits, "rival-word", at, head[0]):
        return head[0], "third-party"
    if head is None or (owner in _INDEFINITE and head[1] == "sender"):
        return at + 1, None
    ours = _ends_in(hits, "coach-word", at, head[0]) or _ends_in(hits, "own-event", at, head[0])
    if owner in _THEIRS and head[1] == "sender" and not ours:
        return head[0], "client"
    return head


def _possessed(words: Words, hits: Hits, at: int, actor: Actor) -> tuple[int, Actor | None]:
    if words.lower[at - 1] == "your":
        return _noun_phrase(words, hits, at - 1)
    return at, actor


_OBLIQUE = frozenset(
    [
        "of",
        "to",
        "from",
        "with",
        "by",
        "for",
        "at",
        "in",
        "on",
        "under",
        "through",
        "via",
        "about",
        "between",
        "among",
        "per",
        "like",
        "into",
        "within",
        "without",
        "against",
        "across",
        "toward",
        "towards",
        "alongside",
        "beside",
        "behind",
        "near",
        "upon",
        "off",
        "regarding",
        "unlike",
        "besides",
        "than",
    ]
)


def _is_oblique(words: Words, at: int) -> bool:
    return at > 0 and words.lower[at - 1] in _OBLIQUE


def _is_addressed(words: Words, at: int, end: int, actor: Actor) -> bool:
    """Say whether a mention is only spoken to: 'Hi Dr. Lee, ...', 'Doc, quick one', 'Folks, this hour'."""
    lower = words.lower
    if actor == "sender" or lower[end : end + 1] != (",",):
        return False
    if at > 0:
        return lower[at - 1] in ("hi", "hello", "hey", "dear", "morning", "afternoon", "evening")
    behind = lower[end + 1 : end + 2]
    return bool(behind) and behind[0] in _TO_ONE and lower[at] not in ("you", "she", "he", "they")


_TO_ONE = frozenset(
    {"i", "we", "quick", "just", "please", "in", "it", "that", "this", "here", "promise", "based", "my"}
)
"""Words that go on after the name of the one spoken to."""


def _is_told(words: Words, hits: Hits, at: int, end: int) -> bool:
    """Say whether a mention only listens: 'tell the doctor it is the hip', 'let me know she fell'."""
    if at == 0 or end >= len(words):
        return False
    learns = bool(hits.at("learn-verb", end))
    if hits.at("let-verb", at - 1):
        return learns
    acts = words.lower[end] == "to" or bool(hits.at("any-verb", end))
    return bool(hits.at("tell-verb", at - 1)) and (learns or not acts)


def is_finite(hits: Hits, at: int) -> bool:
    """Say whether a word is a known verb in a form that has a subject ('discharges', 'treated')."""
    return any(hit.form in ("s", "ed") for hit in hits.at("any-verb", at))
