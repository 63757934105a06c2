"""The shipped rules: each on its own examples, and the data itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from scopelint import ruletest, tokens
from scopelint.config import Config
from scopelint.engine import Linter
from scopelint.patterns import Class, Either, Gap, Mark, Node, Word, parse
from scopelint.rule import Pattern, Rule

_LINTER = Linter(Config())
_CASES = list(ruletest.cases(_LINTER))


@pytest.mark.parametrize(
    ("rule", "example", "flagged"), [case[1:] for case in _CASES], ids=[c[0] for c in _CASES]
)
def test_example(rule, example, flagged) -> None:
    """Each example fires, or is silent, as it says and for the reason it says."""
    assert ruletest.fault(_LINTER, rule, example, flagged) == ""


@pytest.mark.parametrize("rule", _LINTER.ruleset.rules, ids=lambda rule: rule.id)
def test_rule_has_examples_and_source(rule: Rule) -> None:
    """A content rule shows at least two sentences of each kind, says why, and names its source."""
    assert len(rule.flag) >= 2
    assert len(rule.pass_) >= 2
    assert rule.why
    assert rule.source
    assert len(rule.message) <= 110


def _flat(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Either):
            for way in node.ways:
                yield from _flat(way)
        else:
            yield node


def _quoted(pattern: Pattern) -> list[Node]:
    """Return what a pattern underlines: what stands between its braces, or all of it."""
    nodes = list(_flat(parse(pattern.text)))
    signs = [node.sign if isinstance(node, Mark) else "" for node in nodes]
    return nodes[signs.index("{") + 1 : signs.index("}")] if "{" in signs else nodes


def _words_of(pattern: Pattern, entries: Mapping[str, set[str]]) -> set[str] | None:
    """Return the words that may be underlined by a pattern; None where that may be any word."""
    found: set[str] = set()
    for node in _quoted(pattern):
        if isinstance(node, Gap) or node == Mark("_"):
            return None
        if isinstance(node, Word) and not node.inflect:
            found.update(tokens.literal(node.text).lower)
        elif not isinstance(node, Mark):
            known = entries.get(node.name if isinstance(node, Class) else f"~{node.text.lower()}")
            if known is None:  # people, codes and numbers are in no lexicon
                return None
            found |= known
    return found


@cache
def _entries() -> dict[str, set[str]]:
    """Return the words of all entries of each lexicon, and of each word with its inflections."""
    matcher, entries = _LINTER.pipeline.matcher, defaultdict(set)
    todo: list[tuple[tuple[str, ...], Any]] = []
    for trie in (matcher.trie, matcher.capitals):
        todo += [((word,), matcher.store.get(at) if isinstance(at, int) else at) for word, at in trie.items()]
    while todo:
        words, node = todo.pop()
        for word, value in node.items():
            if word:
                todo.append(((*words, word), value))
            else:  # a list until a text held that word, then a table by lexicon
                for name in value if isinstance(value, dict) else {name for name, *_ in value}:
                    entries[name].update(each.lower() for each in words)
    return entries


@pytest.mark.parametrize("rule", [r for r in _LINTER.ruleset.rules if r.unless], ids=lambda rule: rule.id)
def test_a_guard_can_overlap_what_its_rule_underlines(rule: Rule) -> None:
    """`unless` releases only where it overlaps the quote; one without a word in common with it does nothing."""
    words = [_words_of(pattern, _entries()) for pattern in rule.when]
    if None in words:
        return
    quote = set[str]().union(*(each for each in words if each))
    guards = {pattern.text: _words_of(pattern, _entries()) for pattern in rule.unless}
    assert not [text for text, known in guards.items() if known is not None and not known & quote]
