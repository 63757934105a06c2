"""`scopelint new`: each type's document holds all it must and checks clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

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
