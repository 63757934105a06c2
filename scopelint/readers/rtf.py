"""Rich text: its paragraphs as plain text."""

from __future__ import annotations

from scopelint import layout
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError


def read(path: str, data: bytes) -> Document:
    """Return the document in a rich-text file.

    Raises:
        DocumentError: the file is damaged, or no rich text.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError(path, "this is not a rich-text file; save it again as .rtf or .docx")
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace")).replace("\x00", "")  # type: ignore[no-untyped-call]
    except Exception as error:
        raise DocumentError(path, "this rich-text file is damaged; open it and save it again") from error
    if not text.strip():
        raise DocumentError(path, "there is no text to check in this file")
    laid = layout.Layout(text)
    layout.lay_out(laid, 0, len(text))
    return Document(path, "rtf", text, tuple(laid.blocks), (Piece(0, 0, len(text)),), text)
