"""How right the rules are: precision and recall over a labelled corpus, per family and per split."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scopelint.config import Config
from scopelint.context import MECHANISMS
from scopelint.engine import Linter
from scopelint.errors import ScopelintError
from scopelint.finding import FileResult, Finding
from scopelint.rule import CONTENT_FAMILIES


class CorpusError(ScopelintError):
    """A corpus file cannot be read as labelled cases."""


@dataclass(slots=True)
class Tally:
    """Right findings, false alarms and misses."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        self.right += other.right
        self.false += other.false
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Share of findings that are right (1.0 where there is none)."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of labelled violations that were found (1.0 where there is none)."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """What one part of the corpus says."""

    name: str
    cases: int = 0
    findings: Tally = field(default_factory=Tally)
    families: dict[str, Tally] = field(default_factory=dict)
    clean: int = 0
    clean_right: int = 0
    elements: Tally = field(default_factory=Tally)
    types: int = 0
    types_right: int = 0
    compliant: int = 0
    compliant_right: int = 0
    elements_only: bool = False
    """Whether its cases are passages that hold a required element or do not."""

    def family(self, name: str) -> Tally:
        """Return the tally of a family, made when first asked for."""
        return self.families.setdefault(name, Tally())


def evaluate(root: Path, config: Config | None = None, ablated: frozenset[str] = frozenset()) -> list[Score]:
    """Return a score for each labelled file below a folder, in order of their names.

    Raises:
        CorpusError: no labelled cases there, or a line that is not one.
    """
    linter = Linter(config)
    linter.pipeline.ablated = ablated
    scores = []
    for path in sorted(root.rglob("*.jsonl")) if root.is_dir() else [root]:
        score = Score(path.relative_to(root).as_posix() if root.is_dir() else path.name)
        for case in _cases(path):
            if "file" in case:
                _score_document(case, path.parent, linter, score)
            elif "expect" in case:
                _score_sentence(case, linter, score)
            elif "element" in case:
                _score_snippet(case, linter, score)
        if score.cases:
            scores.append(score)
    if not scores:
        raise CorpusError(f"{root}: no labelled cases here (looked for *.jsonl)")
    return scores


def ablate(root: Path, config: Config | None = None) -> Iterator[tuple[str, Tally, int]]:
    """Yield each context mechanism with the tally without it and the change in right minus wrong."""
    whole = _all_told(evaluate(root, config))
    yield "all mechanisms", whole, 0
    for mechanism in MECHANISMS:
        tally = _all_told(evaluate(root, config, frozenset({mechanism})))
        cost = (whole.right - whole.false - whole.missed) - (tally.right - tally.false - tally.missed)
        yield mechanism, tally, cost


def _all_told(scores: Iterable[Score]) -> Tally:
    """Return the tally of findings and of missing elements."""
    score, tally = total(scores), Tally()
    tally.add(score.findings)
    tally.add(score.elements)
    return tally


def total(scores: Iterable[Score], name: str = "all") -> Score:
    """Return the sum of several scores."""
    whole = Score(name)
    for score in scores:
        whole.findings.add(score.findings)
        whole.elements.add(score.elements)
        for family, tally in score.families.items():
            whole.family(family).add(tally)
        for key in ("cases", "clean", "clean_right", "types", "types_right", "compliant", "compliant_right"):
            setattr(whole, key, getattr(whole, key) + getattr(score, key))
    return whole


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise CorpusError(f"{path}:{number}: not a labelled case ({error})") from error


def _faults(result: FileResult) -> list[Finding]:
    return [f for f in result.findings if f.level != "info" and f.family in CONTENT_FAMILIES]


def _score_sentence(case: dict[str, Any], linter: Linter, score: Score) -> None:
    result = linter.check(case["text"], doctype=case["doc_type"])
    found = _faults(result)
    _compare(found, case["expect"], case["text"], score)
    score.cases += 1
    if not case["expect"]:
        score.clean += 1
        score.clean_right += not found


def _score_document(case: dict[str, Any], folder: Path, linter: Linter, score: Score) -> None:
    path = folder / case["file"]
    result = linter.check_file(path, doctype=case["doc_type"])
    if result.error is not None:
        raise CorpusError(result.error)
    score.cases += 1
    score.types += 1
    score.types_right += linter.check_file(path).doctype == case["doc_type"]
    _compare(_faults(result), case["violations"], result.document.text, score)
    missing = set(result.missing)
    score.elements.right += len(missing & set(case["missing"]))
    score.elements.false += len(missing & set(case["present"]))
    score.elements.missed += len(set(case["missing"]) - missing)
    if not case["violations"] and not case["missing"]:
        score.compliant += 1
        score.compliant_right += all(f.level == "info" for f in result.findings)


def _score_snippet(case: dict[str, Any], linter: Linter, score: Score) -> None:
    """Count whether an element is missed in a snippet that does not hold it, and only there."""
    missing = case["element"] in linter.check(case["text"], doctype=case["doc_type"]).missing
    score.cases += 1
    score.elements_only = True
    score.elements.right += missing and not case["holds"]
    score.elements.false += missing and case["holds"]
    score.elements.missed += not missing and not case["holds"]


def _compare(found: list[Finding], expected: list[dict[str, Any]], text: str, score: Score) -> None:
    """Count: a finding is right when it overlaps a quote and its family is among that quote's families."""
    spans = [(places(text, label["quote"]), label["families"]) for label in expected]
    seen: set[int] = set()
    for finding in found:
        at = {
            number
            for number, (places, families) in enumerate(spans)
            if finding.family in families
            and any(finding.start < end and start < finding.end for start, end in places)
        }
        seen |= at
        if not at:
            score.findings.false += 1
            score.family(finding.family).false += 1
    for number, (_, families) in enumerate(spans):
        tally = score.family(families[0])
        tally.right += number in seen
        tally.missed += number not in seen
        score.findings.right += number in seen
        score.findings.missed += number not in seen


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Return where a quote stands in a text, line breaks and runs of blanks counting as one blank."""
    import re

    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [found.span() for found in re.finditer(pattern, text)]
