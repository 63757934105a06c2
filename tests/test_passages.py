"""Learned clues of required elements: the file, what they find and doubt, and what they may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from scopelint import compiled, entries, passages, weights
from scopelint.config import Config
from scopelint.datadir import data_dir
from scopelint.engine import Linter
from scopelint.errors import RuleFileError
from scopelint.readers.text import read_string

SHIPPED = data_dir("rules") / passages.FILE


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule sets of these tests push nobody's out of the cache."""
    shipped = entries.folder()
    monkeypatch.setattr(entries, "folder", lambda: shipped if not list(tmp_path.glob("*.tsv")) else None)


@pytest.fixture
def patterns_only() -> Iterator[Linter]:
    linter = Linter()
    linter.pipeline.ablated = frozenset({"passages"})
    yield linter


def test_the_first_line_holds_the_digest_of_the_others() -> None:
    first, _, body = SHIPPED.read_bytes().partition(b"\n")
    assert blake2b(body, digest_size=16).hexdigest().encode() in first[: compiled._HEAD]


def test_what_the_file_names_is_there(linter: Linter) -> None:
    head, _ = weights.read(SHIPPED, named=True)
    assert set(head.columns) == {rule.id for rule in linter.ruleset.required}
    assert set(head.ranks) <= set(linter.ruleset.lexicons)


def test_words_that_no_pattern_foresaw_hold_an_element(linter: Linter, patterns_only: Linter) -> None:
    """Of the labelled passages that only clues find, most do hold their element."""
    right = wrong = 0
    for path in sorted((Path(__file__).parent.parent / "corpus" / "dev").glob("elements-1[1-8].jsonl")):
        for line in path.read_text("utf-8").splitlines()[::9]:
            case = json.loads(line)
            found, matched = (
                case["element"] in each.check(case["text"], case["doc_type"]).present
                for each in (linter, patterns_only)
            )
            if found and not matched:
                right, wrong = right + case["holds"], wrong + (not case["holds"])
    assert right > 8 and wrong * 5 < right


@pytest.mark.parametrize(
    "text",
    [
        "I diagnose what hurts, treat it and provide therapy until it is gone.",
        "I diagnose. I treat. I provide therapy.",
        "My program replaces your care, medical or physical therapy, and adds nothing to it.",
    ],
)
def test_clues_find_no_denial_where_nothing_is_denied(text: str, linter: Linter) -> None:
    present = linter.check(f"Dear Dr. Lee,\n\n{text}\n\nKim", doctype="intro-letter").present
    assert not {"scope-statement", "complementary-statement"} & set(present)


@pytest.mark.parametrize(
    ("doctype", "element", "text"),
    [
        ("progress-report", "objective-measures", "Baseline: ____  Current: ____"),
        ("discharge-summary", "outcome-summary", "6MWT: [baseline] -> [final]"),
        ("discharge-summary", "outcome-summary", "Outcomes: {{initial}} to {{final}}"),
        ("referral-form", "provider-signature", "Signature: ____\nName (printed): ____\nNPI: ____"),
    ],
)
def test_labelled_slots_are_not_doubted(doctype: str, element: str, text: str, linter: Linter) -> None:
    assert element in linter.check(text, doctype=doctype).present


def test_it_is_the_same_whatever_was_read_before(linter: Linter) -> None:
    texts = [("Thanks for Bob.\n\n" * 3, "thank-you"), ("x\n", "intro-letter"), ("", "phone-script")]
    for text, doctype in texts:
        assert Linter().check(text, doctype).present == linter.check(text, doctype).present


def test_a_long_document_is_left_to_the_patterns(linter: Linter) -> None:
    reading = linter.pipeline.read(read_string("She walks to the market. " * 2_100, "<text>"))
    assert reading.tallies == []


def team(folder: Path, text: str) -> Linter:
    (folder / passages.FILE).write_text(text, encoding="utf-8")
    return Linter(Config(extra_rules=(folder,)))


def test_a_team_may_have_its_own_clues(tmp_path: Path) -> None:
    text = "Dear Sam,\n\nHowdy about Bob and the walk to the market, doctor.\n"
    weighed = "#columns\trequired/referral-acknowledged\n#bias\t-1\nhowdy\t{}\n"
    assert "referral-acknowledged" in team(tmp_path, weighed.format(900)).check(text, "thank-you").present
    assert "referral-acknowledged" in team(tmp_path, weighed.format(-900)).check(text, "thank-you").missing


@pytest.mark.parametrize(
    "text",
    [
        "#columns\ta\tb\n#bias\t1\n",
        "#columns\ta\n#bias\t1\n#columns\ta\tb\n",
        "#columns\ta\nwe\t1\n",
        "#columns\ta\n#bias\t1\nwe\tmuch\n",
    ],
)
def test_a_broken_file_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=passages.FILE):
        team(tmp_path, text).check("Thanks for Bob, doctor.", "thank-you")


def test_clues_of_violations_have_their_columns(tmp_path: Path) -> None:
    (tmp_path / "clues.tsv").write_text("#columns\tany\n#bias\t9\nwe\t1\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"clues\.tsv"):
        Linter(Config(extra_rules=(tmp_path,))).check("We treat back pain.", "letter")
