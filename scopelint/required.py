"""Which required elements a document holds: patterns and denials over its sentences, rows, headed lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import repeat

from scopelint import clauses, passages, prefilter
from scopelint.attempt import Frame, Match, attempt
from scopelint.clauses import Sentence
from scopelint.cues import Found, Surroundings, find_cues, negations
from scopelint.elements import Part
from scopelint.reading import Reading
from scopelint.rule import RequiredRule
from scopelint.tokens import PLACEHOLDER, Words, split

_WINDOW = 4
"""Sentences that count as one passage."""
_BAR = "\u2502"
"""Stands between the cells of a row, or a heading and its line, when they are read as one sentence."""


class _Unit:
    """A sentence, or the first ones of several blocks as one; taken apart when a part is looked for."""

    __slots__ = ("_at", "_blocks", "_cues", "_found", "_possible", "_reading", "_sentence")

    def __init__(self, reading: Reading, blocks: tuple[int, ...], at: int | None, possible: Set[int]) -> None:
        self._reading, self._blocks, self._at, self._possible = reading, blocks, at, possible
        self._sentence: Sentence | None = None
        self._cues: list[Found] | None = None
        self._found: dict[int, bool] = {}

    def meets(self, number: int) -> bool:
        """Say whether a part stands here, denied where it must be, and under no `unless` of its element."""
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = self._holds(number) and not self._barred(number)
        return found

    def _holds(self, number: int) -> bool:
        matches = self._matches(number)
        part: Part = self._frame(number).owner
        return any(self._denied(match) for match in matches) if part.denied else bool(matches)

    def _barred(self, number: int) -> bool:
        """Say whether an `unless` stands here, or in the last block alone: its heading makes a line no better."""
        frames = self._reading.pipeline.matcher.groups["required"]
        same = [at for at in frames.tagged[frames.owners[number][1]] if frames.owners[at][0].unless]
        return any(unit._matches(other) for unit in (self, *self._last()) for other in same)

    def _last(self) -> Iterator[_Unit]:
        index = self._blocks[-1]
        if len(self._blocks) > 1 and self._reading.words(index):
            yield _Unit(self._reading, (index,), 0, self._reading.possible("required", index, 0))

    def _matches(self, number: int) -> list[Match]:
        if number not in self._possible:
            return []
        frame, sentence = self._frame(number), self._taken_apart()
        return [match for _, match in attempt(frame, sentence.words, sentence.hits, sentence.walls)]

    def _frame(self, number: int) -> Frame:
        return self._reading.pipeline.matcher.groups["required"].frame(number)

    def _taken_apart(self) -> Sentence:
        if self._at is not None:
            return self._reading.sentence(self._blocks[0], self._at)
        if self._sentence is None:
            self._sentence = _join(self._reading, self._blocks)
        return self._sentence

    def _denied(self, match: Match) -> bool:
        sentence = self._taken_apart()
        if self._cues is None:
            self._cues = find_cues(sentence, self._reading.pipeline.matcher)
        around = Surroundings(sentence, self._cues)
        return bool(negations(match.start, match.end, match.quote_start, around))


class _Stretch:
    """A block, or several to be joined, and the parts that may stand in it."""

    __slots__ = ("_blocks", "_joined", "_reading", "_units", "possible")

    def __init__(self, reading: Reading, blocks: tuple[int, ...], joined: bool) -> None:
        self._reading, self._blocks, self._joined = reading, blocks, joined
        self._units: list[_Unit] | None = None
        self.possible: Set[int]
        if joined:
            keys = {_BAR}.union(*map(reading.keys, blocks), *map(reading.slot_keys, blocks))
            self.possible = reading.matcher.groups["required"].possible(keys)
        else:
            self.possible = reading.possible("required", blocks[0])

    @property
    def units(self) -> list[_Unit]:
        """The sentences here, in order."""
        if self._units is None:
            reading, blocks = self._reading, self._blocks
            sizes = [len(reading.words(index)) for index in blocks]
            if self._joined:
                self._units = [_Unit(reading, blocks, None, self.possible)] if any(sizes) else []
            else:
                possible = (reading.possible("required", blocks[0], at) for at in range(sizes[0]))
                self._units = [_Unit(reading, blocks, at, parts) for at, parts in enumerate(possible)]
        return self._units


class Elements:
    """The required elements of one document: which of them it holds, each looked for once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._stretches: list[_Stretch] | None = None
        self._held: dict[str, bool] = {}

    def held(self, wanted: Iterable[str]) -> set[str]:
        """Return the ids of those elements that the document holds."""
        rules = {rule.id: rule for rule in self._reading.pipeline.ruleset.required}
        for name in wanted:
            if name not in self._held:
                self._held[name] = name in rules and self._holds(rules[name])
        return {name for name in wanted if self._held[name]}

    def _holds(self, rule: RequiredRule) -> bool:
        return passages.held(rule, _holds(rule, self._all(), self._reading), self._reading)

    def _all(self) -> list[_Stretch]:
        """Return what is looked at, in order; what stands there twice, beside other neighbours, is one."""
        if self._stretches is None:
            known: dict[tuple[tuple[int, ...], bool], _Stretch] = {}
            self._stretches = []
            for place in _places(self._reading):
                if place not in known:
                    known[place] = _Stretch(self._reading, *place)
                self._stretches.append(known[place])
        return self._stretches


def _holds(rule: RequiredRule, stretches: list[_Stretch], reading: Reading) -> bool:
    """Say whether one way to meet an element is there; nothing is looked at that could not complete one."""
    group = reading.pipeline.matcher.groups["required"]
    ways: dict[int, list[int]] = {way: [] for way in range(len(rule.any_of))}
    for number in group.tagged.get(rule.id, ()):
        if not group.owners[number][0].unless:
            ways[group.owners[number][0].way].append(number)
    return any(_WITHIN[rule.within](parts, stretches) for parts in ways.values())


def _in_one(parts: list[int], stretches: list[_Stretch]) -> bool:
    """Say whether one sentence meets all parts of a way."""
    wanted = frozenset(parts)
    return not parts or any(
        all(unit.meets(part) for part in parts)
        for stretch in stretches
        if stretch.possible >= wanted
        for unit in stretch.units
    )


def _anywhere(parts: list[int], stretches: list[_Stretch]) -> bool:
    """Say whether the document meets all parts of a way, the rarest looked for first."""
    places = [(part, [stretch for stretch in stretches if part in stretch.possible]) for part in parts]
    places.sort(key=lambda place: len(place[1]))
    return all(any(unit.meets(part) for stretch in found for unit in stretch.units) for part, found in places)


def _in_passage(parts: list[int], stretches: list[_Stretch]) -> bool:
    """Say whether neighbouring sentences meet all parts of a way together, looking around its rarest part."""
    if not parts or not all(any(part in stretch.possible for stretch in stretches) for part in parts):
        return not parts
    rarest = min(parts, key=lambda part: sum(part in stretch.possible for stretch in stretches))
    for number, stretch in enumerate(stretches):
        if rarest not in stretch.possible:
            continue
        for at, unit in enumerate(stretch.units):
            if unit.meets(rarest) and _around(parts, stretches, number, at):
                return True
    return False


def _around(parts: list[int], stretches: list[_Stretch], number: int, at: int) -> bool:
    """Say whether a passage that holds one sentence meets all parts."""
    near = list(zip(stretches[number].units, repeat(stretches[number].possible)))
    before, after = near[max(0, at - _WINDOW + 1) : at], near[at : at + _WINDOW]
    left, right = number - 1, number + 1
    while left >= 0 and len(before) < _WINDOW - 1:
        units = stretches[left].units[-(_WINDOW - 1 - len(before)) :]
        before = [*((unit, stretches[left].possible) for unit in units), *before]
        left -= 1
    while right < len(stretches) and len(after) < _WINDOW:
        units = stretches[right].units[: _WINDOW - len(after)]
        after += [(unit, stretches[right].possible) for unit in units]
        right += 1
    near = before + after
    return any(
        all(any(part in possible and unit.meets(part) for unit, possible in passage) for part in parts)
        for passage in (near[start : start + _WINDOW] for start in range(max(1, len(near) - _WINDOW + 1)))
    )


_WITHIN = {"sentence": _in_one, "block": _in_one, "window": _in_passage, "document": _anywhere}


def _places(reading: Reading) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield every block, and, to be joined: a heading with its line or cell, a row, a slot and its name."""
    blocks = reading.document.blocks
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        yield (index,), False
        if reading.slot_keys(index):
            yield (index,), True
        if block.kind in ("cell", "field"):
            rows.setdefault(block.row if block.row is not None else index, []).append(index)
        governor = block.intro if block.intro is not None else block.heading
        if governor is not None and governor < index and block.kind != "heading":
            yield (governor, index), True
            if block.kind == "item":
                columns.setdefault(governor, []).append(index)
        if block.column is not None and block.column < index and not _has_value(reading, block.column):
            columns.setdefault(block.column, []).append(index)
    for column, cells in columns.items():
        yield from (((column, cell), True) for cell in cells)
    for cells in rows.values():
        if len(cells) > 1:
            yield tuple(cells), True


def _has_value(reading: Reading, index: int) -> bool:
    block = reading.document.blocks[index]
    return prefilter.has_digit(reading.document.text[block.start : block.end])


def _join(reading: Reading, indexes: tuple[int, ...]) -> Sentence:
    """Return the first sentences of some blocks as one, with a bar between them."""
    lower: list[str] = []
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index in indexes:
        for words in reading.words(index)[:1]:
            if lower:
                lower.append(_BAR)
                text.append(_BAR)
                starts.append(words.starts[0])
                ends.append(words.starts[0])
            for word in zip(words.lower, words.text, words.starts, words.ends, strict=True):
                name = reading.slot_names.get(word[2]) if word[0][0] == PLACEHOLDER else None
                if name:
                    named = split(name)
                    lower += named.lower
                    text += named.text
                    starts += [word[2]] * len(named)
                    ends += [word[3]] * len(named)
                lower.append(word[0])
                text.append(word[1])
                starts.append(word[2])
                ends.append(word[3])
    joined = Words(tuple(lower), tuple(text), tuple(starts), tuple(ends))
    matcher = reading.pipeline.matcher
    return clauses.analyse(joined, matcher, reading.actors, hits=matcher.hits(joined, reading.effort))
