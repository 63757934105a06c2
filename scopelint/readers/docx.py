"""Word: body, tables, headers, footers, notes and text boxes, with the place that a person looks for."""

from __future__ import annotations

from scopelint import archives, wordtext
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout
from scopelint.officelayout import lay_out_plan
from scopelint.wordnumbers import Numbers

SUFFIXES = (".docx", ".docm", ".dotx")


def read(path: str, data: bytes) -> Document:
    """Return the document in a Word file.

    Raises:
        DocumentError: the file is encrypted, damaged, or no Word file.
    """
    archive = archives.opened(path, data, "Word file")
    if "word/document.xml" not in archive.names:
        raise DocumentError(path, "this is not a Word document (it holds no word/document.xml)")
    collector = wordtext.Collector(_numbers(archive))
    for place, name in wordtext.order(archive.names):
        collector.take(archive.parsed(name), place)
    text = "".join(collector.parts)
    layout = Layout(text)
    lay_out_plan(layout, collector.plan)
    return Document(path, "docx", text, tuple(layout.blocks), (Piece(0, 0, len(text)),), text)


def _numbers(archive: archives.Archive) -> Numbers | None:
    """Return the counter of the numbered lists, where the file has any."""
    if "word/numbering.xml" not in archive.names:
        return None
    styles = archive.parsed("word/styles.xml") if "word/styles.xml" in archive.names else None
    return Numbers(archive.parsed("word/numbering.xml"), styles)
