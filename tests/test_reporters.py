"""Each output format, compared as a whole; and the way an excerpt is cut, cleaned and underlined."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scopelint.config
from scopelint.document import Block, Document, Piece, Span
from scopelint.excerpt import LONGEST, Marked, carets, clean, excerpt, wrap, wrap_marked
from scopelint.finding import Decision, Edit, FileResult, Finding, Fix
from scopelint.reporters import View, reporters

SCHEMA = Path(scopelint.config.__file__).parent / "schema" / "result-1.json"
TITLES = {"intro-letter": "introductory letter", "letter": "letter"}
LETTER = "Dear Dr. Ramirez,\n\nWith my own system I treat chronic low back pain.\nWe also “treat” knees.\n"


def document(text: str, path: str = "letter.md") -> Document:
    """Return a document whose every line is a block, except that two blanks at its start continue a block."""
    lines = [found.span() for found in re.finditer(r"[^\n]+(\n  [^\n]+)*", text)]
    blocks = tuple(Block("paragraph", *line) for line in lines)
    return Document(path, "markdown", text, blocks, (Piece(0, 0, len(text)),), text)


def found(text: str, quote: str, rule: str = "therapy/treat", at: int = 0, **fields: object) -> Finding:
    start = text.index(quote, at)
    line, column = document(text).line_column(start)
    defaults: dict[str, object] = {
        "rule": rule,
        "family": rule.partition("/")[0],
        "level": "error",
        "message": f"“{quote}” says that you treat. Name the exercise work instead.",
        "why": "Treating belongs to licensed care; your letter describes exercise.",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "line": line,
        "column": column,
        "suggestions": ("work with", "train"),
    }
    return Finding(**{**defaults, **fields})  # type: ignore[arg-type]


def absent(element: str, insert: str) -> Finding:
    return Finding(
        rule=f"required/{element}",
        family="required",
        level="error",
        message="This letter never states where your role ends.",
        why="A provider who sees the boundary in writing can refer without worry.",
        quote="",
        start=0,
        end=0,
        line=1,
        column=1,
        suggestions=(insert,),
    )


def result(*findings: Finding, text: str = LETTER, path: str = "letter.md", **fields: object) -> FileResult:
    defaults: dict[str, object] = {"doctype": "intro-letter", "doctype_reason": "said in its front matter"}
    return FileResult(path=path, document=document(text, path), findings=findings, **{**defaults, **fields})  # type: ignore[arg-type]


def unreadable(path: str = "broken.docx") -> FileResult:
    return FileResult(path, document("", path), "", "", error=f"{path}: not a Word document")


def text(*results: FileResult, **view: object) -> str:
    return "".join(reporters()["text"](results, view=View(files=len(results), titles=TITLES, **view)))  # type: ignore[arg-type]


def test_text_of_a_letter_with_findings_and_a_missing_element() -> None:
    insert = "I do not diagnose, treat, or provide therapy. I coach exercise."
    bad = result(
        found(LETTER, "treat"),
        found(LETTER, "“treat”", rule="therapy/treat"),
        found(LETTER, "Dear", rule="document/hype", level="info"),
        absent("scope-statement", insert),
        missing=("scope-statement",),
    )
    assert text(bad, result(path="ok.txt", doctype="letter"), unreadable(), width=72) == EXPECTED


EXPECTED = """\
letter.md
  introductory letter (said in its front matter)

  3:22  error  therapy/treat
    With my own system I treat chronic low back pain.
                         ^^^^^
    "treat" says that you treat. Name the exercise work instead.
    Treating belongs to licensed care; your letter describes exercise.
    Write instead: work with (or: train)

  4:9  error  therapy/treat
    We also “treat” knees.
            ^^^^^^^
    ""treat"" says that you treat. Name the exercise work instead.
    Write instead: work with (or: train)

  Not yet in this document:

  error  required/scope-statement
    This letter never states where your role ends.
    You could add:
      I do not diagnose, treat, or provide therapy. I coach exercise.

ok.txt  nothing to change
  letter (said in its front matter)

3 documents: 1 with nothing to change, 1 to change (3 errors), 1 could
not be read.
    letter.md still needs: scope-statement
    1 remark not shown; --verbose shows them
    Any rule in full: scopelint explain RULE
"""


def test_text_is_calm_when_there_is_nothing_to_say() -> None:
    assert text(result()) == (
        "letter.md  nothing to change\n"
        "  introductory letter (said in its front matter)\n"
        "\n"
        "1 document: 1 with nothing to change.\n"
    )


def test_text_names_the_place_in_a_word_document() -> None:
    cell = found(LETTER, "treat", place="table 2, row 3", suggestions=())
    assert "  table 2, row 3  error  therapy/treat\n" in text(result(cell))


def test_text_of_a_finding_about_the_whole_document() -> None:
    long = found(
        LETTER, "", rule="document/too-long", level="warning", message="Over a page.", suggestions=()
    )
    assert "  whole document  warning  document/too-long\n    Over a page.\n" in text(result(long))


def test_text_underlines_the_words_that_decided_when_the_sentence_goes() -> None:
    letter = "Dear all,\nWe meet weekly. Of course we treat knees on Mondays.\n"
    sentence = "Of course we treat knees on Mondays."
    span = Span(letter.index("treat"), letter.index("treat") + 5)
    decision = Decision("therapy/treat", span, "treat", "sender", True, "flagged")
    better = ("Knees are trained on Mondays.", "Mondays are for knees.", "Never shown.")
    finding = found(letter, sentence, message="“treat” treats.", decision=decision, suggestions=better)
    assert text(result(finding, text=letter)).splitlines()[3:10] == [
        "  2:30  error  therapy/treat",
        "    We meet weekly. Of course we treat knees on Mondays.",
        "                                 ^^^^^",
        '    "treat" treats.',
        "    Treating belongs to licensed care; your letter describes exercise.",
        "    Instead of the sentence: Knees are trained on Mondays.",
        "    Or: Mondays are for knees.",
    ]


def test_quiet_text_is_one_line_for_each_finding() -> None:
    remark = found(LETTER, "Dear", rule="document/hype", level="info")
    assert text(result(found(LETTER, "treat"), remark), result(), unreadable(), quiet=True) == (
        'letter.md:3:22: error therapy/treat: "treat" says that you treat. Name the exercise work instead.\n'
    )
    assert text(result(), quiet=True) == ""


def test_verbose_text_shows_remarks_and_every_reason() -> None:
    remark = found(LETTER, "Dear", rule="document/hype", level="info")
    shown = text(
        result(found(LETTER, "treat"), found(LETTER, "treat", at=70), remark), verbose=True, remarks=True
    )
    assert shown.count("Treating belongs to licensed care") == 3
    assert "document/hype" in shown
    assert "not shown" not in shown


def test_many_clean_files_are_counted_and_not_listed() -> None:
    results = [result(path=f"{number}.md") for number in range(30)]
    assert text(*results) == "30 documents: 30 with nothing to change.\n"


def test_a_terminal_gets_an_underlined_phrase_and_no_carets() -> None:
    shown = text(result(found(LETTER, "treat")), styled=True)
    assert "\x1b[1;4;31mtreat\x1b[0m chronic" in shown
    assert "^" not in shown
    assert "“treat” says" in shown


def test_no_colour_keeps_the_underline_only() -> None:
    shown = text(result(found(LETTER, "treat")), styled=True, colour=False)
    assert "\x1b[1;4mtreat\x1b[0m chronic" in shown
    assert "\x1b[31m" not in shown
    assert "31m" not in shown


def test_plain_text_is_ascii_when_the_document_is() -> None:
    ascii_letter = LETTER.replace("“", "'").replace("”", "'")
    shown = text(result(found(ascii_letter, "treat"), absent("x", "Add — this…"), text=ascii_letter))
    assert shown.isascii()


@pytest.mark.parametrize("width", [1, 20, 40, 80, 300])
def test_a_narrow_terminal_still_shows_everything(width: int) -> None:
    shown = text(result(found(LETTER, "treat"), absent("x", "One two three.")), width=width)
    assert "^^^^^" in shown
    assert "three." in shown


def test_a_document_cannot_steer_the_terminal() -> None:
    nasty = "We \x1b[2J treat\x07 \u202eknees"
    shown = text(result(found(nasty, "treat"), text=nasty, path="a\x1b[31m\nb.md"))
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}


def test_json_is_valid_and_complete() -> None:
    fix = Fix("Write “work with”", (Edit(40, 45, "work with"),), "unsafe")
    results = [
        result(
            found(LETTER, "treat", fixes=(fix,)),
            absent("x", "Add."),
            missing=("x",),
            present=("role-statement",),
        ),
        result(path="ok.md"),
        unreadable(),
    ]
    report = json.loads("".join(reporters()["json"](results, view=View())))
    jsonschema.validate(report, json.loads(SCHEMA.read_text("utf-8")))
    first, clean_file, broken = report["files"]
    assert first["findings"][0] == {
        "rule": "therapy/treat",
        "family": "therapy",
        "level": "error",
        "message": "“treat” says that you treat. Name the exercise work instead.",
        "why": "Treating belongs to licensed care; your letter describes exercise.",
        "quote": "treat",
        "start": 40,
        "end": 45,
        "line": 3,
        "column": 22,
        "end_line": 3,
        "end_column": 27,
        "place": "",
        "suggestions": ["work with", "train"],
        "fixes": [
            {
                "title": "Write “work with”",
                "safety": "unsafe",
                "edits": [{"start": 40, "end": 45, "text": "work with"}],
            }
        ],
    }
    assert (first["missing"], first["present"]) == (["x"], ["role-statement"])
    assert clean_file["findings"] == []
    assert broken == {"path": "broken.docx", "error": "broken.docx: not a Word document"}
    assert report["summary"] == {
        "files": 3,
        "clean": 1,
        "unreadable": 1,
        "levels": {"error": 2, "warning": 0, "info": 0},
    }


def test_the_schema_is_a_schema_and_notices_a_change() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    report = json.loads("".join(reporters()["json"]([result()], view=View())))
    report["files"][0]["surprise"] = True
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema)


def test_json_survives_a_name_that_is_not_text() -> None:
    report = "".join(reporters()["json"]([result(path="caf\udce9.md")], view=View()))
    assert report.isascii()


def test_an_excerpt_joins_the_lines_of_a_phrase() -> None:
    wrapped = "Dear all,\nWe offer physical\n  therapy here.\nBye.\n"
    marked = excerpt(document(wrapped), 19, 37, 80)
    assert marked == Marked("We offer physical therapy here.", 9, 25)
    assert carets(marked) == " " * 9 + "^" * 16


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, "One two three four five treat six seven eight nine ten."),
        (55, "One two three four five treat six seven eight nine ten."),
        (40, "... three four five treat six seven ..."),
        (30, "... four five treat six ..."),
        (15, "... treat ..."),
        (5, "treat"),
        (1, "treat"),
    ],
)
def test_an_excerpt_fits_one_line(width: int, expected: str) -> None:
    body = "One two three four five treat six seven eight nine ten."
    marked = excerpt(document(body), 24, 29, width)
    assert marked.text == expected
    assert marked.text[marked.start : marked.end] == "treat"


def test_an_excerpt_uses_the_room_that_the_other_side_leaves() -> None:
    body = "We treat " + "one two three four " * 5
    assert excerpt(document(body), 3, 8, 40).text == "We treat one two three four one two ..."
    assert excerpt(document(body), 96, 100, 40).text == "... two three four one two three four"


def test_carets_know_wide_and_combining_characters() -> None:
    assert carets(Marked("日本 treat", 3, 8)) == " " * 5 + "^" * 5
    assert carets(Marked("e\u0301 treat", 3, 8)) == " " * 2 + "^" * 5
    assert carets(Marked("nothing", 3, 3)) == ""


@given(st.text(max_size=300), st.data())
def test_an_excerpt_always_marks_the_phrase(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    marked = excerpt(document(body), start, end, data.draw(st.integers(1, 60)))
    assert 0 <= marked.start <= marked.end <= len(marked.text)
    if end - start <= LONGEST:
        assert marked.text[marked.start : marked.end] == clean(body[start:end])


@given(st.text(alphabet="ab -", max_size=200), st.integers(1, 40), st.data())
def test_wrapping_loses_no_word_and_no_part_of_the_range(body: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    marked = Marked(body, start, data.draw(st.integers(start, len(body))))
    lines = [body[a:b] for a, b in wrap(body, width)]
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == body.replace(" ", "")
    underlined = "".join(part.text[part.start : part.end] for part in wrap_marked(marked, width))
    assert underlined.replace(" ", "") == body[marked.start : marked.end].replace(" ", "")


@pytest.mark.parametrize("name", sorted(reporters()))
def test_each_result_is_written_before_the_next_is_asked_for(name: str) -> None:
    asked: list[int] = []

    def results() -> Iterator[FileResult]:
        for number in range(3):
            asked.append(number)
            yield result(path=f"letter-{number}.md")

    seen = ""
    for part in reporters()[name](results(), view=View(files=3, titles=TITLES)):
        seen += part
        for number in range(3):
            if f"letter-{number}.md" in part:
                assert asked == list(range(number + 1))
    assert all(f"letter-{number}.md" in seen for number in range(3))
