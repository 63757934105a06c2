"""YAML nodes with their file: typed access, and errors that say where and guess what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from scopelint.errors import RuleFileError
from scopelint.patterns import PatternError, parse
from scopelint.rule import Pattern


def guess(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean “x”?' for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


class Node:
    """A YAML node with its file: typed access, errors that say where."""

    def __init__(self, path: Path, node: Any) -> None:
        self.path, self.node = path, node

    def fail(self, problem: str, column: int = 0) -> RuleFileError:
        mark = self.node.start_mark
        return RuleFileError(self.path, mark.line + 1, mark.column + 1 + column, problem)

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.fail("expected text here")
        return str(self.node.value)

    def number(self) -> int:
        """Return a whole number."""
        text = self.text()
        if not text.removeprefix("-").isdecimal():
            raise self.fail(f"“{text}” is not a whole number")
        return int(text)

    def items(self) -> list[Node]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fail("expected a list here (lines that start with “- ”)")
        return [Node(self.path, child) for child in self.node.value]

    def texts(self) -> tuple[str, ...]:
        return (
            (self.text(),)
            if isinstance(self.node, yaml.ScalarNode)
            else tuple(i.text() for i in self.items())
        )

    def fields(self, allowed: Iterable[str] | None = None) -> dict[str, Node]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fail("expected “key: value” lines here")
        fields: dict[str, Node] = {}
        for key, value in self.node.value:
            name = Node(self.path, key)
            if allowed is not None and key.value not in allowed:
                raise name.fail(f"unknown key “{key.value}”{guess(key.value, allowed)}")
            if key.value in fields:
                raise name.fail(f"“{key.value}” stands here twice")
            fields[key.value] = Node(self.path, value)
        return fields

    def choice(self, allowed: Iterable[str]) -> Any:
        value = self.text()
        if value not in allowed:
            raise self.fail(f"“{value}” is not one of: {', '.join(allowed)}{guess(value, allowed)}")
        return value

    def pattern(self) -> Pattern:
        text = self.text()
        try:
            return Pattern(text, parse(text))
        except PatternError as error:
            raise self.fail(f"in the pattern “{text}”: {error}", error.column) from error
