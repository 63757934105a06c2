"""OpenDocument text: body, tables, notes, text boxes, page headers and footers, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scopelint import archives
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout
from scopelint.officelayout import lay_out_plan
from scopelint.wordtext import Stretch

SUFFIXES = (".odt", ".ott")

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
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

    def edges(self, styles: Any, kind: str, place: str) -> None:
        """Collect the page headers or footers."""
        for element in styles.iter(f"{_STYLE}{kind}", f"{_STYLE}{kind}-left", f"{_STYLE}{kind}-first"):
            self.children(element, place, "")

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
        self.paragraphs += 1
        boxes: list[tuple[Any, str]] = []
        text = "".join(_pieces(paragraph, boxes))
        self.plan.append(
            Stretch(kind, self.size, self.size + len(text), place or f"paragraph {self.paragraphs}")
        )
        self.parts += [text, "\n"]
        self.size += len(text) + 1
        for box, where in boxes:
            self.children(box, where, "")

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
        elif isinstance(tag, str) and tag.endswith("}text-box"):
            boxes.append((child, "text box"))
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _pieces(child, boxes)
        yield _plain(child.tail)


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u00ad", "").split("\n"))
