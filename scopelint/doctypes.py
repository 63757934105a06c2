"""Which type a document is: told, declared, configured, or recognised from its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from pathlib import PurePath

from scopelint.errors import DocumentError
from scopelint.lines import GREETINGS
from scopelint.reading import Reading

FALLBACK = "letter"
_POINT, _OWN_POINT = 0.05, 0.5
"""What a point counts beside the words of a document: for a type whose words were learned, and for one of a team."""
_UNLEARNED = -2.5
"""What the words of a document say for a type of which none were learned."""
_CLEAR = 1.5
"""The lead that settles the type by words alone; no sign is looked for then."""
_PLAIN = -0.1
"""What speaks for a plain letter where a document has too few words: five points of signs are more."""
_NAMED = 10.0
"""What it counts that a file is named after a type."""
_REASONS = 2
"""Words that are named as the reason."""
_TITLE_BLOCKS = 4
"""Blocks at the top where a sign counts double."""
_BODY = 2
"""Most that a sign counts in running text, which names other documents, too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A document type and, in plain words, why it was taken."""

    doctype: str
    reason: str


def choose(reading: Reading, told: str | None) -> Choice:
    """Return the type of a document: as told, as declared in it, as configured, as recognised; in that order.

    Raises:
        DocumentError: the document declares a type that does not exist.
    """
    document, config = reading.document, reading.pipeline.config
    known = reading.pipeline.ruleset.doctypes
    if told is not None:
        if told not in known:
            raise DocumentError(document.path, _unknown(told, known))
        return Choice(told, "given with --type")
    if document.doctype is not None:
        if document.doctype not in known:
            raise DocumentError(
                document.path,
                _unknown(document.doctype, known),
                document.doctype_line,
            )
        return Choice(document.doctype, "declared in the document")
    configured = config.doctype_of(document.path)
    if configured is not None:
        return Choice(configured[0], f"the configuration's “{configured[1]}”")
    return recognise(reading)


def _unknown(name: str, known: Iterable[str]) -> str:
    from scopelint.yamlnodes import guess

    return f"“{name}” is not a document type{guess(name, known)}"


def recognise(reading: Reading) -> Choice:
    """Return the type that the words and signs of the document speak for, with the best of them as the reason."""
    document, likeness, known = reading.document, reading.pipeline.likeness, reading.pipeline.ruleset.doctypes
    blocks = [document.text[block.start : block.end] for block in document.blocks]
    held = likeness.held(blocks)
    learned = likeness.odds(held)
    odds = learned or {FALLBACK: _PLAIN}
    settled = len(learned) == len(known) > 1 and _lead(learned) > _CLEAR
    scores, best = _summed([] if settled else _points(reading))
    stem = re.sub(r"[\s_]+", "-", PurePath(document.path).stem.lower())
    named = [name for name in known if f"-{name}-" in f"-{stem}-" and name != FALLBACK]
    totals = dict(odds)
    for name in {*scores, *named}:
        each = _POINT if name in odds else _OWN_POINT
        totals[name] = odds.get(name, _UNLEARNED) + each * scores.get(name, 0) + _NAMED * (name in named)
    doctype = max(totals, key=lambda name: (totals[name], name == FALLBACK, name))
    words = [PurePath(document.path).name] if doctype in named else []
    words += [sign for sign in best.get(doctype, []) if sign.startswith("“")]
    if doctype in learned and len(words) < _REASONS:
        words += [f"“{clue}”" for clue in likeness.telling(held, doctype, _REASONS)]
    told = ", ".join(list(dict.fromkeys(words))[:_REASONS])
    return Choice(doctype, f"recognised: {told}" if told else "no sign of another type")


def _lead(odds: dict[str, float]) -> float:
    """Return by how much the best type leads the next."""
    first, second = nlargest(2, odds.values())
    return first - second


_CLOCK = re.compile(r"^[^\w\n]*\d{1,2}[:.]\d{2}\b|^[^\w\n]*\d{1,2} min", re.MULTILINE)
_BLANK = re.compile(r"_{3,}|\.{6,}")
_MEASURE = re.compile(r"\b\d+(?:\.\d+)?\s*(?:s|sec|seconds|m|reps|repetitions|kg|lb|lbs|cm|°|degrees|ft)\b")
_SALUTATION = re.compile(rf"^[^\S\n]*(?:{GREETINGS}|Dr\.?)\s.{{2,50}},\s*$", re.MULTILINE)


def _shape(reading: Reading) -> dict[str, int]:
    """Count what the layout of a document shows."""
    document = reading.document
    spoken = sum(
        document.text[block.start : block.start + 1] in '"“'
        or document.text[max(0, block.start - 1) : block.start] in ('"', "“")
        for block in document.blocks
    )
    return {
        "boxes": sum(block.kind == "option" for block in document.blocks),
        "blanks": len(_BLANK.findall(document.text)),
        "spoken": spoken,
        "clock-times": len(_CLOCK.findall(document.text)),
        "measures": len(_MEASURE.findall(document.text)),
        "salutation": len(_SALUTATION.findall(document.text)),
    }


_Points = list[tuple[str, int, str]]
"""What speaks for a type: its name, the points, and the words that a person sees."""


def _summed(points: _Points) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Return the sum of each type, and its words, the weightiest first."""
    scores: dict[str, int] = {}
    best: dict[str, list[str]] = {}
    for name, value, words in sorted(points, key=lambda point: (-point[1], point[0], point[2])):
        scores[name] = scores.get(name, 0) + value
        best.setdefault(name, []).append(words)
    return scores, best


def _points(reading: Reading) -> _Points:
    """Count each sign once, where it counts most: at the top, then in headings, then in the text."""
    points: dict[tuple[str, str], int] = {}
    words: dict[tuple[str, str], str] = {}
    for index, block in enumerate(reading.document.blocks):
        place = "top" if index < _TITLE_BLOCKS else "heading" if block.kind == "heading" else "body"
        for at, found in reading.find("signs", index):
            for frame, match in found:
                name, weight = frame.owner
                key = (name, frame.text)
                value = {"top": 2 * weight, "heading": weight, "body": min(weight, _BODY)}[place]
                if value > points.get(key, 0):
                    points[key] = value
                    words[key] = f"“{' '.join(reading.words(index)[at].text[match.start : match.end])}”"
    counts = _shape(reading)
    for name, doctype in reading.pipeline.ruleset.doctypes.items():
        for kind, least, value in doctype.shape:
            if counts[kind] >= least:
                points[name, f"shape {kind}"], words[name, f"shape {kind}"] = value, f"{counts[kind]} {kind}"
    return [(name, value, words[name, text]) for (name, text), value in points.items()]
