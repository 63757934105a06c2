"""The commands as a person types them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner, Result

import scopelint
from scopelint import compiled
from scopelint.cli import main
from scopelint.config import Config
from scopelint.document import Block, Document, Piece, Span
from scopelint.errors import DocumentError
from scopelint.finding import Decision, FileResult, Finding
from scopelint.rule import DocType, Example, RequiredRule, Rewrite, Rule, Ruleset

TREAT = Rule(
    id="therapy/treat", family="therapy", level="error", message="“{quote}” says that you treat.",
    why="Treating belongs to licensed care.", source=("S1", "S2"), act="verb", when=(),
    rewrite=(Rewrite(("~train", "work with {client-word}")), Rewrite(("~train",))), flag=(Example("We treat clients.", quote="treat", fix="We train clients."),),
    pass_=(Example("We do not treat.", because="negated"),),
)  # fmt: skip
HYPE = Rule(
    id="document/hype", family="document", level="warning", message="Too loud.", why="Calm is trusted.",
    source=("METI",), act="claim", when=(),
)  # fmt: skip
SCOPE = RequiredRule(
    id="required/scope-statement", level="error", message="No scope statement.", why="It protects you.",
    source=("S1",), any_of=(), within="document", insert="I do not diagnose or treat.",
)  # fmt: skip
DOCTYPES = {
    "letter": DocType(name="letter", title="letter", signs=(), shape=(), requires=()),
    "intro-letter": DocType(
        name="intro-letter", title="introductory letter", signs=(), shape=(),
        requires=(("required/scope-statement", "error"),), max_words=400,
    ),
}  # fmt: skip


class FakeLinter:
    """Finds the word 'treat' and the exclamation mark; the engine has tests of its own."""

    ruleset = Ruleset((TREAT,), (SCOPE,), DOCTYPES, {}, (), (HYPE,))

    def __init__(self, config: Config | None = None, rules: compiled.Compiled | None = None) -> None:
        self.config = config or Config()

    def check(self, text: str, doctype: str | None = None, path: str = "<text>") -> FileResult:
        document = Document(
            path, "text", text, (Block("paragraph", 0, len(text)),), (Piece(0, 0, len(text)),), text
        )
        findings = []
        for found in re.finditer("treat|!", text):
            rule = TREAT if found.group() == "treat" else HYPE
            level = self.config.level_of(rule.id, rule.level)
            if level:
                findings.append(
                    Finding(
                        rule.id, rule.family, level, rule.message, rule.why, found.group(), *found.span(),
                        *document.line_column(found.start()),
                    )
                )  # fmt: skip
        return FileResult(path, document, doctype or "letter", f"mode {self.config.mode}", tuple(findings))

    def check_file(self, path: str, doctype: str | None = None) -> FileResult:
        data = Path(path).read_bytes() if Path(path).exists() else b"missing"
        return self.check_bytes(path, data, doctype)

    def check_bytes(self, name: str, data: bytes, doctype: str | None = None) -> FileResult:
        if data == b"missing":
            raise DocumentError(name, "no such file")
        if data == b"broken":
            result = self.check("", doctype, name)
            return FileResult(name, result.document, "", "", error=f"{name}: not a Word document")
        if data == b"bug":
            raise ZeroDivisionError("division by zero")
        if data == b"ctrl-c":
            raise KeyboardInterrupt
        return self.check(data.decode(), doctype, name)

    def explain(
        self, text: str, start: int | None = None, end: int | None = None, doctype: str | None = None
    ) -> tuple[Decision, ...]:
        if "treat" not in text:
            return ()
        at = text.index("treat")
        span = Span(at, at + 5)
        if "not" in text:
            return (Decision("therapy/treat", span, "treat", "sender", False, "negated", "do not"),)
        return (Decision("therapy/treat", span, "treat", "sender", True, "flagged"),)


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ModuleType("scopelint.engine")
    engine.Linter = FakeLinter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scopelint.engine", engine)
    monkeypatch.setattr(compiled, "of", lambda config: compiled.Compiled(FakeLinter.ruleset))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def paths(result: Result) -> list[str]:
    return [file["path"] for file in json.loads(result.stdout)["files"]]


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("All is well.", (), 0),
        ("We treat.", (), 1),
        ("Wow!", (), 0),
        ("Wow!", ("--fail-on", "warning"), 1),
        ("We treat.", ("--exit-zero",), 0),
        ("We treat.", ("--ignore", "therapy"), 0),
        ("We treat.", ("--ignore", "therapy/treat"), 0),
        ("We treat.", ("--select", "document"), 0),
        ("We treat.", ("--select", "document", "--select", "therapy/treat"), 1),
        ("broken", (), 2),
        ("broken", ("--exit-zero",), 2),
        ("We treat.", ("--type", "nothing"), 2),
        ("We treat.", ("--select", "therpy"), 2),
        ("We treat.", ("--fail-on", "eror"), 2),
        ("We treat.", ("--config", "nowhere.yaml"), 2),
        ("We treat.", ("--nonsense",), 2),
    ],
)
def test_exit_codes(text: str, options: tuple[str, ...], code: int) -> None:
    write("letter.md", text)
    assert run("check", "letter.md", *options).exit_code == code


def test_a_broken_file_does_not_hide_the_others() -> None:
    write("a.md", "We treat.")
    write("b.docx", "broken")
    write("c.md", "bug")
    write("d.md", "We treat.")
    result = run("check", "a.md", "b.docx", "nowhere.md", "c.md", "d.md")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "scopelint: b.docx: not a Word document",
        "scopelint: nowhere.md: no such file",
        "scopelint: c.md: scopelint made a mistake here, please report it (ZeroDivisionError: division by zero)",
    ]
    assert "a.md\n  letter" in result.stdout
    assert "d.md\n  letter" in result.stdout
    assert "5 documents: 2 to change (2 errors), 3 could not be read." in result.stdout


def test_a_developer_can_have_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOPELINT_DEBUG", "1")
    write("c.md", "bug")
    assert isinstance(run("check", "c.md").exception, ZeroDivisionError)


def test_ctrl_c_is_one_line() -> None:
    write("a.md", "ctrl-c")
    result = run("check", "a.md")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "scopelint: stopped\n")


def test_a_folder_gives_its_documents_in_order() -> None:
    for path in ("b.md", "a.txt", "sub/c.html", "sub/deep/d.docx", "B.MD", "notes.py", "~$a.docx", "._a.md"):
        write(f"top/{path}", "fine")
    for path in (".git/x.md", ".venv/x.md", "node_modules/x.md", "env/x.md", ".hidden/x.md"):
        write(f"top/{path}", "fine")
    write("top/env/pyvenv.cfg", "")
    expected = ["top/B.MD", "top/a.txt", "top/b.md", "top/sub/c.html", "top/sub/deep/d.docx"]
    assert paths(run("check", "top", "--format", "json")) == expected
    os.chdir("top")
    assert paths(run("check", "--format", "json")) == [path.removeprefix("top/") for path in expected]


def test_gitignore_is_honoured_in_folders_and_not_for_named_files() -> None:
    write(".git/config", "")
    write(".gitignore", "old/\n*.bak.md\n/only-top.md\n")
    write("top/.gitignore", "drafts/*\n!drafts/keep.md\n")
    for path in ("a.md", "a.bak.md", "old/b.md", "drafts/c.md", "drafts/keep.md", "only-top.md"):
        write(f"top/{path}", "fine")
    found = ["top/a.md", "top/only-top.md", "top/drafts/keep.md"]
    assert paths(run("check", "top", "--format", "json")) == found
    assert paths(run("check", "top/a.bak.md", "--format", "json")) == ["top/a.bak.md"]


def test_a_file_named_twice_is_checked_once() -> None:
    write("top/a.md", "fine")
    assert paths(run("check", "top", "top/a.md", "./top/a.md", "--format", "json")) == ["top/a.md"]


def test_a_folder_without_documents_is_said_and_fails() -> None:
    write("top/notes.py", "fine")
    result = run("check", "top")
    assert result.exit_code == 2
    assert result.stderr.startswith("scopelint: top: no documents here (looked for .docm .docx ")
    assert result.stderr.endswith("scopelint: nothing to check\n")
    write("a.md", "fine")
    assert run("check", "top", "a.md").exit_code == 0


def test_a_folder_that_cannot_be_opened_is_said_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    write("top/a.md", "fine")
    write("top/closed/b.md", "fine")
    listed = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = run("check", "top")
    assert result.exit_code == 2
    assert result.stderr == f"scopelint: {os.path.join('top', 'closed')}: this folder cannot be opened\n"
    assert "top/a.md  nothing to change" in result.stdout


def test_remarks_are_shown_where_they_make_the_check_fail() -> None:
    write(".scopelint.yaml", "rules: {document: info}\n")
    write("a.md", "Wow!")
    quiet = run("check", "a.md")
    assert (quiet.exit_code, "document/hype" in quiet.stdout) == (0, False)
    assert "1 remark not shown; --verbose shows them" in quiet.stdout
    failing = run("check", "a.md", "--fail-on", "info")
    assert (failing.exit_code, "document/hype" in failing.stdout) == (1, True)


def test_standard_input_has_a_name_and_a_type() -> None:
    result = run("check", "-", "--stdin-filename", "x.md", "--type", "intro-letter", stdin="We treat.\n")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "x.md\n  introductory letter (mode auto)\n\n  1:4  error  therapy/treat\n"
    )
    assert run("check", "-", stdin=b"broken").stderr == "scopelint: stdin.txt: not a Word document\n"


def test_settings_come_from_the_nearest_file_and_the_command_line_wins() -> None:
    write("a/.scopelint.yaml", "rules: {therapy: off}\nmode: template\n")
    write("a/one.md", "We treat.")
    write("b/two.md", "We treat.")
    result = run("check", "a", "b")
    assert "a/one.md  nothing to change\n  letter (mode template)" in result.stdout
    assert "b/two.md\n  letter (mode auto)\n" in result.stdout
    assert result.exit_code == 1
    assert "(mode final)" in run("check", "a", "--mode", "final").stdout
    assert run("check", "b", "--config", "a/.scopelint.yaml").exit_code == 0


def test_each_file_fails_at_the_level_of_its_own_settings() -> None:
    write("strict/.scopelint.yaml", "fail-on: warning\n")
    write("strict/one.md", "Wow!")
    write("easy/two.md", "Wow!")
    assert run("check", "easy").exit_code == 0
    assert run("check", "easy", "strict").exit_code == 1


def test_a_mistake_in_the_settings_is_one_line_and_nothing_is_checked() -> None:
    write(".scopelint.yaml", "rules:\n  therpy: off\n")
    write("a.md", "We treat.")
    for command in (("check", "a.md"), ("rules",), ("types",), ("explain", "therapy/treat")):
        result = run(*command)
        expected = (
            "scopelint: .scopelint.yaml:2:3: unknown rule or family 'therpy'; did you mean 'therapy'?\n"
        )
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", expected)


def test_rules_are_listed_with_their_level() -> None:
    write(".scopelint.yaml", "rules: {therapy: off}\n")
    assert run("rules").stdout == (
        "document\n"
        "  document/hype             warning  Too loud.\n"
        "\n"
        "required\n"
        "  required/scope-statement  error    No scope statement.\n"
        "\n"
        "therapy\n"
        '  therapy/treat             off      "..." says that you treat.\n'
    )


def test_types_are_listed_with_their_elements() -> None:
    assert run("types").stdout == (
        "intro-letter  (introductory letter)\n"
        "  scope-statement                 error\n"
        "  at most 400 words\n"
        "\n"
        "letter  (letter)\n"
        "  no required elements\n"
    )


def test_a_rule_is_explained() -> None:
    expected = (
        "therapy/treat  error\n"
        "\n"
        'What    "..." says that you treat.\n'
        "Why     Treating belongs to licensed care.\n"
        "Source  S1; S2\n"
        "Write   train / work with (client word)\n"
        "\n"
        "Flagged:\n"
        "  - We treat clients.   [treat]\n"
        "    We train clients.\n"
        "\n"
        "Left alone:\n"
        "  - We do not treat.   (negated)\n"
    )
    assert run("explain", "therapy/treat").stdout == expected
    assert run("explain", "treat").stdout == expected
    assert "Add     I do not diagnose or treat.\n" in run("explain", "scope-statement").stdout


def test_an_unknown_rule_is_guessed() -> None:
    result = run("explain", "therapy/treet")
    assert result.exit_code == 2
    assert result.stderr == "scopelint: unknown rule 'therapy/treet'; did you mean 'therapy/treat'?\n"


def test_a_phrase_is_explained() -> None:
    assert run("explain", "--text", "We treat.").stdout == (
        '"treat" is flagged by therapy/treat\n  whose act: sender\n'
    )
    assert run("explain", "--text", "We do not treat.", "--type", "letter").stdout == (
        '"treat" is left alone (therapy/treat)\n  whose act: sender\n  because: negated\n  decided by: "do not"\n'
    )
    assert run("explain", "--text", "Hello.").stdout == "Nothing here is a phrase that any rule looks for.\n"
    assert run("explain", "--text", "Hello.", "--type", "x").exit_code == 2
    assert run("explain").exit_code == 2
    assert run("explain", "therapy/treat", "--text", "Hello.").exit_code == 2


def test_the_version_is_said() -> None:
    assert run("--version").stdout == f"scopelint {scopelint.__version__}\n"


def test_every_command_has_help() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(200), command.name
        assert run(str(command.name), "--help").exit_code == 0
