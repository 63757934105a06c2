"""Results of checks, found again by content, rules, settings and version; a bad entry is no entry."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from scopelint import __version__, entries
from scopelint.config import Config
from scopelint.document import Block, Document, Piece, Span
from scopelint.finding import Decision, Edit, FileResult, Finding, Fix

MOST = 4000
"""Entries that are kept; the oldest go first."""
_LARGEST = 2_000_000
"""Bytes that one entry may have."""
_FORMAT = 4
"""The marshal format that every supported Python reads."""
_CLASSES = {
    kind.__name__: kind for kind in (Block, Decision, Document, Edit, FileResult, Finding, Fix, Piece, Span)
}


@dataclass(frozen=True, slots=True)
class Cache:
    """The results of checks with one rule set and one configuration."""

    folder: Path
    settings: bytes
    """What decides a result besides the file itself."""

    def key(self, name: str, data: bytes, doctype: str | None, configured: str | None) -> str:
        """Return the name of the entry for a file."""
        digest = blake2b(self.settings, digest_size=20)
        for part in (os.path.basename(name), doctype or "", configured or ""):
            digest.update(f"\0{len(part)}\0{part}".encode("utf-8", "surrogateescape"))
        digest.update(data)
        return digest.hexdigest()

    def load(self, key: str, path: str) -> FileResult | None:
        """Return a result, for a file that may lie elsewhere now; None where there is no whole entry."""
        with suppress(OSError, ValueError, EOFError, TypeError, KeyError, AttributeError):
            data = (self.folder / key[:2] / key[2:]).read_bytes()
            if data[:4] == crc32(data[4:]).to_bytes(4, "big"):
                result = _unpacked(marshal.loads(data[4:]))
                if isinstance(result, FileResult):
                    object.__setattr__(result, "path", path)
                    object.__setattr__(result.document, "path", path)
                    return result
        return None

    def store(self, key: str, result: FileResult) -> None:
        """Keep a result; where that is not possible, there is none."""
        data = marshal.dumps(_packed(result), _FORMAT)
        if result.error is not None or len(data) > _LARGEST:
            return
        place = self.folder / key[:2]
        temporary = place / f"{key[2:]}.{os.getpid()}.tmp"
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(crc32(data).to_bytes(4, "big") + data)
            os.replace(temporary, place / key[2:])
            if int(key[:3], 16) % 64 == 0:
                prune(self.folder)


def of(config: Config, rules_key: str) -> Cache | None:
    """Return the cache for a rule set and a configuration; None where the user has no cache folder."""
    place = folder()
    if place is None or not rules_key:
        return None
    chosen = [
        (field.name, repr(getattr(config, field.name)))
        for field in fields(config)
        if field.name not in ("path", "places")
    ]
    settings = repr((__version__, rules_key, _code(), chosen)).encode()
    return Cache(place, blake2b(settings, digest_size=32).digest())


def folder() -> Path | None:
    """Return the folder that results are kept in, or None where the user has none."""
    place = entries.folder()
    return place.with_name("results") if place is not None else None


def listed(place: Path) -> Iterator[os.DirEntry[str]]:
    """Yield every entry in a folder."""
    with suppress(OSError):
        for below in os.scandir(place):
            if below.is_dir():
                yield from os.scandir(below)


def prune(place: Path, most: int = MOST) -> int:
    """Remove the oldest entries down to a number; return how many went."""
    with suppress(OSError):
        found = sorted(listed(place), key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in found[most:]:
            with suppress(OSError):
                os.unlink(entry.path)
        return max(0, len(found) - most)
    return 0


def _code() -> list[tuple[str, int, int]]:
    """Return what tells one state of a checkout's own code from another."""
    here = Path(__file__).parent
    found = []
    for place in (here, here / "readers"):
        with suppress(OSError), os.scandir(place) as files:
            for entry in files:
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    found.append((entry.name, state.st_size, state.st_mtime_ns))
    return sorted(found)


def _packed(value: Any) -> Any:
    """Return a value as plain tuples: data classes by name and fields."""
    kind = type(value).__name__
    if kind in _CLASSES:
        return "@", kind, [_packed(getattr(value, name)) for name in _names(kind)]
    if isinstance(value, tuple):
        return "(", tuple(map(_packed, value))
    return value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    if value[0] == "(":
        return tuple(map(_unpacked, value[1]))
    _, kind, parts = value
    return cast(Any, _CLASSES[kind])(**dict(zip(_names(kind), map(_unpacked, parts), strict=True)))


def _names(kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(_CLASSES[kind]) if not field.name.startswith("_"))
