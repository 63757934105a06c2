"""What rule files say, as frozen data: rules, lexicons, cues, required elements, document types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scopelint.finding import Level, Safety
from scopelint.patterns import Node

Act = Literal["verb", "service", "care", "title", "claim", "request", "statement"]
"""How ownership is decided.

verb       an act ('treat'): the sender's when the sender is its subject, or when nobody else is
service    a thing that is given ('ultrasound'): follows its possessor, its governing verb, its heading
care       a service that others give just as often ('therapy'): in running text it needs a link to the sender
title      a person or place noun ('therapist'): the pattern itself says that it is the sender's
claim      a promise: the sender's unless somebody else's, wished for, negated
request    said to the reader ('evaluate and treat'): only negation, quoting and reporting release it
statement  a verdict ('it is bursitis'): released by sources, questions, conditions, negation
"""

Scope = Literal["phrase", "clause", "label", "option"]
"""What a rewrite stands for.

phrase     the words that a pattern underlines
clause     the whole statement: its clause, where the rest of the sentence stands without it, else the sentence
label      all that a short line says that is no sentence (a box, a cell, a heading, a field)
option     the same, of a box to tick
"""

CONTENT_FAMILIES = (
    "referral", "billing", "claim", "identity", "modality", "prescription", "diagnosis", "therapy",
)  # fmt: skip
"""In order of precedence where several rules match the same words (domain.md section 2)."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of the pattern language, as written and as nodes."""

    text: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must flag (with what it underlines) or let pass (and because of what)."""

    text: str
    quote: str = ""
    because: str = ""
    fix: str = ""
    doctype: str = "letter"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to write instead: templates, best first, for the quote or for what a pattern of its own underlines."""

    say: tuple[str, ...]
    when: Pattern | None = None
    safety: Safety = "unsafe"
    scope: Scope = "phrase"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to write instead of a family's findings where the rule itself has nothing that fits."""

    family: str
    label: tuple[str, ...]
    """For a box, item, cell or heading."""
    sentence: tuple[str, ...]
    """For a whole sentence."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a letter should not say, and what to say instead."""

    id: str
    family: str
    level: Level
    message: str
    why: str
    source: tuple[str, ...]
    act: Act
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    """Other senses: silent where one of these overlaps the match."""
    under: tuple[Pattern, ...] = ()
    """Only under a heading, list introduction or column head that one of these matches."""
    even_if: tuple[str, ...] = ()
    """Kinds of release that do not apply to this rule."""
    only_if: tuple[str, ...] = ()
    """Document types or modes the rule is limited to; empty for all."""
    passive: Literal["sender", "other", "note"] = "sender"
    """Who did it when a past passive names nobody; `note`: the sender only in a note's bare participle."""
    rewrite: tuple[Rewrite, ...] = ()
    flag: tuple[Example, ...] = ()
    pass_: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class RequiredRule:
    """An element that a document type must hold: one way is enough, all parts of a way must occur."""

    id: str
    level: Level
    message: str
    why: str
    source: tuple[str, ...]
    any_of: tuple[tuple[Pattern, ...], ...]
    within: Literal["sentence", "block", "window", "document"]
    insert: str
    denied: frozenset[tuple[int, int]] = frozenset()
    """The (way, part) whose words must be denied ('I do not diagnose'), written `not: pattern`."""
    where: str = "end"
    headings: tuple[str, ...] = ()
    """Beginnings of words: a section whose heading holds one is where the element belongs."""
    clues: Literal["find", "find-denied", "doubt"] = "find"
    """What learned clues may do: find the element in words that no pattern foresaw (where something is denied), or
    only doubt what one found."""
    unless: tuple[Pattern, ...] = ()
    flag: tuple[Example, ...] = ()
    pass_: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class DocType:
    """A kind of document: how it is recognised and what it must hold."""

    name: str
    title: str
    signs: tuple[tuple[Pattern, int], ...]
    """Cue pattern and its weight; headings count double."""
    shape: tuple[tuple[str, int, int], ...]
    """What its layout shows: kind of thing, how many at least, points for it."""
    requires: tuple[tuple[str, Level], ...]
    max_words: int = 0
    """Words on the pages allowed for this type; 0 for no limit."""
    dated: bool = False
    """Whether it needs a date line."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A closed class of words, each entry as written; verbs and nouns inflect by themselves."""

    name: str
    pos: Literal["noun", "verb", "word"]
    entries: tuple[str, ...]
    include: tuple[str, ...] = ()


def included(lexicon: Lexicon, lexicons: Mapping[str, Lexicon]) -> list[str]:
    """Return the names of a lexicon and of all that it includes, each once."""
    names, todo = [], [lexicon.name]
    while todo:
        name = todo.pop()
        if name not in names:
            names.append(name)
            todo += lexicons[name].include
    return names


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that release a candidate: which way they look and how they behave."""

    kind: str
    direction: Literal["forward", "backward", "both"]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything the rule files say."""

    rules: tuple[Rule, ...]
    required: tuple[RequiredRule, ...]
    doctypes: dict[str, DocType]
    lexicons: dict[str, Lexicon]
    cues: tuple[Cue, ...]
    document_rules: tuple[Rule, ...] = ()
    irregular: dict[str, tuple[str, ...]] = field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
    credentials: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A licence, in lower case, and the titles and letters that whoever holds it may use, in lower case."""
