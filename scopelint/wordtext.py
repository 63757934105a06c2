"""The text of a Word file part by part: what stands where, and in which <w:t> each character lies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from scopelint.wordnumbers import Numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX_SYMBOLS = {"F06F", "F0A8", "F071", "F072", "F052", "F053", "F0FE", "F0FD", "F06E"}
_VISIBLE = re.compile("[^\u00ad]+")
"""Text between soft hyphens, which nobody sees."""


@dataclass(frozen=True, slots=True)
class RunText:
    """Characters [start, end) of the text, and the <w:t> that holds them from its character `offset` on."""

    start: int
    end: int
    element: Any
    offset: int


def order(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the place and the name of each part that holds text, in the order in which it is read."""
    for kind, place in (("header", "page header"), ("document", ""), ("footer", "page footer")):
        for name in sorted(names):
            if (
                name == "word/document.xml"
                if kind == "document"
                else re.fullmatch(rf"word/{kind}\d*\.xml", name)
            ):
                yield place, name
    for place in ("footnote", "endnote"):
        if f"word/{place}s.xml" in names:
            yield place, f"word/{place}s.xml"


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
        self.paragraphs = self.tables = 0

    def take(self, root: Any, place: str) -> None:
        """Collect a whole part."""
        body = root.find(f"{_W}body")
        self._children(root if body is None else body, place, "")

    def _children(self, parent: Any, place: str, cell: str) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child, place, cell)
            elif child.tag == f"{_W}tbl":
                self._table(child, place)
            elif child.tag in (
                f"{_W}sdt",
                f"{_W}sdtContent",
                f"{_W}footnote",
                f"{_W}endnote",
                f"{_W}ins",
                f"{_W}smartTag",
            ):
                title = child.find(f"{_W}sdtPr/{_W}alias")
                if title is not None and title.get(f"{_W}val"):
                    self._add("lines", title.get(f"{_W}val"), "title of a field")
                self._children(child, place, cell)

    def _paragraph(self, paragraph: Any, place: str, cell: str) -> None:
        self.paragraphs += 1
        boxes: list[Any] = []
        at, texts = self.size, []
        for text, element, offset in _pieces(paragraph, boxes):
            if element is not None and text:
                self.runs.append(RunText(at, at + len(text), element, offset))
            texts.append(text)
            at += len(text)
        text = "".join(texts)
        where = cell or place or f"paragraph {self.paragraphs}"
        number = self._numbers.label(paragraph) if self._numbers else ""
        where += f", item {number}" if number else ""
        self._add("cell" if cell else _kind(paragraph, text), text, where)
        for name, said in _unseen(paragraph):
            self._add("lines", said, f"{name} in {where}")
        for box in boxes:
            self._children(box, "text box", "")

    def _add(self, kind: str, text: str, place: str) -> None:
        self.plan.append(Stretch(kind, self.size, self.size + len(text), place))
        self.parts += [text, "\n"]
        self.size += len(text) + 1

    def _table(self, table: Any, place: str) -> None:
        self.tables += 1
        number = self.tables
        self.plan.append(Stretch("table", self.size, self.size, ""))
        for row_number, row in enumerate(_rows(table), 1):
            self.plan.append(Stretch("row", self.size, self.size, ""))
            for cell in _cells(row):
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


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(child)


def _kind(paragraph: Any, text: str) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return "heading"
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("list"):
        return "item"
    return "quote" if "quote" in name else "lines"


def _pieces(node: Any, boxes: list[Any]) -> Iterator[tuple[str, Any, int]]:
    """Yield the text of a paragraph as Word shows it, with the <w:t> it stands in and its place there.

    Deletions are left out; boxes, fields and drop-down entries come as their signs.
    """
    for child in node:
        tag = child.tag
        if not isinstance(tag, str) or tag in (
            f"{_W}del",
            f"{_W}moveFrom",
            f"{_W}pPr",
            f"{_W}rPr",
            f"{_W}instrText",
            f"{_W}comboBox",
        ):
            continue
        if tag == f"{_W}t":
            for part in _VISIBLE.finditer(child.text or ""):
                yield part.group(), child, part.start()
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t", None, 0
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n", None, 0
        elif tag == f"{_W}noBreakHyphen":
            yield "-", None, 0
        elif tag == f"{_W}sym":
            yield ("☐" if (child.get(f"{_W}char") or "").upper() in _BOX_SYMBOLS else " "), None, 0
        elif tag == f"{_W}checkBox":
            yield "☐ ", None, 0
        elif tag in (f"{_W}listEntry", f"{_W}listItem"):
            entry = child.get(f"{_W}displayText") or child.get(f"{_W}val") or ""
            yield f" ☐ {entry}", None, 0
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag != f"{_MC}Fallback":
            yield from _pieces(child, boxes)
