"""The parts that make up required elements, ready for the matcher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scopelint.rule import Pattern, RequiredRule


@dataclass(frozen=True, slots=True)
class Part:
    """One part of one way to meet an element."""

    element: str
    way: int
    part: int
    denied: bool
    unless: bool = False


def parts(rules: tuple[RequiredRule, ...]) -> Iterator[tuple[Part, str, Pattern]]:
    """Yield every pattern of the elements with what it stands for, ready for the matcher."""
    for rule in rules:
        for way, patterns in enumerate(rule.any_of):
            for part, pattern in enumerate(patterns):
                yield Part(rule.id, way, part, (way, part) in rule.denied), rule.id, pattern
        for pattern in rule.unless:
            yield Part(rule.id, -1, -1, denied=False, unless=True), rule.id, pattern
