"""Word: body, tables, headers, footers, notes and text boxes, with the place that a person looks for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from scopelint import wordtext
from scopelint.document import Block, BlockKind, Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout, boxes_in, lay_out
from scopelint.lines import box_length

SUFFIXES = (".docx", ".docm", ".dotx")

_BOMB = 200_000_000
"""Bytes that a .docx may unpack to."""
_RATIO = 200


def read(path: str, data: bytes) -> Document:
    """Return the document in a Word file.

    Raises:
        DocumentError: the file is encrypted, damaged, or no Word file.
    """
    parts = list(_parts(path, data))
    collector = wordtext.Collector()
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
    for place, name in wordtext.order(names):
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


def _lay_out(layout: Layout, plan: list[wordtext.Stretch]) -> None:
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

    def cell(self, layout: Layout, stretch: wordtext.Stretch) -> None:
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


def _stretch(layout: Layout, stretch: wordtext.Stretch) -> None:
    if stretch.kind == "heading":
        layout.heading = None
        layout.heading = layout.intro = layout.add("heading", stretch.start, stretch.end)
    elif stretch.kind == "item" and not boxes_in(layout, stretch.start, stretch.end):
        layout.add("item", stretch.start, stretch.end, intro=layout.intro)
    elif stretch.kind == "quote":
        layout.add("quote", stretch.start, stretch.end)
    elif stretch.kind == "lines":
        lay_out(layout, stretch.start, stretch.end)
