"""PDF: the text of each page by lines, and the names, labels and choices of its form fields."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from scopelint.document import Block, Document, Piece
from scopelint.errors import DocumentError, MissingExtra
from scopelint.layout import Layout, lay_out

SUFFIXES = (".pdf",)

_PAGES = 500
"""Pages that a document to be sent may have."""


def available() -> bool:
    """Say whether the library for this format is installed."""
    return find_spec("pypdf") is not None


def read(path: str, data: bytes) -> Document:
    """Return the document in a PDF; pages without text are named in `Document.unread`.

    Raises:
        DocumentError: the file is encrypted or damaged, or all its pages are pictures.
        MissingExtra: pypdf is not installed.
    """
    if not available():
        raise MissingExtra(".pdf files", "pdf")
    parts: list[str] = []
    places: list[tuple[str, int, int]] = []
    unread: list[str] = []
    size = 0
    for place, text in _texts(path, data):
        if not text.strip():
            unread.append(place)
            continue
        places.append((place, size, size + len(text)))
        parts += [text, "\n"]
        size += len(text) + 1
    if not places:
        raise DocumentError(path, "there is no text to check in this PDF; its pages are pictures (scanned?)")
    layout = Layout("".join(parts))
    for place, start, end in places:
        layout.place, first = place, len(layout.blocks)
        lay_out(layout, start, end)
        if place.startswith("page "):
            layout.blocks[first:] = [
                _on_its_line(block, layout.text, start) for block in layout.blocks[first:]
            ]
    text = layout.text
    return Document(
        path, "pdf", text, tuple(layout.blocks), (Piece(0, 0, len(text)),), text, unread=tuple(unread)
    )


def _on_its_line(block: Block, text: str, page: int) -> Block:
    """Return a block whose place names the line of its page."""
    line = sum(1 for row in text[page : block.start].split("\n")[:-1] if row.strip()) + 1
    return replace(block, place=f"{block.place}, line {line}")


def _texts(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each page with its text, then the form's fields."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(path, "this PDF is protected by a password; save it without one")
        if len(reader.pages) > _PAGES:
            raise DocumentError(path, f"this PDF has more than {_PAGES} pages; split it")
        for number, page in enumerate(reader.pages, 1):
            yield f"page {number}", page.extract_text() or ""
        yield from _fields(reader)
    except DocumentError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise DocumentError(path, "this PDF is damaged; open it and save it again") from error


def _fields(reader: Any) -> Iterator[tuple[str, str]]:
    for name, field in (reader.get_fields() or {}).items():
        label = str(field.get("/TU") or name).strip()
        choices = [
            str(choice[-1] if isinstance(choice, list) else choice) for choice in field.get("/Opt") or ()
        ]
        if field.get("/FT") == "/Btn":
            yield f"form field “{name}”", f"☐ {label}"
        elif label:
            yield (
                f"form field “{name}”",
                "\n".join([f"{label}: ____", *(f"☐ {choice}" for choice in choices)]),
            )
