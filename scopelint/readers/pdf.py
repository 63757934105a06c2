"""PDF: the text of each page by lines, and the names, labels and choices of its form fields."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout, lay_out

_PLAIN_STATE = re.compile(r"(?i:on|off|yes|no|true|false|checked|\d+|.|choice ?\d*|option ?\d*|button ?\d*)")
"""States of a tick box that say only whether it is ticked."""
_DEPTH = 20
_PAGES = 500
"""Pages that a document to be sent may have."""


def read(path: str, data: bytes) -> Document:
    """Return the document in a PDF; pages without text are named in `Document.unread`.

    Raises:
        DocumentError: the file is encrypted or damaged, or all its pages are pictures.
    """
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
        layout.place = place
        lay_out(layout, start, end)
    text, pieces, pages = layout.text, (Piece(0, 0, size),), tuple(start for _, start, _ in places)
    return Document(path, "pdf", text, tuple(layout.blocks), pieces, text, unread=tuple(unread), pages=pages)


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
    """Yield each field of the form with its label, what it holds and what it offers."""
    pages = _pages_of_fields(reader)
    for name, field in (reader.get_fields() or {}).items():
        label = " ".join(str(field.get("/TU") or field.get("/T") or name).split())
        if not label or field.get("/FT") is None:
            continue
        place = f"form field “{label}”" + (f" (page {pages[name]})" if name in pages else "")
        held = field.get("/V")
        offered = [str(each[-1] if isinstance(each, list) else each) for each in field.get("/Opt") or ()]
        if field.get("/FT") == "/Btn":
            states = [str(state).lstrip("/") for state in field.get("/_States_") or ()]
            offered = offered or [state for state in states if not _PLAIN_STATE.fullmatch(state)]
            first = f"☐ {label}" if not offered else f"{label}:"
        else:
            first = f"{label}: {held.strip() if isinstance(held, str) and held.strip() else '____'}"
        yield place, "\n".join([first, *(f"☐ {choice}" for choice in offered)])


def _pages_of_fields(reader: Any) -> dict[str, int]:
    """Return the page on which each field stands, by its full name."""
    found: dict[str, int] = {}
    for number, page in enumerate(reader.pages, 1):
        for annotation in page.get("/Annots") or ():
            field = annotation.get_object()
            names: list[str] = []
            while field is not None and len(names) < _DEPTH:
                names += [str(field["/T"])] if "/T" in field else []
                field = field["/Parent"].get_object() if "/Parent" in field else None
            found.setdefault(".".join(reversed(names)), number)
    return found
