"""Office files are archives of XML: opened with limits, parsed without entities, the network or anything run."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from scopelint.errors import DocumentError

_BOMB = 200_000_000
"""Bytes that an archive may unpack to."""
_RATIO = 200
"""How many times its size an archive may unpack to, from ten megabytes on."""
_LARGEST = 25_000_000
"""Bytes that one part may unpack to."""
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Archive:
    """An office file that was opened; `kind` is what a person calls it: 'Word file'."""

    path: str
    kind: str
    file: zipfile.ZipFile
    names: tuple[str, ...]

    def parsed(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            DocumentError: the part is damaged or too large.
        """
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        if self.file.getinfo(name).file_size > _LARGEST:
            raise DocumentError(self.path, f"this {self.kind} holds a part too large to be a letter ({name})")
        try:
            return etree.fromstring(_loosened(self.file.read(name)), parser)
        except (
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
            OSError,
            ValueError,
            RuntimeError,
            EOFError,
        ) as error:
            problem = f"this {self.kind} is damaged ({name} cannot be read); save it again"
            raise DocumentError(self.path, problem) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                problem = f"this {self.kind} is damaged or cut short; save it again"
                raise DocumentError(self.path, problem) from error
            raise


def _loosened(data: bytes) -> bytes:
    """Return a part with the names that every version of Word writes; a strict file has others for the same."""
    return data.replace(_STRICT, _USUAL) if _STRICT in data else data


def opened(path: str, data: bytes, kind: str) -> Archive:
    """Open an office file.

    Raises:
        DocumentError: it is protected by a password, damaged, or unpacks to far more than a document.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        problem = f"this {kind} is protected by a password, or an old .doc; save it as .docx without one"
        raise DocumentError(path, problem)
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        listed = file.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problem = f"this {kind} is damaged or cut short; open it and save it again"
        raise DocumentError(path, problem) from error
    total = sum(info.file_size for info in listed)
    if total > _BOMB or total > max(10_000_000, len(data) * _RATIO):
        raise DocumentError(path, f"this {kind} unpacks to far more than a document holds; it is not opened")
    if any(info.flag_bits & 1 for info in listed):
        raise DocumentError(path, f"this {kind} is protected by a password; save it without one")
    return Archive(path, kind, file, tuple(info.filename for info in listed))
