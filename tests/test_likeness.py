"""Document types by the words of the whole document: the file, few words, names of files, types of a team's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scopelint import likeness
from scopelint.config import Config
from scopelint.datadir import data_dir
from scopelint.engine import Linter
from scopelint.errors import RuleFileError
from scopelint.likeness import Likeness

LINTER = Linter()
NOTE = (
    "Dear Dr. Hale,\n\nMrs. Ortiz walked in on Tuesday with your card in her hand, and I wanted to say how much it"
    " meant to all of us here that you thought of our studio. She tells everybody that you sent her."
    " We will take good care of her Tuesdays.\n\nGratefully,\nMarcy"
)
OWN = """kind: doctype
title: waiver
signs:
  6:
    - "waiver of liability"
    - "i waive"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / likeness.FILE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("#types\tletter\n#bias\t0.5\nwe\tfive\n", 3, "not a clue"),
        ("#types\tletter\n#bias\t0.5\nwe\t1\t2\n", 3, "for each type"),
        ("#types\tletter\n#bias\t0.5\nwe\t128\n", 3, "for each type"),
        ("#types\tletter\n#bias\tx\n", 2, "not a clue"),
        ("x\n#types\tletter\n#bias\t0\n", 1, "comes first"),
        ("#types\tletter\n", 1, "#bias"),
        ("#types\tletter\n#bias\tnan\n", 1, "a number for each type"),
        (b"#types\tletter\n#bias\t1\n\xff\t1\n", 1, "UTF-8"),
    ],
)
def test_a_broken_file_is_one_clear_error(tmp_path: Path, text: str | bytes, line: int, problem: str) -> None:
    with pytest.raises(RuleFileError) as failed:
        likeness.read(written(tmp_path, text), {"letter": None})
    assert str(failed.value).startswith(f"{tmp_path / likeness.FILE}:{line}:1: ")
    assert problem in str(failed.value)


def test_a_file_about_types_that_are_not_there_says_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "#types\tletter\twaiver\n#bias\t1\t1\nwe\t1\t1\n")
    assert likeness.read(path, {"letter": None}) == Likeness((), (), {})
    assert likeness.read(None, {}).held(["we " * 50]) == set()


def test_the_shipped_file_is_about_the_shipped_types() -> None:
    shipped = likeness.read(data_dir("rules") / likeness.FILE, LINTER.ruleset.doctypes)
    assert set(shipped.types) == set(LINTER.ruleset.doctypes)
    assert all(len(weights) == len(shipped.types) and any(weights) for weights in shipped.table.values())


def test_a_clue_has_its_place_once_more_at_the_top_and_at_the_end() -> None:
    found = likeness.clues_of(["Dear Ann,", *["x"] * likeness.TOP, "We met 3 times.", *["y"] * likeness.END])
    assert {"dear ann", "T:dear", "T:dear ann", "met 0", "0 times", "E:y"} <= found
    assert not {"E:dear", "T:met", "E:met", "ann x"} & found


def test_words_tell_the_type_where_no_sign_stands() -> None:
    found = LINTER.check(NOTE)
    assert found.doctype == "thank-you"
    assert found.doctype_reason.startswith("recognised: “")


def test_a_line_or_two_is_a_plain_letter() -> None:
    assert LINTER.check("We meet on Tuesday at nine.").doctype == "letter"
    assert LINTER.check("").doctype == "letter"


def test_the_name_of_a_file_counts(tmp_path: Path) -> None:
    path = tmp_path / "smith_progress-report.txt"
    path.write_text("She walked 400 meters today.\n", encoding="utf-8")
    found = LINTER.check_file(path)
    assert (found.doctype, found.doctype_reason) == ("progress-report", f"recognised: {path.name}")


def test_a_type_of_a_teams_own_is_recognised_by_its_signs(tmp_path: Path) -> None:
    (tmp_path / "doctypes").mkdir()
    (tmp_path / "doctypes" / "waiver.yaml").write_text(OWN, encoding="utf-8")
    linter = Linter(Config(extra_rules=(str(tmp_path),)))
    waiver = f"# Waiver of liability\n\nI waive all claims against the studio.\n\n{NOTE}"
    assert linter.check(waiver).doctype == "waiver"
    assert linter.check(NOTE).doctype == "thank-you"


@pytest.mark.parametrize(
    "name", ["Progress Report Ortiz.txt", "ortiz_progress_report.txt", "progress-report.txt"]
)
def test_a_named_file_is_what_it_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(NOTE, encoding="utf-8")
    assert LINTER.check_file(path).doctype == "progress-report"


def test_a_part_of_a_word_names_nothing(tmp_path: Path) -> None:
    path = tmp_path / "non-progress-reporting.txt"
    path.write_text(NOTE, encoding="utf-8")
    assert LINTER.check_file(path).doctype == "thank-you"


def test_one_document_type_is_enough() -> None:
    only = {"letter": LINTER.ruleset.doctypes["letter"]}
    assert (
        Linter(ruleset=replace(LINTER.ruleset, doctypes=only)).check("Hello, we train.").doctype == "letter"
    )
    assert Linter(ruleset=replace(LINTER.ruleset, doctypes=only)).check(NOTE * 3).doctype == "letter"


def test_an_everyday_letter_is_no_other_type() -> None:
    note = "Dear Dr. Hale,\n\nI saw your note on Mrs. Ortiz. We will start on Monday at nine, as you wished."
    assert LINTER.check(f"{note}\n\nSincerely,\nMarcy Bell, MES").doctype == "letter"


def test_curly_apostrophes_are_straight() -> None:
    assert likeness.clues_of(["We don’t"]) == likeness.clues_of(["We don't"])
