"""Where the placeholders of a template stand in any text (domain.md section 6)."""

from __future__ import annotations

import re

from scopelint.document import Span
from scopelint.finding import Actor

_PLACEHOLDER = re.compile(
    r"\{\{\{?[^{}\n]{0,80}\}?\}\}"  # {{name}} {{{name}}}
    r"|\{%-?[^%\n]{0,120}%\}|\{#[^#\n]{0,200}#\}"  # {% if x %} {# a comment #}
    r"|<<[^<>\n]{1,60}>>|«[^«»\n]{1,60}»"
    r"|\$\{[^{}\n]{1,60}\}"
    r"|%%[A-Za-z][\w ]{0,40}%%|%[A-Za-z][A-Za-z_/]{1,40}%"
    r"|<(?:insert|name|client|patient|your|dr|doctor|date|provider)[^<>\n]{0,50}>"
    r"|\[(?!\s*[xX ]?\s*\]|\^|\d+\])[A-Za-z#][^\[\]\n]{0,60}\](?![(\[:])"  # [Client Name]
    r"|\((?:[A-Z]{2,}(?:_[A-Z0-9]+)+|CLIENT|PROVIDER|DATE|MONTH|NAME|STUDIO|COLLEGE|SCHOOL|LIMIT|PATIENT|DOCTOR|COACH)\)"
    r"|\{[A-Za-z]\w{0,40}\}"
    r"|\[_{2,40}\]"
    r"|_{3,}(?:\s?/\s?_{2,}){0,2}|\.{5,}|(?:\. ){5,}\.?"
    r"|\b[Xx]{2}/[Xx]{2}/[Xx]{2,4}\b"
)


def find(text: str) -> tuple[Span, ...]:
    """Return the placeholders of a text, in order, without overlaps; linear in its length."""
    return tuple(Span(*found.span()) for found in _PLACEHOLDER.finditer(text))


_ACTORS: tuple[tuple[str, Actor], ...] = (
    ("client", "client"), ("patient", "client"), ("member", "client"),
    ("provider", "provider"), ("physician", "provider"), ("doctor", "provider"), ("surgeon", "provider"),
    ("therapist", "provider"), ("clinic", "provider"), ("pt_", "provider"), ("referr", "provider"), ("dr", "provider"),
    ("studio", "sender"), ("sender", "sender"), ("business", "sender"), ("practice", "sender"), ("coach", "sender"),
    ("trainer", "sender"), ("gym", "sender"), ("company", "sender"), ("my", "sender"), ("our", "sender"),
)  # fmt: skip


def actor_of(text: str) -> Actor | None:
    """Return who a placeholder such as `{{provider_name}}` stands for, by its words."""
    lower = text.lower()
    return next((actor for word, actor in _ACTORS if word in lower), None)
