"""One module for each format, imported with the first file of it; each has read(path, data) -> Document."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from scopelint.document import Document
from scopelint.errors import DocumentError, MissingExtra

MAX_BYTES = 20_000_000
_OLD = (".doc", ".dot")
"""What Word wrote up to 2003; no library reads it well."""


_MODULES = {
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "eml": (".eml",),
    "html": (".html", ".htm"),
    "markdown": (".md", ".markdown"),
    "odt": (".odt", ".ott"),
    "pdf": (".pdf",),
    "rtf": (".rtf",),
    "text": (".txt", ".text", ".j2", ".jinja", ".liquid", ".hbs", ".mustache"),
}
"""The file endings that each module reads."""
_LIBRARIES = {"pdf": "pypdf", "rtf": "striprtf"}
"""What a module needs from the extra of the same name."""
_BY_SUFFIX = {suffix: module for module, suffixes in _MODULES.items() for suffix in suffixes}


def suffixes() -> tuple[str, ...]:
    """Return the file endings that can be read with what is installed, with their dots."""
    return tuple(sorted(suffix for suffix, module in _BY_SUFFIX.items() if _installed(module)))


def readable(name: str) -> bool:
    """Say whether a file of that name can be read with what is installed."""
    return Path(name).suffix.lower() in suffixes()


@cache
def _installed(module: str) -> bool:
    return module not in _LIBRARIES or find_spec(_LIBRARIES[module]) is not None


def read(path: Path) -> Document:
    """Return the document in a file.

    Raises:
        DocumentError: the file is missing, cannot be opened, or is not what its ending says.
    """
    return read_bytes(str(path), content(path))


def content(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        DocumentError: the file is missing, too big, not an ordinary file, or cannot be opened.
    """
    try:
        if path.is_dir():
            raise DocumentError(path, "this is a folder, not a document")
        if path.exists() and not path.is_file():
            raise DocumentError(path, "this is not an ordinary file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(path, _too_big(size))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(path, "there is no such file") from error
    except OSError as error:
        raise DocumentError(path, f"the file cannot be opened ({error.strerror or error})") from error


def _too_big(size: int) -> str:
    return f"the file has {size / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB. Split it, or take the images out"


def read_bytes(name: str, data: bytes) -> Document:
    """Return the document whose file is called `name` and holds `data`.

    Raises:
        DocumentError: no reader for the ending, or the content is not what the ending says.
        MissingExtra: the library for this format is not installed.
    """
    suffix = Path(name).suffix.lower()
    module = _BY_SUFFIX.get(suffix)
    if module is None and suffix in _OLD:
        raise DocumentError(name, "this is an old Word file; open it in Word and save it as .docx")
    if module is None:
        known = " ".join(suffixes())
        raise DocumentError(name, f"this kind of file cannot be read yet; readable are {known}")
    if len(data) > MAX_BYTES:
        raise DocumentError(name, _too_big(len(data)))
    if not data.strip():
        raise DocumentError(name, "the file is empty")
    if not _installed(module):
        raise MissingExtra(f"{suffix} files", module)
    document: Document = import_module(f"{__name__}.{module}").read(name, data)
    return document
