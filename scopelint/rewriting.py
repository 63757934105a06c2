"""What to write instead: finished replacements for candidates, each checked to be clean before it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scopelint.document import Block, BlockKind, Document, Piece
from scopelint.drafts import Suggestion, drafts
from scopelint.pipeline import Pipeline
from scopelint.reading import Reading
from scopelint.weighing import Candidate

_KEEP = 5000
"""Sentences whose verdict is remembered."""
_MOST = 2
"""Suggestions for one finding."""


@dataclass(slots=True)
class _Said:
    """The statements already offered, in the document and in each block."""

    anywhere: set[str] = field(default_factory=set)
    here: set[tuple[int, str]] = field(default_factory=set)
    """Blocks and what they speak of."""


def suggest_all(candidates: Sequence[Candidate], reading: Reading) -> list[list[Suggestion]]:
    """Return up to two replacements for each candidate, best first; one repair for what one sentence says."""
    if not candidates:
        return []
    sentences: dict[tuple[int, int], list[int]] = {}
    for number, candidate in enumerate(candidates):
        sentences.setdefault((candidate.block, candidate.sentence.index), []).append(number)
    offers: list[list[Suggestion]] = [[] for _ in candidates]
    said = _Said(_options(reading.document))
    for numbers in sorted(sentences.values(), key=lambda group: candidates[group[0]].start):
        group = [candidates[number] for number in numbers if candidates[number].rule.level != "info"]
        for number in numbers:
            if candidates[number].rule.level != "info":
                offers[number] = _suggest(candidates[number], group, reading, said)
        if len(group) > 1:
            _settle(numbers, candidates, offers, reading, said)
        for number in numbers:
            for suggestion in offers[number][:1]:
                said.anywhere.add(suggestion.text.lower())
                if suggestion.whole:
                    said.here.add((candidates[number].block, _topic(candidates[number])))
    return offers


def _options(document: Document) -> set[str]:
    """Return what the boxes of a form offer already: nobody needs a choice twice."""
    return {document.text[b.start : b.end].strip().lower() for b in document.blocks if b.kind == "option"}


def _settle(
    numbers: list[int],
    candidates: Sequence[Candidate],
    offers: list[list[Suggestion]],
    reading: Reading,
    said: _Said,
) -> None:
    """Let a replacement of the statement stand for all that it covers; say nothing twice in a sentence."""
    used: set[str] = set()
    for number in numbers:
        offers[number].sort(key=lambda s: not s.whole and s.text.lower() in used)
        used.update(s.text.lower() for s in offers[number][:1])
    firsts = [offers[number][0] for number in numbers if offers[number]]
    texts = [first.text.lower() for first in firsts if first.text]
    whole = min((first for first in firsts if first.whole), key=lambda s: s.start, default=None)
    if whole is None and len(set(texts)) < len(texts):
        group = [candidates[number] for number in numbers]
        found = _suggest(group[0], group, reading, said, only_whole=True)
        whole = found[0] if found else None
    if whole is not None:
        for number in numbers:
            first = offers[number][:1]
            if not first or (first[0].start < whole.end and whole.start < first[0].end):
                offers[number] = [whole]


def _suggest(
    candidate: Candidate,
    group: Sequence[Candidate],
    reading: Reading,
    said: _Said,
    *,
    only_whole: bool = False,
) -> list[Suggestion]:
    """Return up to two replacements for one and the same stretch of text."""
    offered = _chosen(drafts(candidate, reading, only_whole=only_whole), candidate, group, reading, said)
    if not offered:
        offered = _chosen(drafts(candidate, reading, last=True), candidate, group, reading, said)
    if len(offered) > 1 and reading.document.blocks[candidate.block].kind in ("option", "item", "cell"):
        offered.sort(key=lambda s: (s.tires or not s.whole) and s.text.lower() in said.anywhere)
    if offered and _is_told(offered[0], candidate, said):
        left_out = _left_out(candidate, reading)
        return [left_out] if left_out else offered
    return offered


def _chosen(
    suggestions: Iterator[Suggestion],
    candidate: Candidate,
    group: Sequence[Candidate],
    reading: Reading,
    said: _Said,
) -> list[Suggestion]:
    """Return the first clean suggestions for one stretch; one that tires only where there is no other."""
    offered: list[Suggestion] = []
    again: Suggestion | None = None
    for suggestion in suggestions:
        if offered and (suggestion.start, suggestion.end) != (offered[0].start, offered[0].end):
            if not offered[0].whole:
                break
            continue
        if suggestion in offered or not _is_clean(suggestion, candidate, group, reading):
            continue
        if suggestion.tires and suggestion.text.lower() in said.anywhere:
            again = again or suggestion
            continue
        offered.append(suggestion)
        if len(offered) == _MOST:
            break
    return offered or ([again] if again else [])


def _is_told(suggestion: Suggestion, candidate: Candidate, said: _Said) -> bool:
    """Say whether the sentence only repeats what its paragraph has already been given to say."""
    stands = suggestion.start <= candidate.sentence.words.starts[0]
    return suggestion.tires and stands and (candidate.block, _topic(candidate)) in said.here


def _topic(candidate: Candidate) -> str:
    return (
        candidate.rule.id if candidate.rule.family in ("prescription", "referral") else candidate.rule.family
    )


def _left_out(candidate: Candidate, reading: Reading) -> Suggestion | None:
    """Leave a sentence out, with the blank before it, where its paragraph has said the same before."""
    words, block = candidate.sentence.words, reading.document.blocks[candidate.block]
    start, end = words.starts[0], words.ends[-1]
    while reading.document.text[end - 1] in "\"'”’" and end > start:
        end -= 1
    if start <= block.start or reading.document.text[end - 1] not in ".!?":
        return None
    while start > block.start and reading.document.text[start - 1].isspace():
        start -= 1
    return Suggestion(start, end, "", "manual", whole=True)


def _is_clean(
    suggestion: Suggestion, candidate: Candidate, group: Sequence[Candidate], reading: Reading
) -> bool:
    """Say whether the sentence then reads without a finding, but for those that the others speak of."""
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
    longer = len(suggestion.text) - (suggestion.end - suggestion.start)
    for found in _findings(text, block.kind, candidate.doctype, reading.pipeline):
        if found[0] < end and start < found[1]:
            return False
        moved = first - (longer if found[0] >= end else 0)
        if not any(
            c is not candidate and c.start < found[1] + moved and found[0] + moved < c.end for c in group
        ):
            return False
    return True


def _findings(text: str, kind: BlockKind, doctype: str, pipeline: Pipeline) -> tuple[tuple[int, int], ...]:
    """Return where any rule finds something in a sentence on its own; the same ones come back often."""
    key = text, kind, doctype, pipeline.ablated
    found = pipeline.judged.get(key)
    if found is None:
        document = Document("", "text", text, (Block(kind, 0, len(text)),), (Piece(0, 0, len(text)),), text)
        found = tuple(
            (other.start, other.end)
            for other in pipeline.candidates(pipeline.read(document), doctype)
            if other.release is None and other.rule.level != "info"
        )
        if len(pipeline.judged) >= _KEEP:
            pipeline.judged.clear()
        pipeline.judged[key] = found
    return found


def _seams(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield the words on both sides of each seam."""
    for cut in (start, end):
        left = re.search(r"(\w+)\W*$", text[:cut])
        right = re.match(r"\W*(\w+)", text[cut:])
        if left and right:
            yield left.group(1).lower(), right.group(1).lower()
