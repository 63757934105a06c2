"""Whose act is it? The verb's subject or agent, the noun's possessor, governor and place."""

from __future__ import annotations

from scopelint import clauses
from scopelint.clauses import Sentence
from scopelint.cues import Release, Surroundings, words_of
from scopelint.finding import Actor
from scopelint.inflection import VERB_FORMS
from scopelint.mentions import Mention, is_finite
from scopelint.matching import Match
from scopelint.rule import Rule

OTHERS: frozenset[Actor] = frozenset({"reader", "provider", "client", "third-party", "unknown"})


def verb_head(match: Match) -> int | None:
    """Return the position of the first verb that the match took from a lexicon."""
    verbs = [hit for hit in match.hits if hit.form in VERB_FORMS and (hit.name.startswith("~") or hit.name.endswith("-verb"))]
    return min((hit.start for hit in verbs), default=None)


def _form(match: Match, head: int) -> str:
    return next((hit.form for hit in match.hits if hit.start == head and hit.form in VERB_FORMS), "base")


def subject_actor(sentence: Sentence, match: Match) -> Actor | None:
    return clauses.subject(sentence, verb_head(match) if verb_head(match) is not None else match.start)[0]  # type: ignore[arg-type]


def other_actor(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    if rule.act == "verb":
        return _verb_actor(rule, match, around)
    if rule.act in ("service", "care"):
        return _service_actor(rule, match, around)
    if rule.act == "claim":
        return _claim_actor(rule, match, around)
    if rule.act == "statement":
        return _statement_source(rule, match, around)
    return None


def _verb_actor(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    sentence, head = around.sentence, verb_head(match)
    if head is None:
        return None
    form = _participle(sentence, head, _form(match, head))
    if form == "en":
        return _passive_actor(rule, match, around, head)
    actor, mention = clauses.subject(sentence, head)
    if form == "base" and actor is None and _please(sentence, head):
        return Release("other-actor", "reader", "please")
    return _foreign(actor, mention, sentence)


def _participle(sentence: Sentence, head: int, form: str) -> str:
    """Tell a participle ('was treated', 'care provided by') from a past ('we treated'); 'ed' covers both."""
    if form not in ("ed", "en"):
        return form
    if clauses.is_passive(sentence, head) or clauses.agent(sentence, head):
        return "en"
    return "ed"


def _passive_actor(rule: Rule, match: Match, around: Surroundings, head: int) -> Release | None:
    sentence = around.sentence
    doer = clauses.agent(sentence, head)
    if doer is not None:
        return None if doer == "sender" else Release("other-actor", doer, "by")
    if sender_place(around, head):
        return None
    elsewhere = _other_place(sentence, head)
    if elsewhere is not None:
        return Release("other-actor", elsewhere.actor, words_of(sentence, elsewhere.start, elsewhere.end))
    if rule.passive == "other":
        group = clauses.verb_group(sentence, head)
        tense = [w for w in sentence.words.lower[group:head] if w in ("was", "were", "been", "is", "are", "being", "be", "'s")]
        if tense and tense[-1] in ("was", "were", "been") or not tense:
            return Release("history", "unknown", " ".join(tense))
    return None


def _foreign(actor: Actor | None, mention: Mention | None, sentence: Sentence) -> Release | None:
    if actor in OTHERS:
        words = words_of(sentence, mention.start, mention.end) if mention else ""
        return Release("other-actor", actor, words)  # type: ignore[arg-type]
    return None


def _please(sentence: Sentence, head: int) -> bool:
    start, _ = sentence.clause_range(head)
    return any(w in ("please", "kindly") for w in sentence.words.lower[start:head])


def sender_place(around: Surroundings, at: int) -> bool:
    """Say whether the clause of a word says that it happens with the sender ('in our studio', 'with us')."""
    sentence = around.sentence
    at = min(at, len(sentence.clause) - 1)
    for cue in around.cues:
        if cue.cue.kind == "sender-place" and sentence.clause[cue.start] == sentence.clause[at]:
            between = range(at + 1, cue.start) if cue.start > at else range(cue.end, at)
            if not any(sentence.words.lower[p] == "and" and is_finite(sentence.hits, p + 1) for p in between):
                return True
    return False

_PLACE = frozenset({"by", "from", "at", "with", "through", "via"})


def _other_place(sentence: Sentence, at: int) -> Mention | None:
    """Return who else is named after a phrase with 'by, from, at, with' in the same clause."""
    _, end = sentence.clause_range(at)
    for mention in sentence.mentions:
        if at < mention.start < end and mention.actor in ("reader", "provider", "third-party"):
            if sentence.words.lower[mention.start - 1] in _PLACE:
                return mention
    for position in range(at + 1, min(end - 1, at + 10)):
        if sentence.words.lower[position] in ("at", "by") and sentence.words.text[position + 1][0].isupper():
            if not any(m.start == position + 1 and m.actor == "sender" for m in sentence.mentions):
                return Mention(position + 1, position + 2, "provider", True)
    return None


def _service_actor(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    sentence = around.sentence
    owner = possessor(sentence, match)
    if owner == "sender" or sender_place(around, match.start):
        return None
    if owner in ("reader", "provider", "third-party"):
        return Release("other-actor", owner, words_of(sentence, match.start - 1, match.start))
    verb = _governor(sentence, match.start)
    if verb is not None and _offers(sentence, verb):
        return None
    elsewhere = _other_place(sentence, match.quote_end - 1)
    if elsewhere is not None:
        return Release("other-actor", elsewhere.actor, words_of(sentence, elsewhere.start, elsewhere.end))
    if match.start and sentence.has("free-word", match.start - 1):
        return None
    if verb is not None:
        return _governed(rule, match, around, verb)
    return _ungoverned(rule, match, around)


def _offers(sentence: Sentence, verb: int) -> bool:
    """Say whether the sender is the subject of a verb that gives ('we bought', 'our coach does')."""
    if not sentence.has("offer-verb", verb) or clauses.is_passive(sentence, verb):
        return False
    return clauses.subject(sentence, verb)[0] == "sender"


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
        if not word[0].isalpha() or sentence.has("preposition", position) or sentence.has("aux", position):
            return None
        if sentence.has("any-verb", position):
            return None
    return None


def _governor(sentence: Sentence, at: int) -> int | None:
    """Return the nearest verb before a noun in its clause."""
    start, _ = sentence.clause_range(at)
    for position in range(at - 1, start - 1, -1):
        if sentence.has("any-verb", position) and not sentence.has("determiner", position - 1):
            if any(m.start <= position < m.end for m in sentence.mentions):
                continue
            return position
        if sentence.has("be", position) and sentence.words.lower[position] not in ("'s",):
            return position
    return None


def _governed(rule: Rule, match: Match, around: Surroundings, verb: int) -> Release | None:
    sentence = around.sentence
    hits = sentence.hits.at("any-verb", verb)
    form = next((hit.form for hit in hits if hit.form != "base"), "base") if hits else "be"
    if form in ("ed", "en") and (clauses.is_passive(sentence, verb) or clauses.agent(sentence, verb)):
        doer = clauses.agent(sentence, verb)
        if doer is not None:
            return None if doer == "sender" else Release("other-actor", doer, "by")
    actor, mention = clauses.subject(sentence, verb)
    if rule.act == "service" and _receives(sentence, verb, actor, mention):
        return None
    if actor in ("reader", "provider", "client", "third-party"):
        return _foreign(actor, mention, sentence)
    if actor == "unknown" and rule.act == "service" and _named_staff(sentence, verb):
        return None
    if sentence.has("neutral-verb", verb) and not sentence.has("offer-verb", verb):
        return Release("generic", actor or "unknown", sentence.words.text[verb])
    if actor == "unknown" and around.block_kind in ("paragraph", "quote"):
        return Release("generic", "unknown", "")
    if rule.act == "care" and actor is None and form in ("base", "ing") and around.block_kind == "paragraph" and verb > 0:
        return Release("generic", "unknown", "")
    if actor is None and form == "base" and (_please(sentence, verb)):
        return Release("other-actor", "reader", "please")
    if form == "be" and actor is None:
        return Release("generic", "unknown", "")
    return None


def _receives(sentence: Sentence, verb: int, actor: Actor | None, mention: Mention | None) -> bool:
    """Say whether the reader, or clients in general, are given the thing: 'you get', 'every client receives'."""
    if mention is None or not sentence.has("recipient-verb", verb):
        return False
    return actor == "reader" or (actor == "client" and mention.end - mention.start > 1 or _plural(sentence, mention))


def _plural(sentence: Sentence, mention: Mention) -> bool:
    word = sentence.words.lower[mention.end - 1]
    return word in ("everyone", "people", "anyone") or (len(word) > 4 and word.endswith("s"))


def _named_staff(sentence: Sentence, verb: int) -> bool:
    """Say whether a first name does something as a habit: 'Hattie offers cupping on Fridays'."""
    if verb == 0 or not sentence.words.text[verb - 1][0].isupper() or not sentence.words.lower[verb - 1].isalpha():
        return False
    habitual = any(hit.form == "s" for hit in sentence.hits.at("offer-verb", verb))
    return habitual and not sentence.hits.at("provider-role", verb - 1)


def _ungoverned(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Decide for a noun with no verb before it: the subject of what follows, or a fragment of the sender's."""
    sentence = around.sentence
    start, end = sentence.clause_range(match.start)
    owner = possessor(sentence, match)
    for mention in sentence.mentions:
        if start <= mention.start < match.start and mention.actor in ("reader", "provider", "third-party"):
            return _foreign(mention.actor, mention, sentence)
    if around.block_kind in ("paragraph", "quote") and match.start - start >= 2 and owner is None:
        if sentence.has("determiner", match.start - 1) and clauses.has_content(sentence, start, match.start - 1):
            return Release("generic", "unknown", "")
    predicate = _predicate(sentence, match.end, end) if around.block_kind in ("paragraph", "quote", "field") else None
    if rule.act == "care" and around.block_kind in ("paragraph", "quote"):
        offered = any(cue.cue.kind == "offering" and cue.start >= match.end - 1 for cue in around.cues)
        return None if offered else Release("generic", "unknown", "")
    if predicate is None:
        return Release("other-actor", "client", "her") if owner == "client" and around.block_kind == "paragraph" else None
    if any(cue.cue.kind == "offering" and cue.start >= match.end - 1 for cue in around.cues):
        return None
    if any(m.actor == "sender" for m in sentence.mentions):
        return None
    if rule.passive == "sender" and _is_participle(sentence, predicate) and clauses.is_passive(sentence, predicate):
        doer = clauses.agent(sentence, predicate)
        return None if doer in (None, "sender") else Release("other-actor", doer, "by")
    if around.block_kind in ("option",):
        return None
    return Release("generic", "unknown", sentence.words.text[predicate])


def _is_participle(sentence: Sentence, at: int) -> bool:
    word = sentence.words.lower[at]
    return word.endswith(("ed", "en")) or any(hit.form in ("ed", "en") for hit in sentence.hits.at("any-verb", at))


def _predicate(sentence: Sentence, at: int, end: int) -> int | None:
    for position in range(at, end):
        if sentence.has("aux", position) and sentence.words.lower[position] not in ("to", "not"):
            after = position + 1
            while after < end and (sentence.has("aux", after) or sentence.has("adverb", after)):
                after += 1
            return min(after, end - 1)
        if sentence.has("any-verb", position):
            forms = {hit.form for hit in sentence.hits.at("any-verb", position)}
            if forms & {"s", "ed"} or position == at:
                return position
    return None


def _claim_actor(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    sentence, head = around.sentence, verb_head(match)
    if head is None:
        return None
    form = _participle(sentence, head, _form(match, head))
    if form == "en":
        doer = clauses.agent(sentence, head)
        if doer is not None:
            return None if doer in ("sender", "unknown") else Release("other-actor", doer, "by")
        elsewhere = _other_place(sentence, head)
        return Release("other-actor", elsewhere.actor, "") if elsewhere else None
    actor, mention = clauses.subject(sentence, head)
    if actor in ("reader", "provider", "third-party"):
        return _foreign(actor, mention, sentence)
    if actor == "client" and form == "base" and any(w in ("to", "will") for w in sentence.words.lower[max(0, head - 2):head]):
        return Release("goal", "client", "")
    return None


def _statement_source(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Release a verdict that somebody else is named for: 'per Dr. Hale', 'the radiologist's report says'."""
    sentence = around.sentence
    for cue in around.cues:
        if cue.cue.kind == "source":
            return Release("other-actor", "provider", words_of(sentence, cue.start, cue.end))
    start, end = sentence.clause_range(match.start)
    for mention in sentence.mentions:
        if mention.actor in ("provider", "reader") and (mention.end <= match.start or mention.start >= match.end):
            if not mention.oblique and mention.end <= match.start and start <= mention.start:
                return _foreign(mention.actor, mention, sentence)
            if mention.oblique and sentence.words.lower[mention.start - 1] in ("by", "per", "from", "at") :
                return Release("other-actor", mention.actor, words_of(sentence, mention.start - 1, mention.end))
    return None
