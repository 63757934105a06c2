"""What is kept compiled: values by key and kind, beside the code or in the user's cache folder; a bad one is none."""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from scopelint.store import FORMAT, Part

_KEEP = 20
"""Entries that may lie in the cache folder; the oldest go first."""
_PIECE = 1 << 18
"""Bytes of an entry that are in memory at once while it is looked over."""
_LENGTHS = 12
"""Bytes at the start of an entry: four of a check sum, eight that say how long its first value is."""
_PYTHON = f"py{sys.version_info[0]}{sys.version_info[1]}"


@contextmanager
def no_garbage() -> Iterator[None]:
    """Switch the garbage collector off: loading makes many objects and no garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def folder() -> Path | None:
    """Return the cache folder, or None where the user has none."""
    from platformdirs import user_cache_dir

    with suppress(OSError, RuntimeError, KeyError):
        place = Path(user_cache_dir("scopelint", appauthor=False))
        return place / "rules" if place.is_absolute() else None
    return None


def _places(key: str, kind: str) -> Iterator[Path]:
    yield Path(__file__).parent / "_data" / "compiled" / f"{key}.{kind}"
    cached = folder()
    if cached is not None:
        yield cached / f"{key}.{_PYTHON}.{kind}"


def load(key: str, kind: str) -> tuple[Any, Part] | None:
    """Return the value of an entry and what is packed behind it, or None where there is none that is whole."""
    if not key:
        return None
    for path in _places(key, kind):
        with suppress(OSError, ValueError, EOFError, TypeError), no_garbage():
            head = _head(path)
            if head is not None:
                with suppress(OSError):
                    os.utime(path)  # what is used stays when the oldest go
                return marshal.loads(head), Part(path, _LENGTHS + len(head))
    return None


def _head(path: Path) -> bytes | None:
    """Return the first value of an entry, once all of it was looked over in pieces; None where it is not whole."""
    with open(path, "rb") as file:
        lengths = file.read(_LENGTHS)
        head = file.read(min(int.from_bytes(lengths[4:], "big"), os.fstat(file.fileno()).st_size))
        seen = crc32(head, crc32(lengths[4:]))
        while piece := file.read(_PIECE):
            seen = crc32(piece, seen)
    return head if lengths[:4] == seen.to_bytes(4, "big") else None


def store(key: str, kind: str, value: Any, data: bytes | bytearray | memoryview = b"") -> None:
    """Write an entry for next time; where that is not possible, there is none."""
    place = folder() if key else None
    if place is not None:
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            write(place / f"{key}.{_PYTHON}.{kind}", value, data)
            _prune(place)


def write(path: Path, value: Any, data: bytes | bytearray | memoryview = b"") -> None:
    head = marshal.dumps(value, FORMAT)
    data = b"".join((len(head).to_bytes(8, "big"), head, data))
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(crc32(data).to_bytes(4, "big") + data)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def _prune(place: Path) -> None:
    entries = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in entries[_KEEP:]:
        path.unlink()
