"""Who a table, a list of boxes or an answered label gives an act to, each beside its twin that is the sender's."""

from __future__ import annotations

import io

import docx
import pytest

from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.readers import read_bytes

LINTER = Linter()
ACTS = (
    "Evaluate, treat, discharge",
    "Therapeutic exercise, manual techniques",
    "Ultrasound",
    "Diagnose the shoulder",
)


def found(text: str, doctype: str = "letter", name: str = "a.md") -> set[str]:
    return _quotes(read_bytes(name, text.encode()), doctype)


def _quotes(document: Document, doctype: str) -> set[str]:
    result = LINTER.check_document(document, doctype)
    return {
        f.quote
        for f in result.findings
        if f.level != "info" and not f.rule.startswith(("required", "document"))
    }


def found_in_word(*paragraphs: tuple[str, bool]) -> set[str]:
    """Return what is found in a Word file of paragraphs, some set in bold by hand."""
    document, file = docx.Document(), io.BytesIO()
    for text, bold in paragraphs:
        document.add_paragraph().add_run(text).bold = bold
    document.save(file)
    return _quotes(read_bytes("a.docx", file.getvalue()), "letter")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "# How we share it\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("Yours", "Mine"), ("You", "Me"), ("The clinic", "The studio"), ("Your lane", "My lane"), ("Them", "Us"),
        ("What you do", "What we do"), ("Physical therapist", "Medical exercise"), ("PT", "MET"), ("Doctor", "Trainer"),
        ("Medical side", "Training side"), ("Not us", "Us"), ("What the clinic does", "What I do"),
    ],
)  # fmt: skip
def test_a_column_says_whose_its_cells_are(theirs: str, mine: str) -> None:
    rows = [(act, "Walks and sit-to-stands") for act in ACTS]
    assert not found(table((theirs, mine), rows))
    turned = [(ours, act) for act, ours in rows]
    assert len(found(table((theirs, mine), turned))) >= 4


@pytest.mark.parametrize("ours", ["Exercise with Miriam", "Palouse Medical Exercise", "MET", "Our studio"])
@pytest.mark.parametrize("theirs", ["Physical therapy", "Therapy", "PT", "Outpatient rehab", "Clinic"])
def test_a_chart_may_compare_exercise_with_care(theirs: str, ours: str) -> None:
    rows = [
        ("Led by", "licensed therapist", "exercise specialist"),
        ("Aim", "treat an injury", "train strength"),
    ]
    rows += [("Stops when", "therapy goals are met", "there is a routine"), ("Provides therapy", "Yes", "No")]
    assert not found(table(("", theirs, ours), rows))
    assert found(table(("", theirs, ours), [("Aim", "recovery", "treat an injury")]))


def test_a_column_for_therapy_beside_its_price_is_an_offer() -> None:
    assert "Physical therapy" in found(table(("Physical therapy", "Price"), [("45 minutes", "$90")]))


@pytest.mark.parametrize(
    "answer",
    [
        "Not offered here", "No", "Never", "none", "We do not do that", "Stays at the clinic", "With Dr. Okafor until June",
        "Ended in May", "That's Gil's trade", "Not mine to give", "Outside my scope", "We leave that to you",
        "She brings her own from home", "Yours alone", "Ask your surgeon",
    ],
)  # fmt: skip
def test_a_row_is_answered_by_its_other_cell(answer: str) -> None:
    rows = [("Ultrasound", answer), ("Massage", answer), ("Therapy", answer)]
    assert not found(table(("Item", "What"), rows))


@pytest.mark.parametrize(
    "answer",
    [
        "Ten minutes, no pain",
        "Twice a week",
        "Not included in the membership, $40",
        "No extra charge",
        "Never a wait",
    ],
)
def test_a_row_that_only_describes_is_no_answer(answer: str) -> None:
    assert found(table(("Item", "What"), [("Ultrasound", answer)])) == {"Ultrasound"}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Not my role. Diagnosis: no. Treatment: no. Therapy: no.", True),
        ("Ultrasound: none.", True),
        ("Manual therapy: nope.", True),
        ("Massage by us: no. Kinesio tape by us: no.", True),
        ("WAX BATH? none", True),
        ("Taping: nil.", True),
        ("Spinal adjustments: your field.", True),
        ("Massage: left to the clinic.", True),
        ("Massage: no charge.", False),
        ("Ultrasound: no need to book.", False),
    ],
)
def test_a_label_is_answered_behind_its_colon(text: str, clean: bool) -> None:
    assert (not found(text)) == clean


def test_a_box_names_a_profession_among_others() -> None:
    assert not found("Referred by: [ ] MD [ ] NP [ ] PT [ ] DC\n", "referral-form", "a.txt")
    assert found("Service wanted: [ ] PT [ ] Massage [ ] Training\n", "referral-form", "a.txt") == {
        "PT",
        "Massage",
    }


@pytest.mark.parametrize("title", ["What we leave alone", "Slide 6. What I won't do", "Not mine"])
def test_a_bold_line_heads_what_follows(title: str) -> None:
    text = "Lymphatic massage, scar mobilization, wound checks."
    assert not found(f"Hello all.\n\n**{title}**\n{text}\n")
    assert not found(f"Hello all.\n\n**{title}**\n\n{text}\n")
    assert not found(f"<p>Hello all.</p><p><b>{title}</b></p><p>{text}</p>", name="a.html")
    assert not found_in_word(("Hello all.", False), (title, True), (text, False))
    assert found_in_word(("Hello all.", False), (title, False), (text, False)) or "Slide" in title
    assert found(f"Hello all.\n\n**What we do**\n{text}\n")
    assert not found(f"Hello all.\n\nSlide 3. {title}\n{text}\n", name="a.txt")


def test_a_fact_is_asserted_below_a_heading_of_myths() -> None:
    text = "# Myths and facts\n\nMyth: We treat back pain.\nFact: {}\n"
    assert not found(text.format("We do not."))
    assert found(text.format("We treat the whole spine.")) == {"treat"}


@pytest.mark.parametrize("mark", ["●", "✓", "x", "Yes"])
def test_marks_give_a_row_to_the_columns_they_stand_in(mark: str) -> None:
    head = ("", "Your office", "The PT", "Us")
    assert not found(table(head, [("Treatment", mark, mark, ""), ("Manual therapy", "", mark, "")]))
    assert found(table(head, [("Manual therapy", "", mark, mark), ("Walks", "", "", mark)])) == {
        "Manual therapy"
    }
