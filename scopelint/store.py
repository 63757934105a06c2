"""Values packed one after the other into one stretch of bytes, each unpacked when it is asked for."""

from __future__ import annotations

import marshal
from typing import Any

FORMAT = 4
"""The marshal format that every supported Python reads."""


class Store:
    """Packed values by their places; what is packed alike is kept once."""

    __slots__ = ("_places", "data")

    def __init__(self, data: bytes | memoryview = b"") -> None:
        self.data: bytearray | memoryview = memoryview(data) if data else bytearray()
        self._places: dict[bytes, int] = {}

    def add(self, value: Any) -> int:
        """Pack a value into a store that is being made, and return its place.

        Raises:
            TypeError: the store was read, not made.
        """
        if isinstance(self.data, memoryview):
            raise TypeError("nothing is added to a store that was read")
        packed = marshal.dumps(value, FORMAT)
        place = self._places.setdefault(packed, len(self.data))
        if place == len(self.data):
            self.data += packed
        return place

    def get(self, place: int) -> Any:
        """Unpack the value at a place."""
        return marshal.loads(memoryview(self.data)[place:])
