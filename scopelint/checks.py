"""From decided candidates and the whole document to findings, at most one for the same words."""

from __future__ import annotations

from scopelint.document import Document, Span
from scopelint.finding import Decision, FileResult, Finding, Level
from scopelint.pipeline import Candidate, Pipeline
from scopelint.rule import CONTENT_FAMILIES, Rule


def check(document: Document, doctype: str | None, pipeline: Pipeline) -> FileResult:
    """Return the findings of a document, in the order of the text."""
    flagged = [c for c in pipeline.candidates(document) if c.release is None]
    findings = [_finding(c, document, pipeline) for c in _one_for_each(flagged)]
    kept = [f for f in findings if f is not None]
    return FileResult(
        path=document.path,
        document=document,
        doctype=doctype or "letter",
        doctype_reason="",
        findings=tuple(sorted(kept, key=lambda f: (f.start, f.end, f.rule))),
    )


def decisions(document: Document, doctype: str | None, pipeline: Pipeline) -> tuple[Decision, ...]:
    """Return why each candidate phrase is or is not flagged, in the order of the text."""
    found = {}
    for candidate in pipeline.candidates(document):
        decision = _decision(candidate, document)
        found[(decision.span.start, decision.span.end, decision.rule)] = decision
    return tuple(decision for _, decision in sorted(found.items()))


def _decision(candidate: Candidate, document: Document) -> Decision:
    release = candidate.release
    return Decision(
        rule=candidate.rule.id,
        span=Span(candidate.start, candidate.end),
        quote=document.text[candidate.start : candidate.end],
        actor=release.actor if release else "sender",
        flagged=release is None,
        because=release.because if release else "flagged",
        cue=release.cue if release else "",
    )


_LEVEL_ORDER = {"error": 0, "warning": 1, "info": 2}


def _one_for_each(candidates: list[Candidate]) -> list[Candidate]:
    """Keep one candidate for overlapping words: by level, then family precedence, then length."""
    ranked = sorted(
        candidates,
        key=lambda c: (
            _LEVEL_ORDER[c.rule.level], CONTENT_FAMILIES.index(c.rule.family), -(c.end - c.start), c.start, c.rule.id,
        ),
    )  # fmt: skip
    kept: list[Candidate] = []
    for candidate in ranked:
        if not any(candidate.start < other.end and other.start < candidate.end for other in kept):
            kept.append(candidate)
    return kept


def _level(rule: Rule, pipeline: Pipeline) -> Level | None:
    overrides = dict(pipeline.config.rules)
    chosen = overrides.get(rule.id, overrides.get(rule.family, rule.level))
    return None if chosen == "off" else chosen  # type: ignore[return-value]


def _finding(candidate: Candidate, document: Document, pipeline: Pipeline) -> Finding | None:
    rule = candidate.rule
    level = _level(rule, pipeline)
    if level is None:
        return None
    quote = document.text[candidate.start : candidate.end]
    line, column = document.line_column(candidate.start)
    block = document.block_at(candidate.start)
    return Finding(
        rule=rule.id,
        family=rule.family,
        level=level,
        message=rule.message.replace("{quote}", quote),
        why=rule.why,
        quote=quote,
        start=candidate.start,
        end=candidate.end,
        line=line,
        column=column,
        place=block.place if block else "",
        decision=_decision(candidate, document),
    )
