"""Output formats: each module here has a NAME and `render(results, *, view)`, which yields its output in parts."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol

from scopelint.finding import FileResult


@dataclass(frozen=True, slots=True)
class View:
    """How a person looks at the results; formats for machines may ignore all of it."""

    width: int = 80
    styled: bool = False
    """Whether the output is a terminal that can underline."""
    colour: bool = True
    """Whether a styled output may also use colour."""
    quiet: bool = False
    verbose: bool = False
    remarks: bool = False
    """Whether findings of level info are shown."""
    files: int = 1
    """How many results there will be."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Document type to the words that name it: `intro-letter` to `introductory letter`."""


class Render(Protocol):
    """Turn results into output, final line break included; no result is kept once its part is made."""

    def __call__(self, results: Iterable[FileResult], *, view: View) -> Iterator[str]: ...


def reporters() -> dict[str, Render]:
    """Return each output format by its name."""
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return {module.NAME: module.render for module in modules}
