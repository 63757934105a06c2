"""Negation of any span: clinical notes and general English, written for this project by its authors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scopelint import context

FOLDER = Path(__file__).parent / "negation"


def spans(name: str) -> list[tuple[str, int, int, bool]]:
    """Read lines such as '1|No evidence of [pneumonia].': each bracket is a span, 1 means negated."""
    found = []
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        negated, _, marked = line.partition("|")
        plain, places = "", []
        for part in re.split(r"(\[[^\]]+\])", marked):
            if part.startswith("["):
                places.append((len(plain), len(plain) + len(part) - 2))
                part = part[1:-1]
            plain += part
        found += [(plain, start, end, negated == "1") for start, end in places]
    return found


@pytest.mark.parametrize(("name", "least"), [("notes.txt", 0.97), ("general.txt", 0.95)])
def test_negated_spans_are_told_from_others(name: str, least: float) -> None:
    judged = [
        (context.assess(text, start, end).negated, negated) for text, start, end, negated in spans(name)
    ]
    right = sum(found and negated for found, negated in judged)
    wrong = sum(found != negated for found, negated in judged)
    assert 2 * right / (2 * right + wrong) >= least
