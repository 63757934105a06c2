"""Replacements for one candidate, best first, not yet checked: phrases, clauses, labels, whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scopelint import stretches
from scopelint.document import Span
from scopelint.finding import Safety
from scopelint.matching import Found, Match
from scopelint.reading import Reading
from scopelint.rule import Rewrite, Scope
from scopelint.weighing import Candidate
from scopelint.wording import filled


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Replace [start, end) of the document by `text`; empty, to leave the sentence out."""

    start: int
    end: int
    text: str
    safety: Safety
    whole: bool = False
    """Whether it stands for a statement, not for a phrase in it."""
    tires: bool = False
    """Whether another wording is better once the document has been given this one."""


def drafts(
    candidate: Candidate, reading: Reading, *, only_whole: bool = False, last: bool = False
) -> Iterator[Suggestion]:
    """Yield replacements: the rule's own, then its family's; as a `last` resort labels for sentences too."""
    kind = reading.document.blocks[candidate.block].kind
    label = stretches.is_label(candidate.sentence, kind, reading.document.text)
    family = next((a for a in reading.pipeline.ruleset.advice if a.family == candidate.rule.family), None)
    rewrites: Iterable[Rewrite] = candidate.rule.rewrite
    if family is not None:
        rewrites = (
            *rewrites,
            Rewrite(family.label, None, "manual", "label"),
            Rewrite(family.sentence, None, "manual", "clause"),
        )
    sentence = candidate.sentence
    found = reading.pipeline.matcher.find(
        "rewrites", sentence.words, sentence.hits, sentence.walls, {candidate.rule.id}
    )
    scopes: tuple[Scope, ...] = ("label" if label else "clause", "phrase")
    if kind == "option" and label:
        scopes = (*scopes, "option")
    if last:
        scopes = ("clause" if label else "label",)
    item = None if only_whole or last else stretches.trimmed(candidate.match, sentence, reading.document.text)
    early = candidate.rule.family not in ("modality", "therapy", "identity")
    for rewrite in rewrites:
        if item is not None and rewrite.scope in ("clause", "label") and (early or rewrite.when is None):
            yield Suggestion(*item, "manual")
            item = None
        if rewrite.scope in scopes and not (only_whole and rewrite.scope == "phrase"):
            yield from _from_rewrite(rewrite, candidate, reading, found)


def _from_rewrite(
    rewrite: Rewrite, candidate: Candidate, reading: Reading, found: list[Found]
) -> Iterator[Suggestion]:
    """Yield what the templates of a rewrite make, where its own pattern, if it has one, matches."""
    match, sentence = candidate.match, candidate.sentence
    phrase = rewrite.scope == "phrase"
    if rewrite.when is not None:
        own = next((m for f, m in found if f.owner is rewrite and (not phrase or _overlap(m, match))), None)
        if own is None:
            return
        match = own if phrase else match
    elif phrase and not _is_nominal(candidate):
        return
    for template in rewrite.say:
        text = filled(template.translate(_PLAIN), match, sentence, reading, candidate.doctype)
        if text is None or (phrase and not _stands(template, text, match, candidate)):
            continue
        if phrase:
            yield _fitted(stretches.quoted(match, sentence), text, candidate, reading, rewrite.safety)
        else:
            short = _ASIDE.sub("", template)
            joined = filled(short, match, sentence, reading, candidate.doctype) if short != template else text
            yield from _statements(text, joined or text, rewrite, candidate, reading)


def _stands(template: str, text: str, match: Match, candidate: Candidate) -> bool:
    """Say whether a phrase can stand where the quote did: no bare 'program', no noun with a verb's object."""
    if not template.startswith("~") and stretches.needs_article(text, match, candidate.sentence):
        return False
    hits, lower = candidate.sentence.hits, candidate.sentence.words.lower
    last, after = match.quote_end - 1, match.quote_end
    if " " not in template or template.rsplit(maxsplit=1)[-1] in _LINKS or after >= len(lower):
        return True
    acts = any(hit.end == after for name in _ACTS for hit in hits.at(name, last))
    named = any(mention.start == after for mention in candidate.sentence.mentions)
    return not acts or not (named or any(hits.at(name, after) for name in _OBJECTS))


_ASIDE = re.compile(r"\[.*?\]")
"""What a template says only where it opens the sentence."""
_PLAIN = str.maketrans("", "", "[]")
_ACTS = ("treat-verb", "diagnose-verb", "hands-on-verb", "modality-verb", "offer-verb")
_OBJECTS = ("determiner", "condition", "body-part", "client-word")
_LINKS = frozenset(
    {"with", "for", "around", "on", "of", "to", "in", "about", "and", "train", "coach", "measure"}
)


def _overlap(one: Match, other: Match) -> bool:
    return one.quote_start < other.quote_end and other.quote_start < one.quote_end


def _is_nominal(candidate: Candidate) -> bool:
    """Say whether the quote is a noun phrase, so that another one can take its place."""
    match, sentence = candidate.match, candidate.sentence
    lower, hits = sentence.words.lower, sentence.hits
    quote = range(match.quote_start, match.quote_end)
    last = match.quote_end - 1
    return (
        lower[last][0].isalnum()
        and not hits.at("preposition", last)
        and not any(hits.at("be", at) or hits.at("aux", at) or lower[at] in _CLAUSAL for at in quote)
        and not any(hit.form in ("s", "ed") for hit in hits.at("any-verb", match.quote_start))
    )


_CLAUSAL = frozenset(
    {
        "i",
        "we",
        "you",
        "she",
        "he",
        "they",
        "it",
        "me",
        "us",
        "him",
        "them",
        "to",
        "that",
        "which",
        "please",
        ":",
        "what",
    }
)


def _fitted(span: Span, text: str, candidate: Candidate, reading: Reading, safety: Safety) -> Suggestion:
    source = reading.document.text
    entries = {hit.entry for hit in candidate.match.hits if len(hit.entry) > 1}
    block = reading.document.blocks[candidate.block]
    opens = stretches.opens_sentence(source, span.start, block.start)
    loud = stretches.is_loud(source[span.start : span.end], entries)
    start, end, text = stretches.fitted(span, text, source, opens=opens, loud=loud)
    return Suggestion(start, end, text, safety)


def _statements(
    text: str, joined: str, rewrite: Rewrite, candidate: Candidate, reading: Reading
) -> Iterator[Suggestion]:
    """Yield a text in place of the clause, where what is before it stands alone, and of the sentence."""
    sentence, source = candidate.sentence, reading.document.text
    label = rewrite.scope != "clause"
    rest = stretches.rest(candidate.match, sentence) if text.endswith(": ____") else None
    if rest is not None:
        end = sentence.words.ends[rest]
        said = text.removesuffix("____") + source[sentence.words.starts[rest] : end]
        yield Suggestion(sentence.words.starts[0], end, said, rewrite.safety, whole=True)
    for at in dict.fromkeys(stretches.statement(candidate.match, sentence)):
        if label and at and ":" in text:
            continue
        span = stretches.whole(at, sentence, source, reading.placeholders)
        opens = at == 0 or source[span.start - 1] in '"“‘'
        small = not opens or (label and source[span.start : span.start + 1].islower())
        said = stretches.joined(joined if at else text) if small else text[:1].upper() + text[1:]
        stop = source[span.start : span.end].rstrip("\"'”’)")[-1:] in ".?!"
        said = said.rstrip(".?") if not stop else said if said[-1] in ".?!" else f"{said}."
        if label and stretches.is_loud(source[span.start : span.end], set()):
            said = said.upper()
        yield Suggestion(
            span.start, span.end, said, rewrite.safety, whole=True, tires=rewrite.scope != "label"
        )
