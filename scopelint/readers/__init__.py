"""One module for each format; each has SUFFIXES and read(path, data) -> Document."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from scopelint.document import Document
from scopelint.errors import DocumentError, ScopelintError

MAX_BYTES = 20_000_000
_OLD = (".doc", ".dot")
"""What Word wrote up to 2003; no library reads it well."""


@cache
def _readers() -> dict[str, ModuleType]:
    found: dict[str, ModuleType] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = import_module(f"{__name__}.{info.name}")
        for suffix in getattr(module, "SUFFIXES", ()):
            if suffix in found:
                raise ScopelintError(
                    f"two readers read {suffix}: {found[suffix].__name__} and {module.__name__}"
                )
            found[suffix] = module
    return found


def suffixes() -> tuple[str, ...]:
    """Return the file endings that can be read with what is installed, with their dots."""
    return tuple(sorted(suffix for suffix, module in _readers().items() if _available(module)))


def readable(name: str) -> bool:
    """Say whether a file of that name can be read with what is installed."""
    return Path(name).suffix.lower() in suffixes()


def _available(module: ModuleType) -> bool:
    return bool(getattr(module, "available", lambda: True)())


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
    """
    module = _readers().get(Path(name).suffix.lower())
    if module is None and Path(name).suffix.lower() in _OLD:
        raise DocumentError(name, "this is an old Word file; open it in Word and save it as .docx")
    if module is None:
        known = " ".join(suffixes())
        raise DocumentError(name, f"this kind of file cannot be read yet; readable are {known}")
    if len(data) > MAX_BYTES:
        raise DocumentError(name, _too_big(len(data)))
    if not data.strip():
        raise DocumentError(name, "the file is empty")
    document: Document = module.read(name, data)
    return document
