"""Every reader carries positions, and says in one line what is wrong with a file."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scopelint import placeholders, readers
from scopelint.document import Document, Span
from scopelint.errors import DocumentError
from scopelint.readers.text import read_string

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "dev" / "documents"


def words(document: Document) -> list[tuple[int, int]]:
    import re

    return [
        found.span()
        for block in document.blocks
        for found in re.compile(r"\w+").finditer(document.text, block.start, block.end)
    ]


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_a_document_reads_and_leads_back(path: Path) -> None:
    document = readers.read(path)
    assert document.blocks
    for start, end in words(document):
        span = document.source_span(Span(start, end))
        source = document.source[span.start : span.end]
        assert source.replace("\\_", "_") == document.text[start:end] or "&" in document.source


REPEATED = "**pain** and *pain*, `pain`, [pain](x.md) and > pain\n\n| pain | a |\n|---|---|\n| b | pain |\n"


def test_a_word_that_occurs_six_times_is_found_six_times() -> None:
    document = readers.read_bytes("x.md", REPEATED.encode())
    places = [
        document.source_span(Span(a, b)).start for a, b in words(document) if document.text[a:b] == "pain"
    ]
    assert places == [i for i in range(len(REPEATED)) if REPEATED.startswith("pain", i)]


@given(st.text(alphabet="ab *_`[]()|#-\n\r\t.:☐“”é", max_size=120))
@settings(max_examples=150, deadline=None)
def test_markdown_pieces_copy_the_source(text: str) -> None:
    try:
        document = readers.read_bytes("x.md", text.encode())
    except DocumentError:
        return
    for piece in document.pieces:
        copied = document.source[piece.source_start : piece.source_start + piece.length]
        assert document.text[piece.text_start : piece.text_start + piece.length] == copied


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_line_breaks(encoding: str) -> None:
    text = "Dear Dr. Lee,\r\n\r\nWe don’t treat “back pain”.\r\n"
    document = readers.read_bytes("x.txt", text.encode(encoding))
    assert document.text == text
    assert document.line_column(text.index("treat")) == (3, 10)


LAYOUT = [
    ("☐ one  ☐ two", [("option", "one"), ("option", "two")]),
    ("Accepts: ☐ cash ☐ card", [("field", "Accepts:"), ("option", "cash"), ("option", "card")]),
    ("- first\n- second", [("item", "first"), ("item", "second")]),
    ("| a | b |\n|---|---|\n| c | d |", [("cell", "a"), ("cell", "b"), ("cell", "c"), ("cell", "d")]),
    ("WHAT WE DO\n• walk\n• lift", [("heading", "WHAT WE DO"), ("item", "walk"), ("item", "lift")]),
    ("Name: ____      Date: ____", [("field", "Name: ____"), ("field", "Date: ____")]),
    ("[ ] Evaluate and treat", [("option", "Evaluate and treat")]),
    ("Dr. Lee wrote:\n> Tape her.", [("field", "Dr. Lee wrote:"), ("code", "Tape her.")]),
    ("I wrote:\n> Tape her.", [("field", "I wrote:"), ("quote", "Tape her.")]),
    (
        "> Tape her.\n> Dr. Lee wrote:\n> > Why?",
        [("quote", "Tape her."), ("quote", "Dr. Lee wrote:"), ("code", "Why?")],
    ),
]


@pytest.mark.parametrize(("text", "blocks"), LAYOUT)
def test_layout_of_lines(text: str, blocks: list[tuple[str, str]]) -> None:
    document = read_string(text)
    assert [(b.kind, text[b.start : b.end]) for b in document.blocks] == blocks


def test_a_long_rule_above_a_quotation_takes_no_time() -> None:
    """20,000 dashes took half a minute."""
    before = time.perf_counter()
    assert [block.kind for block in read_string("-" * 20_000 + "x\n> Tape her.").blocks][-1] == "quote"
    assert time.perf_counter() - before < 5


def test_a_wrapped_paragraph_is_one_block() -> None:
    text = (
        "We work with people after the doctor, the chiropractor or the physical\n"
        "therapist has finished, and we write down what we measure on each visit."
    )
    assert len(read_string(text).blocks) == 1


def test_a_table_cell_knows_its_row_and_column() -> None:
    document = read_string("| Weeks | Lead |\n|---|---|\n| 1-4 | Mercy PT |")
    last = document.blocks[-1]
    assert document.block_text(last.row or 0) == "1-4"
    assert document.block_text(last.column or 0) == "Lead"


PLACEHOLDERS = [
    "{{client_name}}",
    "[Client Name]",
    "<<Name>>",
    "«FirstName»",
    "${name}",
    "____",
    "%client_name%",
    "{% if x %}",
    "XX/XX/XXXX",
]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_placeholders_are_found(placeholder: str) -> None:
    text = f"Dear {placeholder} and others"
    assert [text[s.start : s.end] for s in placeholders.find(text)] == [placeholder]


@pytest.mark.parametrize(
    "text", ["[ ] box", "[x] box", "see [1] and [link](a.md)", "a % b % c", "x < y and y > z"]
)
def test_what_is_no_placeholder(text: str) -> None:
    assert placeholders.find(text) == ()


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


BROKEN = [
    ("x.txt", b"", "empty"),
    ("x.txt", b"abc\0\1\2", "not a text file"),
    ("x.xyz", b"abc", "cannot be read yet"),
    ("x.docx", b"\xd0\xcf\x11\xe0" + b"0" * 99, "password"),
    ("x.docx", b"PK\3\4" + b"0" * 99, "damaged"),
    ("x.docx", _zip({"a.txt": b"x"}), "not a Word document"),
    ("x.docx", _zip({"word/document.xml": b"<a><b></a>"}), "damaged"),
    ("x.docx", _zip({"word/document.xml": b" " * 60_000_000}), "unpacks to far more"),
    ("x.md", b"---\ntype: [\n---\nHello", "front matter"),
    ("x.md", b"---\ntype: letter\nHello", "never closed"),
    ("x.txt", b"a" * 20_000_001, "20 MB"),
]


def test_a_letterhead_between_rules_is_no_front_matter() -> None:
    text = '---\n**Overlook Health**\n**SERVICE OVERVIEW: "Heart Strong"**\n---\n\nWe treat hearts.\n'
    document = readers.read_bytes("x.md", text.encode())
    assert "Overlook Health" in document.text and "We treat hearts." in document.text
    headed = readers.read_bytes("x.md", b"---\nfrom: Kim: the coach\nto: you\n---\n\nHello.\n")
    assert "Kim: the coach" in headed.text
    slots = readers.read_bytes("x.md", b"---\nto: {{name}}, {{office}}\ntype: letter\n---\n\nHello.\n")
    assert (slots.doctype, slots.text.strip()) == ("letter", "Hello.")
    declared = readers.read_bytes("x.md", b"---\n# ours\ntype: letter\n---\n\nHello.\n")
    assert (declared.doctype, declared.text.strip()) == ("letter", "Hello.")


@pytest.mark.parametrize(("name", "data", "says"), BROKEN, ids=[f"{n}-{s}" for n, _, s in BROKEN])
def test_broken_files_get_one_clear_line(name: str, data: bytes, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        readers.read_bytes(name, data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "no.md", "no such file"), (tmp_path, "folder")):
        with pytest.raises(DocumentError, match=says):
            readers.read(path)
