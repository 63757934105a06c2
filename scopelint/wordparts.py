"""The parts of a Word file that hold text, in reading order, each with the place that a person looks for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STORIES = {
    "header": "page header",
    "main": "",
    "footer": "page footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
}
"""The kinds of parts that hold text, in reading order, and what a person calls them."""
_PAGES = {"first": ", first page", "even": ", even pages"}


@dataclass(frozen=True, slots=True)
class Related:
    """A part that another part names by an id, and what it is to that part: header, footnotes, styles ..."""

    kind: str
    name: str


def related(relationships: Any, folder: str) -> dict[str, Related]:
    """Return the parts that a .rels part names, by their ids; links to the outside are left out."""
    return {
        str(item.get("Id")): Related(
            str(item.get("Type")).rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, str(item.get("Target")))).lstrip("/"),
        )
        for item in relationships
        if isinstance(item.tag, str) and item.get("TargetMode") != "External"
    }


def stories(root: Any, main: str, parts: Mapping[str, Related]) -> Iterator[tuple[str, str]]:
    """Yield the place and the name of each part that holds text, in reading order.

    `root` is the content of the `main` part, `parts` are the parts that it names.
    """
    for kind, place in _STORIES.items():
        if kind == "main":
            yield place, main
            continue
        pages = {
            part.name: _PAGES.get(str(reference.get(f"{_W}type")), "")
            for reference in root.iter(f"{_W}{kind}Reference")
            for part in (parts.get(value) for value in reference.attrib.values())
            if part is not None
        }
        for name in sorted({part.name for part in parts.values() if part.kind == kind}, key=_natural):
            yield place + pages.get(name, ""), name


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]
