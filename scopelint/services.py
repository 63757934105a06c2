"""Whose service is it? A noun such as 'ultrasound' follows its possessor, its governing verb, its place."""

from __future__ import annotations

from scopelint import subjects
from scopelint.agents import agent
from scopelint.clauses import Sentence
from scopelint.cues import KEPT, Release, Surroundings, elsewhere, words_of
from scopelint.finding import Actor
from scopelint.matching import Match
from scopelint.mentions import Mention
from scopelint.ownership import foreign, please, possessor
from scopelint.places import other_place, sender_place, sender_time
from scopelint.rule import Rule


def service_actor(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Release a service that is somebody else's by possessor, place or governing verb."""
    sentence = around.sentence
    owner = possessor(sentence, match)
    if owner == "sender" or sender_place(around, match.start):
        return None
    if _we_give(sentence, match.quote_end):
        return None
    away = elsewhere(around, match.start)
    if away is not None:
        return away
    if owner in ("reader", "provider", "third-party"):
        return Release("other-actor", owner, words_of(sentence, match.start - 1, match.start))
    label = _label(sentence, match.start)
    if label is not None:
        return Release("other-actor", label.actor, words_of(sentence, label.start, label.end))
    verb = subjects.governor(sentence, match.start)
    if verb is not None and subjects.gives(sentence, verb):
        return None
    place = other_place(sentence, match.quote_end - 1)
    if place is not None:
        return Release("other-actor", place.actor, words_of(sentence, place.start, place.end))
    if match.start and sentence.has("free-word", match.start - 1):
        return None
    release = _ungoverned(rule, match, around) if verb is None else _governed(rule, match, around, verb)
    return None if release and release.because == "generic" and sender_time(around) else release


def _governed(rule: Rule, match: Match, around: Surroundings, verb: int) -> Release | None:
    sentence = around.sentence
    hits = sentence.hits.at("any-verb", verb)
    form = next((hit.form for hit in hits if hit.form != "base"), "base") if hits else "be"
    if form in ("ed", "en") and (subjects.is_passive(sentence, verb) or agent(sentence, verb)):
        doer = agent(sentence, verb)
        if doer is not None:
            return None if doer == "sender" else Release("other-actor", doer, "by")
    actor, mention = subjects.subject(sentence, verb)
    if _all_are_given(sentence, verb, mention) and possessor(sentence, match) is None:
        return KEPT
    if rule.act == "service" and _receives(sentence, verb, actor, mention):
        return None
    if actor in ("reader", "provider", "client", "third-party"):
        return foreign(actor, mention, sentence)
    if actor == "unknown" and rule.act == "service" and _named_staff(sentence, verb):
        return None
    if sentence.has("neutral-verb", verb) and not sentence.has("offer-verb", verb):
        return Release("generic", actor or "unknown", sentence.words.text[verb])
    if actor == "unknown" and around.block_kind in ("paragraph", "quote") and not subjects.is_note(sentence):
        return Release("generic", "unknown", "")
    if (
        rule.act == "care"
        and actor is None
        and form in ("base", "ing")
        and around.block_kind == "paragraph"
        and verb > 0
    ):
        return Release("generic", "unknown", "")
    if actor is None and form == "base" and (please(sentence, verb)):
        return Release("other-actor", "reader", "please")
    if form == "be" and actor is None:
        return Release("generic", "unknown", "")
    return None


def _label(sentence: Sentence, at: int) -> Mention | None:
    """Return who else stands before a colon or a bracket that a noun is listed behind: 'Eastgate PT: taping'."""
    lower = sentence.words.lower
    for sign in range(at - 1, 0, -1):
        if lower[sign] in (";", ")"):
            return None
        if lower[sign] in (":", "("):
            break
    else:
        return None
    start = max((p + 1 for p in range(sign) if lower[p] in (";", ":", "(", ")")), default=0)
    if sign - start > _LABEL or any(m.actor == "sender" and start <= m.start < at for m in sentence.mentions):
        return None
    for mention in sentence.mentions:
        if mention.actor not in ("provider", "third-party") or not start <= mention.start < sign:
            continue
        if mention.end == sign if lower[sign] == "(" else sign - start > 1 and not mention.oblique:
            return mention
    return None


_LABEL = 8
"""Words that a label may have."""


def _we_give(sentence: Sentence, at: int) -> bool:
    """Say whether a noun is followed by the sender who gives it: 'the treatment (that) we provide'."""
    if at < len(sentence.words) and sentence.words.lower[at] in ("that", "which"):
        at += 1
    for mention in sentence.mentions:
        if mention.start == at and mention.actor == "sender":
            return any(sentence.has("offer-verb", mention.end + skip) for skip in (0, 1))
    return False


def _receives(sentence: Sentence, verb: int, actor: Actor | None, mention: Mention | None) -> bool:
    """Say whether the reader, or clients in general, are given the thing: 'you get', 'every client receives'."""
    if mention is None or not sentence.has("recipient-verb", verb):
        return False
    if sentence.words.lower[mention.start - 1 : mention.start] == ("if",):
        return False
    return actor == "reader" or (
        (actor == "client" and mention.end - mention.start > 1) or _plural(sentence, mention)
    )


def _all_are_given(sentence: Sentence, verb: int, mention: Mention | None) -> bool:
    """Say whether it is the sender's custom to give something: 'each client receives', 'all clients are given'."""
    if mention is None or mention.actor != "client" or sentence.words.lower[mention.start] not in _ALL:
        return False
    if subjects.is_passive(sentence, verb):
        return sentence.has("offer-verb", verb) and agent(sentence, verb) is None
    return any(hit.form in ("base", "s") for hit in sentence.hits.at("recipient-verb", verb))


_ALL = frozenset({"each", "every", "all", "our"})


def _plural(sentence: Sentence, mention: Mention) -> bool:
    word = sentence.words.lower[mention.end - 1]
    return word in ("everyone", "people", "anyone") or (len(word) > 4 and word.endswith("s"))


def _named_staff(sentence: Sentence, verb: int) -> bool:
    """Say whether a first name does something as a habit: 'Hattie offers cupping on Fridays'."""
    if (
        verb == 0
        or not sentence.words.text[verb - 1][0].isupper()
        or not sentence.words.lower[verb - 1].isalpha()
    ):
        return False
    habitual = any(hit.form == "s" for hit in sentence.hits.at("offer-verb", verb))
    return habitual and not sentence.hits.at("provider-role", verb - 1)


def _ungoverned(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Decide for a noun with no verb before it: the subject of what follows, or a fragment of the sender's."""
    sentence = around.sentence
    start, end = sentence.clause_range(match.start)
    owner = possessor(sentence, match)
    prose = around.block_kind in ("paragraph", "quote") and not (
        _is_fragment(sentence) or subjects.is_note(sentence)
    )
    generic = Release("generic", "unknown", "")
    for mention in sentence.mentions:
        if start <= mention.start < match.start and mention.actor in ("reader", "provider", "third-party"):
            return foreign(mention.actor, mention, sentence)
    if prose and (
        _follows_stranger(sentence, match, start, owner) or _told_of_others(sentence, match, start)
    ):
        return generic
    offered = any(
        cue.cue.kind == "offering"
        and cue.start >= match.end - 1
        and sentence.clause[cue.start] == sentence.clause[match.end - 1]
        for cue in around.cues
    )
    if rule.act == "care" and prose:
        return None if offered else generic
    predicate = _predicate(sentence, match.end, end) if prose or around.block_kind == "field" else None
    if predicate is None:
        clients = owner == "client" and around.block_kind == "paragraph"
        return Release("other-actor", "client", "her") if clients else None
    if offered or any(mention.actor == "sender" for mention in sentence.mentions):
        return None
    return _predicated(rule, sentence, predicate)


def _is_fragment(sentence: Sentence) -> bool:
    """Say whether a line without a verb or a person reads like a heading ('Evaluation & Treatment')."""
    if len(sentence.words) > _FRAGMENT or any(
        m.actor != "sender" and not m.oblique for m in sentence.mentions
    ):
        return False
    return not any(
        sentence.has("be", at)
        or sentence.has("aux", at)
        or any(hit.form in ("s", "ed", "en") for hit in sentence.hits.at("any-verb", at))
        for at in range(len(sentence.words))
    )


_FRAGMENT = 14
"""Words that a line without a verb may have to be read as a heading."""


def _follows_stranger(sentence: Sentence, match: Match, start: int, owner: Actor | None) -> bool:
    """Say whether unknown words stand before 'the' noun: somebody else's verb that no lexicon knows."""
    if match.start - start < 2 or owner is not None or not sentence.has("determiner", match.start - 1):
        return False
    return subjects.has_content(sentence, start, match.start - 1)


def _predicated(rule: Rule, sentence: Sentence, predicate: int) -> Release | None:
    """Decide for a noun that is the subject of a sentence without the sender."""
    if agent(sentence, predicate) == "sender":
        return None
    passive = _is_participle(sentence, predicate)
    if passive and not subjects.is_passive(sentence, predicate):
        return None
    if rule.passive == "sender" and passive:
        doer = agent(sentence, predicate)
        return None if doer in (None, "sender") else Release("other-actor", doer, "by")
    return Release("generic", "unknown", sentence.words.text[predicate])


def _told_of_others(sentence: Sentence, match: Match, start: int) -> bool:
    """Say whether a sentence without the sender has somebody before the noun ('Her aunt swears by cupping')."""
    if any(mention.actor == "sender" for mention in sentence.mentions):
        return False
    people = any(mention.end <= match.start for mention in sentence.mentions)
    named = any(
        text[0].isupper() and text.isalpha() and at > 0
        for at, text in enumerate(sentence.words.text[: match.start])
    )
    return (people or named) and subjects.has_content(sentence, start, match.start)


def _is_participle(sentence: Sentence, at: int) -> bool:
    word = sentence.words.lower[at]
    return word.endswith(("ed", "en")) or any(
        hit.form in ("ed", "en") for hit in sentence.hits.at("any-verb", at)
    )


def _predicate(sentence: Sentence, at: int, end: int) -> int | None:
    for position in range(at, end):
        if sentence.has("aux", position) and sentence.words.lower[position] not in ("to", "not"):
            after = position + 1
            while after < end and (sentence.has("aux", after) or sentence.has("adverb", after)):
                after += 1
            return min(after, end - 1)
        if sentence.has("any-verb", position) and not _is_noun(sentence, position):
            forms = {hit.form for hit in sentence.hits.at("any-verb", position)}
            if forms & {"s", "ed"} or position == at:
                return position
    return None


def _is_noun(sentence: Sentence, at: int) -> bool:
    """Say whether a word that could be a verb is the noun of 'calf raises', 'an add-on'."""
    moved = sentence.has("move-noun", at) and at > 0 and sentence.has("body-part", at - 1)
    return moved or sentence.words.lower[at + 1 : at + 2] == ("-",)
