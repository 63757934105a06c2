"""Plain text, and any template that is text: the document's text is the source itself."""

from __future__ import annotations

from scopelint import layout
from scopelint.decoding import decode
from scopelint.document import Document, Piece


def read(path: str, data: bytes) -> Document:
    """Return the document in a text file."""
    return read_string(decode(data, path), path)


def read_string(text: str, name: str = "<text>") -> Document:
    """Return a document whose text is exactly `text`, laid out by its lines."""
    laid = layout.Layout(text)
    layout.lay_out(laid, 0, len(text))
    return Document(name, "text", text, tuple(laid.blocks), (Piece(0, 0, len(text)),), text)
