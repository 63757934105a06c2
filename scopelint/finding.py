"""What a check yields: findings with their place, reason and edits, or one error, for each file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from scopelint.document import Document, Span

Level = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe", "manual"]
Actor = Literal["sender", "reader", "provider", "client", "third-party", "unknown"]

LEVELS: tuple[Level, ...] = ("error", "warning", "info")
"""From the gravest down."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters [start, end) of `Document.text` by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to put a finding right; `safety` says who may apply it."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a phrase is or is not flagged: whose act it is, and the cue that decided."""

    rule: str
    span: Span
    quote: str
    actor: Actor
    flagged: bool
    because: str
    """`flagged`, or the kind of release: negated, other-actor, history, quoted, approved, other-sense ..."""
    cue: str = ""
    """The words that decided, as written; empty where a default did."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the context says of a span: is it negated, whose is it, and when."""

    negated: bool
    actor: Actor
    time: str
    """`past`, `present` or `hypothetical`."""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reader should change before the document is sent."""

    rule: str
    family: str
    level: Level
    message: str
    why: str
    quote: str
    start: int
    end: int
    """Half-open, characters of `Document.text`; start == end where something is missing."""
    line: int
    column: int
    """1-based, in the source as a person sees it."""
    place: str = ""
    suggestions: tuple[str, ...] = ()
    """Replacements for `quote`, best first; for a missing element, the paragraph to add."""
    fixes: tuple[Fix, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """Findings or an error for one file or text, never both."""

    path: str
    document: Document
    doctype: str
    doctype_reason: str
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    missing: tuple[str, ...] = field(default=())
    """Ids of the required elements that were not found (`scope-statement` ...)."""
    present: tuple[str, ...] = field(default=())
    """Ids of the required elements of this type that were found."""
