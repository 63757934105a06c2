"""Choose edits from findings, drop overlaps, apply them from the end backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scopelint.finding import Edit, Finding


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes."""

    text: str
    applied: tuple[Finding, ...]
    skipped: tuple[Finding, ...]
    """Findings that nothing was done about: no fix of that grade, or one that overlaps another."""


def choose(
    findings: Sequence[Finding], *, unsafe: bool = False
) -> tuple[list[tuple[Edit, Finding]], list[Finding]]:
    """Return the edits to make, none over another, and the findings that nothing is done about."""
    chosen: list[tuple[Edit, Finding]] = []
    skipped: list[Finding] = []
    for finding in findings:
        edits = [
            fix.edits[0]
            for fix in finding.fixes
            if len(fix.edits) == 1 and (fix.safety == "safe" or (unsafe and fix.safety == "unsafe"))
        ]
        free = edits and not any(
            edits[0].start < other.end and other.start < edits[0].end for other, _ in chosen
        )
        if free:
            chosen.append((edits[0], finding))
        else:
            skipped.append(finding)
    return chosen, skipped


def apply(text: str, findings: Sequence[Finding], *, unsafe: bool = False) -> Fixed:
    """Apply the first fix of each finding that is `safe` (with `unsafe`: any but `manual`)."""
    chosen, skipped = choose(findings, unsafe=unsafe)
    for edit, _ in sorted(chosen, key=lambda pair: -pair[0].start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return Fixed(text, tuple(finding for _, finding in chosen), tuple(skipped))
