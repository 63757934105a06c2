"""Which required elements a document holds: patterns and denials over its sentences, rows and headed lines."""

from __future__ import annotations

from collections.abc import Iterator

from scopelint import clauses, context
from scopelint.clauses import Sentence
from scopelint.context import Surroundings
from scopelint.elements import Part
from scopelint.matching import Match
from scopelint.pipeline import Reading
from scopelint.rule import RequiredRule
from scopelint.tokens import Words

_WINDOW = 4
"""Sentences that count as one passage."""


def present(reading: Reading, wanted: set[str]) -> set[str]:
    """Return the ids of those elements that the document holds."""
    if not wanted:
        return set()
    units = [_parts_of(reading, unit, wanted) for unit in _units(reading)]
    rules = {rule.id: rule for rule in reading.pipeline.ruleset.required}
    return {element for element in wanted if element in rules and _holds(rules[element], units)}


def _holds(rule: RequiredRule, units: list[dict[str, set[tuple[int, int]]]]) -> bool:
    found = [unit.get(rule.id, _NOTHING) for unit in units]
    size = {"sentence": 1, "block": 1, "window": _WINDOW, "document": len(found)}[rule.within]
    for start in range(max(1, len(found) - size + 1)):
        passage = set().union(*found[start : start + size]) if size > 1 else found[start] if found else _NOTHING
        if any(
            all((way, part) in passage for part in range(len(patterns))) for way, patterns in enumerate(rule.any_of)
        ):
            return True
    return False


_NOTHING: set[tuple[int, int]] = set()


def _parts_of(reading: Reading, unit: tuple[Sentence, Sentence | None], wanted: set[str]) -> dict[str, set[tuple[int, int]]]:
    """Return, by element, which parts one sentence meets; a sentence under an `unless` meets none."""
    sentence, label = unit
    found: dict[str, set[tuple[int, int]]] = {}
    barred: set[str] = set()
    around: Surroundings | None = None
    matches = reading.pipeline.matcher.find("required", sentence.words, sentence.hits, sentence.walls, wanted)
    for frame, match in matches:
        part: Part = frame.owner
        if part.unless:
            barred.add(part.element)
            continue
        if part.denied:
            around = around or Surroundings(sentence, context.find_cues(sentence, reading.pipeline.matcher))
            if not _denied(match, around):
                continue
        found.setdefault(part.element, set()).add((part.way, part.part))
    for element in barred:
        found.pop(element, None)
    return found


def _denied(match: Match, around: Surroundings) -> bool:
    return bool(context.negations(match.start, match.end, match.quote_start, around))


def _units(reading: Reading) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Yield every sentence; table rows and a heading with the line under it as sentences of their own."""
    blocks = reading.document.blocks
    rows: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        for sentence in reading.sentences(index):
            yield sentence, None
        if block.kind == "cell":
            rows.setdefault(block.row if block.row is not None else index, []).append(index)
        governor = block.intro if block.intro is not None else block.heading
        if governor is not None and governor < index and block.kind != "heading":
            joined = _join(reading, [governor, index])
            if joined:
                yield joined, None
    for cells in rows.values():
        joined = _join(reading, cells)
        if joined and len(cells) > 1:
            yield joined, None


def _join(reading: Reading, indexes: list[int]) -> Sentence | None:
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
