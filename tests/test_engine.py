"""The Linter as a library: the contract of its results, its fixes, its decisions."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scopelint
from scopelint import runins
from scopelint.checks import _standing
from scopelint.config import Config
from scopelint.engine import Linter
from scopelint.readers.text import read_string

TEXT = "Dear Dr. Lee,\n\nWe treat back pain. I do not diagnose.\n\nSincerely,\nJo Roe"


def test_a_finding_says_what_where_and_why(linter: Linter) -> None:
    finding = next(f for f in linter.check(TEXT, doctype="letter").findings if f.family == "therapy")
    assert finding.rule == "therapy/treat"
    assert finding.level == "error"
    assert TEXT[finding.start : finding.end] == finding.quote
    assert (finding.line, finding.column) == (3, 4)
    assert finding.message
    assert finding.why


def test_fix_writes_a_clean_text(linter: Linter) -> None:
    fixed = linter.fix("We treat back pain.", doctype="letter", unsafe=True)
    assert fixed.text == "We provide exercise programming for clients with back pain."
    assert [f.rule for f in fixed.applied] == ["therapy/treat"]
    assert not linter.check(fixed.text, doctype="letter").findings


def test_fix_leaves_unsafe_ones_alone(linter: Linter) -> None:
    fixed = linter.fix("We treat back pain.", doctype="letter")
    assert fixed.text == "We treat back pain."
    assert fixed.skipped


def test_explain_names_actor_and_cue(linter: Linter) -> None:
    start = TEXT.index("diagnose")
    decisions = linter.explain(TEXT, start, start + 8)
    assert [(d.rule, d.flagged, d.because, d.cue) for d in decisions] == [
        ("diagnosis/diagnose", False, "negated", "not")
    ]


def test_it_pickles_by_its_configuration(linter: Linter) -> None:
    again = pickle.loads(pickle.dumps(Linter(Config(ignore=("therapy",)))))
    assert not [f for f in again.check(TEXT, "letter").findings if f.family == "therapy"]


def test_threads_share_one(linter: Linter) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: linter.check(TEXT, "letter").findings, range(12)))
    assert all(result == results[0] for result in results)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_check_never_raises_on_text(text: str) -> None:
    result = scopelint.Linter().check(text)
    assert result.document.text == text
    for finding in result.findings:
        assert text[finding.start : finding.end] == finding.quote


ASSESSED = [
    ("Patient denies chest pain, shortness of breath or fever.", "fever", True),
    ("No evidence of pneumonia on chest x-ray.", "pneumonia", True),
    ("Patient reports nausea but denies vomiting.", "nausea", False),
    ("Patient reports nausea but denies vomiting.", "vomiting", True),
    ("Lungs clear without wheezes, rales, or rhonchi.", "rhonchi", True),
    ("Myocardial infarction was ruled out.", "Myocardial infarction", True),
    ("No fever. He has a cough.", "cough", False),
    ("Not only does she have pneumonia, she has pleurisy.", "pneumonia", False),
    ("Extremities: no cyanosis, clubbing, or edema", "edema", True),
    ("He was started on antibiotics for pneumonia", "pneumonia", False),
    ("Chest pain: none", "Chest pain", True),
]


@pytest.mark.parametrize(("text", "phrase", "negated"), ASSESSED)
def test_assess_any_span(text: str, phrase: str, negated: bool) -> None:
    start = text.index(phrase)
    assert scopelint.context.assess(text, start, start + len(phrase)).negated is negated


def test_assess_refuses_a_span_outside() -> None:
    with pytest.raises(ValueError):
        scopelint.context.assess("short", 3, 30)


def test_a_rule_that_takes_too_long_stops_the_check_in_linear_time_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "claim" / "tangle.yaml"
    path.parent.mkdir()
    gaps = " ... ".join(["(knee|knee pain|pain)"] * 12)
    lines = "".join(f'  - "{gaps} ... (z{number}|pain z)"\n' for number in range(60))
    path.write_text(
        f'kind: rule\nlevel: error\nact: claim\nmessage: "tangled"\nwhy: "a test"\nsource: [S1]\nwhen:\n{lines}'
        'rewrite:\n  - say: ["plain"]\nexamples:\n  flag:\n    - text: "knee pain knee pain knee pain knee pain knee pain knee pain pain z"\n',
        encoding="utf-8",
    )
    tangled = Linter(Config(extra_rules=(str(tmp_path),)))
    sentence = "Z pain " + "knee pain " * 95 + "knee.\n\n"
    letter = "Dear Dr. Lee,\n\nWe treat back pain.\n\n" + sentence * 40 + "We diagnose clients.\n"
    findings = tangled.check(letter, "letter").findings
    stopped = next(finding for finding in findings if finding.rule == "document/unfinished")
    assert stopped.level == "error" and sentence.strip().startswith(stopped.quote[:10])
    assert any(finding.quote == "treat" or "treat" in finding.quote for finding in findings)
    assert not any("diagnose" in finding.quote for finding in findings)
    assert "document/unfinished" not in {f.rule for f in Linter().check(letter, "letter").findings}


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Seen on 14.7. and again on 28.7. by our coach.", True),
        ("1.1. Function\nShe walks 300 m.\n\n1.2. Goals\nStairs.", False),
        ("Seen: 4/8, first visit. Knee replaced 10/30.", True),
        ("Seen 28/4 and again 26/5.", True),
        ("Pain 7/10 at first, 3/10 now. BP 128/82, then 134/84. She ate 1/2, then 3/4.", False),
        ("She walks 300 m.", False),
    ],
)
def test_section_numbers_are_no_dates(text: str, dated: bool, linter: Linter) -> None:
    found = {
        finding.rule for finding in linter.check(f"Progress report\n\n{text}\n", "progress-report").findings
    }
    assert ("document/no-date" not in found) == dated


def test_a_heading_in_a_line_speaks_for_a_page_and_is_asked_no_more(
    linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking for each piece behind it about all before took 17 seconds for 6,400 pieces."""
    asked: list[int] = []
    speaks = runins._speaks
    monkeypatch.setattr(runins, "_speaks", lambda sentence: asked.append(1) or speaks(sentence))
    pieces = [f"Massage of knee {number}." for number in range(300)]
    found = linter.check("What you won't find here. " + " ".join(pieces), "letter").findings
    assert len([finding for finding in found if finding.level == "error"]) == 240
    assert len(asked) <= 60 * 64 * 2


@pytest.mark.parametrize(
    "text",
    [
        "What I will never do (5 min). Tell you what illness you have. Treat it. Sell you therapy or a bush tea.",
        "Slide 4: What we don't do. Massage. Dry needling. Ultrasound.",
        "Not here: massage. Ultrasound. Dry needling.",
    ],
)
def test_a_heading_in_a_line_that_says_no_says_it_for_the_pieces_behind_it(text: str) -> None:
    found = Linter().check(text, doctype="education-session").findings
    assert [f.rule for f in found if f.family not in ("required", "document")] == []


def test_a_heading_in_a_line_that_says_yes_says_no_no() -> None:
    found = Linter().check("What I do (5 min). Treat pain. Sell you therapy.", doctype="letter").findings
    assert "therapy/treat" in {f.rule for f in found}


def test_a_sure_guess_precedes_an_implausible_match() -> None:
    sentence = (
        Linter().pipeline.read(read_string("We mend the knees of our people.", "<text>")).sentence(0, 0)
    )

    def standing(matched: bool, chance: float) -> float:
        made = SimpleNamespace(rule=SimpleNamespace(when=matched), chance=chance, sentence=sentence)
        return _standing(made)  # type: ignore[arg-type]

    order = [
        standing(matched, chance)
        for matched, chance in ((True, 0.6), (False, 0.6), (True, 0.4), (True, 0.2), (False, 0.49))
    ]
    assert order == sorted(set(order))
