"""Word files reviewed: each comment on exactly its words, nothing else changed, and a real office opens them."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

docx = pytest.importorskip("docx", minversion="1.2")

from click.testing import CliRunner  # noqa: E402
from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: E402
from docx.opc.packuri import PackURI  # noqa: E402
from docx.opc.part import Part  # noqa: E402
from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls, qn  # noqa: E402
from lxml import etree  # noqa: E402
from oddword import ODD, box, letter, packed, strict  # noqa: E402

from scopelint import readers, wordreview  # noqa: E402
from scopelint.cli import main  # noqa: E402
from scopelint.engine import Linter  # noqa: E402
from scopelint.errors import DocumentError  # noqa: E402

LINTER = Linter()
W = qn("w:p").removesuffix("p")
DOCUMENTS = Path(__file__).parent.parent / "corpus" / "dev" / "documents"

LINES = (
    "Dear Dr. Lee,",
    "We treat back pain, and we treat knee pain twice a week.",
    "Our patients love the ultrasound in our studio.",
    "I do not diagnose; she has a torn meniscus, I think.",
    "Ask about our cupping. We bill Medicare for each session.",
    "We cure sciatica – naïve “quotes” and all.",
    "Sincerely, Jo, therapist",
)


def saved(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def chopped(text: str, mode: str) -> list[str]:
    if mode == "whole":
        return [text]
    if mode == "words":
        return re.findall(r"\S+\s*", text)
    return [text[at : at + 3] for at in range(0, len(text), 3)]


def paragraphs(mode: str, looks: str) -> bytes:
    document = docx.Document()
    for line in LINES:
        paragraph = document.add_paragraph()
        for number, part in enumerate(chopped(line, mode)):
            run = paragraph.add_run(part)
            run.bold = looks == "bold" and number % 2 == 0
            run.italic = looks == "italic" and number % 3 == 0
    return saved(document)


def table(mode: str, nested: bool) -> bytes:
    document = docx.Document()
    grid = document.add_table(2, 2)
    cells = [cell for row in grid.rows for cell in row.cells]
    for cell, line in zip(cells, LINES[1:], strict=False):
        inner = cell.add_table(1, 1).rows[0].cells[0] if nested else cell
        for part in chopped(line, mode):
            inner.paragraphs[0].add_run(part)
    return saved(document)


def lists(style: str) -> bytes:
    document = docx.Document()
    document.add_heading("What we do", 1)
    for line in LINES[1:6]:
        document.add_paragraph(line, style=style)
    return saved(document)


def with_headers() -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Our patients come first"
    section.first_page_header.paragraphs[0].text = "Physical therapy studio"
    section.footer.paragraphs[0].text = "We treat back pain."
    for line in LINES:
        document.add_paragraph(line)
    return saved(document)


def pixel() -> bytes:
    """Return a picture of one grey dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )


def with_image_and_breaks() -> bytes:
    document = docx.Document()
    document.add_picture(io.BytesIO(pixel()))
    paragraph = document.add_paragraph("First line\tWe treat back pain")
    paragraph.runs[0].add_break()
    paragraph.add_run("and see our patients.\tUltrasound, too.")
    return saved(document)


def with_comment() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("We treat back pain.")
    document.add_comment(paragraph.runs, text="Really?", author="Ann", initials="A")
    return saved(document)


RARE = {
    "hyperlink": '<w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink w:anchor="x"><w:r><w:t>how we treat back pain</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> today.</w:t></w:r>',
    "inserted": '<w:r><w:t xml:space="preserve">We </w:t></w:r><w:ins w:id="7" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:r><w:t xml:space="preserve">treat </w:t></w:r></w:ins><w:r><w:t>back pain.</w:t></w:r>',
    "deleted": '<w:r><w:t xml:space="preserve">We </w:t></w:r><w:del w:id="8" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">never </w:delText></w:r></w:del><w:r><w:t>treat back pain.</w:t></w:r>',
    "field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD Name </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>«Name»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> knows that we treat back pain.</w:t></w:r>',
    "simple-field": '<w:fldSimple w:instr=" MERGEFIELD Clinic "><w:r><w:t>«Clinic»</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> sees our patients.</w:t></w:r>',
    "content-control": '<w:sdt><w:sdtPr><w:alias w:val="Plan"/></w:sdtPr><w:sdtContent><w:r><w:t>We treat back pain.</w:t></w:r></w:sdtContent></w:sdt>',
    "soft-hyphen": "<w:r><w:t>We tre\u00adat back pain with ultra\u00adsound.</w:t></w:r>",
    "many-texts": '<w:r><w:t>We</w:t><w:t xml:space="preserve"> treat</w:t><w:tab/><w:t>back pain.</w:t><w:br/><w:t>Our patients agree.</w:t></w:r>',
    "bookmark": '<w:bookmarkStart w:id="3" w:name="b"/><w:r><w:t>We treat</w:t></w:r><w:bookmarkEnd w:id="3"/><w:r><w:t xml:space="preserve"> back pain.</w:t></w:r>',
    "smart-tag": '<w:smartTag w:uri="x" w:element="y"><w:r><w:t>We treat back pain.</w:t></w:r></w:smartTag>',
    "spelling": '<w:r><w:t xml:space="preserve">We </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>treat</w:t></w:r><w:proofErr w:type="spellEnd"/><w:r><w:t xml:space="preserve"> back pain.</w:t></w:r>',
}


def rare(name: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("Dear Dr. Lee,")
    document.element.body.insert(1, parse_xml(f"<w:p {nsdecls('w')}>{RARE[name]}</w:p>"))
    return saved(document)


NOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:t>Our patients train twice a week.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def with_notes() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("We treat back pain.")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'))
    package = document.part.package
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    notes = Part(PackURI("/word/footnotes.xml"), kind, NOTES.encode(), package)
    document.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


LEVELS = """<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>"""


def numbered() -> bytes:
    """Return a letter with the list 1., 1.a), 1.b), 2., 2.a)."""
    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(LEVELS.format(ns=nsdecls("w"))))
    number = root.add_num(77)
    document.add_paragraph("Our work")
    texts = ("Strength", "we treat back pain", "balance classes", "Mobility", "ultrasound by our staff")
    for depth, text in zip((0, 1, 1, 0, 1), texts, strict=True):
        numbering = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val = depth
        numbering.get_or_add_numId().val = number.numId
    return saved(document)


FIELD = """<w:p {ns}><w:r><w:t xml:space="preserve">Goal: </w:t></w:r><w:r><w:fldChar w:fldCharType="begin">
<w:ffData><w:name w:val="a"/><w:enabled/><w:helpText w:type="text" w:val="Tell us where we should treat you."/>
<w:statusText w:type="text" w:val="Our patients fill this in"/><w:textInput/></w:ffData></w:fldChar></w:r>
<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>
<w:r><w:t>____</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"""


def with_field_help() -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(FIELD.format(ns=nsdecls("w"))))
    return saved(document)


def cases() -> Iterator[tuple[str, bytes]]:
    for mode, looks in product(("whole", "words", "chips"), ("plain", "bold", "italic")):
        yield f"paragraphs-{mode}-{looks}", paragraphs(mode, looks)
    for mode, nested in product(("whole", "words", "chips"), (False, True)):
        yield f"table-{mode}-{nested}", table(mode, nested)
    for style in ("List Bullet", "List Number", "Heading 2", "Quote", "Title"):
        yield f"list-{style}", lists(style)
    yield "headers", with_headers()
    yield "image", with_image_and_breaks()
    yield "comment", with_comment()
    yield "notes", with_notes()
    yield "numbered", numbered()
    yield "field-help", with_field_help()
    for name in RARE:
        yield f"rare-{name}", rare(name)
    for name, data in ODD.items():
        yield f"odd-{name}", data
    for path in sorted(DOCUMENTS.glob("*.docx")):
        yield path.stem, path.read_bytes()


CASES = dict(cases())


def text_in(element: Any, *, inserted: bool, deleted: bool) -> str:
    """Return the text of an element with changes rejected or accepted, soft hyphens left out."""
    parts = []
    for node in element.iter(qn("w:t"), qn("w:delText"), qn("w:tab"), qn("w:br")):
        ours = [
            p
            for p in node.iterancestors()
            if p.tag in (qn("w:ins"), qn("w:del")) and p.get(qn("w:author")) == "scopelint"
        ]
        if any(p.tag == qn("w:ins") for p in ours) and not inserted:
            continue
        if node.tag == qn("w:delText") and not (deleted and ours):
            continue
        if any(p.tag == qn("w:tabs") for p in node.iterancestors()):
            continue
        parts.append(
            {qn("w:tab"): "\t", qn("w:br"): "\n"}.get(node.tag) or (node.text or "").replace("\u00ad", "")
        )
    return "".join(parts)


def anchored(document: Any) -> dict[str, str]:
    """Return, by comment id, the text between the marks of each comment, changes rejected."""
    found: dict[str, list[str]] = {}
    opened: list[str] = []
    for node in document.element.body.iter():
        if node.tag == qn("w:commentRangeStart"):
            opened.append(node.get(qn("w:id")))
            found[opened[-1]] = []
        elif node.tag == qn("w:commentRangeEnd"):
            opened.remove(node.get(qn("w:id")))
        elif opened and node.tag in (qn("w:t"), qn("w:delText"), qn("w:tab"), qn("w:br")):
            for number in opened:
                found[number].append(text_in_node(node))
    assert not opened, "a comment's range is not closed"
    return {number: "".join(parts) for number, parts in found.items()}


def text_in_node(node: Any) -> str:
    owners = [p for p in node.iterancestors() if p.tag in (qn("w:ins"), qn("w:del"))]
    if any(p.tag == qn("w:ins") and p.get(qn("w:author")) == "scopelint" for p in owners):
        return ""
    if node.tag == qn("w:delText") and not any(p.get(qn("w:author")) == "scopelint" for p in owners):
        return ""
    return {qn("w:tab"): "\t", qn("w:br"): "\n"}.get(node.tag) or (node.text or "").replace("\u00ad", "")


def test_there_are_enough_different_files() -> None:
    assert len(set(CASES.values())) >= 44


@pytest.mark.parametrize("changes", [True, False], ids=["changes", "comments"])
@pytest.mark.parametrize("name", CASES)
def test_comments_stand_on_exactly_their_words(name: str, changes: bool) -> None:
    data = CASES[name]
    result = LINTER.check_bytes("a.docx", data)
    done = wordreview.review(data, result, unsafe=True, changes=changes)
    reviewed, original = docx.Document(io.BytesIO(done.data)), docx.Document(io.BytesIO(data))
    ranges = anchored(reviewed)
    comments = {str(c.comment_id): c for c in reviewed.comments if c.author == "scopelint"}
    assert len(comments) == len(done.commented) + bool(done.listed)
    quotes = sorted(finding.quote for finding in done.commented)
    on_words = {
        number: text
        for number, text in ranges.items()
        if number in comments and "whole document" not in comments[number].text
    }
    assert sorted(on_words.values()) == quotes
    for number, text in on_words.items():
        assert any(f.quote == text and f.message in comments[number].text for f in done.commented)
    assert text_in(reviewed.element.body, inserted=False, deleted=True) == text_in(
        original.element.body, inserted=True, deleted=False
    )
    ids = [
        e.get(qn("w:id")) for e in reviewed.element.body.iter(qn("w:ins"), qn("w:del"), qn("w:bookmarkStart"))
    ]
    assert len(ids) == len(set(ids))
    assert (
        not changes
        or set(done.changed) <= set(done.listed)
        or any(True for _ in reviewed.element.body.iter(qn("w:ins"), qn("w:del")))
    )


@pytest.mark.parametrize("name", CASES)
def test_the_xml_is_what_word_requires(name: str) -> None:
    data = CASES[name]
    result = LINTER.check_bytes("a.docx", data)
    archive = zipfile.ZipFile(io.BytesIO(wordreview.review(data, result, unsafe=True).data))
    assert len(set(archive.namelist())) == len(archive.namelist())
    parts = {
        inside: etree.fromstring(archive.read(inside))
        for inside in archive.namelist()
        if inside.endswith((".xml", ".rels"))
    }
    typed = {item.get("PartName") or item.get("Extension") for item in parts["[Content_Types].xml"]}
    for inside, root in parts.items():
        folder = inside.removesuffix(inside.rpartition("/")[2]).removesuffix("_rels/")
        for link in root if inside.endswith(".rels") else ():
            target = link.get("Target").removeprefix("/")
            if link.get("TargetMode") != "External":
                whole = posixpath.normpath(target if link.get("Target")[0] == "/" else folder + target)
                assert whole in archive.namelist(), (inside, target)
                assert f"/{whole}" in typed or whole.rpartition(".")[2] in typed
        changes = [
            e.get(qn("w:id")) for e in root.iter(*map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo")))
        ]
        assert len(changes) == len(set(changes))
        for text in root.iter(qn("w:t"), qn("w:delText")):
            gone = any(True for _ in text.iterancestors(qn("w:del")))
            assert gone == (text.tag == qn("w:delText"))
        assert all(e.get(qn("w:author")) and e.get(qn("w:date")) for e in root.iter(qn("w:ins"), qn("w:del")))
    roots = [root for inside, root in parts.items() if inside.startswith("word/document")]
    marks = {
        mark: [e.get(qn("w:id")) for root in roots for e in root.iter(qn(f"w:{mark}"))]
        for mark in ("commentRangeStart", "commentRangeEnd", "commentReference")
    }
    said = [c.get(qn("w:id")) for c in parts["word/comments.xml"]] if "word/comments.xml" in parts else []
    assert all(sorted(numbers) == sorted(set(said)) == sorted(said) for numbers in marks.values())
    assert all(c.get(qn("w:author")) for c in parts.get("word/comments.xml", ()))


@pytest.mark.parametrize("name", CASES)
def test_everything_else_in_the_file_stays(name: str) -> None:
    data = CASES[name]
    done = wordreview.review(data, LINTER.check_bytes("a.docx", data), unsafe=True)
    before, after = zipfile.ZipFile(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(done.data))
    for part in before.namelist():
        if part.startswith("word/media/"):
            assert after.read(part) == before.read(part)
    old, new = docx.Document(io.BytesIO(data)), docx.Document(io.BytesIO(done.data))
    assert [s.name for s in old.styles] == [s.name for s in new.styles][: len(list(old.styles))]
    kept = [c.text for c in old.comments]
    assert [c.text for c in new.comments if c.author != "scopelint"] == kept
    for tag in ("w:ins", "w:del"):
        mine = [e for e in new.element.iter(qn(tag)) if e.get(qn("w:author")) != "scopelint"]
        assert len(mine) == len(list(old.element.iter(qn(tag))))


@pytest.mark.parametrize("name", CASES)
def test_accepting_the_changes_leaves_nothing_to_say_of_them(name: str) -> None:
    data = CASES[name]
    result = LINTER.check_bytes("a.docx", data)
    fixed, made = wordreview.fix(data, result, unsafe=True)
    again = LINTER.check_bytes("a.docx", fixed, result.doctype)
    assert again.error is None
    assert len(again.findings) <= len(result.findings) - len(made)


def test_a_comment_stands_where_word_shows_it() -> None:
    for name in ("odd-box", "odd-parts", "odd-drop-downs"):
        data = CASES[name]
        done = wordreview.review(data, LINTER.check_bytes("a.docx", data), unsafe=True)
        body = docx.Document(io.BytesIO(done.data)).element.body
        for mark in body.iter(qn("w:commentRangeStart"), qn("w:commentReference")):
            assert not any(True for _ in mark.iterancestors(qn("w:txbxContent")))
        top = next(
            c.text for c in docx.Document(io.BytesIO(done.data)).comments if "whole document" in c.text
        )
        said = [f for f in done.listed if f.quote]
        assert said and all(f.quote in top and f.place in top[:1] + top.lower() for f in said)
        assert all(f.suggestions[0] in top for f in said)


def places(name: str) -> dict[str, str]:
    """Return the place of each finding by its words."""
    return {f.quote: f.place for f in LINTER.check_bytes("a.docx", CASES[name]).findings if f.quote}


def test_a_place_has_the_number_that_word_prints() -> None:
    assert places("numbered")["treat back pain"] == "paragraph 3, item 1.a"
    assert places("numbered")["ultrasound"] == "paragraph 6, item 2.a"
    assert places("list-List Number")["treat back pain"] == "paragraph 2, item 1"
    assert "item" not in places("list-List Bullet")["treat back pain"]


def labels(data: bytes) -> dict[str, str]:
    """Return the place of each finding by the line it stands in."""
    result = LINTER.check_bytes("a.docx", data)
    text = result.document.text
    lines = ((text[text.rfind("\n", 0, f.start) + 1 : text.find("\n", f.end)], f) for f in result.findings)
    return {line: f.place for line, f in lines if f.quote}


def test_places_of_rare_parts() -> None:
    assert set(labels(CASES["odd-parts"]).values()) == {
        "page header", "page header, first page", "page header, even pages", "page footer", "footnote 2", "endnote 1",
    }  # fmt: skip
    assert "text box by paragraph 2" in labels(CASES["odd-box"]).values()
    assert labels(CASES["odd-online"]) == {"We treat back pain.": "paragraph 2"}
    assert labels(CASES["odd-custom-xml"]) == {"We treat hip pain.": "paragraph 2"}
    assert list(labels(CASES["odd-moved"])) == ["We treat necks."]
    assert list(labels(CASES["odd-deleted-row"])) == ["Our patients stay."]
    assert [line.split()[-1] for line in labels(CASES["odd-drop-downs"])] == ["Strength", "needling"]


def test_a_strict_file_is_read_and_not_written() -> None:
    data = strict(ODD["parts"])
    assert labels(data) == labels(ODD["parts"])
    with pytest.raises(DocumentError, match="Word Document"):
        wordreview.review(data, LINTER.check_bytes("a.docx", data))


def test_a_letterhead_in_the_page_header_is_the_senders() -> None:
    assert labels(CASES["odd-letterhead"]) == {"Physical therapy for athletes": "page header"}


def test_a_file_of_pictures_is_not_clean() -> None:
    assert "only pictures" in str(
        LINTER.check_bytes("a.docx", packed(box("").replace("See our patients in the box. ", ""))).error
    )
    assert "save it as .docx" in str(LINTER.check_bytes("a.doc", letter()).error)


def test_a_field_is_read_by_what_it_shows() -> None:
    assert list(labels(CASES["odd-field-in-a-field"])) == ["Dear friend, our patients like it."]
    assert list(labels(CASES["odd-field-left-open"])) == ["We treat back pain."]


def test_a_deleted_mark_joins_its_paragraphs() -> None:
    assert list(labels(CASES["odd-deleted-mark"])) == ["We do not treat back pain. Our patients agree."]
    found = LINTER.check_bytes("a.docx", CASES["odd-deleted-mark"]).findings
    assert [f.rule for f in found if f.quote] == ["identity/patient"]


def test_help_texts_of_fields_are_read() -> None:
    found = places("field-help")
    assert found["treat"] == "help text in paragraph 1"
    assert found["Our patients"] == "status line in paragraph 1"


@pytest.mark.parametrize(
    ("name", "part", "place"),
    [("headers", "header", "page header"), ("notes", "footnotes", "footnote")],
)
def test_headers_and_notes_are_changed_in_place(name: str, part: str, place: str) -> None:
    data = CASES[name]
    result = LINTER.check_bytes("a.docx", data, "letter")
    done = wordreview.review(data, result, unsafe=True)
    listed = [finding for finding in done.listed if finding.place.startswith(place)]
    assert listed and set(listed) <= set(done.changed)
    assert place.capitalize() in " ".join(
        comment.text for comment in docx.Document(io.BytesIO(done.data)).comments
    )
    archive = zipfile.ZipFile(io.BytesIO(done.data))
    names = [inside for inside in archive.namelist() if inside.startswith(f"word/{part}")]
    assert any(b"<w:del " in archive.read(inside) for inside in names)
    fixed, made = wordreview.fix(data, result, unsafe=True)
    assert set(listed) <= set(made)
    assert "patients" not in LINTER.check_bytes("a.docx", fixed).document.text


@pytest.fixture(scope="module")
def office() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libreoffice-writer"]
        subprocess.run(command, capture_output=True, check=False, timeout=600)
        program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip(
            "LibreOffice is not installed and cannot be; install libreoffice-writer to open the reviewed files"
        )
    return program


def test_a_real_office_opens_every_reviewed_file_with_its_text(office: str, tmp_path: Path) -> None:
    for name, data in CASES.items():
        stem = re.sub(r"\W+", "-", name)
        done = wordreview.review(data, LINTER.check_bytes("a.docx", data), changes=False)
        (tmp_path / f"{stem}.before.docx").write_bytes(data)
        (tmp_path / f"{stem}.after.docx").write_bytes(done.data)
        tracked = wordreview.review(data, LINTER.check_bytes("a.docx", data), unsafe=True)
        (tmp_path / f"{stem}.tracked.docx").write_bytes(tracked.data)
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "txt:Text",
        "--outdir",
        str(tmp_path),
        *map(str, tmp_path.glob("*.docx")),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    for path in tmp_path.glob("*.before.docx"):
        before = lines_of(path.with_suffix(".txt"))
        assert lines_of(path.with_name(path.name.replace("before.docx", "after.txt"))) == before, path.name
        assert lines_of(path.with_name(path.name.replace("before.docx", "tracked.txt"))), path.name
    printed = [line.strip() for line in lines_of(tmp_path / "odd-numbers.before.txt")]
    assert len(printed) == len(labels(CASES["odd-numbers"]))
    for line, place in labels(CASES["odd-numbers"]).items():
        number = place.partition(", ")[2].removeprefix("item ")
        if number == "iii":
            continue  # LibreOffice does not know levels that never restart
        assert next(said for said in printed if said.endswith(line)).startswith(number), (line, place)


def lines_of(path: Path) -> list[str]:
    """Return the lines that hold anything; the export of a nested table differs in empty ones."""
    return [line for line in path.read_text("utf-8-sig").splitlines() if line.strip()]


def test_the_command_leaves_the_file_alone_and_says_what_it_did(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(CASES["paragraphs-words-bold"])
    done = CliRunner().invoke(main, ["review", str(file), "--type", "letter", "--comments-only"])
    assert done.exit_code == 1, done.output
    assert "letter.reviewed.docx" in done.output and "comments" in done.output
    assert file.read_bytes() == CASES["paragraphs-words-bold"]
    assert readers.read(tmp_path / "letter.reviewed.docx").text == readers.read(file).text
    again = CliRunner().invoke(main, ["review", str(file)])
    assert again.exit_code == 2 and "--force" in again.output


def test_only_word_files_are_reviewed(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("We treat back pain.")
    done = CliRunner().invoke(main, ["review", str(file)])
    assert done.exit_code == 2 and "Word" in done.output


def test_a_file_with_macros_is_reviewed_and_keeps_them() -> None:
    data = CASES["rare-spelling"]
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"wordprocessingml.document.main+xml", b"MACRO").replace(
                    b"application/vnd.openxmlformats-officedocument.MACRO",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            new.writestr(name, content)
    result = LINTER.check_bytes("a.docm", held.getvalue())
    done = wordreview.review(held.getvalue(), result, unsafe=True)
    assert done.commented and b"macroEnabled" in zipfile.ZipFile(io.BytesIO(done.data)).read(
        "[Content_Types].xml"
    )
