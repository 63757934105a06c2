"""From the YAML files of rule folders to a Ruleset; strict, and every error has a file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from scopelint.datadir import data_dir
from scopelint.errors import RuleFileError
from scopelint.rule import (
    CONTENT_FAMILIES,
    Advice,
    Cue,
    DocType,
    Lexicon,
    Pattern,
    RequiredRule,
    Rule,
    Ruleset,
)
from scopelint.ruleparts import examples_of, patterns_of, rewrite_of, texts_of
from scopelint.yamlnodes import Node

_LEVELS = ("error", "warning", "info")

_PLACES = ("start", "after-salutation", "after-introduction", "before-closing", "end")
_ACTS = ("verb", "service", "care", "title", "claim", "request", "statement")

_LOADER = getattr(yaml, "CLoader", yaml.Loader)


def load(folders: Iterable[Path] | None = None) -> Ruleset:
    """Read every rule file below the folders (default: the shipped rules).

    Raises:
        RuleFileError: a file that cannot be used, with its line and column.
    """
    parts = _Parts()
    for folder in [data_dir("rules")] if folders is None else folders:
        if not folder.is_dir():
            raise RuleFileError(folder, 1, 1, "this rule folder does not exist")
        for path in sorted(folder.rglob("*.yaml")):
            _read(path, path.relative_to(folder), parts)
    return parts.ruleset()


class _Parts:
    """What has been read so far; two files with one id are an error."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self.required: dict[str, RequiredRule] = {}
        self.document: dict[str, Rule] = {}
        self.doctypes: dict[str, DocType] = {}
        self.lexicons: dict[str, Lexicon] = {}
        self.irregular: dict[str, tuple[str, ...]] = {}
        self.cues: list[Cue] = []
        self.advice: dict[str, Advice] = {}
        self.credentials: dict[str, tuple[str, ...]] = {}

    def ruleset(self) -> Ruleset:
        return Ruleset(
            rules=tuple(sorted(self.rules.values(), key=_precedence)),
            required=tuple(self.required.values()),
            doctypes=self.doctypes,
            lexicons=self.lexicons,
            cues=tuple(self.cues),
            document_rules=tuple(self.document.values()),
            irregular=self.irregular,
            advice=tuple(self.advice.values()),
            credentials=self.credentials,
        )


def _precedence(rule: Rule) -> tuple[int, str]:
    return CONTENT_FAMILIES.index(rule.family), rule.id


def _read(path: Path, place: Path, parts: _Parts) -> None:
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "this is not UTF-8 text"
        raise RuleFileError(
            path, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, problem
        ) from error
    if tree is None:
        raise RuleFileError(path, 1, 1, "the file is empty")
    node = Node(path, tree)
    kind = node.fields().get("kind")
    if kind is None:
        raise node.fail(f"the file needs a line “kind: …” ({', '.join(_KINDS)})")
    _KINDS[kind.choice(_KINDS)](node, place, parts)


def _unique(node: Node, known: dict[str, Any], name: str) -> str:
    if name in known:
        raise node.fail(f"“{name}” is defined in another file as well")
    return name


_RULE_KEYS = (
    "kind", "level", "message", "why", "source", "act", "when", "unless", "under", "even-if", "only-if", "passive",
    "rewrite",
    "examples",
)  # fmt: skip
_LIKELY_KEYS = ("kind", "level", "message", "why", "source", "examples")


def _rule(node: Node, place: Path, parts: _Parts) -> None:
    """Read a rule; one of kind `likely` has no patterns and speaks where only clues find something."""
    likely = node.fields()["kind"].text() == "likely"
    fields = node.fields(_LIKELY_KEYS if likely else _RULE_KEYS)
    family = place.parts[0]
    if family not in CONTENT_FAMILIES or len(place.parts) != 2:
        raise node.fail(f"a rule lies in a folder named for its family: {', '.join(CONTENT_FAMILIES)}")
    for key in ("level", "message", "why", "source", *(() if likely else ("act", "when"))):
        if key not in fields:
            raise node.fail(f"the rule needs a line “{key}: …”")
    rule_id = _unique(node, parts.rules, f"{family}/{place.stem}")
    if likely and any(rule.family == family and not rule.when for rule in parts.rules.values()):
        raise node.fail(f"another file is the rule of kind “likely” for {family}")
    if not likely and not fields["when"].items():
        raise fields["when"].fail("the rule needs a pattern here")
    parts.rules[rule_id] = Rule(
        id=rule_id,
        family=family,
        level=fields["level"].choice(_LEVELS),
        message=fields["message"].text(),
        why=fields["why"].text(),
        source=fields["source"].texts(),
        act="statement" if likely else fields["act"].choice(_ACTS),
        when=() if likely else tuple(item.pattern() for item in fields["when"].items()),
        unless=patterns_of(fields.get("unless")),
        under=patterns_of(fields.get("under")),
        even_if=texts_of(fields.get("even-if")),
        only_if=texts_of(fields.get("only-if")),
        passive=fields["passive"].choice(("sender", "other", "note")) if "passive" in fields else "sender",
        rewrite=tuple(rewrite_of(item) for item in fields["rewrite"].items()) if "rewrite" in fields else (),
        flag=examples_of(fields.get("examples"), "flag"),
        pass_=examples_of(fields.get("examples"), "pass"),
    )


def _credentials(node: Node, place: Path, parts: _Parts) -> None:
    for licence, titles in node.fields(("kind", "titles"))["titles"].fields().items():
        parts.credentials[licence.lower()] = tuple(
            title.strip().lower() for title in titles.text().split(",")
        )


def _advice(node: Node, place: Path, parts: _Parts) -> None:
    fields = node.fields(("kind", "label", "sentence"))
    family = _unique(node, parts.advice, place.stem)
    parts.advice[family] = Advice(family, fields["label"].texts(), fields["sentence"].texts())


_REQUIRED_KEYS = (
    "kind", "level", "message", "why", "source", "any-of", "unless", "within", "insert", "where", "headings",
    "clues", "examples",
)  # fmt: skip


def _required(node: Node, place: Path, parts: _Parts) -> None:
    fields = node.fields(_REQUIRED_KEYS)
    for key in ("message", "why", "source", "any-of", "insert"):
        if key not in fields:
            raise node.fail(f"the element needs a line “{key}: …”")
    rule_id = _unique(node, parts.required, f"required/{place.stem}")
    ways = fields["any-of"].items()
    parts.required[rule_id] = RequiredRule(
        id=rule_id,
        level=fields["level"].choice(_LEVELS) if "level" in fields else "error",
        message=fields["message"].text(),
        why=fields["why"].text(),
        source=fields["source"].texts(),
        any_of=tuple(tuple(pattern for pattern, _ in _way(item)) for item in ways),
        denied=frozenset(
            (way, part)
            for way, item in enumerate(ways)
            for part, (_, denied) in enumerate(_way(item))
            if denied
        ),
        within=fields["within"].choice(("sentence", "block", "window", "document"))
        if "within" in fields
        else "document",
        insert=fields["insert"].text(),
        where=fields["where"].choice(_PLACES) if "where" in fields else "end",
        headings=texts_of(fields.get("headings")),
        clues=fields["clues"].choice(("find", "find-denied", "doubt")) if "clues" in fields else "find",
        unless=patterns_of(fields.get("unless")),
        flag=examples_of(fields.get("examples"), "flag"),
        pass_=examples_of(fields.get("examples"), "pass"),
    )


def _way(node: Node) -> list[tuple[Pattern, bool]]:
    """Read one way to meet an element: patterns, each as it stands or denied (`not: pattern`)."""
    items = node.items() if isinstance(node.node, yaml.SequenceNode) else [node]
    return [((_denied(item) or item).pattern(), _denied(item) is not None) for item in items]


def _denied(node: Node) -> Node | None:
    return node.fields(("not",))["not"] if isinstance(node.node, yaml.MappingNode) else None


def _lexicon(node: Node, place: Path, parts: _Parts) -> None:
    fields = node.fields(("kind", "pos", "entries", "include", "why"))
    name = _unique(node, parts.lexicons, place.stem)
    pos: Any = fields["pos"].choice(("noun", "verb", "word")) if "pos" in fields else "noun"
    entries = fields["entries"].texts() if "entries" in fields else ()
    parts.lexicons[name] = Lexicon(name, pos, entries, texts_of(fields.get("include")))


def _irregular(node: Node, place: Path, parts: _Parts) -> None:
    for word, forms in node.fields(("kind", "words"))["words"].fields().items():
        parts.irregular[word] = tuple(forms.text().split())


def _cues(node: Node, place: Path, parts: _Parts) -> None:
    fields = node.fields(("kind", "why", "forward", "backward", "both", "examples"))
    for direction in ("forward", "backward", "both"):
        if direction in fields:
            parts.cues += [Cue(place.stem, direction, item.pattern()) for item in fields[direction].items()]


def _doctype(node: Node, place: Path, parts: _Parts) -> None:
    fields = node.fields(("kind", "title", "signs", "shape", "requires", "max-words", "dated", "examples"))
    name = _unique(node, parts.doctypes, place.stem)
    signs = []
    for weight, listed in fields["signs"].fields().items() if "signs" in fields else ():
        if not weight.lstrip("-").isdigit():
            raise listed.fail(f"“{weight}” is not a weight (a whole number)")
        signs += [(item.pattern(), int(weight)) for item in listed.items()]
    requires = fields["requires"].fields() if "requires" in fields else {}
    parts.doctypes[name] = DocType(
        name=name,
        title=fields["title"].text() if "title" in fields else name.replace("-", " "),
        signs=tuple(signs),
        shape=tuple(_shape(key, listed) for key, listed in fields["shape"].fields(_SHAPES).items())
        if "shape" in fields
        else (),
        requires=tuple((f"required/{key}", level.choice(_LEVELS)) for key, level in requires.items()),
        max_words=fields["max-words"].number() if "max-words" in fields else 0,
        dated="dated" in fields and fields["dated"].choice(("yes", "no")) == "yes",
    )


_SHAPES = ("boxes", "blanks", "spoken", "clock-times", "measures", "salutation")


def _shape(name: str, node: Node) -> tuple[str, int, int]:
    numbers = [item.number() for item in node.items()]
    if len(numbers) != 2:
        raise node.fail("a shape is written “boxes: [at least, points]”")
    return name, numbers[0], numbers[1]


def _document(node: Node, place: Path, parts: _Parts) -> None:
    fields = node.fields(_RULE_KEYS)
    rule_id = _unique(node, parts.document, f"{place.parts[0]}/{place.stem}")
    parts.document[rule_id] = Rule(
        id=rule_id,
        family=place.parts[0],
        level=fields["level"].choice(_LEVELS),
        message=fields["message"].text(),
        why=fields["why"].text(),
        source=fields["source"].texts(),
        act="statement",
        when=patterns_of(fields.get("when")),
        unless=patterns_of(fields.get("unless")),
        flag=examples_of(fields.get("examples"), "flag"),
        pass_=examples_of(fields.get("examples"), "pass"),
    )


_KINDS: dict[str, Callable[[Node, Path, _Parts], None]] = {
    "rule": _rule,
    "likely": _rule,
    "required": _required,
    "document": _document,
    "lexicon": _lexicon,
    "irregular": _irregular,
    "cues": _cues,
    "doctype": _doctype,
    "advice": _advice,
    "credentials": _credentials,
}
