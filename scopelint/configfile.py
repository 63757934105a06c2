"""A `.scopelint.yaml`, read strictly: what is not understood is an error with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from scopelint.config import MODES, SETTINGS, Config, Mode, Setting, guess, shown
from scopelint.errors import ConfigError
from scopelint.finding import LEVELS, Level

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    Node = MappingNode | ScalarNode | SequenceNode


def load(path: Path) -> Config:
    """Read a configuration file; anything that is not understood is a ConfigError with its place."""
    return _File(path).read()


class _File:
    """One configuration file while it is being read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[tuple[str, str], tuple[int, int]] = {}

    def read(self) -> Config:
        node = self._compose()
        config = Config(path=self.path)
        if node is None:
            return config
        for name, key, value in self._items(node, "the configuration"):
            if name not in _KEYS:
                self._fail(key, f"unknown key '{name}'{guess(name, _KEYS)}")
            if not _is_empty(value):
                config = _KEYS[name](self, config, value)
        return replace(config, places=self.places)

    def _compose(self) -> Node | None:
        import yaml

        try:
            text = self.path.read_bytes().decode("utf-8-sig")
            return cast("Node | None", yaml.compose(text, Loader=yaml.BaseLoader))
        except OSError as error:
            raise ConfigError(f"{shown(self.path)}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise ConfigError("not UTF-8 text", shown(self.path), line, 1) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise ConfigError("a character that YAML does not allow", shown(self.path), line, 1) from error
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = f"not valid YAML: {error.problem or error.context}"
            raise ConfigError(problem, shown(self.path), *place) from error
        except RecursionError as error:
            raise ConfigError("nested too deeply", shown(self.path), 1, 1) from error

    def _fail(self, node: Node, problem: str) -> NoReturn:
        raise ConfigError(problem, shown(self.path), *_place(node))

    def _items(self, node: Node, what: str) -> list[tuple[str, Node, Node]]:
        if node.id != "mapping":
            self._fail(node, f"{what} wants lines of 'name: value', not {_kind(node)}")
        seen: dict[str, Node] = {}
        items = []
        for key, value in node.value:
            name = self.text(key, "a name")
            if name in seen:
                self._fail(key, f"'{name}' stands twice; the first is in line {_place(seen[name])[0]}")
            seen[name] = key
            items.append((name, key, value))
        return items

    def text(self, node: Node, what: str) -> str:
        if node.id != "scalar" or not str(node.value).strip():
            self._fail(node, f"{what} wants one word or phrase, not {_kind(node)}")
        return str(node.value).strip()

    def one_of(self, node: Node, what: str, allowed: tuple[str, ...]) -> str:
        value = self.text(node, what)
        if value not in allowed:
            near = guess(value, allowed)
            near = near if "did you mean" in near else ""
            self._fail(node, f"{what} is '{value}', not one of {', '.join(allowed)}{near}")
        return value

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        if node.id != "sequence":
            self._fail(node, f"{what} wants a list, one '- ...' line each, not {_kind(node)}")
        return tuple(self.text(entry, f"an entry of {what}") for entry in node.value)

    def fail_on(self, config: Config, node: Node) -> Config:
        return replace(config, fail_on=cast(Level, self.one_of(node, "fail-on", LEVELS)))

    def mode(self, config: Config, node: Node) -> Config:
        return replace(config, mode=cast(Mode, self.one_of(node, "mode", MODES)))

    def types(self, config: Config, node: Node) -> Config:
        types = []
        for glob, key, value in self._items(node, "types"):
            if not _is_glob(glob):
                self._fail(key, f"'{glob}' is not a glob such as 'letters/*.docx'")
            doctype = self.text(value, f"the type of '{glob}'")
            self.places.setdefault(("types", doctype), _place(value))
            types.append((glob, doctype))
        return replace(config, types=tuple(types))

    def rules(self, config: Config, node: Node) -> Config:
        rules = {}
        for name, key, value in self._items(node, "rules"):
            self.places["rules", name] = _place(key)
            rules[name] = cast(Setting, self.one_of(value, f"the level of '{name}'", SETTINGS))
        return replace(config, rules=rules)

    def extra_rules(self, config: Config, node: Node) -> Config:
        folders = []
        for entry, name in zip(node.value, self.texts(node, "extra-rules"), strict=True):
            folder = self.path.parent / Path(name).expanduser()
            if not folder.is_dir():
                self._fail(entry, f"no folder '{name}' beside this file")
            folders.append(folder)
        return replace(config, extra_rules=tuple(folders))

    def practice(self, config: Config, node: Node) -> Config:
        known = ("names", "credentials")
        for name, key, value in self._items(node, "practice"):
            if name not in known:
                self._fail(key, f"unknown key '{name}' in practice{guess(name, known)}")
            if name == "names" and not _is_empty(value):
                config = replace(config, practice_names=self.texts(value, name))
            elif not _is_empty(value):
                config = replace(config, practice_credentials=self.texts(value, name))
        return config

    def allow(self, config: Config, node: Node) -> Config:
        allow = {}
        for name, key, value in self._items(node, "allow"):
            self.places["allow", name] = _place(key)
            allow[name] = self.texts(value, f"the phrases of '{name}'")
        return replace(config, allow=allow)

    def jurisdiction(self, config: Config, node: Node) -> Config:
        value = self.text(node, "jurisdiction")
        if not re.fullmatch(r"[A-Z]{2}(-[A-Z]{2,3})?", value):
            self._fail(node, f"jurisdiction is '{value}', not a code like US, US-LA or NZ")
        return replace(config, jurisdiction=value)

    def report_interval(self, config: Config, node: Node) -> Config:
        value = self.text(node, "report-interval-days")
        if not re.fullmatch(r"[0-9]{1,3}", value) or not int(value):
            self._fail(node, f"report-interval-days is '{value}', not a number of days from 1 to 999")
        return replace(config, report_interval_days=int(value))


def _is_glob(text: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        return any(pattern.include for pattern in GitIgnoreSpec.from_lines([text]).patterns)
    except ValueError:
        return False


def _is_empty(node: Node) -> bool:
    return node.id == "scalar" and node.value == "" and getattr(node, "style", None) is None


def _kind(node: Node) -> str:
    if node.id == "scalar":
        return f"'{node.value}'" if node.value else "nothing"
    return "a list" if node.id == "sequence" else "a block of names"


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


_KEYS: dict[str, Callable[[_File, Config, Node], Config]] = {
    "fail-on": _File.fail_on,
    "types": _File.types,
    "rules": _File.rules,
    "extra-rules": _File.extra_rules,
    "allow": _File.allow,
    "practice": _File.practice,
    "mode": _File.mode,
    "jurisdiction": _File.jurisdiction,
    "report-interval-days": _File.report_interval,
}
