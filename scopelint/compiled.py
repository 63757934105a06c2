"""The rule set compiled once: found again by its content, in the wheel or in the user's cache folder."""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from scopelint import plain
from scopelint.datadir import data_dir
from scopelint.rule import Ruleset
from scopelint.store import FORMAT, Store

if TYPE_CHECKING:
    from scopelint.clues import Clues
    from scopelint.likeness import Likeness
    from scopelint.matching import Matcher, Tables
    from scopelint.weights import Head

_KEEP = 20
"""Entries that may lie in the cache folder; the oldest go first."""
_CLUES = ("clues.tsv", "elements.tsv")
"""Files of clues in a rule folder."""
_HEAD = 200
"""Bytes of a learned file of clues that tell it from another; its first line holds a digest of the rest."""
_PYTHON = f"py{sys.version_info[0]}{sys.version_info[1]}"
_SHAPED_BY = (
    "compiled", "frames", "trie", "matching", "hits", "attempt", "patterns", "prefilter", "tokens", "inflection",
    "elements", "rulefiles", "rule", "store", "clues", "weights", "likeness", "plain",
)  # fmt: skip
"""Modules whose text is part of the key, so that a changed checkout never reads what it wrote before."""


class Compiled:
    """A rule set and, when first needed, the tables of its matcher."""

    def __init__(self, ruleset: Ruleset, key: str = "", folders: tuple[Path, ...] = ()) -> None:
        self.ruleset, self.key = ruleset, key
        self._folders = folders or (data_dir("rules"),)
        self._tables: tuple[Tables, Store] | None = None
        self._clues: dict[str, Clues] = {}
        self._likeness: Likeness | None = None

    def matcher(self, names: Iterable[str] = ()) -> Matcher:
        """Return a matcher that also knows the practice's own names."""
        from scopelint import frames
        from scopelint.matching import Tables

        if self._tables is None:
            found = _load(self.key, "frames")
            if found is None:
                with _no_garbage():
                    self._tables = tables, store = frames.tables(self.ruleset)
                _store(self.key, "frames", tuple(tables), store.data)
            else:
                self._tables = Tables(*found[0]), Store(found[1])
        return frames.matcher(self.ruleset, *self._tables, names)

    def clues(self, name: str) -> Clues:
        """Return the weighed clues of a file (`clues.tsv`) of the last folder that has it; none where no folder has.

        Raises:
            RuleFileError: a line that is not a clue with its weights.
        """
        from scopelint.clues import Clues
        from scopelint.weights import Head

        if name not in self._clues:
            kind = name.partition(".")[0]
            found = _load(self.key, kind)
            if found is None:
                head, store = _read_clues(self._folders, name)
                _store(self.key, kind, tuple(head), store.data)
            else:
                head, store = Head(*found[0]), Store(found[1])
            self._clues[name] = Clues(head, store)
        return self._clues[name]

    def likeness(self) -> Likeness:
        """Return the type clues of the last folder that has some; none where no folder has.

        Raises:
            RuleFileError: a line that is not a clue with its weights.
        """
        from scopelint.likeness import Likeness

        if self._likeness is None:
            found = _load(self.key, "types")
            self._likeness = Likeness(*found[0]) if found else _read_likeness(self._folders, self.ruleset)
            if found is None:
                _store(self.key, "types", tuple(self._likeness))
        return self._likeness


def _read_clues(folders: Iterable[Path], name: str) -> tuple[Head, Store]:
    from scopelint import weights

    return weights.read(_last(folders, name), named=name == "elements.tsv")


def _read_likeness(folders: Iterable[Path], ruleset: Ruleset) -> Likeness:
    from scopelint import likeness

    return likeness.read(_last(folders, likeness.FILE), ruleset.doctypes)


def _last(folders: Iterable[Path], name: str) -> Path | None:
    return next((folder / name for folder in reversed(list(folders)) if (folder / name).is_file()), None)


def load(folders: Iterable[Path] | None = None) -> Compiled:
    """Return the rules of some folders (default: the shipped ones); files are read only where they are new.

    Raises:
        RuleFileError: a file that cannot be used, with its line and column.
    """
    listed = tuple(Path(folder) for folder in ([data_dir("rules")] if folders is None else folders))
    key = _key(listed)
    return _loaded(key, listed) if key else _read("", listed)


@lru_cache(8)
def _loaded(key: str, folders: tuple[Path, ...]) -> Compiled:
    return _read(key, folders)


def _read(key: str, folders: tuple[Path, ...]) -> Compiled:
    with _no_garbage():
        found = _load(key, "rules")
        if found is not None:
            return Compiled(plain.ruleset(found[0]), key, folders)
    from scopelint import rulefiles

    ruleset = rulefiles.load(folders)
    _store(key, "rules", plain.of(ruleset))
    return Compiled(ruleset, key, folders)


def _key(folders: Iterable[Path]) -> str:
    """Return a name for the content of all rule files and all that shapes their tables; '' where unknown."""
    digest = blake2b(digest_size=16)
    try:
        for path in _sources():
            digest.update(path.read_bytes())
        for place in folders:
            for name, listed in sorted(_files(str(place), "")):
                with open(listed, "rb") as file:
                    data = file.read(_HEAD)
                    if not (listed.endswith(_CLUES) and data.startswith(b"#made by tools/")):
                        data += file.read()
                digest.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
            digest.update(b"\1")
    except OSError:
        return ""
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    here = Path(__file__).parent
    yield from (here / f"{name}.py" for name in ("__init__", *_SHAPED_BY))
    spacy = find_spec("spacy")
    if spacy is not None and spacy.origin:
        yield Path(spacy.origin).with_name("about.py")


def _files(folder: str, below: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{below}/{entry.name}"
            if entry.is_dir():
                yield from _files(entry.path, name)
            elif entry.name.endswith(".yaml") or entry.name in (*_CLUES, "types.tsv"):
                yield name, entry.path


@contextmanager
def _no_garbage() -> Iterator[None]:
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


def _load(key: str, kind: str) -> tuple[Any, memoryview] | None:
    """Return the value of an entry and the bytes that go with it, or None where there is none that is whole."""
    if not key:
        return None
    for path in _places(key, kind):
        with suppress(OSError, ValueError, EOFError, TypeError), _no_garbage():
            data = memoryview(path.read_bytes())
            if data[:4] == crc32(data[4:]).to_bytes(4, "big"):
                end = 12 + int.from_bytes(data[4:12], "big")
                with suppress(OSError):
                    os.utime(path)  # what is used stays when the oldest go
                return marshal.loads(data[12:end]), data[end:]
    return None


def _store(key: str, kind: str, value: Any, data: bytes | bytearray | memoryview = b"") -> None:
    """Write an entry for next time; where that is not possible, there is none."""
    place = folder() if key else None
    if place is not None:
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            _write(place / f"{key}.{_PYTHON}.{kind}", value, data)
            _prune(place)


def _write(path: Path, value: Any, data: bytes | bytearray | memoryview = b"") -> None:
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


def build(target: Path) -> list[Path]:
    """Compile the shipped rules into a folder, for the wheel; return the files written."""
    from scopelint import frames, rulefiles

    ruleset = rulefiles.load()
    key = _key([data_dir("rules")])
    target.mkdir(parents=True, exist_ok=True)
    tables, store = frames.tables(ruleset)
    _write(target / f"{key}.rules", plain.of(ruleset))
    _write(target / f"{key}.frames", tuple(tables), store.data)
    for name in _CLUES:
        head, packed = _read_clues([data_dir("rules")], name)
        _write(target / f"{key}.{name.partition('.')[0]}", tuple(head), packed.data)
    _write(target / f"{key}.types", tuple(_read_likeness([data_dir("rules")], ruleset)))
    return [target / f"{key}.{kind}" for kind in ("rules", "frames", "clues", "elements", "types")]
