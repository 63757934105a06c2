"""OpenDocument, PDF, rich text and mail; and files made to do harm."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from scopelint.engine import Linter

LINTER = Linter()
BODY = "We treat back pain."


def quotes(name: str, data: bytes) -> list[tuple[str, str]]:
    result = LINTER.check_bytes(name, data, "letter")
    assert result.error is None, result.error
    return [(f.place, result.document.text[f.start : f.end]) for f in result.findings if f.quote]


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = headers.pop("subject", "Hello")
    message["From"], message["To"] = "jo@example.com", "lee@example.com"
    return message


def test_mail_subject_body_signature_and_no_quoted_reply() -> None:
    message = mail(subject="We treat back pain")
    message.set_content(
        "Hi,\n\nOur patients love it.\n\n-- \nJo, physical therapist\n\nOn Monday Dr. Lee wrote:\n> Ultrasound for my patient?\n"
    )
    found = quotes("a.eml", message.as_bytes())
    assert any(place == "subject" for place, _ in found)
    assert any("patients" in text for _, text in found)
    assert ("signature", "physical therapist") in found
    assert not any("Ultrasound" in text for _, text in found)


@pytest.mark.parametrize(
    "answered",
    [
        '<div class="gmail_quote">Lee wrote: <blockquote>Ultrasound by us?</blockquote></div>',
        '<blockquote type="cite"><div>We did ultrasound.</div></blockquote>',
        '<div id="divRplyFwdMsg">From: Lee</div><div>We did ultrasound.</div>',
    ],
)
def test_an_html_mail_without_what_it_answers(answered: str) -> None:
    message = mail()
    signature = '<div class="gmail_signature">Jo<br>Physical therapist</div>'
    message.set_content(f"<p>Our patients love it.</p>{signature}{answered}", subtype="html")
    found = quotes("a.eml", message.as_bytes())
    assert ("", "Our patients") in found
    assert ("signature", "Physical therapist") in found
    assert not any("ultrasound" in text.lower() for _, text in found)


REACHED = (
    "12 Main St, Austin, TX 78701\nPhone: (512) 555-0134\nwww.ortizphysicaltherapy.com/treat\nrehab@ortiz.com"
)


@pytest.mark.parametrize(
    "signature",
    [
        f"-- \nJo Park, MES\nPhysical therapist\nOrtiz Strength\n{REACHED}",
        f"Best regards,\n\nJo Park, MES\nPhysical therapist\n{REACHED}",
        f"Jo Park | Physical therapist | 512.555.0134\n{REACHED}",
        "Sincerely,\nJo Park\nPhysical therapist",
        f"Thanks!\n\nJo Park\nPhysical therapist\n{REACHED}\n\nCONFIDENTIALITY NOTICE: If this is not yours,\ndelete it.",
    ],
)
def test_a_signature_is_a_title_and_ways_to_reach_a_person(signature: str) -> None:
    message = mail()
    message.set_content(f"Hi Dr. Lee,\n\nMrs. Hale walked 400 m without a stop.\n\n{signature}\n")
    assert quotes("a.eml", message.as_bytes()) == [("signature", "Physical therapist")]
    text = LINTER.check_bytes("a.eml", message.as_bytes()).document.text
    assert not any(word in text for word in ("555", "rehab@", "ortizphysical", "Main St"))
    assert ("delete it." in text) == ("delete it." in signature)


@pytest.mark.parametrize(
    "end",
    ["Call me at 512-555-0134 when you can.", "We offer:\nStrength\nBalance\nCall 512-555-0134", "See you."],
)
def test_what_only_ends_a_mail_is_no_signature(end: str) -> None:
    message = mail()
    message.set_content(f"Hi Dr. Lee,\n\nMrs. Hale walked 400 m.\n\n{end}\n")
    document = LINTER.check_bytes("a.eml", message.as_bytes()).document
    assert end in document.text and not any(block.place == "signature" for block in document.blocks)


def test_a_signature_in_an_html_mail_that_nothing_marks() -> None:
    message = mail()
    page = "<p>Our patients love it.</p><p>Best,</p><p>Jo Park<br>Physical therapist<br>512-555-0134</p>"
    message.set_content(page, subtype="html")
    assert quotes("a.eml", message.as_bytes()) == [("", "Our patients"), ("signature", "Physical therapist")]


@pytest.mark.parametrize(
    "address",
    [
        "https://ortiz.com/physical-therapy",
        "rehab@ortiz.com",
        "www.ortiz.com/treat-pain",
        "physical-therapy.com",
    ],
)
def test_addresses_are_names_and_no_words(address: str) -> None:
    assert not [
        f for f in LINTER.check(f"Write to us ({address}). Or see {address}.", "letter").findings if f.quote
    ]
    assert [
        f
        for f in LINTER.check(f"See {address}. We treat pain.", "letter").findings
        if f.quote == "treat pain"
    ]


def test_mail_html_body_and_attachment() -> None:
    message = mail()
    message.set_content("<p>We <b>treat</b> back pain.</p>", subtype="html")
    message.add_attachment(
        b"Our patients like cupping.\n", maintype="text", subtype="markdown", filename="note.md"
    )
    message.add_attachment(b"\0\1", maintype="image", subtype="png", filename="pic.png")
    found = quotes("a.eml", message.as_bytes())
    assert any(text.startswith("treat") for _, text in found)
    assert any(place.startswith("attachment note.md") for place, _ in found)


def test_mail_without_text_is_an_error() -> None:
    assert "mail" in str(LINTER.check_bytes("a.eml", b"nothing\n\n").error)


def test_mails_within_mails_end(monkeypatch: pytest.MonkeyPatch) -> None:
    message = mail()
    message.set_content(BODY)
    for _ in range(30):
        outer = mail()
        outer.set_content("See below.")
        outer.add_attachment(message)
        message = outer
    result = LINTER.check_bytes("a.eml", message.as_bytes())
    assert result.error is not None and "mails within mails" in result.error


def odt(content: str, styles: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{content}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {spaces}><office:master-styles><style:master-page>{styles}</style:master-page></office:master-styles></office:document-styles>",
        )
    return held.getvalue()


def test_opendocument_places() -> None:
    table = "<table:table><table:table-row><table:table-cell><text:p>Ultrasound</text:p></table:table-cell></table:table-row></table:table>"
    changes = "<text:tracked-changes><text:changed-region><text:deletion><text:p>We cure all.</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    content = f"{changes}<text:p>We <text:span>treat</text:span><text:s text:c='2'/>back pain.</text:p>{table}<text:list><text:list-item><text:p>Cupping</text:p></text:list-item></text:list>"
    found = quotes("a.odt", odt(content, "<style:header><text:p>Our patients first</text:p></style:header>"))
    places = {text.split()[0].lower(): place for place, text in found}
    assert places["ultrasound"] == "table 1, row 1"
    assert places["our"] == "page header"
    assert "cupping" in places and "treat" in places and "cure" not in " ".join(places)


def test_opendocument_boxes_notes_and_fields() -> None:
    field = 'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
    draw = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    shape = f"<draw:custom-shape {draw}><text:p>We treat knee pain.</text:p></draw:custom-shape>"
    note = "<text:note text:note-class='footnote'><text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    params = "".join(
        f"<field:param field:name='{name}' field:value='{value}'/>"
        for name, value in (
            ("Dropdown_ListEntry", "Traction"),
            ("Dropdown_ListEntry", "Rest"),
            ("Help", "Cupping"),
        )
    )
    content = "".join(
        (
            "<text:p/><text:p>Thank you for the call.</text:p>",
            f"<text:p>See the box. {shape}</text:p>",
            f"<text:p>One{note.format('Plain.')} and two{note.format('Our patients agree.')}.</text:p>",
            f"<text:p>Plan: <field:fieldmark {field}>{params}</field:fieldmark></text:p>",
        )
    )
    header = "<style:header><text:p>Hello</text:p></style:header><style:header-first><text:p>Ultrasound</text:p></style:header-first>"
    assert quotes("a.odt", odt(content, header)) == [
        ("page header, first page", "Ultrasound"),
        ("text box by paragraph 2", "treat knee pain"),
        ("footnote 2", "Our patients"),
        ("paragraph 4", "Traction"),
        ("help text in paragraph 4", "Cupping"),
    ]


def test_a_real_office_writes_opendocument_pdf_and_rich_text(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed; it writes the files that are read here")
    pytest.importorskip("pypdf")
    pytest.importorskip("striprtf")
    page = tmp_path / "letter.html"
    page.write_text(
        "<h1>Letter</h1><p>We treat back pain.</p><table border=1><tr><td>Ultrasound</td></tr></table><ul><li>Cupping</li></ul>"
    )
    for kind in ("odt", "docx", "rtf"):
        command = [
            program,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--writer",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(page),
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
    command = [
        program,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "letter.docx"),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    for kind in ("odt", "docx", "rtf", "pdf"):
        words = " ".join(
            text.lower() for _, text in quotes(f"letter.{kind}", (tmp_path / f"letter.{kind}").read_bytes())
        )
        assert "treat" in words and "ultrasound" in words and "cupping" in words, kind


def pdf(pages: list[str]) -> bytes:
    """Return a small PDF, written by hand, with one line of text on each page (none where it is empty)."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else "q Q"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def test_pdf_pages_and_a_scanned_one_is_never_clean() -> None:
    pytest.importorskip("pypdf")
    assert ("page 1, line 1", "treat") in [
        (place, text.split()[0]) for place, text in quotes("a.pdf", pdf([BODY]))
    ]
    half = LINTER.check_bytes("a.pdf", pdf(["Thank you.", ""]), "letter")
    assert [f.rule for f in half.findings] == ["document/unread-page"] and "page 2" in half.findings[
        0
    ].message
    none = LINTER.check_bytes("a.pdf", pdf([""]))
    assert none.error is not None and "no text to check" in none.error


def form() -> bytes:
    """Return a PDF form: a tick box on page 1, a filled text field, a list and two radio buttons on page 2."""
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    def made(**entries: object) -> DictionaryObject:
        return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})

    def name(text: str) -> NameObject:
        return NameObject(f"/{text}")

    def text(words: str) -> TextStringObject:
        return TextStringObject(words)

    writer = pypdf.PdfWriter(io.BytesIO(pdf(["Referral form", "Thank you."])))
    group = made(FT=name("Btn"), T=text("r1"), TU=text("Choose one"), Ff=NumberObject(1 << 15))
    parent = writer._add_object(group)
    states = [
        made(Parent=parent, AP=made(N=made(**{state: made(), "Off": made()})))
        for state in ("Traction", "Rest")
    ]
    fields = [
        made(FT=name("Btn"), T=text("box1"), TU=text("Ultrasound")),
        made(FT=name("Tx"), T=text("notes"), TU=text("Notes"), V=text("We treat her knee pain.")),
        made(FT=name("Ch"), T=text("Plan"), Opt=ArrayObject([text("Cupping"), text("Strength")])),
    ]
    shown = [writer._add_object(field) for field in (*fields, *states)]
    group[name("Kids")] = ArrayObject(shown[3:])
    writer.pages[0][name("Annots")] = ArrayObject(shown[:1])
    writer.pages[1][name("Annots")] = ArrayObject(shown[1:])
    writer.root_object[name("AcroForm")] = made(Fields=ArrayObject([*shown[:3], parent]))
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_pdf_form_fields_have_their_label_and_page() -> None:
    assert quotes("a.pdf", form()) == [
        ("form field “Ultrasound” (page 1)", "Ultrasound"),
        ("form field “Notes” (page 2)", "treat her knee pain"),
        ("form field “Plan” (page 2)", "Cupping"),
        ("form field “Choose one” (page 2)", "Traction"),
    ]


def test_a_pdf_place_has_the_line_of_its_page() -> None:
    pytest.importorskip("pypdf")
    lines = ") Tj 0 -16 Td (".join(("Thank you for the call.", "She walks well and", "our patients agree."))
    assert quotes("a.pdf", pdf(["Hello.", lines])) == [("page 2, line 3", "our patients")]
    message = mail()
    message.set_content("See the letter.")
    message.add_attachment(pdf(["Hello.", lines]), maintype="application", subtype="pdf", filename="a.pdf")
    assert quotes("a.eml", message.as_bytes()) == [("attachment a.pdf, page 2, line 3", "our patients")]


@pytest.mark.parametrize("name", ["a.pdf", "a.rtf", "a.odt", "a.eml", "a.docx", "a.html", "a.md"])
@pytest.mark.parametrize(
    "data", [b"\x00" * 500, b"%PDF-1.7 broken", b"{\\rtf1 broken", b"PK\x03\x04broken", b"\xff\xfe" * 50]
)
def test_broken_files_get_one_line_and_no_traceback(name: str, data: bytes) -> None:
    result = LINTER.check_bytes(name, data)
    assert result.error is None or ("\n" not in result.error and "mistake" not in result.error)


def word(body: str, **parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def hostile() -> dict[str, bytes]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    paragraph = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
    return {
        "bomb": word(f"<w:document {W}/>", **{"word/header1.xml": b" " * 150_000_000}),
        "entities": word(
            f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document {W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
        ),
        "external": word(
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
        ),
        "network": word(
            f'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd"><w:document {W}><w:body>{paragraph}</w:body></w:document>'
        ),
        "deep": word(f"<w:document {W}><w:body>{deep}</w:body></w:document>"),
        "traversal": word(
            f"<w:document {W}><w:body>{paragraph}</w:body></w:document>", **{"../../evil.txt": b"x"}
        ),
        "huge-part": word(
            f"<w:document {W}><w:body>{paragraph * 10}</w:body></w:document>",
            **{"word/footer1.xml": bytes(range(256)) * 120_000},
        ),
        "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    }


RUN = r"""
import re, sys, time
from pathlib import Path
from scopelint.engine import Linter
linter = Linter()
linter.check("We treat back pain.")
data = sys.stdin.buffer.read()
start = time.perf_counter()
result = linter.check_bytes("a.docx", data)
took = time.perf_counter() - start
status = Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\s+(\d+)", status.read_text()).group(1)) / 1024 if status.exists() else 0
print(round(took, 3), round(peak), "root:" in result.document.text, result.error or len(result.findings))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is not measured on Windows")
@pytest.mark.parametrize(
    "name", ["bomb", "entities", "external", "network", "deep", "traversal", "huge-part", "password"]
)
def test_a_file_made_to_do_harm_is_survived_in_two_seconds(name: str, tmp_path: Path) -> None:
    data = hostile()[name]
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", RUN], input=data, capture_output=True, check=True, cwd=tmp_path
    )
    took, peak, leaked, *said = done.stdout.decode().split()
    assert float(took) < 2 and int(peak) < 300 and leaked == "False", (name, time.monotonic() - started)
    assert list(tmp_path.iterdir()) == [] and said
