"""Lines of plain text that hold several things: cells between bars, a label and its value, fields at wide gaps."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scopelint.document import Block, BlockKind
from scopelint.lines import BOX, BULLET, LEADER, Line, is_rule

if TYPE_CHECKING:
    from scopelint.layout import Layout


def table(layout: Layout, lines: list[Line], at: int) -> int:
    """Read rows of cells between bars; the first row is the heading where a line of dashes or more rows follow."""
    rows: list[list[int]] = []
    first = at
    while at < len(lines) and lines[at].text.count("|") >= 1 and (lines[at].text.count("|") >= 2 or rows):
        if not is_rule(lines[at].text):
            rows.append(_cells(layout, lines[at], rows[0] if rows and _has_header(lines, first) else []))
        at += 1
    return max(at, first + 1)


def _has_header(lines: list[Line], first: int) -> bool:
    return first + 1 < len(lines) and lines[first + 1].text.count("|") >= 1


def _cells(layout: Layout, line: Line, header: list[int]) -> list[int]:
    indexes: list[int] = []
    row: int | None = None
    body = line.text.strip("|")
    offset = line.start + line.text.index(body) if body else line.start
    for number, found in enumerate(re.finditer(r"[^|]+", body)):
        kind: BlockKind = "option" if BOX.match(found.group().strip()) else "cell"
        skip = BOX.match(found.group().lstrip())
        start = (
            offset
            + found.start()
            + ((len(found.group()) - len(found.group().lstrip())) + skip.end() if skip else 0)
        )
        index = layout.add(kind, start, offset + found.end())
        if index is None:
            continue
        column = header[number] if number < len(header) else None
        block = layout.blocks[index]
        layout.blocks[index] = Block(
            block.kind, block.start, block.end, block.heading, None, row, column, layout.place
        )
        row = index if row is None else row
        indexes.append(index)
    return indexes


def led(layout: Layout, line: Line, at: int) -> int:
    """Read 'Massage ........ no' as a row of two cells."""
    bullet, dots = BULLET.match(line.text), LEADER.search(line.text)
    if dots is not None:
        body = line.start + (bullet.end() if bullet and bullet.end() < dots.start() else 0)
        first = layout.add("cell", body, line.start + dots.start())
        value = layout.add("cell", line.start + dots.end(), line.end)
        if first is not None and value is not None:
            layout.blocks[value] = replace(layout.blocks[value], row=first)
    return at + 1


def fields(layout: Layout, line: Line, at: int) -> int:
    """Split a form line at its wide gaps; a label and its value stay one."""
    parts = [
        (m.start(), m.end()) for m in re.finditer(r"\S(?:.*?\S)??(?=\s{3,}|\t|(?<=___)\s{2}\S|$)", line.text)
    ]
    merged: list[tuple[int, int]] = []
    for start, end in parts:
        if merged and line.text[merged[-1][0] : merged[-1][1]].endswith(":"):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    row: int | None = None
    for start, end in merged:
        index = layout.add(
            "field",
            line.start + start,
            line.start + end,
            intro=layout.intro if layout.introduces() else None,
        )
        if index is not None:
            block = layout.blocks[index]
            layout.blocks[index] = Block(
                block.kind, block.start, block.end, block.heading, block.intro, row, None, layout.place
            )
            row = index if row is None else row
    return at + 1
