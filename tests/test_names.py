"""Whoever does or suffers it: a sentence is judged the same when a pronoun becomes a name or 'I' becomes 'we'."""

import json
import re
from pathlib import Path

import pytest

from scopelint.engine import Linter

DEV = Path(__file__).parents[1] / "corpus" / "dev"
SWAPS = {
    "a named client": [(r"\b[Ss]he\b", "Mrs. Hale"), (r"\b[Hh]e\b", "Mr. Diaz"), (r"\bhim\b", "Mr. Diaz")],
    "the client": [(r"\b[Ss]he\b", "the client"), (r"\b[Hh]e\b", "the client"), (r"\bhim\b", "the client")],
    "a placeholder": [(r"\b([Ss]he|[Hh]e|him)\b", "[Client Name]")],
    "we for I": [
        (r"\bI'm\b", "we're"), (r"\bI am\b", "we are"), (r"\bI was\b", "we were"), (r"\bI\b", "we"),
        (r"\bme\b", "us"),
    ],
}  # fmt: skip
CASES = [
    case
    for name in ("letters", "reports", "everyday-letters-2", "everyday-reports-2")
    for case in map(json.loads, (DEV / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize("name", SWAPS)
def test_the_judgement_does_not_hang_on_the_pronoun(linter: Linter, name: str) -> None:
    changed = lost = alarms = 0
    for case in CASES:
        text = case["text"]
        for pattern, other in SWAPS[name]:
            text = re.sub(pattern, other, text)
        if text == case["text"]:
            continue
        before, after = (_families(linter, each, case["doc_type"]) for each in (case["text"], text))
        changed += 1
        lost += bool(before - after) and bool(case["expect"])
        alarms += bool(after - before) and not case["expect"]
    assert changed > 100
    assert lost <= 0.03 * changed
    assert alarms <= 0.02 * changed


def _families(linter: Linter, text: str, doctype: str) -> set[str]:
    found = linter.check(text, doctype=doctype).findings
    return {f.family for f in found if f.level != "info" and f.family not in ("required", "document")}
