"""Settings: defaults, the nearest `.scopelint.yaml` and the command line become one frozen Config."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from scopelint.errors import ConfigError
from scopelint.finding import LEVELS, Level

Mode = Literal["auto", "template", "final"]
Setting = Literal["error", "warning", "info", "off"]

CONFIG_NAME = ".scopelint.yaml"
MODES: tuple[Mode, ...] = get_args(Mode)
SETTINGS: tuple[Setting, ...] = get_args(Setting)


@dataclass(frozen=True, slots=True)
class Config:
    """What a person can choose; every field has a default that works."""

    fail_on: Level = "error"
    """The mildest level that makes a check fail."""
    types: tuple[tuple[str, str], ...] = ()
    """Glob and document type; the first glob that fits a path decides."""
    rules: Mapping[str, Setting] = field(default_factory=dict, hash=False)
    """Rule id or family to level or `off`; an id beats its family."""
    extra_rules: tuple[Path, ...] = ()
    """Folders of rule files that are read after the shipped ones."""
    practice_names: tuple[str, ...] = ()
    """Words that mean the sender: the name of the studio, of its owner."""
    practice_credentials: tuple[str, ...] = ()
    """Licences that staff really hold; their titles are not flagged."""
    allow: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Rule id or family to phrases that it never reports."""
    mode: Mode = "auto"
    """`template` where placeholders are meant to stay, `final` where each must be filled; `auto` looks."""
    jurisdiction: str = "US"
    report_interval_days: int = 31
    select: tuple[str, ...] = ()
    """Rule ids or families: when any is given, only these are checked."""
    ignore: tuple[str, ...] = ()
    """Rule ids or families that are not checked."""
    path: Path | None = None
    """The file these settings were read from; its folder is the root of the globs."""
    places: Mapping[tuple[str, str], tuple[int, int]] = field(
        default_factory=dict, hash=False, compare=False, repr=False
    )
    """Line and column of each name that the file gives, for errors."""

    def __post_init__(self) -> None:
        _require("fail_on", self.fail_on, LEVELS)
        _require("mode", self.mode, MODES)
        for name, setting in self.rules.items():
            _require(f"rules: {name}", setting, SETTINGS)

    def level_of(self, rule: str, level: Level) -> Level | None:
        """Return the level at which a rule reports, None where it is switched off."""
        names = (rule, rule.partition("/")[0])
        if any(name in self.ignore for name in names):
            return None
        if self.select and not any(name in self.select for name in names):
            return None
        setting = next((self.rules[name] for name in names if name in self.rules), level)
        return None if setting == "off" else setting

    def doctype_of(self, path: str | Path) -> tuple[str, str] | None:
        """Return the document type that the globs give a path, and the glob that gave it."""
        if not self.types:
            return None
        from pathspec import GitIgnoreSpec

        root = (self.path.parent if self.path else Path.cwd()).resolve()
        resolved = Path(path).resolve()
        relative = (resolved.relative_to(root) if resolved.is_relative_to(root) else Path(path)).as_posix()
        for glob, doctype in self.types:
            if GitIgnoreSpec.from_lines([glob]).match_file(relative):
                return doctype, glob
        return None


def find(start: Path) -> Path | None:
    """Return the nearest configuration file in a folder or above it."""
    folder = start.resolve()
    for parent in (folder, *folder.parents):
        candidate = parent / CONFIG_NAME
        if candidate.is_file():
            return candidate
    return None


def check_names(config: Config, *, rules: Collection[str], types: Collection[str]) -> None:
    """Raise ConfigError for a rule, family or type that no rule file defines."""
    rule_names = {*rules, *(rule.partition("/")[0] for rule in rules)}
    for option, name, kind, known in _named(config, rule_names, types):
        if name not in known:
            line, column = config.places.get((option, name), (0, 0))
            where = shown(config.path) if line and config.path else ""
            prefix = "" if line else f"{option}: "
            raise ConfigError(f"{prefix}unknown {kind} '{name}'{guess(name, known)}", where, line, column)


def guess(word: str, known: Collection[str]) -> str:
    """Return '; did you mean ...?' with the nearest known name, or the short list of what is known."""
    near = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; known: {', '.join(sorted(known))}" if 0 < len(known) <= 12 else ""


def shown(path: Path) -> str:
    """Return a path as a person standing in the current folder would write it."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _named(
    config: Config, rules: Collection[str], types: Collection[str]
) -> Iterator[tuple[str, str, str, Collection[str]]]:
    for _, doctype in config.types:
        yield "types", doctype, "document type", types
    for option, names in (
        ("rules", config.rules),
        ("allow", config.allow),
        ("--select", config.select),
        ("--ignore", config.ignore),
    ):
        for name in names:
            yield option, name, "rule or family", rules


def _require(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ConfigError(f"{name} is '{value}', not one of {', '.join(allowed)}")
