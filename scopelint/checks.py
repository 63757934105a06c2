"""From decided candidates and the whole document to findings, at most one for the same words."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import replace

from scopelint import allow, doctypes, documentrules, placing, rewriting
from scopelint.document import Document, Span
from scopelint.drafts import Suggestion
from scopelint.finding import LEVELS, Decision, Edit, FileResult, Finding, Fix
from scopelint.pipeline import Pipeline
from scopelint.reading import Reading
from scopelint.required import Elements
from scopelint.rule import CONTENT_FAMILIES, DocType, RequiredRule, Rule
from scopelint.weighing import Candidate, says_little


def check(document: Document, told: str | None, pipeline: Pipeline) -> FileResult:
    """Return the findings of a document, in the order of the text.

    Raises:
        DocumentError: the document, or the caller, names a type that does not exist.
    """
    reading = pipeline.read(document)
    elements = Elements(reading)
    choice = doctypes.choose(reading, told)
    doctype = pipeline.ruleset.doctypes[choice.doctype]
    flagged = [c for c in pipeline.candidates(reading, choice.doctype) if c.release is None]
    if flagged and not _about_health(reading):
        flagged = []
    wanted = dict(doctype.requires)
    held = elements.held(wanted)
    kept = _one_for_each(flagged, pipeline)
    offers = rewriting.suggest_all(kept, reading)
    found: list[Finding | None] = [_content(c, o, reading) for c, o in zip(kept, offers, strict=True)]
    found += [
        _missing(rule, doctype, document, pipeline)
        for rule in pipeline.ruleset.required
        if rule.id in set(wanted) - held
    ]
    found += [
        _whole(name, span, detail, reading, doctype)
        for name, span, detail in documentrules.findings(reading, doctype)
    ]
    allowed = allow.drop((f for f in found if f is not None), document, pipeline.config)
    findings = sorted(allowed, key=lambda f: (f.start, f.end, f.rule))
    return FileResult(
        path=document.path,
        document=document,
        doctype=choice.doctype,
        doctype_reason=choice.reason,
        findings=tuple(findings),
        missing=tuple(name.partition("/")[2] for name in wanted if name not in held),
        present=tuple(name.partition("/")[2] for name in wanted if name in held),
    )


_MATCH = 0.1
"""How much a match of a pattern precedes a guess of the clues for the same words, as a difference of chances."""
_SURE = 0.5
"""The chance from which on a guess may precede a match at all."""
_LONG = 120
"""Words from which on a text must show what it is about."""
_DENSITY = 250
"""Words for each of which one word of health or training is expected."""


def _about_health(reading: Reading) -> bool:
    """Say whether a text is about people's health or training at all; short ones are taken to be."""
    words = [word.strip(".,;:!?()[]\"'*_").lower() for word in reading.plain.split()]
    if len(words) < _LONG:
        return True
    known = reading.pipeline.health_words
    return sum(word in known or word.rstrip("s") in known for word in words) * _DENSITY >= len(words)


def decisions(document: Document, doctype: str | None, pipeline: Pipeline) -> tuple[Decision, ...]:
    """Return why each candidate phrase is or is not flagged, in the order of the text."""
    reading = pipeline.read(document)
    found: dict[tuple[int, int, str], Decision] = {}
    for candidate in pipeline.candidates(reading, doctypes.choose(reading, doctype).doctype):
        decision = _decision(candidate, document)
        if decision.because == "unlikely":
            sentence = candidate.sentence
            cue = pipeline.clues.strongest(sentence.words, sentence.hits, 0, -1)
            decision = replace(decision, cue=cue)
        place = (decision.span.start, decision.span.end, decision.rule)
        if decision.flagged or place not in found:
            found[place] = decision
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


def _one_for_each(candidates: list[Candidate], pipeline: Pipeline) -> list[Candidate]:
    """Keep one candidate for overlapping words: the likeliest family, then by level; as grave as any of them."""
    ranked = sorted(
        (c for c in candidates if pipeline.config.level_of(c.rule.id, c.rule.level) is not None),
        key=lambda c: (
            c.rule.level == "info", _standing(c), LEVELS.index(c.rule.level),
            CONTENT_FAMILIES.index(c.rule.family), c.start - c.end, c.start, c.rule.id,
        ),
    )  # fmt: skip
    kept: dict[tuple[int, int], Candidate] = {}
    taken: list[tuple[int, int]] = []
    for candidate in ranked:
        at = bisect_left(taken, (candidate.end, -1))
        if at == 0 or taken[at - 1][1] <= candidate.start:
            place = candidate.start, candidate.end
            kept[place] = candidate
            insort(taken, place)
        elif candidate.rule.level == "error":
            while at and taken[at - 1][1] > candidate.start:
                at -= 1
                kept[taken[at]] = _as_grave(kept[taken[at]])
    return list(kept.values())


def _as_grave(guess: Candidate) -> Candidate:
    """Return a guess that takes the place of an error on the same words, as an error."""
    return guess if guess.rule.when else replace(guess, rule=replace(guess.rule, level="error"))


def _standing(candidate: Candidate) -> float:
    """Rank what is found for the same words by the chance of its family, in tenths; the likeliest first."""
    matched = bool(candidate.rule.when)
    doubt = 0 if matched or (candidate.chance >= _SURE and not says_little(candidate)) else 1
    return -round(candidate.chance + _MATCH * matched - doubt, 1)


def _content(candidate: Candidate, offered: list[Suggestion], reading: Reading) -> Finding | None:
    """Make the finding of a flagged candidate; it underlines what its suggestions replace."""
    rule, document = candidate.rule, reading.document
    message = rule.message.replace("{quote}", _short(document.text[candidate.start : candidate.end]))
    span = Span(offered[0].start, offered[0].end) if offered else Span(candidate.start, candidate.end)
    fixes = tuple(
        Fix(
            f"Write “{s.text}”" if s.text else "Leave this sentence out",
            (Edit(s.start, s.end, s.text),),
            s.safety,
        )
        for s in offered
    )
    return _finding(
        rule, message, span, document, reading.pipeline, suggestions=tuple(s.text for s in offered), fixes=fixes,
        decision=_decision(candidate, document),
    )  # fmt: skip


def _missing(rule: RequiredRule, doctype: DocType, document: Document, pipeline: Pipeline) -> Finding | None:
    paragraph, where = placing.restyled(rule.insert, document), placing.place(document, rule).words
    found = _finding(
        rule, rule.message, Span(0, 0), document, pipeline, suggestions=(paragraph,), doctype=doctype
    )
    return found and replace(found, place=where)


def _whole(name: str, span: Span, detail: str, reading: Reading, doctype: DocType) -> Finding | None:
    rule = next((rule for rule in reading.pipeline.ruleset.document_rules if rule.id == name), None)
    if rule is None:
        return None
    quote = reading.document.text[span.start : span.end]
    message = (
        rule.message.replace("{quote}", _short(quote))
        .replace("{detail}", detail)
        .replace("{doctype}", doctype.title)
    )
    return _finding(rule, message, span, reading.document, reading.pipeline)


def _short(quote: str) -> str:
    """Return a quote as it reads in a message: on one line, long ones cut in the middle."""
    flat = " ".join(quote.split())
    return flat if len(flat) <= 60 else f"{flat[:40].rstrip()} … {flat[-15:].lstrip()}"


def _finding(
    rule: Rule | RequiredRule,
    message: str,
    span: Span,
    document: Document,
    pipeline: Pipeline,
    *,
    suggestions: tuple[str, ...] = (),
    fixes: tuple[Fix, ...] = (),
    doctype: DocType | None = None,
    decision: Decision | None = None,
) -> Finding | None:
    default = dict(doctype.requires)[rule.id] if doctype else rule.level
    level = pipeline.config.level_of(rule.id, default)
    if level is None:
        return None
    line, column = document.line_column(span.start)
    return Finding(
        rule=rule.id,
        family=rule.id.partition("/")[0],
        level=level,
        message=message,
        why=rule.why,
        quote=document.text[span.start : span.end],
        start=span.start,
        end=span.end,
        line=line,
        column=column,
        place=document.place(span.start) if span.end > span.start else "",
        suggestions=suggestions,
        fixes=fixes,
        decision=decision,
    )
