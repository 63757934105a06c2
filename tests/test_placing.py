"""Where missing paragraphs go, and that nothing else in a document moves when they are written there."""

from __future__ import annotations

import io
from itertools import takewhile
from pathlib import Path

import pytest

from scopelint import insertion, placing, readers, wordinsert
from scopelint.decoding import encoding_of
from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.readers import text as reader
from scopelint.repair import Coding, repair

ROOT = Path(__file__).parent.parent
LINTER = Linter()
RULES = {rule.id: rule for rule in LINTER.ruleset.required}
NEEDS = [(rule, name) for name, doctype in LINTER.ruleset.doctypes.items() for rule, _ in doctype.requires]
STYLES = ["{{client}}", "[CLIENT NAME]", "«Client»", "<<Client>>", "${client}", "Client: ______", "no slot"]
DOCUMENTS = sorted(
    path
    for folder in ("examples", "corpus/dev/documents", "rules/templates")
    for path in (ROOT / folder).iterdir()
    if path.suffix in (".md", ".txt", ".html")
)


def texts(document: Document) -> list[str]:
    return [" ".join(document.block_text(at).split()) for at in range(len(document.blocks))]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("rule", "doctype"), NEEDS)
def test_what_is_inserted_is_found_and_crosses_no_line(rule: str, doctype: str, style: str) -> None:
    paragraph = placing.restyled(RULES[rule].insert, reader.read_string(style))
    result = LINTER.check(f"{style}\n\n{paragraph}\n", doctype=doctype)
    assert rule.partition("/")[2] not in result.missing, paragraph
    assert [f.rule for f in result.findings if f.family not in ("required", "document")] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_an_insertion_moves_nothing_else(path: Path) -> None:
    data = path.read_bytes()
    document = readers.read_bytes(path.name, data)
    coding = Coding(path.name, *encoding_of(data, path.name))
    before = texts(document)
    for rule in list(RULES.values())[::3]:
        source = insertion.insert(document, rule)
        after = texts(coding.read(source))
        assert len(after) > len(before), rule.id
        assert all(text in after for text in before), rule.id
        pairs = zip(document.source, source, strict=False)
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        assert source.endswith(document.source[same:]), rule.id


LETTER = (
    "Dear Dr. Lee,\n\nMy name is Jo and I run a studio.\n\nWe measure function.\n\n{closing}\n\nJo Field\n"
)


@pytest.mark.parametrize("closing", ["Sincerely,", "Take care,", "With thanks and best wishes,"])
def test_a_letter_gets_its_paragraphs_between_introduction_and_closing(closing: str) -> None:
    done = repair(LINTER, "a.md", LETTER.format(closing=closing).encode(), "intro-letter", unsafe=True)
    order = [
        "My name",
        "I do not diagnose",
        "complements",
        "We measure",
        "written referral",
        "Enclosed",
        closing,
    ]
    places = [done.after.index(words) for words in order]
    assert places == sorted(places)
    assert done.result.missing == ()


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Dear Dr. Lee:\n\nWe lift.\n", "referral-acknowledged", "after “Dear Dr. Lee”"),
        ("# Report\n\nClient: J. F.\nTo: Dr. Lee\n\nShe walks.\n", "reporting-period", "after “To: Dr. Lee”"),
        ("# Summary\n\n## Results\n\n30 s.\n\n## Goals\n\nMany.\n\nJo, MES\n", "primary-goals", "under “Goals”"),
        ("# Discharge plan\n\nShe walks.\n\nJo Field, MES\n555-010-0101\n", "discharge-plan", "before “Jo Field, MES”"),
        ("She walks.\n", "discharge-plan", "at the end"),
        ("She walks.\n", "reporting-period", "at the top"),
    ],
)  # fmt: skip
def test_the_place_is_said_in_words(text: str, rule: str, words: str) -> None:
    document = readers.read_bytes("a.md", text.encode())
    assert placing.place(document, RULES[f"required/{rule}"]).words == words


def test_a_check_says_where_a_missing_paragraph_would_stand() -> None:
    result = LINTER.check("Dear Dr. Lee,\n\nWe lift for {{client}}.\n", doctype="discharge-summary")
    found = {finding.rule: finding for finding in result.findings}
    closure = found["required/referral-source-closure"]
    assert (closure.place, closure.suggestions[0][:24]) == ("at the end", "We now return {{client}}")


def test_a_dense_form_gets_a_line_of_its_own_kind() -> None:
    form = "REFERRAL FORM\n\nProvider name: ______\nPhone: ______\n"
    done = repair(LINTER, "form.txt", form.encode(), "referral-form", unsafe=True)
    assert "Phone: ______\nService: Medical Exercise Training" in done.after
    assert "\nProvider signature: ____  Date: ____\n" in done.after


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Dear Dr. Lee,</p>\n  <p>We lift.</p>", "</p>\n  <p>Thank you for your referral"),
        ("<p>Dear Dr. Lee,<br>We lift.</p>", "Dear Dr. Lee,<br>\n<br>\nThank you for your referral"),
        ("<table><tr><td><p>Dear Dr. Lee,</p></td></tr></table>", "</p>\n  <p>Thank you for your referral"),
        ("<div><div>Dear Dr. Lee,</div></div>", "Dear Dr. Lee,</div>\n  <div>Thank you for your referral"),
        ("<div>Dear Dr. Lee,</div><div><br></div>", "</div>\n  <div><br></div>\n  <div>Thank you for"),
        ("<p id=a class=m>Dear Dr. Lee,</p>", "</p>\n  <p class=m>Thank you for your referral"),
    ],
)
def test_html_gets_an_element_of_its_own(body: str, expected: str) -> None:
    done = repair(
        LINTER, "a.html", f"<html><body>\n  {body}\n</body></html>".encode(), "thank-you", unsafe=True
    )
    assert expected in done.after
    assert done.result.missing == ()


def test_a_list_is_not_broken_open() -> None:
    page = (
        "<body><h1>Plan</h1><h2>Next</h2><ul><li>Walk</li><li>Lift</li></ul><h2>More</h2><p>Text.</p></body>"
    )
    done = repair(LINTER, "a.html", page.encode(), "discharge-summary", unsafe=True)
    assert "<li>Lift</li></ul>\n<p>Next step:" in done.after


WORD = sorted((ROOT / "corpus/dev/documents").glob("*.docx"))


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.name)
def test_an_insertion_moves_nothing_else_in_word(path: Path) -> None:
    pytest.importorskip("docx")
    data = path.read_bytes()
    document = readers.read_bytes(path.name, data)
    before = texts(document)
    for rule in list(RULES.values())[::5]:
        after = texts(readers.read_bytes(path.name, wordinsert.insert(data, document, rule)))
        paragraph = " ".join(placing.restyled(rule.insert, document).split())
        assert all(text in after for text in before), rule.id
        assert paragraph in " ".join(after), rule.id


def test_a_word_letter_gets_what_it_lacks_in_its_own_looks() -> None:
    docx = pytest.importorskip("docx")
    letter = docx.Document()
    letter.add_heading("A letter", 1)
    for text in (
        "Dear Dr. Lee,",
        "My name is Jo Field and I run a small studio two streets from your office.",
        "",
    ):
        run = letter.add_paragraph().add_run(text)
        run.font.name = "Georgia"
    letter.add_paragraph("Sincerely,")
    letter.add_paragraph("Jo Field, MES")
    held = io.BytesIO()
    letter.save(held)
    done = repair(LINTER, "a.docx", held.getvalue(), "intro-letter", unsafe=True)
    assert done.result.missing == ()
    made = docx.Document(io.BytesIO(done.data))
    said = [paragraph.text[:18] for paragraph in made.paragraphs]
    assert [text for text in said if text] == [
        "A letter", "Dear Dr. Lee,", "My name is Jo Fiel", "I do not diagnose,", "Our Medical Exerci",
        "If one of your pat", "Enclosed is a one-", "Sincerely,", "Jo Field, MES",
    ]  # fmt: skip
    added = next(paragraph for paragraph in made.paragraphs if paragraph.text.startswith("I do not"))
    assert added.runs[0].font.name == "Georgia"
    assert repair(LINTER, "a.docx", done.data, "intro-letter", unsafe=True).data == done.data


BRANCH = """Dear {{ provider }},

I am a Medical Exercise Specialist at {{ studio }} and would like to introduce our program to you and your clients.

{% if open_house %}
We hold an open house on {{ date }}, and you are welcome to come and see how we train people.
{% endif %}

Sincerely,
{{ name }}
"""


@pytest.mark.parametrize("ending", ["md", "txt", "html"])
def test_nothing_is_put_into_a_part_that_a_template_leaves_out_at_times(ending: str) -> None:
    source = BRANCH if ending != "html" else "".join(f"<p>{line}</p>\n" for line in BRANCH.split("\n\n"))
    done = repair(LINTER, f"a.{ending}", source.encode(), "intro-letter", unsafe=True).data.decode()
    assert len(done) > len(source) + 100
    branch = done[done.index("{% if") : done.index("{% endif")]
    assert branch == source[source.index("{% if") : source.index("{% endif")]


def test_a_paragraph_beside_a_form_field_stays_out_of_its_tag() -> None:
    page = "<form><p>Refer here.</p><label>Date care finished <input name='dc'></label></form>"
    document = readers.read_bytes("a.html", page.encode())
    for rule in RULES.values():
        done = insertion.insert(document, rule)
        assert "<input name='dc'>" in done and "<p>Refer here.</p>" in done, rule.id
