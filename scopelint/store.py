"""Values packed one after the other into one stretch of bytes, each unpacked when it is asked for."""

from __future__ import annotations

import marshal
import os
from pathlib import Path
from threading import Lock
from typing import Any

FORMAT = 4
"""The marshal format that every supported Python reads."""


_PIECE = 1024
"""Bytes that are read for a value; more where it is longer."""


class Part:
    """What stands in a file behind its first bytes, read as it is asked for: the rest takes no memory."""

    __slots__ = ("_file", "_lock", "_start")

    def __init__(self, path: Path, start: int) -> None:
        self._start, self._lock = start, Lock()
        self._file = open(path, "rb", buffering=0)  # noqa: SIM115

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()

    def get(self, place: int) -> Any:
        """Unpack the value at a place."""
        size = _PIECE
        while True:
            packed = self._bytes(self._start + place, size)
            try:
                return marshal.loads(packed)
            except EOFError:
                if len(packed) < size:
                    raise
                size *= 8

    def _bytes(self, at: int, size: int) -> bytes:
        """Return bytes of the file, by their place alone where the system can: a fork shares how far it was read."""
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), size, at)
        with self._lock:
            self._file.seek(at)
            return self._file.read(size)


class Store:
    """Packed values by their places; what is packed alike is kept once."""

    __slots__ = ("_part", "_places", "data")

    def __init__(self, part: Part | None = None) -> None:
        self.data = bytearray()
        self._part = part
        self._places: dict[bytes, int] = {}

    def add(self, value: Any) -> int:
        """Pack a value into a store that is being made, and return its place.

        Raises:
            TypeError: the store was read, not made.
        """
        if self._part is not None:
            raise TypeError("nothing is added to a store that was read")
        packed = marshal.dumps(value, FORMAT)
        place = self._places.setdefault(packed, len(self.data))
        if place == len(self.data):
            self.data += packed
        return place

    def get(self, place: int) -> Any:
        """Unpack the value at a place."""
        if self._part is not None:
            return self._part.get(place)
        return marshal.loads(memoryview(self.data)[place:])
