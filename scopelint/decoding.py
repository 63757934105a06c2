"""Bytes to text: UTF-8, UTF-16 with a mark, cp1252, and the rest by guess."""

from __future__ import annotations

import codecs

from scopelint.errors import DocumentError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def encoding_of(data: bytes, name: str) -> tuple[str, bytes]:
    """Return the encoding of a text file and its byte-order mark (empty where it has none).

    Raises:
        DocumentError: the file is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, mark
    if b"\0" in data[:65536]:
        raise DocumentError(
            name, "this is not a text file (it holds binary data); save it as text, Markdown or .docx"
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data), b""
    return "utf-8", b""


def _legacy(data: bytes) -> str:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        return best.encoding if best else "latin-1"
    return "cp1252"


def decode(data: bytes, name: str) -> str:
    """Return the text of a file without its byte-order mark; line breaks stay as they are.

    Raises:
        DocumentError: the file is not text, or breaks off inside a character.
    """
    encoding, mark = encoding_of(data, name)
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(name, "the text is damaged: it breaks off inside a character") from error
