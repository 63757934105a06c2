"""The pattern language of rule files: from a line such as `<hands-on-verb> .. <body-part>` to nodes.

word      that word, any case (ALL CAPITALS: only in capitals)
~word     any inflection of that verb or noun
a|b       either
( )       a group, also with |;  ( )? may be absent
<name>    an entry of that lexicon; <the-sender>, <the-client>, <the-reader>, <the-provider> and
          <the-third-party> stand for a mention of such a person in any words
_         any one word
.. ...    at most three, at most six words, never across a clause
{ }       what the finding underlines (default: the whole match)
\\(        a bracket or another sign as itself
^ $       start and end of the sentence, list item, heading or field
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEX = re.compile(r"\s*(\\[(){}|^$<>]|<[a-z0-9-]+>|~?[^\s<>(){}|^$]+|\.{2,3}|\)\?|[(){}|^$])")


class PatternError(ValueError):
    """A pattern is not well formed; `column` is the 0-based place in it."""

    def __init__(self, problem: str, column: int) -> None:
        super().__init__(problem)
        self.column = column


@dataclass(frozen=True, slots=True)
class Word:
    """One literal word, tokenised later; `inflect` asks for every inflection."""

    text: str
    inflect: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """An entry of a lexicon."""

    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of the same clause."""

    most: int


@dataclass(frozen=True, slots=True)
class Mark:
    """`^`, `$`, `{`, `}` or `_`."""

    sign: str


@dataclass(frozen=True, slots=True)
class Either:
    """One of several sequences; an empty one makes the group optional."""

    ways: tuple[tuple[Node, ...], ...]


Node = Word | Class | Gap | Mark | Either


def parse(pattern: str) -> tuple[Node, ...]:
    """Return the nodes of a pattern.

    Raises:
        PatternError: unbalanced brackets, or a sign out of place.
    """
    signs = _signs(pattern)
    nodes, at = _sequence(signs, 0, nested=False)
    if at < len(signs):
        raise PatternError(f"“{signs[at][0]}” closes nothing", signs[at][1])
    if not nodes:
        raise PatternError("the pattern is empty", 0)
    return nodes


def _signs(pattern: str) -> list[tuple[str, int]]:
    signs, at = [], 0
    while pattern[at:].strip():
        found = _LEX.match(pattern, at)
        if found is None:
            raise PatternError(f"cannot read “{pattern[at:].strip()[:12]}”", at)
        signs.append((found.group(1), found.start(1)))
        at = found.end()
    return signs


def _sequence(signs: list[tuple[str, int]], at: int, *, nested: bool) -> tuple[tuple[Node, ...], int]:
    """Read a run of atoms; at the top level `a|b` binds two neighbours, in a group it splits the group."""
    nodes: list[Node] = []
    while at < len(signs):
        sign, column = signs[at]
        if sign in (")", ")?") or (sign == "|" and nested):
            break
        if sign == "|":
            if not nodes or at + 1 >= len(signs):
                raise PatternError("“|” needs something on both sides", column)
            other, at = _atom(signs, at + 1)
            nodes.append(_join(nodes.pop(), other))
            continue
        node, at = _atom(signs, at)
        nodes.append(node)
    return tuple(nodes), at


def _join(left: Node, right: Node) -> Node:
    ways = left.ways if isinstance(left, Either) and all(len(way) == 1 for way in left.ways) else ((left,),)
    return Either((*ways, (right,)))


def _atom(signs: list[tuple[str, int]], at: int) -> tuple[Node, int]:
    sign, column = signs[at]
    if sign == "(":
        return _group(signs, at)
    if sign in ("^", "$", "{", "}", "_"):
        return Mark(sign), at + 1
    if sign in ("..", "..."):
        return Gap(3 if sign == ".." else 6), at + 1
    if sign.startswith("<"):
        return Class(sign[1:-1]), at + 1
    if sign in (")", ")?", "|"):
        raise PatternError(f"“{sign}” is out of place", column)
    if sign.startswith("\\"):
        return Word(sign[1:]), at + 1
    return (Word(sign[1:], inflect=True) if sign.startswith("~") and len(sign) > 1 else Word(sign)), at + 1


def _group(signs: list[tuple[str, int]], at: int) -> tuple[Node, int]:
    column, ways, at = signs[at][1], [], at + 1
    while True:
        way, at = _sequence(signs, at, nested=True)
        ways.append(way)
        if at >= len(signs):
            raise PatternError("“(” is never closed", column)
        sign = signs[at][0]
        at += 1
        if sign == ")?":
            ways.append(())
        if sign != "|":
            break
    return Either(tuple(ways)), at
