"""What to write instead: finished replacements for a candidate, each checked to be clean before it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scopelint import inflection
from scopelint.clauses import Sentence
from scopelint.document import Block, BlockKind, Document, Piece, Span
from scopelint.finding import Safety
from scopelint.inflection import VERB_FORMS, Form
from scopelint.matching import Match
from scopelint.pipeline import Pipeline
from scopelint.reading import Candidate, Reading
from scopelint.rule import Rewrite

_SLOT = re.compile(r"~([a-z-]+)|\{([a-z-]+)\}")
_AN = re.compile(r"^(?:[aeio]|u(?!ni|se|s\b)|MES\b|M(?=[A-Z]{2}\b)|honest|hour)", re.IGNORECASE)
_KEEP = 5000
"""Sentences whose verdict is remembered."""
_MOST = 2
"""Suggestions for one finding."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Replace [start, end) of the document by `text`."""

    start: int
    end: int
    text: str
    safety: Safety


def suggest(candidate: Candidate, reading: Reading) -> list[Suggestion]:
    """Return up to two replacements for one and the same stretch of text, best first, all of them clean."""
    offered: list[Suggestion] = []
    for suggestion in _drafts(candidate, reading):
        if offered and (suggestion.start, suggestion.end) != (offered[0].start, offered[0].end):
            continue
        if suggestion not in offered and _is_clean(suggestion, candidate, reading):
            offered.append(suggestion)
            if len(offered) == _MOST:
                break
    return offered


def _drafts(candidate: Candidate, reading: Reading) -> Iterator[Suggestion]:
    """Yield replacements from the rule's own to the family's whole sentence."""
    sentence = candidate.sentence
    for rewrite in candidate.rule.rewrite:
        yield from _from_rewrite(rewrite, candidate, reading, sentence)
    family = next((a for a in reading.pipeline.ruleset.advice if a.family == candidate.rule.family), None)
    if family is None:
        return
    kind = reading.document.blocks[candidate.block].kind
    if kind in ("option", "item", "cell", "heading", "field"):
        yield from _short_forms(candidate, reading, family.label)
    if kind in ("paragraph", "quote", "item", "field"):
        for text in family.sentence:
            yield _whole_sentence(candidate, reading, text)
    for text in family.label:
        yield _whole_sentence(candidate, reading, text)


def _from_rewrite(
    rewrite: Rewrite, candidate: Candidate, reading: Reading, sentence: Sentence
) -> Iterator[Suggestion]:
    match = candidate.match
    if rewrite.when is not None:
        found = [
            other
            for frame, other in reading.pipeline.matcher.find(
                "rewrites", sentence.words, sentence.hits, sentence.walls, {candidate.rule.id}
            )
            if frame.owner == rewrite
            and other.quote_start < match.quote_end
            and match.quote_start < other.quote_end
        ]
        if not found:
            return
        match = found[0]
    for template in rewrite.say:
        text = _filled(template, match, sentence, reading)
        if text is not None:
            start = sentence.words.starts[match.quote_start]
            end = sentence.words.ends[match.quote_end - 1]
            yield _fitted(Span(start, end), text, reading, rewrite.safety)


def _filled(template: str, match: Match, sentence: Sentence, reading: Reading) -> str | None:
    """Put the matched words and the matched verb's form into a template; None where a slot has nothing."""
    parts, at = [], 0
    for slot in _SLOT.finditer(template):
        parts.append(template[at : slot.start()])
        at = slot.end()
        verb, name = slot.groups()
        if verb:
            parts.append(inflection.verb(verb, reading.pipeline.ruleset.irregular)[_verb_form(match)])
            continue
        hit = next((hit for hit in match.hits if hit.name == name), None)
        if hit is None:
            return None
        words = sentence.words
        parts.append(reading.document.text[words.starts[hit.start] : words.ends[hit.end - 1]].lower())
    return "".join(parts) + template[at:]


def _verb_form(match: Match) -> Form:
    for hit in sorted(match.hits, key=lambda hit: hit.start):
        if hit.form in VERB_FORMS:
            return hit.form
    return "base"


def _fitted(span: Span, text: str, reading: Reading, safety: Safety) -> Suggestion:
    """Fit a replacement to its seams: capitals, the article before it, blanks where it is empty."""
    source = reading.document.text
    start, quote = span.start, source[span.start : span.end]
    if quote.isupper() and len(quote) > 3:
        text = text.upper()
    elif quote[:1].isupper() and text[:1].islower() and _starts_sentence(source, start):
        text = text[:1].upper() + text[1:]
    gap = start
    while gap > 0 and source[gap - 1].isspace():
        gap -= 1
    near = max(0, gap - 4)
    article = re.search(r"\b([Aa]n?)\s+$", source[near:start])
    if article and text:
        right = "an" if _AN.match(text) else "a"
        if article.group(1).lower() != right:
            start = near + article.start(1)
            text = f"{right.capitalize() if article.group(1)[0] == 'A' else right} {text}"
    return Suggestion(start, span.end, text, safety)


def _starts_sentence(source: str, start: int) -> bool:
    while start > 0 and source[start - 1] in " \t\"'“”‘’([☐☑□*_":
        start -= 1
    return start == 0 or source[start - 1] in ".?!:\n|•-–—"


def _short_forms(candidate: Candidate, reading: Reading, texts: tuple[str, ...]) -> Iterator[Suggestion]:
    """Replace what a box, item, cell or heading says up to its measure ('Ultrasound, 10 min')."""
    words, match = candidate.sentence.words, candidate.match
    span = Span(words.starts[match.quote_start], words.ends[match.quote_end - 1])
    for text in texts:
        yield _fitted(span, text, reading, "unsafe")


def _whole_sentence(candidate: Candidate, reading: Reading, text: str) -> Suggestion:
    words = candidate.sentence.words
    start, end = words.starts[0], words.ends[-1]
    source = reading.document.text
    while source[start : start + 1] in "\"'“‘(" and start < end:
        start += 1
    while source[end - 1 : end] in "\"'”’)" and end > start:
        end -= 1
    if source[end - 1 : end] not in ".?!":
        text = text.rstrip(".")
    return Suggestion(start, end, text, "manual")


def _is_clean(suggestion: Suggestion, candidate: Candidate, reading: Reading) -> bool:
    """Say whether the sentence reads without a finding where the replacement stands."""
    block = reading.document.blocks[candidate.block]
    source, words = reading.document.text, candidate.sentence.words
    first, last = min(words.starts[0], suggestion.start), max(words.ends[-1], suggestion.end)
    text = source[first : suggestion.start] + suggestion.text + source[suggestion.end : last]
    if text == source[first:last] or re.search(r"\b(\w+) \1\b", suggestion.text):
        return False
    start = suggestion.start - first
    end = start + len(suggestion.text)
    if any(a == b and a for a, b in _seams(text, start, end)):
        return False
    return _reads_clean(text, block.kind, start, end, candidate.doctype, reading.pipeline)


def _reads_clean(text: str, kind: BlockKind, start: int, end: int, doctype: str, pipeline: Pipeline) -> bool:
    """Say whether no rule finds anything in [start, end) of a sentence; whole replacements come back often."""
    key = text, kind, start, end, doctype, pipeline.ablated
    clean = pipeline.judged.get(key)
    if clean is None:
        document = Document("", "text", text, (Block(kind, 0, len(text)),), (Piece(0, 0, len(text)),), text)
        clean = not any(
            other.release is None and other.rule.level != "info" and other.start < end and start < other.end
            for other in pipeline.candidates(pipeline.read(document), doctype)
        )
        if len(pipeline.judged) >= _KEEP:
            pipeline.judged.clear()
        pipeline.judged[key] = clean
    return clean


def _seams(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield the words on both sides of each seam."""
    for cut in (start, end):
        left = re.search(r"(\w+)\W*$", text[:cut])
        right = re.match(r"\W*(\w+)", text[cut:])
        if left and right:
            yield left.group(1).lower(), right.group(1).lower()
