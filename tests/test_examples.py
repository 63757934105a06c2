"""What README and the example documents promise, with the real engine: nothing here is a stand-in."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import scopelint
from scopelint.cli import main
from scopelint.config import check_names
from scopelint.configfile import load
from scopelint.engine import Linter
from scopelint.excerpt import plain

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "scopelint" / "schema" / "result-1.json").read_text("utf-8"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, dict[str, object]]]:
    result = run("check", "--format", "json", "examples/")
    found = json.loads(result.stdout)
    jsonschema.validate(found, SCHEMA)
    yield {Path(file["path"]).name: file for file in found["files"]}


def rules(file: dict[str, object]) -> set[str]:
    return {finding["rule"] for finding in file["findings"]}  # type: ignore[index, attr-defined]


def test_the_first_draft_crosses_the_line_in_many_ways(report: dict[str, dict[str, object]]) -> None:
    draft = report["letter-first-draft.md"]
    families = {rule.partition("/")[0] for rule in rules(draft)}
    assert {"therapy", "diagnosis", "modality", "claim", "identity", "referral", "required"} <= families
    assert draft["missing"] == [
        "scope-statement",
        "role-statement",
        "complementary-statement",
        "written-referral-request",
        "service-overview-enclosed",
    ]


def test_the_letter_that_is_ready_has_nothing_to_change(report: dict[str, dict[str, object]]) -> None:
    ready = report["letter-ready-to-send.md"]
    assert (ready["doctype"], ready["findings"], ready["missing"]) == ("intro-letter", [], [])


def test_the_form_asks_for_two_things_too_many(report: dict[str, dict[str, object]]) -> None:
    form = report["referral-form.html"]
    quotes = {finding["quote"].lower() for finding in form["findings"]}  # type: ignore[attr-defined]
    assert (form["doctype"], form["missing"]) == ("referral-form", [])
    assert quotes == {"evaluate and treat", "ultrasound", "e-stim"}


def test_the_word_report_has_two_findings_in_one_sentence(report: dict[str, dict[str, object]]) -> None:
    progress = report["progress-report.docx"]
    assert (progress["doctype"], progress["missing"]) == ("progress-report", [])
    assert {rule.partition("/")[0] for rule in rules(progress)} == {"diagnosis", "modality"}
    assert len({finding["place"] for finding in progress["findings"]}) == 1  # type: ignore[attr-defined]


def test_the_screenshot_in_readme_is_what_is_shown() -> None:
    """The words must be the same, in the same order; the numbers may lag behind the rules."""
    shown = iter([re.sub(r"\d+", "0", line) for line in run("check", "examples/").stdout.splitlines()])
    (screenshot,) = blocks("text")
    for line in screenshot.splitlines():
        if line.strip() not in ("", "[...]"):
            assert re.sub(r"\d+", "0", line) in shown, line


def test_the_settings_in_readme_are_understood(tmp_path: Path, linter: Linter) -> None:
    settings = next(block for block in blocks("yaml") if block.startswith("fail-on"))
    (tmp_path / "our-rules").mkdir()
    (tmp_path / ".scopelint.yaml").write_text(settings, "utf-8")
    config = load(tmp_path / ".scopelint.yaml")
    known = [
        rule.id for rule in (*linter.ruleset.rules, *linter.ruleset.required, *linter.ruleset.document_rules)
    ]
    check_names(config, rules=known, types=linter.ruleset.doctypes)
    assert config.practice_credentials == ("DPT",)


def test_the_python_in_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.docx").write_bytes((ROOT / "examples" / "progress-report.docx").read_bytes())
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    names: dict[str, object] = {}
    exec(code, names)
    assert "therapy/treat treat" in capsys.readouterr().out
    result = names["result"]
    assert isinstance(result, scopelint.FileResult)
    assert result.error is None


def test_the_types_in_readme_are_those_of_the_rules(linter: Linter) -> None:
    table = README.partition("| kind | must hold |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE)) == set(linter.ruleset.doctypes)


def test_the_questions_in_readme_have_answers() -> None:
    asked = re.findall(r'^scopelint explain (?:--text "(.*)"|(\S+))$', README, re.MULTILINE)
    assert len(asked) == 2
    for text, rule in asked:
        result = run("explain", *(("--text", text) if text else (rule,)))
        assert result.exit_code == 0
        assert "therapy/treat" in result.stdout


def test_every_rule_and_type_can_be_listed_and_explained(linter: Linter) -> None:
    listed = run("rules").stdout
    for rule in (*linter.ruleset.rules, *linter.ruleset.required, *linter.ruleset.document_rules):
        assert rule.id in listed
        assert plain(rule.why).split()[0] in run("explain", rule.id).stdout
    shown = run("types").stdout
    for doctype in linter.ruleset.doctypes.values():
        assert doctype.name in shown
        assert all(element.removeprefix("required/") in shown for element, _ in doctype.requires)


def test_select_ignore_and_levels_reach_the_engine(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("We treat back pain with dry needling.\n", "utf-8")

    def families(*options: str) -> set[str]:
        found = json.loads(run("check", str(letter), "--format", "json", *options).stdout)
        return {finding["family"] for finding in found["files"][0]["findings"]}

    assert families("--select", "therapy") == {"therapy"}
    assert "modality" not in families("--ignore", "modality")
    (tmp_path / ".scopelint.yaml").write_text("rules: {therapy: off, modality: info}\n", "utf-8")
    assert "therapy" not in families()
    assert run("check", str(letter)).exit_code == 0


def test_the_globs_of_the_settings_give_the_type(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "note.txt").write_text("Hello.\n", "utf-8")
    (tmp_path / ".scopelint.yaml").write_text("types:\n  a/: thank-you\n", "utf-8")
    (file,) = json.loads(run("check", str(tmp_path), "--format", "json").stdout)["files"]
    assert (file["doctype"], "a/" in file["doctype_reason"]) == ("thank-you", True)


def test_an_unknown_type_in_the_front_matter_is_an_error_with_its_line() -> None:
    result = run("check", "-", "--stdin-filename", "x.md", stdin="---\ntype: intro-leter\n---\nHi\n")
    assert result.exit_code == 2
    assert result.stderr.startswith("scopelint: x.md:2: ")
    assert "intro-letter" in result.stderr


BROKEN = {
    "empty.md": b"",
    "noise.txt": bytes(range(256)) * 20,
    "zip.docx": b"PK\x03\x04" + b"x" * 500,
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 500,
    "cut.docx": (ROOT / "examples" / "progress-report.docx").read_bytes()[:9000],
    "front.md": b"---\ntype: [\n---\nHi\n",
    "letter.pdf": b"%PDF-1.4\n",
    "big.txt": b"a" * 21_000_000,
}


def test_broken_files_give_one_line_each_and_the_others_are_checked(tmp_path: Path) -> None:
    for name, data in BROKEN.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("We treat back pain.\n", "utf-8")
    before = sorted(tmp_path.iterdir())
    paths = [str(tmp_path / name) for name in (*BROKEN, "nowhere.md", "good.txt")]
    result = run("check", *paths)
    assert result.exit_code == 2
    assert "therapy/treat" in result.stdout
    complaints = result.stderr.splitlines()
    assert len(complaints) == len(BROKEN) + 1
    for path, complaint in zip(paths, complaints, strict=False):
        assert complaint.startswith(f"scopelint: {path}")
        assert "made a mistake" not in complaint
    assert sorted(tmp_path.iterdir()) == before


def test_a_broken_rule_file_is_one_line_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "own" / "therapy").mkdir(parents=True)
    (tmp_path / "own" / "therapy" / "x.yaml").write_text("kind: rule\nlevl: error\n", "utf-8")
    (tmp_path / ".scopelint.yaml").write_text("extra-rules: [own]\n", "utf-8")
    (tmp_path / "a.txt").write_text("We treat.\n", "utf-8")
    result = run("check", str(tmp_path / "a.txt"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "x.yaml:2:1: " in result.stderr


def test_two_runs_are_the_same_byte_for_byte() -> None:
    command = [sys.executable, "-m", "scopelint", "check", "examples/", "--format", "json"]
    runs = [
        subprocess.run(
            command, cwd=ROOT, capture_output=True, check=False, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0]
    assert runs[0] == runs[1]
