"""What a document calls its sender: a studio or a coach by name does what 'we' and 'I' do."""

import pytest

from scopelint.engine import Linter

LETTER = """{top}

Dear Dr. Lee,

{line}

Sincerely,

{end}
"""


@pytest.mark.parametrize(
    ("top", "line", "end"),
    [
        ("LAKESIDE MEDICAL FITNESS", "Lakeside treats back pain and sciatica.", "Jo Park"),
        ("Lakeside Medical Fitness | Boise", "Lakeside diagnosed the tear.", "Jo Park"),
        ("VitalForm Studios®", "VitalForm diagnosed the tear.", "Jo Park"),
        ("14 May", "Anneke diagnosed the tear.", "Anneke Visser, MES"),
        ("14 May", "Anneke treated her sciatica.", "Anneke Visser, B.S., MES"),
        ("14 May", "Anneke treated her sciatica.", "Anneke Visser\nMedical Exercise Specialist"),
    ],
)
def test_a_name_from_the_letterhead_or_the_signature_is_the_senders(
    linter: Linter, top: str, line: str, end: str
) -> None:
    found = linter.check(LETTER.format(top=top, line=line, end=end), doctype="letter").findings
    assert [f.quote for f in found if f.level == "error"]
    other = linter.check(LETTER.format(top="14 May", line=line, end="Jo Park"), doctype="letter").findings
    assert not [f.quote for f in other if f.level == "error"]


@pytest.mark.parametrize(
    "top",
    [
        "Valley Orthopaedic Associates",
        "To: Lakeside Strength Studio",
        "Medical Exercise Training",
        "Progress Report",
        "Lakeside, Boise",
    ],
)
def test_a_title_or_somebody_elses_address_is_no_name(linter: Linter, top: str) -> None:
    text = LETTER.format(top=top, line="Lakeside treats back pain. Valley treats it, too.", end="Jo Park")
    assert not [f for f in linter.check(text, doctype="letter").findings if f.level == "error"]


def test_a_name_is_not_found_in_a_longer_one(linter: Linter) -> None:
    line = "Lakeside Physical Therapy treated her knee, and Lakeside Health diagnosed the tear."
    text = LETTER.format(top="Lakeside Strength Studio", line=line, end="Jo Park")
    assert not [f for f in linter.check(text, doctype="letter").findings if f.level == "error"]
