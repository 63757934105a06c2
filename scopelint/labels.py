"""What a label, a form field or a heading says of the words under it: 'PT:', 'Myth:', 'Provider to complete'."""

from __future__ import annotations

from collections.abc import Sequence

from scopelint.clauses import Sentence
from scopelint.cues import Found, Release, Surroundings, sender_between, words_of
from scopelint.matching import Match
from scopelint.ownership import possessor, subject_actor
from scopelint.rule import Rule

ANSWERS = {"answer-no": "negated", "answer-theirs": "other-actor"}
"""Kinds of cues that answer a label, and why what it names is released."""
_SPEAKER = ("sender-i", "sender-we")
_LABEL = 4
"""Words of a label that may follow the one that is answered."""


def inherited(rule: Rule, match: Match, around: Surroundings, unless: Sequence[Match]) -> Release | None:
    """Release what a label, a field of the provider's or the heading above says is not the sender's."""
    sentence = around.sentence
    for cue in around.cues:
        if cue.cue.kind.startswith("section-"):
            label_end = _label_end(sentence, cue)
            if (
                label_end is not None
                and sentence.clause[cue.end - 1] == sentence.clause[label_end - 1]
                and label_end <= match.start
                and (cue.cue.kind == "section-quoted" or not _sender_behind(around, label_end, match))
            ):
                return Release(cue.cue.kind[8:], "unknown", words_of(sentence, cue.start, cue.end))
        if cue.cue.kind == "provider-field" and _is_field(around):
            return Release("provider-field", "provider", words_of(sentence, cue.start, cue.end))
    if around.doctype == "referral-form" and _is_providers(around):
        return Release("provider-field", "provider", sentence.words.text[0])
    if (
        around.providers_form
        and around.block_kind in ("field", "cell")
        and rule.act in ("service", "care", "statement")
    ):
        if not any(mention.actor == "sender" for mention in sentence.mentions) and rule.family != "modality":
            return Release("provider-field", "provider", "a form for the provider")
    answer = answered(sentence, around.cues, match.quote_start, match.end)
    if answer is not None and rule.act != "request":
        return Release(ANSWERS[answer.cue.kind], "unknown", words_of(sentence, answer.start, answer.end))
    labelled = _labelled(rule, match, sentence)
    if labelled is not None:
        return labelled
    return _governed(rule, match, around)


def answered(sentence: Sentence, cues: Sequence[Found], start: int, end: int) -> Found | None:
    """Return the cue that answers a label which begins with the words [start, end): 'Massage by us: no.'."""
    before = sentence.words.lower[max(0, start - 2) : start]
    if len(before) == 2 and all(word[0].isalnum() for word in before):
        return None  # 'Reaction to therapy: none' says no to the reaction
    if any(at < end for name in _SPEAKER for at in sentence.hits.positions(name)):
        return None  # 'We treat backs: no, we mean it' answers nothing
    near = (cue for cue in cues if cue.cue.kind in ANSWERS and cue.start and end <= cue.start <= end + _LABEL)
    return next(near, None)


def _governed(rule: Rule, match: Match, around: Surroundings) -> Release | None:
    """Release by the heading, the introduction, the row or the column head that an act stands under."""
    above, sentence = around.inherited, around.sentence
    if above is None or (above.because == "history" and _own(rule, match, sentence)):
        return None
    if above.because != "other-actor":
        return None if _said(around, match) or above.because in rule.even_if else above
    if around.block_kind == "cell" and around.doctype != "referral-form":  # who does what, nothing to fill in
        said = any(sentence.hits.positions(name) for name in _SPEAKER)
        return None if said else Release("provider-field", "provider", above.cue)
    if rule.family == "referral" or "other-actor" in rule.even_if:
        return None  # 'Physician order' heads what the sender asks for
    return None if subject_actor(sentence, match) == "sender" else above


def _said(around: Surroundings, match: Match) -> bool:
    """Say whether the sender says in a sentence of his own what he does, whatever a heading or a row denies."""
    sentence, above = around.sentence, around.inherited
    if above is None or above.because != "negated" or around.block_kind not in ("cell", "paragraph"):
        return False
    spoken = any(at < match.end for name in _SPEAKER for at in sentence.hits.positions(name))
    return spoken and (around.block_kind == "cell" or subject_actor(sentence, match) == "sender")


def _own(rule: Rule, match: Match, sentence: Sentence) -> bool:
    """Say whether the sender does or asks for it, which is no history of the client's."""
    return rule.act == "request" or "sender" in (subject_actor(sentence, match), possessor(sentence, match))


def _sender_behind(around: Surroundings, label_end: int, match: Match) -> bool:
    """Say whether what follows a label is the sender's: he is named, or his place ('treated on our premises')."""
    sentence = around.sentence
    if sender_between(sentence, label_end, match.start):
        return True
    lower = sentence.words.lower
    return any(
        cue.cue.kind == "sender-place" and match.end <= cue.start and "," not in lower[match.end : cue.start]
        for cue in around.cues
    )


def _is_providers(around: Surroundings) -> bool:
    """Say whether a referral form asks the provider for the client's state or for his own number."""
    lower = around.sentence.words.lower
    if around.block_kind == "option":
        ours = ":" in lower or lower[:2] in _OFFERED
        return (
            around.sentence.has("client-state", 0)
            and not ours
            and not sender_between(around.sentence, 0, len(lower))
        )
    return (
        around.block_kind in ("field", "cell")
        and "npi" in lower
        and not around.sentence.hits.positions("own-number-word")
    )


_OFFERED = (("on", "site"), ("on", "request"), ("on", "demand"))
"""What opens one that offers something all the same: 'On-site ultrasound'."""


def _labelled(rule: Rule, match: Match, sentence: Sentence) -> Release | None:
    """Release by a label that gives the act to somebody: 'Manual therapy: your clinic.', 'Eastgate PT: taping'."""
    if rule.act in ("request", "title") or ":" not in sentence.words.lower:
        return None
    colons = [at for at, word in enumerate(sentence.words.lower) if word == ":"]
    for mention in sentence.mentions:
        if mention.actor not in ("reader", "provider", "third-party") or mention.oblique:
            continue
        behind = any(
            match.end <= at == mention.start - 1 and mention.end >= len(sentence.words) - 1 for at in colons
        )
        named = mention.start == 0 or (mention.start == 1 and sentence.has("determiner", 0))
        before = any(mention.end == at < match.start for at in colons) and named
        if before and sender_between(sentence, mention.end, match.start):
            continue
        if before or behind:
            return Release("other-actor", mention.actor, words_of(sentence, mention.start, mention.end))
    return None


def _is_field(around: Surroundings) -> bool:
    """Say whether the sentence is something to fill in: a form field, a label, a box, a blank."""
    sentence = around.sentence
    if around.block_kind in ("field", "option", "cell", "heading"):
        return True
    return ":" in sentence.words.lower[:8] or bool(sentence.hits.positions("placeholder"))


def _label_end(sentence: Sentence, cue: Found) -> int | None:
    """Return where a label that holds the cue ends (after its colon, dash or question mark), if it is one."""
    for at in range(cue.end, len(sentence.words)):
        if sentence.words.lower[at] in (":", "—", "?") or (
            sentence.words.lower[at] == ")"
            and at + 1 < len(sentence.words)
            and sentence.words.lower[at + 1] == ":"
        ):
            return at + 1
    return None
