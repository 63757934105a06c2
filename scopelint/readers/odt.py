"""OpenDocument text: body, tables, notes, text boxes, page headers and footers, with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from scopelint import archives
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout
from scopelint.officelayout import lay_out_plan
from scopelint.wordtext import Stretch

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_SAID = {"Help": "help text", "Hint": "status line"}
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms"}


def read(path: str, data: bytes) -> Document:
    """Return the document in an OpenDocument file.

    Raises:
        DocumentError: the file is encrypted, damaged, or no OpenDocument text.
    """
    archive = archives.opened(path, data, "OpenDocument file")
    if "content.xml" not in archive.names:
        raise DocumentError(path, "this is not an OpenDocument text (it holds no content.xml)")
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.file.read(
        "META-INF/manifest.xml"
    ):
        raise DocumentError(path, "this OpenDocument file is protected by a password; save it without one")
    collector = _Collector()
    styles = archive.parsed("styles.xml") if "styles.xml" in archive.names else None
    if styles is not None:
        collector.edges(styles, "header", "page header")
    body = archive.parsed("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise DocumentError(path, "this is not an OpenDocument text (it holds no text)")
    collector.children(body, "", "")
    if styles is not None:
        collector.edges(styles, "footer", "page footer")
    text = "".join(collector.parts)
    layout = Layout(text)
    lay_out_plan(layout, collector.plan)
    return Document(path, "odt", text, tuple(layout.blocks), (Piece(0, 0, len(text)),), text)


class _Collector:
    """Walks the paragraphs, lists and tables of a part, in reading order."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.plan: list[Stretch] = []
        self.size = self.paragraphs = self.tables = 0
        self._notes: Counter[str] = Counter()

    def edges(self, styles: Any, kind: str, place: str) -> None:
        """Collect the page headers or footers."""
        for ending, pages in (("", ""), ("-first", ", first page"), ("-left", ", even pages")):
            for element in styles.iter(f"{_STYLE}{kind}{ending}"):
                self.children(element, place + pages, "")
        self.tables = 0

    def children(self, parent: Any, place: str, kind: str) -> None:
        """Collect what stands in an element."""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            if child.tag == f"{_TEXT}h":
                self.paragraph(child, place, kind or "heading")
            elif child.tag == f"{_TEXT}p":
                self.paragraph(child, place, kind or "lines")
            elif child.tag == f"{_TEXT}list-item":
                self.children(child, place, kind or "item")
            elif child.tag == f"{_TABLE}table":
                self.table(child, place)
            else:
                self.children(child, place, kind)

    def paragraph(self, paragraph: Any, place: str, kind: str) -> None:
        """Collect one paragraph, then the notes and text boxes anchored in it."""
        boxes: list[tuple[Any, str]] = []
        text = "".join(_pieces(paragraph, boxes))
        self.paragraphs += not place and bool(text.strip())
        where = place or f"paragraph {self.paragraphs}"
        self._add(kind, text, where)
        for param in paragraph.iter(f"{_FIELD}param"):
            name = _SAID.get(param.get(f"{_FIELD}name") or "")
            if name and param.get(f"{_FIELD}value"):
                self._add("lines", param.get(f"{_FIELD}value"), f"{name} in {where}")
        for box, name in boxes:
            self._notes[name] += 1
            self.children(
                box, f"{name} by {where}" if name == "text box" else f"{name} {self._notes[name]}", ""
            )

    def _add(self, kind: str, text: str, place: str) -> None:
        self.plan.append(Stretch(kind, self.size, self.size + len(text), place))
        self.parts += [text, "\n"]
        self.size += len(text) + 1

    def table(self, table: Any, place: str) -> None:
        """Collect a table, row by row."""
        self.tables += 1
        number, prefix = self.tables, f"{place}, " if place else ""
        self.plan.append(Stretch("table", self.size, self.size, ""))
        for row_number, row in enumerate(table.iterfind(f".//{_TABLE}table-row"), 1):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            self.plan.append(Stretch("row", self.size, self.size, ""))
            for cell in row.iterfind(f"{_TABLE}table-cell"):
                self.plan.append(Stretch("cell-start", self.size, self.size, ""))
                self.children(cell, f"{prefix}table {number}, row {row_number}", "cell")
        self.plan.append(Stretch("table-end", self.size, self.size, ""))


def _pieces(node: Any, boxes: list[tuple[Any, str]]) -> Iterator[str]:
    """Yield the text of a paragraph; notes and text boxes are kept for later, changes read as accepted."""
    yield _plain(node.text)
    for child in node:
        tag = child.tag
        if tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c") or 1)
        elif tag == f"{_TEXT}tab":
            yield "\t"
        elif tag == f"{_TEXT}line-break":
            yield "\n"
        elif tag == f"{_TEXT}note":
            note = child.find(f"{_TEXT}note-body")
            if note is not None:
                boxes.append((note, child.get(f"{_TEXT}note-class") or "footnote"))
        elif isinstance(tag, str) and (tag.endswith("}text-box") or _is_shape(child)):
            boxes.append((child, "text box"))
        elif isinstance(tag, str) and tag not in _SKIPPED:
            if (child.get(f"{_FIELD}type") or "").endswith("FORMCHECKBOX"):
                yield "☐ "
            yield from _pieces(child, boxes)
            yield from (f" ☐ {entry}" for entry in _entries(child))
        yield _plain(child.tail)


def _is_shape(element: Any) -> bool:
    """Say whether an element is a drawn shape with text in it."""
    return element.tag.startswith(_DRAW) and element.find(f"{_TEXT}p") is not None


def _entries(control: Any) -> Iterator[str]:
    """Yield what a drop-down list offers."""
    from lxml import etree

    for child in control:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        values = {etree.QName(key).localname: value for key, value in child.attrib.items()}
        if name == "list-item" and "display-text" in values:
            yield values["display-text"]
        elif name == "label" or (name == "param" and values.get("name") == "Dropdown_ListEntry"):
            yield values.get("value", "")


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u00ad", "").split("\n"))
