"""The rule set compiled once: found again by its content, in the wheel or in the user's cache folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scopelint import entries
from scopelint.config import Config
from scopelint.datadir import data_dir
from scopelint.store import Store

if TYPE_CHECKING:
    from scopelint.clues import Clues
    from scopelint.likeness import Likeness
    from scopelint.matching import Matcher, Tables
    from scopelint.rule import Ruleset
    from scopelint.weights import Head

_CLUES = ("clues.tsv", "elements.tsv")
"""Files of clues in a rule folder."""
_HEAD = 200
"""Bytes of a learned file of clues that tell it from another; its first line holds a digest of the rest."""
_SHAPED_BY = (
    "compiled", "frames", "trie", "matching", "hits", "attempt", "patterns", "prefilter", "tokens", "inflection",
    "elements", "rulefiles", "rule", "store", "entries", "clues", "weights", "likeness", "plain",
)  # fmt: skip
"""Modules whose text is part of the key, so that a changed checkout never reads what it wrote before."""


class Names(NamedTuple):
    """What a rule set defines, by name: all that a check of unchanged documents needs of it."""

    rules: tuple[str, ...]
    """The id of everything that can be found, in order."""
    types: dict[str, str]
    """The title of each document type by its name."""


class Compiled:
    """A rule set and the tables of its matcher, each when it is first needed."""

    def __init__(self, ruleset: Ruleset | None = None, key: str = "", folders: tuple[Path, ...] = ()) -> None:
        self.key = key
        self._given = ruleset
        self._folders = folders or (data_dir("rules"),)
        self._tables: tuple[Tables, Store] | None = None
        self._clues: dict[str, Clues] = {}
        self._likeness: Likeness | None = None

    @cached_property
    def ruleset(self) -> Ruleset:
        """The rules; files are read only where they are new.

        Raises:
            RuleFileError: a file that cannot be used, with its line and column.
        """
        if self._given is not None:
            return self._given
        from scopelint import plain

        with entries.no_garbage():
            found = entries.load(self.key, "rules")
            if found is not None:
                return plain.ruleset(found[0])
        from scopelint import rulefiles

        ruleset = rulefiles.load(self._folders)
        self._keep("rules", plain.of(ruleset))
        return ruleset

    def _keep(self, kind: str, value: Any, data: bytes | bytearray = b"") -> None:
        """Keep a value for next time, unless the files have changed since they were named."""
        if self.key and _key(self._folders) == self.key:
            entries.store(self.key, kind, value, data)

    @cached_property
    def names(self) -> Names:
        """The names of the rules and the document types; raises as the rules do."""
        found = entries.load(self.key, "names")
        names = Names(*found[0]) if found else _names(self.ruleset)
        if found is None:
            self._keep("names", tuple(names))
        return names

    def matcher(self, names: Iterable[str] = ()) -> Matcher:
        """Return a matcher that also knows the practice's own names."""
        from scopelint import frames
        from scopelint.matching import Tables

        if self._tables is None:
            found = entries.load(self.key, "frames")
            if found is None:
                with entries.no_garbage():
                    self._tables = tables, store = frames.tables(self.ruleset)
                self._keep("frames", tuple(tables), store.data)
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
            found = entries.load(self.key, kind)
            if found is None:
                head, store = _read_clues(self._folders, name)
                self._keep(kind, tuple(head), store.data)
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
            found = entries.load(self.key, "types")
            self._likeness = Likeness(*found[0]) if found else _read_likeness(self._folders, self.ruleset)
            if found is None:
                self._keep("types", tuple(self._likeness))
        return self._likeness


def _read_clues(folders: Iterable[Path], name: str) -> tuple[Head, Store]:
    from scopelint import weights

    return weights.read(_last(folders, name), named=name == "elements.tsv")


def _read_likeness(folders: Iterable[Path], ruleset: Ruleset) -> Likeness:
    from scopelint import likeness

    return likeness.read(_last(folders, likeness.FILE), ruleset.doctypes)


def _last(folders: Iterable[Path], name: str) -> Path | None:
    return next((folder / name for folder in reversed(list(folders)) if (folder / name).is_file()), None)


def of(config: Config) -> Compiled:
    """Return the shipped rules and those that a configuration adds; nothing is read yet but their names."""
    folders = (data_dir("rules"), *map(Path, config.extra_rules))
    key = _key(folders)
    return _loaded(key, folders) if key else Compiled(None, "", folders)


@lru_cache(8)
def _loaded(key: str, folders: tuple[Path, ...]) -> Compiled:
    return Compiled(None, key, folders)


def _names(ruleset: Ruleset) -> Names:
    content = [rule.id for rule in (*ruleset.rules, *ruleset.document_rules)]
    types = {name: doctype.title for name, doctype in ruleset.doctypes.items()}
    return Names(tuple(sorted([*content, *(rule.id for rule in ruleset.required)])), types)


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


def build(target: Path) -> list[Path]:
    """Compile the shipped rules into a folder, for the wheel; return the files written."""
    from scopelint import frames, plain, rulefiles

    ruleset = rulefiles.load()
    key = _key([data_dir("rules")])
    target.mkdir(parents=True, exist_ok=True)
    tables, store = frames.tables(ruleset)
    entries.write(target / f"{key}.names", tuple(_names(ruleset)))
    entries.write(target / f"{key}.rules", plain.of(ruleset))
    entries.write(target / f"{key}.frames", tuple(tables), store.data)
    for name in _CLUES:
        head, packed = _read_clues([data_dir("rules")], name)
        entries.write(target / f"{key}.{name.partition('.')[0]}", tuple(head), packed.data)
    entries.write(target / f"{key}.types", tuple(_read_likeness([data_dir("rules")], ruleset)))
    return [target / f"{key}.{kind}" for kind in ("names", "rules", "frames", "clues", "elements", "types")]
