"""Which required elements a document holds: patterns and denials over its sentences, rows, headed lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scopelint import clauses
from scopelint.clauses import Sentence
from scopelint.cues import Surroundings, find_cues, negations
from scopelint.elements import Part
from scopelint.matching import Match
from scopelint.pipeline import Reading
from scopelint.rule import RequiredRule
from scopelint.tokens import Words

_WINDOW = 4
"""Sentences that count as one passage."""


Parts = dict[str, set[tuple[int, int]]]
"""By element, which (way, part) a sentence meets."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The sentences of a block, or several blocks joined to one; `units` is None where nothing can match."""

    blocks: tuple[int, ...]
    joined: bool
    units: list[Parts] | None


def present(reading: Reading, wanted: set[str]) -> set[str]:
    """Return the ids of those elements that the document holds."""
    if not wanted:
        return set()
    stretches = [_read(reading, blocks, joined, wanted) for blocks, joined in _places(reading)]
    rules = {rule.id: rule for rule in reading.pipeline.ruleset.required}
    return {name for name in wanted if name in rules and _holds(rules[name], stretches, reading)}


def _holds(rule: RequiredRule, stretches: list[_Stretch], reading: Reading) -> bool:
    found = [unit.get(rule.id, _NOTHING) for stretch in stretches for unit in stretch.units or ()]
    if rule.within != "document" and any(_meets(rule, passage) for passage in found or [_NOTHING]):
        return True
    if rule.within in ("sentence", "block") or not _meets(rule, _NOTHING.union(*found)):
        return False
    return rule.within == "document" or _in_passage(rule, stretches, reading)


def _meets(rule: RequiredRule, passage: set[tuple[int, int]]) -> bool:
    ways = enumerate(rule.any_of)
    return any(all((way, part) in passage for part in range(len(parts))) for way, parts in ways)


def _in_passage(rule: RequiredRule, stretches: list[_Stretch], reading: Reading) -> bool:
    """Say whether neighbouring sentences meet an element together; only here do silent sentences count."""
    found: list[set[tuple[int, int]]] = []
    for stretch in stretches:
        if stretch.units is not None:
            found += [unit.get(rule.id, _NOTHING) for unit in stretch.units]
        else:
            sentences = sum(len(reading.sentences(index)) for index in stretch.blocks)
            found += [_NOTHING] * (min(1, sentences) if stretch.joined else sentences)
    starts = range(max(1, len(found) - _WINDOW + 1))
    return any(_meets(rule, _NOTHING.union(*found[start : start + _WINDOW])) for start in starts)


_NOTHING: set[tuple[int, int]] = set()


def _read(reading: Reading, blocks: tuple[int, ...], joined: bool, wanted: set[str]) -> _Stretch:
    keys = reading.keys(blocks[0]).union(*(reading.keys(index) for index in blocks[1:]))
    if not reading.pipeline.matcher.may_match("required", keys, wanted):
        return _Stretch(blocks, joined, None)
    sentences = reading.sentences(blocks[0])
    if joined:
        whole = _join(reading, blocks)
        sentences = [whole] if whole else []
    return _Stretch(blocks, joined, [_parts_of(reading, sentence, wanted) for sentence in sentences])


def _parts_of(reading: Reading, sentence: Sentence, wanted: set[str]) -> Parts:
    """Return, by element, which parts one sentence meets; a sentence under an `unless` meets none."""
    found: Parts = {}
    barred: set[str] = set()
    around: Surroundings | None = None
    matcher = reading.pipeline.matcher
    for frame, match in matcher.find("required", sentence.words, sentence.hits, sentence.walls, wanted):
        part: Part = frame.owner
        if part.unless:
            barred.add(part.element)
            continue
        if part.denied:
            around = around or Surroundings(sentence, find_cues(sentence, matcher))
            if not _denied(match, around):
                continue
        found.setdefault(part.element, set()).add((part.way, part.part))
    for element in barred:
        found.pop(element, None)
    return found


def _denied(match: Match, around: Surroundings) -> bool:
    return bool(negations(match.start, match.end, match.quote_start, around))


def _places(reading: Reading) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield every block, and, to be joined: a heading with the line under it, the cells of a table row."""
    blocks = reading.document.blocks
    rows: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        yield (index,), False
        if block.kind in ("cell", "field"):
            rows.setdefault(block.row if block.row is not None else index, []).append(index)
        governor = block.intro if block.intro is not None else block.heading
        if governor is not None and governor < index and block.kind != "heading":
            yield (governor, index), True
    for cells in rows.values():
        if len(cells) > 1:
            yield tuple(cells), True


def _join(reading: Reading, indexes: tuple[int, ...]) -> Sentence | None:
    """Return the first sentences of some blocks as one, with a semicolon between them."""
    lower: list[str] = []
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index in indexes:
        for sentence in reading.sentences(index)[:1]:
            if lower:
                lower.append("\u2502")
                text.append("\u2502")
                starts.append(sentence.words.starts[0])
                ends.append(sentence.words.starts[0])
            lower += sentence.words.lower
            text += sentence.words.text
            starts += sentence.words.starts
            ends += sentence.words.ends
    if not lower:
        return None
    words = Words(tuple(lower), tuple(text), tuple(starts), tuple(ends))
    return clauses.analyse(words, reading.pipeline.matcher, reading.actors)
