"""Word: body, tables, headers, footers, notes and text boxes, with the place that a person looks for."""

from __future__ import annotations

import posixpath

from scopelint import archives, wordparts, wordtext
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout
from scopelint.officelayout import lay_out_plan
from scopelint.wordnumbers import Numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "officeDocument"
_USUAL = "word/document.xml"


def read(path: str, data: bytes) -> Document:
    """Return the document in a Word file.

    Raises:
        DocumentError: the file is encrypted, damaged, or no Word file.
    """
    archive = archives.opened(path, data, "Word file")
    main = next((part.name for part in _related(archive, "").values() if part.kind == _MAIN), _USUAL)
    if main not in archive.names:
        raise DocumentError(path, f"this is not a Word document (it holds no {main})")
    root, parts = archive.parsed(main), _related(archive, main)
    collector = wordtext.Collector(_numbers(archive, parts))
    for place, name in wordparts.stories(root, main, parts):
        if name in archive.names:
            collector.take(root if name == main else archive.parsed(name), place)
    text = "".join(collector.parts)
    if not text.strip() and any(True for _ in root.iter(f"{_W}drawing", f"{_W}pict")):
        raise DocumentError(path, "there is no text to check in this Word file; it holds only pictures")
    layout = Layout(text)
    lay_out_plan(layout, collector.plan)
    return Document(path, "docx", text, tuple(layout.blocks), (Piece(0, 0, len(text)),), text)


def _related(archive: archives.Archive, part: str) -> dict[str, wordparts.Related]:
    """Return the parts that a part names, or the whole file for ''."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    return wordparts.related(archive.parsed(listed), folder) if listed in archive.names else {}


def _numbers(archive: archives.Archive, parts: dict[str, wordparts.Related]) -> Numbers | None:
    """Return the counter of the numbered lists, where the file has any."""
    names = {part.kind: part.name for part in parts.values() if part.name in archive.names}
    if "numbering" not in names:
        return None
    styles = archive.parsed(names["styles"]) if "styles" in names else None
    return Numbers(archive.parsed(names["numbering"]), styles)
