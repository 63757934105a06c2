"""Who a table, a list of boxes or an answered label gives an act to, each beside its twin that is the sender's."""

from __future__ import annotations

import gc
import io
import time
import weakref

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


@pytest.mark.parametrize("title", ["Words we never use", "Myths and facts", "What I don't say"])
def test_what_is_not_to_be_said_is_quoted(title: str) -> None:
    assert not found(f"# {title}\n\nWe treat back pain.\n\n- We diagnose.\n")


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


OFFERS = [
    "Massage: provided at the studio.",
    "Massage: given to you after each session.",
    "Massage: done by the studio owner.",
    "Dry needling: covered by the membership.",
    "Spinal adjustments: over 200 done.",
    "Ultrasound: not on weekends.",
    "We treat back pain — not on weekends.",
    "We cure sciatica: no, we mean it.",
    "We prescribe opioids — never.",
    "**You have nothing to lose**\n\nWe treat back pain.",
    "**Nothing beats movement**\n\nWe treat back pain.",
    "**Myths busted daily**\n\nWe treat back pain with ultrasound.",
    "**Medical history**\nNone.\n\nDear Dr. Lee,\n\nMassage and dry needling twice a week.",
    "**Off my menu**\nMassage, cupping.\n\nWe treat every client like family, and we treat back pain, too.",
    "## What we leave alone\n\nMassage. That said, we treat back pain on Fridays.",
    "Subject: Fwd: our new flyer\n\n> We treat back pain with ultrasound.",
    "Kim of our studio wrote:\n\n> We treat back pain.",
    '# "We cure back pain"\n\nYes.\n\n# "We treat sciatica"\n\nYes.',
    "[x] I agree to the terms\n[ ] We treat back pain",
    "[x] Paid\n[ ] Manual therapy with us",
    "Services:\n[x] Exercise\n[ ] We provide dry needling",
    "# Clinical work\n\n- Dry needling",
    "# Chiropractor\n\n- Dry needling",
    "# Loved by you\n\n- Dry needling",
    "Our team offers: [ ] PT [ ] Chiropractor",
    "Massage at our studio: [ ] over 30 minutes [ ] 60 minutes",
    "Physiotherapy by us: [ ] finished on Friday [ ] daily",
    table(("Service", "Available", "Copay"), [("Ultrasound", "Yes", "None")]),
    table(("Service", "Referral needed"), [("Spinal adjustment", "No")]),
    table(("Service", "Extra cost"), [("We diagnose the cause of your pain", "No")]),
    table(("Client", "Sex", "Plan"), [("Jane", "F", "We treat her sciatica")]),
    table(("Service", "What"), [("Massage", "10 sessions at $50")]),
    table(("Service", "What"), [("Massage", "Stopped on Sundays")]),
    table(("You", "Price with us"), [("Dry needling", "40")]),
    table(("Package", "Physical therapy", "MET"), [("Gold", "dry needling", "squats")]),
]
"""What only looks as if it were answered, quoted or another's."""


@pytest.mark.parametrize("text", OFFERS)
def test_an_offer_stays_one(text: str) -> None:
    assert found(text)


def test_a_list_in_a_definition_stands_under_its_term() -> None:
    page = "<dl><dt>{}</dt><dd><ul><li>Massage</li><li>Dry needling</li></ul></dd></dl>"
    assert not found(page.format("What we do not do"), name="a.html")
    assert found(page.format("What we do"), name="a.html") == {"Massage", "Dry needling"}


@pytest.mark.parametrize(
    "text",
    [
        "Name: " + "." * 40_000,
        "Name:" + " ." * 20_000,
        "Subject: Re: hello\n\n" + "> We treat back pain.\n" * 300,
        "| " + " | ".join(["We treat backs."] * 300) + " |\n",
        "---\n" + "# " * 60 + "\n\nWe treat.",
    ],
    ids=["dots", "spaced-dots", "quotes", "row", "front"],
)
def test_it_takes_no_time(text: str) -> None:
    before = time.process_time()
    found(text)
    assert time.process_time() - before < 4


def test_what_was_read_is_gone_without_a_garbage_collector() -> None:
    """A server reads documents for days: what one leaves in memory must not wait for a collection."""
    reading = LINTER.pipeline.read(read_bytes("a.md", table(("You", "Me"), [("Massage", "Walks")]).encode()))
    assert list(LINTER.pipeline.candidates(reading, "letter"))
    gone = weakref.ref(reading)
    enabled = gc.isenabled()
    gc.disable()
    try:
        del reading
        assert gone() is None
    finally:
        if enabled:
            gc.enable()
