"""Suggestions: each rule's own examples, the golden sentences, and what a template may be filled with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scopelint.config import Config
from scopelint.engine import Linter
from scopelint.finding import Edit, Finding
from scopelint.rule import CONTENT_FAMILIES

GOLDEN = Path(__file__).parent.parent / "corpus" / "golden-rewrites.jsonl"
_LINTER = Linter(Config())
_EXAMPLES = [
    (rule.id, example) for rule in _LINTER.ruleset.rules if rule.level != "info" for example in rule.flag
]


def content(text: str, doctype: str) -> list[Finding]:
    result = _LINTER.check(text, doctype=doctype)
    return [f for f in result.findings if f.family in CONTENT_FAMILIES and f.level != "info"]


def rewritten(text: str, doctype: str) -> str:
    """Apply the first suggestion of each finding, from the end backwards."""
    edits: list[Edit] = []
    for finding in content(text, doctype):
        for fix in finding.fixes[:1]:
            if not any(fix.edits[0].start < e.end and e.start < fix.edits[0].end for e in edits):
                edits.append(fix.edits[0])
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(("rule", "example"), _EXAMPLES, ids=[f"{r}-{e.text[:20]}" for r, e in _EXAMPLES])
def test_an_example_can_be_put_right(rule, example) -> None:
    """Every error or warning offers words, and with them the text has no finding left."""
    assert all(finding.fixes for finding in content(example.text, example.doctype))
    after = rewritten(example.text, example.doctype)
    left = [(finding.rule, finding.quote) for finding in content(after, example.doctype)]
    assert not left, after
    assert "  " not in after.replace(example.text, "") or "  " in example.text


_PUT = {
    "{me}": "us", "{my}": "our", "{I}": "we", "{provider}": "your office", "{she}": "she", "{her}": "her",
    "{client's}": "her", "{s}": "s", "{body-part}": "knee", "{the body-part}": "the knee", "[": "", "]": "",
}  # fmt: skip


def advice() -> list[str]:
    """Every text that a rule or a family offers, with plain words in its slots, where they are people or a knee."""
    ruleset = _LINTER.ruleset
    texts = {text for rule in ruleset.rules for rewrite in rule.rewrite for text in rewrite.say}
    texts |= {text for advice in ruleset.advice for text in (*advice.label, *advice.sentence)}
    said = set()
    for text in texts:
        for slot, word in _PUT.items():
            text = text.replace(slot, word)
        text = re.sub(r"\{I ~?([a-z-]+)\}", r"We \1", text)
        said.add(re.sub(r"~([a-z-]+)", r"\1", text))
    return sorted(text for text in said if "{" not in text)


@pytest.mark.parametrize("text", advice())
def test_advice_needs_no_advice(text: str) -> None:
    assert not [(f.rule, f.quote) for f in content(text, "letter")]


def test_golden_sentences_read_as_reviewed(update: bool) -> None:
    """`pytest --update` writes them anew; each changed line is read before it is committed."""
    cases = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]
    now = [{**case, "rewritten": rewritten(case["text"], case["doc_type"])} for case in cases]
    if update:
        lines = (json.dumps(case, ensure_ascii=False) + "\n" for case in now)
        GOLDEN.write_text("".join(lines), "utf-8")
    changed = [
        (new["rewritten"], old["rewritten"]) for new, old in zip(now, cases, strict=True) if new != old
    ]
    assert update or not changed


@pytest.mark.parametrize(
    ("text", "doctype", "expected"),
    [
        ("I cranked on his knee.", "letter", "I coached him through knee mobility exercises."),
        ("We treat back pain.", "letter", "We provide exercise programming for clients with back pain."),
        ("☐ Ultrasound", "referral-form", "☐ Mobility training"),
        ("Diagnosis: rotator cuff strain", "assessment-summary", "Functional findings: ____"),
        ("I told him to drop the statin.", "letter", "I leave any question about the statin to your office."),
        (
            "We told him to drop his statin.",
            "letter",
            "We leave any question about his statin to your office.",
        ),
        (
            "Her balance improved, and I told her to ditch the cane.",
            "letter",
            "Her balance improved, and I leave any question about the cane to your office.",
        ),
        (
            "Meet our therapists: Kyle and Ana.",
            "service-overview",
            "Meet our exercise professionals: Kyle and Ana.",
        ),
    ],
)
def test_a_rewrite_keeps_person_thing_and_tense(text: str, doctype: str, expected: str) -> None:
    assert rewritten(text, doctype) == expected
