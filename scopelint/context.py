"""Whose act is it? From a candidate to a decision: the sender's, or released, and by which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scopelint import clauses
from scopelint.clauses import Mention, Sentence
from scopelint.finding import Actor
from scopelint.inflection import VERB_FORMS
from scopelint.matching import Frame, Match, Matcher
from scopelint.rule import Cue, Rule
from scopelint.tokens import PLACEHOLDER

OTHERS: frozenset[Actor] = frozenset({"reader", "provider", "client", "third-party", "unknown"})


@dataclass(frozen=True, slots=True)
class Release:
    """Why a candidate is silent (`because`), whose act it is, and the words that decided."""

    because: str
    actor: Actor = "unknown"
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A cue where it stands in a sentence."""

    cue: Cue
    start: int
    end: int


@dataclass(slots=True)
class Surroundings:
    """What stands around a sentence: its cues, the sentences beside it, and what its block inherits."""

    sentence: Sentence
    cues: list[Found]
    before: Sentence | None = None
    before_cues: list[Found] = field(default_factory=list)
    after: Sentence | None = None
    after_cues: list[Found] = field(default_factory=list)
    inherited: Release | None = None
    """What the heading, list introduction, label or table row above says for everything under it."""
    block_kind: str = "paragraph"
    addressed: bool = False
    """Whether the block stands above the salutation."""
    doctype: str = "letter"
    pattern: str = ""
    """The pattern of the candidate being decided: its own words are no cue."""
    mechanisms: frozenset[str] = frozenset()
    """Mechanisms switched off, for `scopelint evaluate --ablate`."""


MECHANISMS = (
    "takeover", "approved", "other-sense", "quoted", "question", "inherited", "negated", "other-actor",
    "completed-care", "goal", "conditional", "reported",
)  # fmt: skip


def find_cues(sentence: Sentence, matcher: Matcher) -> list[Found]:
    """Return the cues of a sentence, pseudo-cues swallowing the cues inside them."""
    found = [
        Found(frame.owner, match.start, match.end)
        for frame, match in matcher.find("cues", sentence.words, sentence.hits, sentence.walls)
    ]
    shields = [(cue.start, cue.end) for cue in found if cue.cue.kind.startswith("pseudo-")]
    shields += [(hit.start, hit.end) for hit in sentence.hits.all("approved")]
    return [
        cue
        for cue in found
        if cue.cue.kind.startswith("pseudo-")
        or not any(start <= cue.start and cue.end <= end for start, end in shields)
    ]


def decide(rule: Rule, frame: Frame, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Return why a candidate is released, or None where it is the sender's and is flagged."""
    around.pattern = frame.text
    if "takeover" not in around.mechanisms and _taken_over(match, around):
        return None
    for name, mechanism in _ORDER:
        if name in around.mechanisms or name in rule.even_if:
            continue
        release = mechanism(rule, match, around, unless)
        if release is _KEEP:
            return None
        if release is not None and release.because not in rule.even_if:
            return release
    return None


def _taken_over(match: Match, around: Surroundings) -> bool:
    """Say whether the sender takes over the act just named: 'Dr. X does not offer it, so we do'."""
    if any(cue.cue.kind == "takeover" and cue.start >= match.end for cue in around.cues):
        return True
    return any(cue.cue.kind == "takeover" and cue.start <= 1 for cue in around.after_cues)


_KEEP = Release("kept")
"""A mechanism's word that the phrase is the sender's whatever the later mechanisms say."""


def _approved(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    for at in range(max(0, match.quote_start - 5), match.quote_start + 1):
        for hit in around.sentence.hits.at("approved", at):
            if hit.start <= match.quote_start < hit.end and hit.end >= min(match.quote_end, match.quote_start + 1):
                if hit.end >= match.quote_end or rule.act in ("service", "care"):
                    return Release("approved", "sender", _words(around.sentence, hit.start, hit.end))
    return None


def _other_sense(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    for other in unless:
        if other.quote_start < match.quote_end and match.quote_start < other.quote_end:
            return Release("other-sense", "unknown", _words(around.sentence, other.start, other.end))
    return None


def _quoted(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release words that are mentioned, not used: in quotation marks after 'the word', or said by somebody else."""
    span = _quotes_around(around.sentence, match)
    if span is None:
        return None
    opening, closing = span
    sentence = around.sentence
    for cue in (*around.cues, *around.after_cues):
        if cue.cue.kind == "disowned":
            return Release("quoted", "unknown", cue.cue.pattern.text)
    for cue in around.cues:
        if cue.cue.kind == "mention" and cue.end <= opening and opening - cue.end <= 4:
            return Release("quoted", "unknown", _words(sentence, cue.start, cue.end))
    if rule.act in ("request", "title") or closing - opening > 12 or opening == 0:
        return None
    for mention in sentence.mentions:
        if mention.end <= opening and mention.actor in ("client", "reader", "provider", "third-party") and not mention.oblique:
            if rule.act != "claim":
                return Release("quoted", mention.actor, _words(sentence, mention.start, mention.end))
    return None


def _quotes_around(sentence: Sentence, match: Match) -> tuple[int, int] | None:
    marks = [at for at, word in enumerate(sentence.words.lower) if word in ('"', "'")]
    left = [at for at in marks if at < match.quote_start]
    right = [at for at in marks if at >= match.quote_end - 1 and at > match.quote_start]
    if len(left) % 2 == 1 and right:
        return left[-1], right[0]
    return None


def _address(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release letters behind a name in the address above the salutation: they are the reader's."""
    if rule.act == "title" and around.addressed and any(hit.name == "title-letters" for hit in match.hits):
        return Release("other-actor", "reader", "the address above the salutation")
    return None


def _inherited(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    sentence = around.sentence
    for cue in around.cues:
        if cue.cue.kind.startswith("section-"):
            label_end = _label_end(sentence, cue)
            if label_end is not None and sentence.clause[cue.end - 1] == sentence.clause[label_end - 1] and label_end <= match.start and not _sender_between(sentence, label_end, match.start):
                return Release(cue.cue.kind[8:], "unknown", _words(sentence, cue.start, cue.end))
        if cue.cue.kind == "provider-field" and _is_field(around):
            return Release("provider-field", "provider", _words(sentence, cue.start, cue.end))
    if around.inherited is not None and around.inherited.because not in rule.even_if:
        if not (around.inherited.because == "other-actor" and _subject_actor(sentence, match) == "sender"):
            return around.inherited
    return None


def _is_field(around: Surroundings) -> bool:
    """Say whether the sentence is something to fill in: a form field, a label, a box, a blank."""
    sentence = around.sentence
    if around.block_kind in ("field", "option", "cell", "heading"):
        return True
    return ":" in sentence.words.lower[:8] or bool(sentence.hits.by_name.get("placeholder"))


def _label_end(sentence: Sentence, cue: Found) -> int | None:
    """Return where a label that holds the cue ends (after its colon, dash or question mark), if it is one."""
    for at in range(cue.end, len(sentence.words)):
        if sentence.words.lower[at] in (":", "—", "?") or (sentence.words.lower[at] == ")" and at + 1 < len(sentence.words) and sentence.words.lower[at + 1] == ":"):
            return at + 1
    return None


def _sender_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(m.actor == "sender" and start <= m.start < end for m in sentence.mentions)


def _subject_actor(sentence: Sentence, match: Match) -> Actor | None:
    return clauses.subject(sentence, verb_head(match) if verb_head(match) is not None else match.start)[0]  # type: ignore[arg-type]


def verb_head(match: Match) -> int | None:
    """Return the position of the first verb that the match took from a lexicon."""
    verbs = [hit for hit in match.hits if hit.form in VERB_FORMS and (hit.name.startswith("~") or hit.name.endswith("-verb"))]
    return min((hit.start for hit in verbs), default=None)


def _form(match: Match, head: int) -> str:
    return next((hit.form for hit in match.hits if hit.start == head and hit.form in VERB_FORMS), "base")


def _other_actor(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
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
    if _sender_place(around, head):
        return None
    elsewhere = _other_place(sentence, head)
    if elsewhere is not None:
        return Release("other-actor", elsewhere.actor, _words(sentence, elsewhere.start, elsewhere.end))
    if rule.passive == "other":
        group = clauses.verb_group(sentence, head)
        tense = [w for w in sentence.words.lower[group:head] if w in ("was", "were", "been", "is", "are", "being", "be", "'s")]
        if tense and tense[-1] in ("was", "were", "been") or not tense:
            return Release("history", "unknown", " ".join(tense))
    return None


def _foreign(actor: Actor | None, mention: Mention | None, sentence: Sentence) -> Release | None:
    if actor in OTHERS:
        words = _words(sentence, mention.start, mention.end) if mention else ""
        return Release("other-actor", actor, words)  # type: ignore[arg-type]
    return None


def _please(sentence: Sentence, head: int) -> bool:
    start, _ = sentence.clause_range(head)
    return any(w in ("please", "kindly") for w in sentence.words.lower[start:head])


def _sender_place(around: Surroundings, at: int) -> bool:
    """Say whether the clause of a word says that it happens with the sender ('in our studio', 'with us')."""
    sentence = around.sentence
    at = min(at, len(sentence.clause) - 1)
    for cue in around.cues:
        if cue.cue.kind == "sender-place" and sentence.clause[cue.start] == sentence.clause[at]:
            between = range(at + 1, cue.start) if cue.start > at else range(cue.end, at)
            if not any(sentence.words.lower[p] == "and" and clauses.is_finite(sentence.hits, p + 1) for p in between):
                return True
    return False


_STOPS = frozenset(";:.?!—()")
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
    owner = _possessor(sentence, match)
    if owner == "sender" or _sender_place(around, match.start):
        return _sender_owns(around, match)
    if owner in ("reader", "provider", "third-party"):
        return Release("other-actor", owner, _words(sentence, match.start - 1, match.start))
    verb = _governor(sentence, match.start)
    if verb is not None and _offers(sentence, verb):
        return None
    elsewhere = _other_place(sentence, match.quote_end - 1)
    if elsewhere is not None:
        return Release("other-actor", elsewhere.actor, _words(sentence, elsewhere.start, elsewhere.end))
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


def _sender_owns(around: Surroundings, match: Match) -> Release | None:
    return None


def _possessor(sentence: Sentence, match: Match) -> Actor | None:
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
    owner = _possessor(sentence, match)
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
            return Release("other-actor", "provider", _words(sentence, cue.start, cue.end))
    start, end = sentence.clause_range(match.start)
    for mention in sentence.mentions:
        if mention.actor in ("provider", "reader") and (mention.end <= match.start or mention.start >= match.end):
            if not mention.oblique and mention.end <= match.start and start <= mention.start:
                return _foreign(mention.actor, mention, sentence)
            if mention.oblique and sentence.words.lower[mention.start - 1] in ("by", "per", "from", "at") :
                return Release("other-actor", mention.actor, _words(sentence, mention.start - 1, mention.end))
    return None


def _cue_in_scope(kind: str) -> object:
    def mechanism(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
        return _scoped(kind, match, around)

    return mechanism


def _scoped(kind: str, match: Match, around: Surroundings) -> Release | None:
    """Release by a cue of a kind: forward cues before the phrase, backward ones after it, in the same clause."""
    sentence = around.sentence
    for cue in around.cues:
        if cue.cue.kind != kind or (cue.start < match.end and match.start < cue.end and not cue.cue.direction == "both"):
            continue
        same = sentence.clause[cue.end - 1] == sentence.clause[match.start]
        forward = cue.cue.direction in ("forward", "both") and cue.end <= match.quote_start + 1 and same
        backward = cue.cue.direction in ("backward", "both") and cue.start >= match.start and sentence.clause[cue.start] == sentence.clause[match.end - 1]
        if forward or backward or (cue.cue.direction == "both" and same):
            return Release(kind, "unknown", _words(sentence, cue.start, cue.end))
    return None


def _completed(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    if rule.act not in ("service", "care", "verb") or _sender_place(around, match.start) or _possessor(around.sentence, match) == "sender":
        return None
    return _scoped("completed-care", match, around) or _scoped("history", match, around) or _past_job(around)


def _past_job(around: Surroundings) -> Release | None:
    """Release what the sender did in an earlier job, told in this sentence or carried over from the one before."""
    for cue in (*around.cues, *around.before_cues):
        if cue.cue.kind == "past-job":
            return Release("history", "sender", cue.cue.pattern.text)
    return None


def _question(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Decide a question by its answer; without one, a question asserts nothing."""
    sentence = around.sentence
    lower = sentence.words.lower
    if "?" not in lower[match.end - 1 :] or rule.act in ("request", "title") or _possessor(sentence, match) == "sender":
        return None
    answer = _answer(around)
    if answer == "no":
        return Release("negated", "sender", "the answer")
    if answer == "yes":
        return _KEEP
    if lower[0] in ("shall", "may", "could", "why") and rule.act == "verb":
        return None
    return Release("question", "unknown", "?")


def _answer(around: Surroundings) -> str | None:
    after = around.after
    if after is None:
        return None
    lower = after.words.lower
    if any(found.cue.kind == "negated" and found.start <= 5 for found in around.after_cues):
        return "no"
    if any(found.cue.kind == "affirmed" and found.start <= 6 for found in around.after_cues):
        return "yes"
    if any(m.actor in ("reader", "provider") for m in after.mentions) and not any(m.actor == "sender" for m in after.mentions):
        return "no"
    if not any(word[0].isalpha() and word[0] != PLACEHOLDER for word in lower):
        return None
    return "yes" if len(lower) <= 5 and lower[-1] != "?" else None


def _negated(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    cues = negations(match.start, match.end, match.quote_start, around)
    if not cues:
        return None
    if len(cues) == 2 and any(cue.cue.pattern.text in ("without", "nobody", "no one", "none") for cue in cues):
        return None
    return Release("negated", "sender", _words(around.sentence, cues[0].start, cues[0].end))


def negations(
    start: int, end: int, quote: int, around: Surroundings, kinds: tuple[str, ...] = ("negated",)
) -> list[Found]:
    """Return the negation cues whose scope holds the words [start, end)."""
    sentence = around.sentence
    stops = [cue.start for cue in around.cues if cue.cue.kind == "terminator"]
    found = []
    for cue in around.cues:
        if cue.cue.kind not in kinds or any(cue.end <= stop < start or end <= stop < cue.start for stop in stops):
            continue
        if start < cue.start and cue.end < end and _slipped_in(sentence, cue, around.pattern):
            found.append(cue)
        elif cue.cue.direction != "backward" and cue.end <= quote:
            if sentence.clause[cue.end - 1] == sentence.clause[start] or _list_goes_on(sentence, cue, start):
                found.append(cue)
        elif cue.cue.direction == "backward" and cue.start >= start and cue.end > end and _backward_reach(sentence, cue, end):
            found.append(cue)
    return found


def _slipped_in(sentence: Sentence, cue: Found, pattern: str) -> bool:
    """Say whether a negation stands in a gap of the match ('submit no claims') and not in its own words."""
    words = sentence.words.lower[cue.start : cue.end]
    return words[0] in ("no", "not", "n't", "never", "neither") and words[0] not in pattern


def _list_goes_on(sentence: Sentence, cue: Found, start: int) -> bool:
    """Say whether only a colon parts a verbal negation from a list without a subject of its own."""
    lower = sentence.words.lower
    if lower[cue.start] in ("no", "without"):
        return False
    between = [at for at in range(cue.end, start) if sentence.clause[at] != sentence.clause[at - 1]]
    return bool(between) and all(lower[at - 1] in (":", "(") for at in between) and not _sender_between(sentence, between[0], start)


def _backward_reach(sentence: Sentence, cue: Found, end: int) -> bool:
    if sentence.clause[cue.start] == sentence.clause[end - 1]:
        return True
    between = sentence.words.lower[end : cue.start]
    if all(not word[0].isalnum() for word in between):
        return len(between) <= 2
    listed = all(word not in _STOPS for word in between) and any(word in ("or", "and", "nor") for word in between)
    return listed and not any(clauses.is_finite(sentence.hits, at) or sentence.has("aux", at) for at in range(end, cue.start))


def _words(sentence: Sentence, start: int, end: int) -> str:
    return " ".join(sentence.words.text[start:end])


def _only(acts: tuple[str, ...], kind: str):  # type: ignore[no-untyped-def]
    def mechanism(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
        return _scoped(kind, match, around) if rule.act in acts else None

    return mechanism


_ORDER = (
    ("approved", _approved),
    ("other-sense", _other_sense),
    ("quoted", _quoted),
    ("address", _address),
    ("question", _question),
    ("inherited", _inherited),
    ("negated", _negated),
    ("other-actor", _other_actor),
    ("completed-care", _completed),
    ("goal", _only(("claim", "verb", "service", "care", "statement"), "goal")),
    ("conditional", _only(("service", "care", "statement", "claim"), "conditional")),
    ("reported", _only(("verb", "service", "care", "statement", "claim"), "reported")),
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the context says of a span: is it negated, whose is it, and when."""

    negated: bool
    actor: Actor
    time: str
    """`past`, `present` or `hypothetical`."""
    cue: str = ""


def assess(text: str, start: int, end: int) -> Assessment:
    """Judge any span [start, end) (characters) of any text by its sentence alone.

    The cue classes are NegEx's and ConText's (S34): forward, backward, pseudo, terminators.

    Raises:
        ValueError: the span is empty or outside the text.
    """
    from scopelint import assessment

    return Assessment(*assessment.judge(text, start, end))
