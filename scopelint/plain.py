"""A rule set as plain tuples, as it is stored, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from scopelint.rule import (
    Advice,
    Cue,
    DocType,
    Example,
    Lexicon,
    Pattern,
    RequiredRule,
    Rewrite,
    Rule,
    Ruleset,
)


def of(ruleset: Ruleset) -> dict[str, Any]:
    """Return a rule set as tuples; patterns as their text, which the tables hold in its compiled form."""
    return {
        "rules": [_values(rule) for rule in ruleset.rules],
        "required": [_values(rule) for rule in ruleset.required],
        "document_rules": [_values(rule) for rule in ruleset.document_rules],
        "doctypes": [_values(doctype) for doctype in ruleset.doctypes.values()],
        "lexicons": [_values(lexicon) for lexicon in ruleset.lexicons.values()],
        "cues": [_values(cue) for cue in ruleset.cues],
        "irregular": ruleset.irregular,
        "credentials": ruleset.credentials,
        "advice": [_values(advice) for advice in ruleset.advice],
    }


def _values(value: Any) -> Any:
    if isinstance(value, Pattern):
        return value.text
    if isinstance(value, tuple):
        return tuple(map(_values, value))
    if hasattr(value, "__dataclass_fields__"):
        return tuple(_values(getattr(value, field.name)) for field in fields(value))
    return value


def ruleset(plain: dict[str, Any]) -> Ruleset:
    doctypes = [_made(DocType, values) for values in plain["doctypes"]]
    lexicons = [Lexicon(*values) for values in plain["lexicons"]]
    return Ruleset(
        rules=tuple(_made(Rule, values) for values in plain["rules"]),
        required=tuple(_made(RequiredRule, values) for values in plain["required"]),
        doctypes={doctype.name: doctype for doctype in doctypes},
        lexicons={lexicon.name: lexicon for lexicon in lexicons},
        cues=tuple(Cue(kind, direction, _pattern(text)) for kind, direction, text in plain["cues"]),
        document_rules=tuple(_made(Rule, values) for values in plain["document_rules"]),
        irregular=plain["irregular"],
        credentials=plain["credentials"],
        advice=tuple(Advice(*values) for values in plain["advice"]),
    )


def _made(kind: Any, values: Sequence[Any]) -> Any:
    """Make a rule or a document type from its values."""
    return kind(*(_READ.get(name, _same)(value) for name, value in zip(_names(kind), values, strict=True)))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _same(value: Any) -> Any:
    return value


@cache
def _pattern(text: str) -> Pattern:
    return Pattern(text, ())


def _patterns(texts: Sequence[str]) -> tuple[Pattern, ...]:
    return tuple(map(_pattern, texts))


def _rewrites(listed: Sequence[Sequence[Any]]) -> tuple[Rewrite, ...]:
    return tuple(Rewrite(say, _pattern(when) if when else None, *rest) for say, when, *rest in listed)


def _examples(listed: Sequence[Sequence[str]]) -> tuple[Example, ...]:
    return tuple(Example(*values) for values in listed)


_READ: dict[str, Any] = {
    "when": _patterns,
    "unless": _patterns,
    "under": _patterns,
    "rewrite": _rewrites,
    "flag": _examples,
    "pass_": _examples,
    "any_of": lambda ways: tuple(map(_patterns, ways)),
    "shape": lambda shapes: tuple(map(tuple, shapes)),
    "signs": lambda signs: tuple((_pattern(text), weight) for text, weight in signs),
}
