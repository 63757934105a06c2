"""The text of a Word file part by part: what stands where, and in which <w:t> each character lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from scopelint.wordnumbers import Numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX_SYMBOLS = {"F06F", "F0A8", "F071", "F072", "F052", "F053", "F0FE", "F0FD", "F06E"}
_HOLDERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
"""What paragraphs and tables may stand in without being any less a part of the text."""
_VISIBLE = re.compile("[^\u00ad]+")
"""Text between soft hyphens, which nobody sees."""
_LEFT_OUT = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText")} | {f"{_MC}Fallback"}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}checkBox": "☐ ",
}


@dataclass(frozen=True, slots=True)
class RunText:
    """Characters [start, end) of the text, and the <w:t> that holds them from its character `offset` on."""

    start: int
    end: int
    element: Any
    offset: int


@dataclass(frozen=True, slots=True)
class Stretch:
    kind: str
    start: int
    end: int
    place: str


class Collector:
    """Walks the paragraphs and tables of a part, in reading order."""

    def __init__(self, numbers: Numbers | None = None) -> None:
        self._numbers = numbers
        self.parts: list[str] = []
        self.plan: list[Stretch] = []
        self.runs: list[RunText] = []
        self.size = 0
        self._paragraphs = self._tables = 0

    def take(self, root: Any, place: str) -> None:
        """Collect a whole part."""
        self._paragraphs = self._tables = 0
        body = root.find(f"{_W}body")
        self._children(root if body is None else body, place, "")

    def _children(self, parent: Any, place: str, cell: str) -> None:
        joined: list[Any] = []
        for child in parent:
            if child.tag == f"{_W}p":
                joined.append(child)
                if not _runs_on(child):
                    self._paragraph(joined, place, cell)
                    joined = []
            elif child.tag == f"{_W}tbl":
                self._table(child, place)
            elif child.tag in (f"{_W}footnote", f"{_W}endnote"):
                if child.get(f"{_W}type", "normal") == "normal":
                    self._paragraphs += 1
                    self._children(child, f"{place} {self._paragraphs}", "")
            elif child.tag in _HOLDERS:
                title = child.find(f"{_W}sdtPr/{_W}alias")
                if title is not None and title.get(f"{_W}val"):
                    self._add("lines", title.get(f"{_W}val"), "title of a field")
                self._children(child, place, cell)
        if joined:
            self._paragraph(joined, place, cell)

    def _paragraph(self, paragraphs: list[Any], place: str, cell: str) -> None:
        """Collect a paragraph; several are one where a tracked change takes the marks between them."""
        boxes: list[Any] = []
        at, texts = self.size, []
        for text, element, offset in chain.from_iterable(_pieces(p, boxes, []) for p in paragraphs):
            if element is not None and text:
                self.runs.append(RunText(at, at + len(text), element, offset))
            texts.append(text)
            at += len(text)
        text, last = "".join(texts), paragraphs[-1]
        number = self._numbers.label(last) if self._numbers else ""
        self._paragraphs += not (cell or place) and bool(text.strip())
        where = cell or place or f"paragraph {self._paragraphs}"
        where += (f", {number}" if " " in number else f", item {number}") if number else ""
        self._add("cell" if cell else _kind(last, text), text, where)
        for name, said in chain.from_iterable(map(_unseen, paragraphs)):
            self._add("lines", said, f"{name} in {where}")
        for box in boxes:
            self._children(box, f"text box by {where}", "")

    def _add(self, kind: str, text: str, place: str) -> None:
        self.plan.append(Stretch(kind, self.size, self.size + len(text), place))
        self.parts += [text, "\n"]
        self.size += len(text) + 1

    def _table(self, table: Any, place: str) -> None:
        self._tables += 1
        number = self._tables
        self.plan.append(Stretch("table", self.size, self.size, ""))
        for row_number, row in enumerate(_within(table, f"{_W}tr"), 1):
            self.plan.append(Stretch("row", self.size, self.size, ""))
            for cell in _within(row, f"{_W}tc"):
                self.plan.append(Stretch("cell-start", self.size, self.size, ""))
                prefix = f"{place}, " if place else ""
                self._children(cell, place, f"{prefix}table {number}, row {row_number}")
        self.plan.append(Stretch("table-end", self.size, self.size, ""))


def _unseen(paragraph: Any) -> Iterator[tuple[str, str]]:
    """Yield what Word shows only when a person is in a field: its help texts, the title of a content control."""
    for tag, name in (
        ("helpText", "help text"),
        ("statusText", "status line"),
        ("alias", "title of a field"),
    ):
        for element in paragraph.iter(f"{_W}{tag}"):
            said = element.get(f"{_W}val")
            own = next(element.iterancestors(f"{_W}p")) is paragraph
            if own and said and element.get(f"{_W}type", "text") == "text":
                yield name, said


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _within(child, tag)


def _runs_on(paragraph: Any) -> bool:
    """Say whether a tracked change takes the mark at the end of a paragraph, so that the next one joins it."""
    marks = (f"{_W}pPr/{_W}rPr/{_W}{name}" for name in ("del", "moveFrom"))
    return any(paragraph.find(mark) is not None for mark in marks)


def _kind(paragraph: Any, text: str) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return "heading"
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("list"):
        return "item"
    return "quote" if "quote" in name else "bold" if _is_bold(paragraph) else "lines"


def _is_bold(paragraph: Any) -> bool:
    """Say whether every word of a paragraph is set in bold by hand, as headings without a style are."""
    runs = [
        run for run in paragraph.iter(f"{_W}r") if any((t.text or "").strip() for t in run.iter(f"{_W}t"))
    ]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{_W}val") not in ("0", "false") for mark in marks
    )


def _pieces(node: Any, boxes: list[Any], fields: list[bool]) -> Iterator[tuple[str, Any, int]]:
    """Yield the text of a paragraph as Word shows it, with the <w:t> it stands in and its place there.

    Deletions are left out; boxes, fields and drop-down entries come as their signs. `fields` are those that
    are open, and whether what follows is what they do, not what they show.
    """
    for child in node:
        tag = child.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        if tag == f"{_W}fldChar":
            yield from _pieces(child, boxes, fields)
            _turn(fields, child.get(f"{_W}fldCharType"))
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag == f"{_W}sdt":
            yield from _pieces(reversed(child), boxes, fields)
        elif any(fields) and tag in (f"{_W}t", *_SIGNS):
            continue
        elif tag == f"{_W}t":
            for part in _VISIBLE.finditer(child.text or ""):
                yield part.group(), child, part.start()
        elif tag in _SIGNS:
            yield _SIGNS[tag], None, 0
        elif tag == f"{_W}sym":
            yield ("☐" if (child.get(f"{_W}char") or "").upper() in _BOX_SYMBOLS else " "), None, 0
        elif tag in (f"{_W}listEntry", f"{_W}listItem"):
            entry = child.get(f"{_W}displayText") or child.get(f"{_W}val") or ""
            yield f" ☐ {entry}", None, 0
        else:
            yield from _pieces(child, boxes, fields)


def _turn(fields: list[bool], kind: str | None) -> None:
    """Note that a field begins, that its result follows, or that it ends."""
    if kind == "begin":
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()
