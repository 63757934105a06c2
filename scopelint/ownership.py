"""Whose act is it? The verb's subject or agent, the noun's possessor, governor and place."""

from __future__ import annotations

from scopelint import subjects
from scopelint.agents import agent
from scopelint.clauses import Sentence
from scopelint.cues import Release, Surroundings, words_of
from scopelint.finding import Actor
from scopelint.inflection import VERB_FORMS
from scopelint.matching import Match
from scopelint.mentions import Mention
from scopelint.places import other_place, sender_place
from scopelint.rule import Rule

OTHERS: frozenset[Actor] = frozenset({"reader", "provider", "client", "third-party", "unknown"})


def verb_head(sentence: Sentence, match: Match) -> int | None:
    """Return where the first verb stands that the match took from a lexicon, or the literal one it starts with."""
    verbs = [
        hit.start
        for hit in match.hits
        if hit.form in VERB_FORMS and (hit.name.startswith("~") or hit.name.endswith("-verb"))
    ]
    if verbs:
        return min(verbs)
    forms = {hit.form for hit in sentence.hits.at("any-verb", match.quote_start)}
    if not forms or forms & {"ed", "en"} or sentence.has("aux", match.quote_start):
        return None
    return match.quote_start


def is_noun(sentence: Sentence, head: int) -> bool:
    """Say whether what could be a verb is a noun here: 'gets a free flush of', 'gliding of the talus'."""
    lower = sentence.words.lower
    forms = {hit.form for hit in sentence.hits.at("any-verb", head)}
    if lower[head].endswith("ing"):
        return lower[head + 1 : head + 2] == ("of",)
    if forms & {"ed", "en"} or head == 0:
        return False
    back = head - 1
    if back and not sentence.has("determiner", back) and not sentence.has("any-verb", back):
        back -= 1
    return lower[back] in ("a", "an", "another", "every", "each")


def _form(sentence: Sentence, match: Match, head: int) -> str:
    hits = (*match.hits, *sentence.hits.at("any-verb", head))
    return next((hit.form for hit in hits if hit.start == head and hit.form in VERB_FORMS), "base")


def subject_actor(sentence: Sentence, match: Match) -> Actor | None:
    """Return who does the verb of a match, or what stands at its start."""
    head = verb_head(sentence, match)
    return subjects.subject(sentence, match.start if head is None else head)[0]


def sender_does(rule: Rule, match: Match, around: Surroundings) -> bool:
    """Say whether the sender is the subject of the act: of the verb, or of the verb that gives the service."""
    sentence = around.sentence
    if rule.act == "verb":
        head = verb_head(sentence, match)
        if (
            head is None
            or participle(sentence, head, _form(sentence, match, head), match.quote_start) == "en"
        ):
            return False
        actor, mention = subjects.subject(sentence, head)
        return actor == "sender" and mention is not None
    verb = subjects.governor(sentence, match.start)
    if verb is None or not subjects.gives(sentence, verb):
        return False
    return not any(
        cue.cue.kind in ("completed-care", "history") and verb <= cue.start < match.start
        for cue in around.cues
    )


def wished_by_sender(match: Match, around: Surroundings) -> bool:
    """Say whether it is the sender who hopes for the act: 'we hope to cure', 'our goal is to heal'."""
    sentence = around.sentence
    for cue in around.cues:
        if cue.cue.kind == "goal" and cue.end <= match.quote_start + 1:
            before = [m for m in sentence.mentions if m.start < cue.end and not m.oblique]
            return bool(before) and before[-1].actor == "sender"
    return False


def verb_actor(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Release a verb whose subject or agent is somebody else."""
    sentence = around.sentence
    head = verb_head(sentence, match)
    if head is None:
        worker = subjects.worker(sentence, match.quote_start)
        if worker and rule.family != "billing":
            return Release("other-actor", worker)
        place = other_place(sentence, match.quote_end - 1)
        return foreign(place.actor, place, sentence) if place and place.actor != "third-party" else None
    form = participle(sentence, head, _form(sentence, match, head), match.quote_start)
    if form == "en":
        return _passive_actor(rule, match, around, head)
    actor, mention = subjects.subject(sentence, head)
    if form == "ed" and mention and mention.end == head and _are_given(sentence, mention, head):
        return None if sender_place(around, head) else foreign(actor, mention, sentence)
    if form == "ed" and (actor, mention) == ("unknown", None) and sentence.has("preposition", head + 1):
        if sender_place(around, head):  # 'Achilles, conservatively treated on these premises'
            return None
    unsaid = mention.start > head if mention else actor != "sender"
    if form in ("base", "ing") and unsaid and please(sentence, head):
        return Release("other-actor", "reader", "please")
    if (
        actor == "unknown"
        and mention is None
        and (subjects.is_note(sentence) or _staff(sentence, head, form))
    ):
        return None
    return foreign(actor, mention, sentence)


def _are_given(sentence: Sentence, mention: Mention, head: int) -> bool:
    """Say whether 'patients treated in' means those who were treated: several clients, and no object behind."""
    many = mention.actor == "client" and sentence.words.lower[head - 1].endswith("s")
    return many and head + 1 < len(sentence.words) and sentence.has("preposition", head + 1)


def _staff(sentence: Sentence, head: int, form: str) -> bool:
    """Say whether a first name does something for people in general: 'Sarah treats clients with MS'."""
    words, named = sentence.words, head > 0 and sentence.words.text[head - 1]
    if form != "s" or not named or not named[0].isupper() or not named.isalpha():
        return False
    told = not sentence.hits.at("provider-role", head - 1)
    return told and any(word in _PEOPLE for word in words.lower[head + 1 : head + 5])


_PEOPLE = ("clients", "people", "members", "patients", "adults", "runners", "anyone")


def participle(sentence: Sentence, head: int, form: str, start: int | None = None) -> str:
    """Tell a participle ('was treated', 'care provided by') from a past ('we treated'); 'ed' covers both.

    Notes leave 'was' out ('cane discontinued'): a match that starts at its object has no other subject.
    """
    if form not in ("ed", "en"):
        same = sentence.words.lower[head] in _SAME and subjects.is_passive(sentence, head)
        return "en" if same else form
    if subjects.is_passive(sentence, head) or agent(sentence, head):
        return "en"
    if start is not None and start < head and subjects.subject(sentence, head) == ("unknown", None):
        return "en"
    return "ed"


_SAME = frozenset({"put", "set", "cut", "let", "read", "hit"})
"""Verbs whose participle looks like their base: 'has been put on capsules by our studio'."""


def _passive_actor(rule: Rule, match: Match, around: Surroundings, head: int) -> Release | None:
    sentence = around.sentence
    doer = agent(sentence, head)
    if doer is not None:
        return None if doer == "sender" else Release("other-actor", doer, "by")
    if sender_place(around, head):
        return None
    named = any(m.actor in ("provider", "reader", "third-party") for m in sentence.mentions)
    if (sentence.has("tell-verb", head) or sentence.has("advise-verb", head)) and not named:
        return None
    if any(cue.cue.kind in ("conditional", "temporal") and cue.end <= head for cue in around.cues):
        return Release("conditional", "unknown", "if")
    elsewhere = other_place(sentence, head)
    if elsewhere is not None:
        return Release("other-actor", elsewhere.actor, words_of(sentence, elsewhere.start, elsewhere.end))
    if rule.passive != "sender":
        group = subjects.verb_group(sentence, head)
        be = ("was", "were", "been", "is", "are", "being", "be", "'s")
        tense = [word for word in sentence.words.lower[group:head] if word in be]
        if rule.passive == "note" and not tense:
            others = [m for m in sentence.mentions if m.actor in ("provider", "reader")]
            return (
                Release("other-actor", others[0].actor, words_of(sentence, others[0].start, others[0].end))
                if others
                else None
            )
        if not tense or tense[-1] in ("was", "were", "been"):
            return Release("history", "unknown", " ".join(tense))
    return None


def foreign(actor: Actor | None, mention: Mention | None, sentence: Sentence) -> Release | None:
    """Return a release where the actor is somebody else than the sender."""
    if actor in OTHERS:
        words = words_of(sentence, mention.start, mention.end) if mention else ""
        return Release("other-actor", actor, words)
    return None


def please(sentence: Sentence, head: int) -> bool:
    """Say whether the clause asks the reader to act."""
    start, _ = sentence.clause_range(head)
    return any(w in ("please", "kindly") for w in sentence.words.lower[start:head])


def possessor(sentence: Sentence, match: Match) -> Actor | None:
    """Return whose a noun is: 'our', 'your', 'her', 'Dr. Lee's' at its start or just before it."""
    lower, at = sentence.words.lower, match.quote_start
    if lower[at] in ("our", "my"):
        return "sender"
    for position in range(at - 1, max(-1, at - 4), -1):
        word = lower[position]
        if word in ("our", "my"):
            return "sender"
        if word == "your":
            return "reader"
        if word in ("her", "his", "their"):
            return "client"
        if word == "'s" or (word == "'" and position and lower[position - 1].endswith("s")):
            for mention in sentence.mentions:
                if mention.end == position:
                    return mention.actor
            return "unknown"
        if not word[0].isalnum() or sentence.has("preposition", position) or sentence.has("aux", position):
            return None
        if sentence.has("any-verb", position) and lower[position - 1] not in _POSSESSIVES:
            return None
    return None


_POSSESSIVES = frozenset({"our", "my", "your", "her", "his", "their"})
_PROMISED = frozenset({"will", "'ll", "can", "lets", "let", "helps", "help"})
"""What makes a promise of 'you will walk without a limp', 'our class lets you'."""


def claim_actor(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Release a promise that somebody else makes or a client hopes for."""
    sentence = around.sentence
    credited = next((cue for cue in around.cues if cue.cue.kind == "credited"), None)
    if credited is not None:
        return Release("other-actor", "provider", words_of(sentence, credited.start, credited.end))
    head = verb_head(sentence, match)
    if head is None:
        return None
    form = participle(sentence, head, _form(sentence, match, head), match.quote_start)
    if form == "en":
        doer = agent(sentence, head)
        if doer is not None:
            return None if doer in ("sender", "unknown") else Release("other-actor", doer, "by")
        elsewhere = other_place(sentence, head)
        return Release("other-actor", elsewhere.actor, "") if elsewhere else None
    actor, mention = subjects.subject(sentence, head)
    if actor == "reader" and any(w in _PROMISED for w in sentence.words.lower[max(0, head - 4) : head]):
        return None
    if actor in ("reader", "provider", "third-party"):
        return foreign(actor, mention, sentence)
    if (
        actor == "client"
        and form == "base"
        and any(w in ("to", "will") for w in sentence.words.lower[max(0, head - 2) : head])
    ):
        return Release("goal", "client", "")
    return None
