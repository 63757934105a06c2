"""Word: body, tables, headers, footers, notes and text boxes, with the place that a person looks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scopelint import archives, wordtext
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout
from scopelint.officelayout import lay_out_plan

SUFFIXES = (".docx", ".docm", ".dotx")


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
    lay_out_plan(layout, collector.plan)
    return Document(path, "docx", text, tuple(layout.blocks), (Piece(0, 0, len(text)),), text)


def _parts(path: str, data: bytes) -> Iterator[tuple[str, Any]]:
    """Yield each part that holds text with its place: body, headers, footers, notes."""
    archive = archives.opened(path, data, "Word file")
    if "word/document.xml" not in archive.names:
        raise DocumentError(path, "this is not a Word document (it holds no word/document.xml)")
    for place, name in wordtext.order(archive.names):
        yield place, archive.parsed(name)
