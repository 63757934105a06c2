"""What Word prints before a numbered paragraph: '2.1', 'b' or 'iv', counted from numbering.xml and styles.xml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEPTH = 9
"""Levels that a list of Word has."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    """Word's name of the count: decimal, lowerLetter, bullet ..."""
    shape: str
    """What is printed, with %1 to %9 for the counts of the levels: '%1.%2.'"""
    legal: bool = False
    """Whether the counts of all levels are printed in plain digits."""
    after: int = _DEPTH
    """The count starts again after an item of this level or one above it, counted from 1; 0 for never."""


@dataclass(slots=True)
class _List:
    counted: str
    """The list whose counts it goes on with; lists of one make share them."""
    levels: dict[int, _Level]
    starts: dict[int, int]
    """Where it starts anew, at its first item."""


class Numbers:
    """Counts the numbered paragraphs of a Word file; ask for each paragraph once, in reading order."""

    def __init__(self, numbering: Any, styles: Any = None) -> None:
        sources = {_id(item, "abstractNumId"): item for item in numbering.iter(f"{_W}abstractNum")}
        makers = {_value(item, "styleLink"): name for name, item in sources.items()}
        self._lists: dict[str, _List] = {}
        self._styled: dict[tuple[str, str], int] = {}
        for item in numbering.iter(f"{_W}num"):
            number, source = _id(item, "numId"), _value(item, "abstractNumId")
            if source in sources and (link := _value(sources[source], "numStyleLink")):
                source = makers.get(link, source)
            levels = _levels(sources[source]) if source in sources else {}
            starts = {
                _number(_id(change, "ilvl")): _number(_value(change, "startOverride"), 1)
                for change in item.iter(f"{_W}lvlOverride")
                if change.find(f"{_W}startOverride") is not None
            }
            self._lists[number] = _List(source, {**levels, **_levels(item)}, starts)
            for level in sources[source].iter(f"{_W}lvl") if source in sources else ():
                if style := _value(level, "pStyle"):
                    self._styled[number, style] = _number(_id(level, "ilvl"))
        self._styles = dict(_styled(styles)) if styles is not None else {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Any) -> str:
        """Return the number of a paragraph as Word prints it, without the dot behind it; '' where it has none."""
        number, depth = self._of(paragraph)
        found = self._lists.get(number)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        counts = self._counts.setdefault(found.counted, {})
        if depth in found.starts:
            counts[depth] = found.starts.pop(depth) - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            if depth < found.levels.get(deeper, level).after:
                del counts[deeper]
        return "" if level.kind in ("bullet", "none") else _printed(level, found.levels, counts)

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level of a paragraph, from itself or from its style."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = _value(paragraph, "pPr", "pStyle")
        number, depth = self._styles.get(style, ("", 0))
        depth = self._styled.get((number, style), depth)
        if own is None:
            return number, depth
        return _value(own, "numId") or number, _number(_value(own, "ilvl"), depth)


def _printed(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    def count(found: re.Match[str]) -> str:
        at = int(found.group(1)) - 1
        outer = levels.get(at, level)
        form = str if level.legal else _FORMATS.get(outer.kind, str)
        return form(counts.setdefault(at, outer.start))

    text = re.sub(r"%(\d)", count, level.shape).strip(" .:\t")
    return text if "(" in text else text.rstrip(")")


def _id(element: Any, name: str) -> str:
    return str(element.get(f"{_W}{name}") or "")


def _value(element: Any, *path: str) -> str:
    found = element.find("/".join(f"{_W}{name}" for name in path))
    return "" if found is None else str(found.get(f"{_W}val") or "")


def _number(text: str, default: int = 0) -> int:
    return int(text) if text.isdecimal() else default


def _levels(item: Any) -> dict[int, _Level]:
    return {
        _number(_id(level, "ilvl")): _Level(
            _number(_value(level, "start"), 1),
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText"),
            level.find(f"{_W}isLgl") is not None,
            _number(_value(level, "lvlRestart"), _DEPTH),
        )
        for level in item.iter(f"{_W}lvl")
    }


def _styled(styles: Any) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield each paragraph style that numbers its paragraphs, also by the style that it is based on."""
    found = {_id(style, "styleId"): style for style in styles.iter(f"{_W}style")}
    for name, style in found.items():
        for _ in range(_DEPTH):
            number = _value(style, "pPr", "numPr", "numId")
            parent = found.get(_value(style, "basedOn"))
            if number or parent is None:
                break
            style = parent
        if number:
            yield name, (number, _number(_value(style, "pPr", "numPr", "ilvl")))


def _letters(number: int) -> str:
    """Count a to z, aa, bb ... as Word does."""
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        text, number = text + sign * (number // value), number % value
    return text


def _ordinal(number: int) -> str:
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "decimalZero": "{:02d}".format,
}
