"""The parts that rule files share: texts, patterns, examples, rewrites."""

from __future__ import annotations

import yaml

from scopelint.rule import Example, Pattern, Rewrite, Scope
from scopelint.yamlnodes import Node


def examples_of(node: Node | None, key: str) -> tuple[Example, ...]:
    """Return the flag or pass examples of a rule."""
    if node is None:
        return ()
    listed = node.fields(("flag", "pass")).get(key)
    return tuple(example_of(item) for item in listed.items()) if listed else ()


def example_of(node: Node) -> Example:
    """Return one example, written as text or with its fields."""
    if isinstance(node.node, yaml.ScalarNode):
        return Example(node.text())
    fields = node.fields(("text", "quote", "because", "fix", "doctype"))
    if "text" not in fields:
        raise node.fail("an example needs a “text”")
    return Example(**{key: value.text() for key, value in fields.items()})


def rewrite_of(node: Node) -> Rewrite:
    """Read a template, or one of `say: clause: label: option:` with its templates, and `when: fix:` beside it."""
    if isinstance(node.node, yaml.ScalarNode):
        return Rewrite((node.text(),))
    fields = node.fields(("when", "say", "clause", "label", "option", "fix"))
    scopes: dict[str, Scope] = {"say": "phrase", "clause": "clause", "label": "label", "option": "option"}
    said = [key for key in scopes if key in fields]
    if len(said) != 1:
        raise node.fail("a rewrite needs one of “say: …”, “clause: …”, “label: …”, “option: …”")
    scope = scopes[said[0]]
    return Rewrite(
        fields[said[0]].texts(),
        fields["when"].pattern() if "when" in fields else None,
        fields["fix"].choice(("safe", "unsafe", "manual")) if "fix" in fields
        else "unsafe" if scope == "phrase" else "manual",
        scope,
    )  # fmt: skip


def texts_of(node: Node | None) -> tuple[str, ...]:
    """Return the texts of a node, none where it is missing."""
    return node.texts() if node else ()


def patterns_of(node: Node | None) -> tuple[Pattern, ...]:
    """Return the patterns of a list, none where it is missing."""
    return tuple(item.pattern() for item in node.items()) if node else ()
