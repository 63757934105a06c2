"""`scopelint new`: each type's document holds all it must and checks clean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from scopelint import starters
from scopelint.cli import main
from scopelint.config import Config
from scopelint.datadir import data_dir
from scopelint.engine import Linter

LINTER = Linter(Config(mode="template"))
TYPES = sorted(path.stem for path in (data_dir("rules") / "templates").glob("*.md"))


def test_every_type_but_the_plain_letter_has_a_document() -> None:
    assert set(TYPES) == set(LINTER.ruleset.doctypes) - {"letter"}


@pytest.mark.parametrize("ending", ["md", "txt", "docx"])
@pytest.mark.parametrize("doctype", TYPES)
def test_a_new_document_is_of_its_type_complete_and_clean(tmp_path: Path, doctype: str, ending: str) -> None:
    if ending == "docx":
        pytest.importorskip("docx")
    file = tmp_path / f"draft.{ending}"
    done = CliRunner().invoke(main, ["new", doctype, "-o", str(file)])
    assert done.exit_code == 0, done.output
    result = LINTER.check_file(file)
    assert result.error is None and result.doctype == doctype
    assert [f"{f.rule}: {f.quote}" for f in result.findings if f.level != "info"] == []


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("mine")
    done = CliRunner().invoke(main, ["new", "thank-you", "-o", str(file)])
    assert done.exit_code == 2 and "--force" in done.output and file.read_text() == "mine"


def test_an_unknown_type_gets_a_guess() -> None:
    done = CliRunner().invoke(main, ["new", "thankyou"])
    assert done.exit_code == 2 and "thank-you" in done.output


def test_the_list_names_every_type() -> None:
    done = CliRunner().invoke(main, ["new", "--list"])
    assert all(name in done.output for name in TYPES)


@pytest.mark.parametrize("doctype", TYPES)
def test_a_new_document_holds_no_line_that_a_reader_would_stumble_over(doctype: str) -> None:
    text = starters.write(doctype, ".txt").decode()
    assert "{{" not in text
    assert max(map(len, text.splitlines())) <= 78
    slots = re.findall(r"\[[^\]]+\]", text)
    assert slots or doctype == "referral-form"
    words = len(re.sub(r"\[[^\]]+\]|_+", "x", text).split())
    assert words <= LINTER.ruleset.doctypes[doctype].max_words


def test_an_address_keeps_its_lines_in_each_format() -> None:
    assert b"{{studio_name}}  \n{{studio_address}}  \n" in starters.write("intro-letter", ".md")
    assert b"[Studio name]\n[Studio address]\n" in starters.write("intro-letter", ".txt")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", "thank-you", "-o", str(tmp_path / "a.pdf")])
    assert done.exit_code == 2 and ".docx" in done.output and not list(tmp_path.iterdir())


def test_force_replaces_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("mine")
    done = CliRunner().invoke(main, ["new", "thank-you", "-o", str(file), "--force"])
    assert done.exit_code == 0 and "Thank you for referring" in file.read_text()
