"""Word: body, tables, headers, footers, notes and text boxes, with the place that a person looks for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scopelint.document import Block, BlockKind, Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout, boxes_in, lay_out
from scopelint.lines import box_length

SUFFIXES = (".docx", ".docm", ".dotx")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOMB = 200_000_000
"""Bytes that a .docx may unpack to."""
_RATIO = 200
_BOX_SYMBOLS = {"F06F", "F0A8", "F071", "F072", "F052", "F053", "F0FE", "F0FD", "F06E"}


def read(path: str, data: bytes) -> Document:
    """Return the document in a Word file.

    Raises:
        DocumentError: the file is encrypted, damaged, or no Word file.
    """
    parts = list(_parts(path, data))
    collector = _Collector()
    for place, root in parts:
        collector.take(root, place)
    text = "".join(collector.parts)
    layout = Layout(text)
    _lay_out(layout, collector.plan)
    return Document(path, "docx", text, tuple(layout.blocks), (Piece(0, 0, len(text)),), text)


def _parts(path: str, data: bytes) -> Iterator[tuple[str, Any]]:
    """Yield each part that holds text with its place: body, headers, footers, notes."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(
            path, "this Word file is protected by a password, or an old .doc; save it as .docx without one"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = archive.namelist()
        total = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DocumentError(
            path, "this Word file is damaged or cut short; open it in Word and save it again"
        ) from error
    if total > _BOMB or total > max(10_000_000, len(data) * _RATIO):
        raise DocumentError(
            path, "this Word file unpacks to far more than a document holds; it is not opened"
        )
    if "word/document.xml" not in names:
        raise DocumentError(path, "this is not a Word document (it holds no word/document.xml)")
    ordered = [
        ("page header", n) for n in sorted(names) if n.startswith("word/header") and n.endswith(".xml")
    ]
    ordered.append(("", "word/document.xml"))
    ordered += [
        ("page footer", n) for n in sorted(names) if n.startswith("word/footer") and n.endswith(".xml")
    ]
    ordered += [("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml")]
    for place, name in ordered:
        if name in names:
            yield place, _parsed(path, archive, name)


def _parsed(path: str, archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError) as error:
        raise DocumentError(
            path, f"this Word file is damaged ({name} cannot be read); save it again from Word"
        ) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise DocumentError(
                path, "this Word file is damaged or cut short; save it again from Word"
            ) from error
        raise


@dataclass(frozen=True, slots=True)
class _Stretch:
    kind: str
    start: int
    end: int
    place: str


class _Collector:
    """Walks the paragraphs and tables of a part, in reading order."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.plan: list[_Stretch] = []
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
                self._children(child, place, cell)

    def _paragraph(self, paragraph: Any, place: str, cell: str) -> None:
        self.paragraphs += 1
        boxes: list[Any] = []
        text = "".join(_pieces(paragraph, boxes))
        where = cell or place or f"paragraph {self.paragraphs}"
        self._add("cell" if cell else _kind(paragraph, text), text, where)
        for box in boxes:
            self._children(box, "text box", "")

    def _add(self, kind: str, text: str, place: str) -> None:
        self.plan.append(_Stretch(kind, self.size, self.size + len(text), place))
        self.parts += [text, "\n"]
        self.size += len(text) + 1

    def _table(self, table: Any, place: str) -> None:
        self.tables += 1
        number = self.tables
        self.plan.append(_Stretch("table", self.size, self.size, ""))
        for row_number, row in enumerate(_rows(table), 1):
            self.plan.append(_Stretch("row", self.size, self.size, ""))
            for cell in _cells(row):
                self.plan.append(_Stretch("cell-start", self.size, self.size, ""))
                prefix = f"{place}, " if place else ""
                self._children(cell, place, f"{prefix}table {number}, row {row_number}")
        self.plan.append(_Stretch("table-end", self.size, self.size, ""))


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


def _pieces(node: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the text of a paragraph as Word shows it: deletions left out, boxes and fields as their signs."""
    for child in node:
        tag = child.tag
        if not isinstance(tag, str) or tag in (
            f"{_W}del",
            f"{_W}moveFrom",
            f"{_W}pPr",
            f"{_W}rPr",
            f"{_W}instrText",
        ):
            continue
        if tag == f"{_W}t":
            yield (child.text or "").replace("\u00ad", "")
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}sym":
            yield "☐" if (child.get(f"{_W}char") or "").upper() in _BOX_SYMBOLS else " "
        elif tag == f"{_W}checkBox":
            yield "☐ "
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag != f"{_MC}Fallback":
            yield from _pieces(child, boxes)


def _lay_out(layout: Layout, plan: list[_Stretch]) -> None:
    tables: list[_Table] = []
    for stretch in plan:
        layout.place = stretch.place
        if stretch.kind == "table":
            tables.append(_Table())
        elif stretch.kind == "table-end":
            tables.pop()
        elif stretch.kind == "row" and tables:
            tables[-1].next_row()
        elif stretch.kind == "cell-start" and tables:
            tables[-1].column += 1
        elif stretch.kind == "cell" and tables:
            tables[-1].cell(layout, stretch)
        else:
            _stretch(layout, stretch)


class _Table:
    """Which cell heads a row and a column while a table is laid out."""

    def __init__(self) -> None:
        self.header: dict[int, int] = {}
        self.row: int | None = None
        self.column = -1
        self.rows = 0

    def next_row(self) -> None:
        """Go to the next row."""
        self.row, self.column, self.rows = None, -1, self.rows + 1

    def cell(self, layout: Layout, stretch: _Stretch) -> None:
        """Add the blocks of one paragraph of a cell."""
        first = len(layout.blocks)
        skip = box_length(layout.text[stretch.start : stretch.end])
        if skip or not boxes_in(layout, stretch.start, stretch.end):
            kind: BlockKind = "option" if skip else "cell"
            layout.add(kind, stretch.start + skip, stretch.end)
        for index in range(first, len(layout.blocks)):
            block = layout.blocks[index]
            column = self.header.get(self.column) if self.rows > 1 else None
            layout.blocks[index] = Block(
                block.kind, block.start, block.end, block.heading, block.intro, self.row, column, block.place
            )
            if self.rows == 1:
                self.header.setdefault(self.column, index)
            self.row = index if self.row is None else self.row


def _stretch(layout: Layout, stretch: _Stretch) -> None:
    if stretch.kind == "heading":
        layout.heading = None
        layout.heading = layout.intro = layout.add("heading", stretch.start, stretch.end)
    elif stretch.kind == "item" and not boxes_in(layout, stretch.start, stretch.end):
        layout.add("item", stretch.start, stretch.end, intro=layout.intro)
    elif stretch.kind == "quote":
        layout.add("quote", stretch.start, stretch.end)
    elif stretch.kind == "lines":
        lay_out(layout, stretch.start, stretch.end)
