"""Many files: which ones are meant, with which settings, and one result for each, whatever happens to it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scopelint import compiled
from scopelint.compiled import Compiled
from scopelint.config import Config, check_names, find
from scopelint.configfile import load
from scopelint.document import Document
from scopelint.errors import ScopelintError
from scopelint.finding import LEVELS, FileResult

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from scopelint.cache import Cache
    from scopelint.engine import Linter

STDIN = "-"


@dataclass(slots=True)
class Found:
    """The files that some paths stand for, in order, and the folders that held or gave nothing."""

    files: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Checker:
    """Checks files with one configuration; its Linter is made for the first one that has changed."""

    config: Config
    rules: Compiled
    cache: Cache | None = None
    _linter: Linter | None = None

    @property
    def linter(self) -> Linter:
        """The Linter of this configuration."""
        if self._linter is None:
            from scopelint.engine import Linter

            self._linter = Linter(self.config, rules=self.rules)
        return self._linter

    def check(self, path: str, doctype: str | None = None) -> FileResult:
        """Return the result for one file, kept from before where nothing changed; trouble stays its own."""
        result = _guarded(path, lambda: self._checked(path, doctype))
        if not gc.isenabled():  # the command line starts without: what is loaded by now stays
            gc.freeze()
            gc.enable()
        return result

    def _checked(self, path: str, doctype: str | None) -> FileResult:
        if self.cache is None:
            return self.linter.check_file(path, doctype=doctype)
        from scopelint import readers

        data = readers.content(Path(path))
        configured = self.config.doctype_of(path)
        key = self.cache.key(path, data, doctype, configured[0] if configured else None)
        result = self.cache.load(key, path)
        if result is None:
            result = self.linter.check_bytes(path, data, doctype)
            self.cache.store(key, result)
        return result

    def check_bytes(self, name: str, data: bytes, doctype: str | None = None) -> FileResult:
        """Return the result for bytes that would be a file of that name."""
        return _guarded(name, lambda: self.linter.check_bytes(name, data, doctype=doctype))

    def fails(self, result: FileResult) -> bool:
        """Say whether a result holds anything at or above the level that makes a check fail."""
        grave = LEVELS[: LEVELS.index(self.config.fail_on) + 1]
        return any(finding.level in grave for finding in result.findings)


@dataclass(slots=True)
class Checkers:
    """One Checker for each configuration that the files lie under."""

    adjust: Callable[[Config], Config] = lambda config: config
    """Lays the command line over what a file says."""
    given: Path | None = None
    """The configuration named on the command line, for all files."""
    cached: bool = False
    """Whether results are kept between runs."""
    folders: dict[str, Path | None] = field(default_factory=dict)
    checkers: dict[Path | None, Checker] = field(default_factory=dict)

    def at(self, path: str) -> Checker:
        """Return the Checker for a file; raise ConfigError where its configuration is wrong."""
        folder = os.path.dirname(path)
        if folder not in self.folders:
            self.folders[folder] = self.given or find(Path(folder))
        source = self.folders[folder]
        if source not in self.checkers:
            self.checkers[source] = _build(
                self.adjust(load(source) if source else Config()), cached=self.cached
            )
        return self.checkers[source]

    def all(self) -> list[Checker]:
        """Return every Checker that was needed so far."""
        return list(self.checkers.values())


def discover(paths: Iterable[str], suffixes: Collection[str]) -> Found:
    """Return the files to check: those named, and the readable ones in the folders named."""
    found = Found()
    seen: set[str] = set()
    for path in paths:
        named = not os.path.isdir(path)
        inside = [path] if named else sorted(_walk(path, suffixes, found.closed), key=_by_folder)
        if not inside:
            found.empty.append(path)
        for file in inside:
            identity = file if file == STDIN else os.path.realpath(file)
            if identity not in seen:
                seen.add(identity)
                found.files.append(file)
    return found


def _build(config: Config, *, cached: bool) -> Checker:
    from scopelint import cache

    rules = compiled.of(config)
    check_names(config, rules=rules.names.rules, types=rules.names.types)
    return Checker(config, rules, cache.of(config, rules.key) if cached else None)


def _guarded(path: str, work: Callable[[], FileResult]) -> FileResult:
    try:
        return work()
    except ScopelintError as error:
        return _failed(path, str(error))
    except Exception as error:
        if os.environ.get("SCOPELINT_DEBUG"):
            raise
        problem = f"{type(error).__name__}: {error}".splitlines()[0]
        return _failed(path, f"{path}: scopelint made a mistake here, please report it ({problem})")


def _failed(path: str, error: str) -> FileResult:
    nothing = Document(path=path, format="", text="", blocks=(), pieces=(), source="")
    return FileResult(path=path, document=nothing, doctype="", doctype_reason="", error=error)


def _by_folder(path: str) -> tuple[str, str]:
    return os.path.split(path)


def _walk(top: str, suffixes: Collection[str], closed: list[str]) -> Iterator[str]:
    ignores = _Ignores(top)
    for folder, names, files in os.walk(top, onerror=lambda error: closed.append(str(error.filename))):
        ignores.read(folder)
        names[:] = sorted(name for name in names if _enters(folder, name, ignores))
        for name in sorted(files):
            path = os.path.normpath(os.path.join(folder, name))
            if name.startswith((".", "~$")) or os.path.splitext(name)[1].lower() not in suffixes:
                continue
            if not ignores.match(path):
                yield path


def _enters(folder: str, name: str, ignores: _Ignores) -> bool:
    path = os.path.join(folder, name)
    if name.startswith(".") or name in ("node_modules", "__pycache__"):
        return False
    return not os.path.exists(os.path.join(path, "pyvenv.cfg")) and not ignores.match(path + "/")


class _Ignores:
    """The .gitignore files that hold for the folders walked so far, outermost first."""

    def __init__(self, top: str) -> None:
        self.specs: list[tuple[str, GitIgnoreSpec]] = []
        folder = Path(top).resolve()
        above = [folder, *folder.parents]
        roots = [parent for parent in above if (parent / ".git").exists()]
        for parent in reversed(above[1 : above.index(roots[0]) + 1] if roots else []):
            self.read(str(parent))

    def read(self, folder: str) -> None:
        """Take in the .gitignore of a folder, if there is one that can be read."""
        from pathspec import GitIgnoreSpec

        try:
            lines = Path(folder, ".gitignore").read_text("utf-8", "replace").splitlines()
            spec = GitIgnoreSpec.from_lines(lines)
        except (OSError, ValueError):
            return
        self.specs.append((os.path.realpath(folder) + os.sep, spec))

    def match(self, path: str) -> bool:
        """Say whether git would ignore a path; a folder ends in a slash."""
        full = os.path.join(
            os.path.realpath(os.path.dirname(path.rstrip("/"))), os.path.basename(path.rstrip("/"))
        )
        full += "/" if path.endswith("/") else ""
        for folder, spec in reversed(self.specs):
            if full.startswith(folder):
                include = spec.check_file(full[len(folder) :].replace(os.sep, "/")).include
                if include is not None:
                    return include
        return False
