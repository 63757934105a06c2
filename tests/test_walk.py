"""A walk through findings: every step can be undone, nothing is written before the end, allowed stays allowed."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from scopelint import allowing, walk
from scopelint.config import Config
from scopelint.configfile import load
from scopelint.engine import Linter
from scopelint.errors import ConfigError, DocumentError
from scopelint.finding import Finding

LINTER = Linter()
TREATED = "We treat back pain."
TEXT = "Dear Dr. Lee,\n\nWe treat back pain.\n\nWe offer cupping to members.\n\nOur patients come daily.\n\nSincerely,\nJo\n"


def walking(name: str = "a.md", text: str = TEXT, doctype: str = "letter") -> walk.Walk:
    return walk.start(LINTER, name, text.encode(), doctype)


def first(walk: walk.Walk, rule: str) -> Finding:
    return next(finding for finding in walk.findings() if finding.rule == rule)


def test_each_step_is_undone_in_turn() -> None:
    steps = walking()
    states = [steps.state]
    steps.take(steps.findings()[0], "train")
    states.append(steps.state)
    steps.skip(steps.findings()[0])
    states.append(steps.state)
    steps.allow(steps.findings()[0])
    assert steps.findings() == []
    for state in reversed(states):
        assert steps.undo() and steps.state == state
    assert not steps.undo()
    assert steps.state.data == TEXT.encode()


def test_own_words_that_cross_a_line_are_asked_about_again() -> None:
    steps = walking()
    steps.take(first(steps, "therapy/treat"), "diagnose")
    assert steps.findings()[0].family == "diagnosis"


def test_what_is_missing_comes_last_and_in_order() -> None:
    steps = walking(doctype="intro-letter")
    names = [finding.rule for finding in steps.findings()]
    content = [name for name in names if not name.startswith("required/")]
    assert names[: len(content)] == content
    while steps.findings():
        finding = steps.findings()[0]
        steps.take(finding, finding.suggestions[0])
    said = steps.state.document.text
    order = ["Dear", "I do not diagnose", "complements", "written referral", "Enclosed", "Sincerely"]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("a.md", "We treat pain.\n", "We treat pain. <!-- scopelint: allow therapy/treat -->\n"),
        ("a.md", "We treat\r\npain.\r\n", "We treat <!-- scopelint: allow therapy/treat -->\r\npain.\r\n"),
        ("a.html", "<p>We treat pain.</p>", "<p>We treat pain.</p> <!-- scopelint: allow therapy/treat -->"),
        ("a.j2", "We treat pain.\n", "We treat pain. {# scopelint: allow therapy/treat #}\n"),
        ("a.hbs", "We treat pain.\n", "We treat pain. {{! scopelint: allow therapy/treat }}\n"),
        ("a.liquid", "We treat.\n", "We treat. {% comment %}scopelint: allow therapy/treat{% endcomment %}\n"),
    ],
)  # fmt: skip
def test_a_phrase_is_allowed_where_it_stands(name: str, text: str, written: str) -> None:
    steps = walking(name, text)
    assert "comment" in steps.allow(first(steps, "therapy/treat"))
    assert steps.state.data.decode() == written
    assert steps.findings() == []
    assert [f.rule for f in LINTER.check_bytes(name, steps.state.data, "letter").findings] == []


def test_only_the_phrase_that_is_meant_is_allowed() -> None:
    steps = walking("a.html", "<p>☐ Ultrasound / e-stim as needed</p>", "referral-form")
    content = [finding for finding in steps.findings() if finding.family == "modality"]
    assert len(content) == 2
    steps.allow(content[0])
    assert 'allow modality/named "ultrasound" -->' in steps.state.document.source
    assert [f.quote for f in steps.findings() if f.family == "modality"] == [content[1].quote]


def test_plain_text_has_no_comments_so_the_settings_are_asked_for() -> None:
    steps = walking("a.txt", "We treat pain. We treat knees.\n")
    finding = steps.findings()[0]
    assert ".scopelint.yaml" in steps.allow(finding)
    assert steps.state.allowed == (("therapy/treat", finding.quote),)
    assert finding.quote not in [other.quote for other in steps.findings()]
    assert steps.state.data == b"We treat pain. We treat knees.\n"


def test_a_tag_that_runs_over_a_line_is_not_torn() -> None:
    page = '<p>We treat pain. <a\nhref="x">More</a></p>'
    steps = walking("a.html", page)
    steps.allow(first(steps, "therapy/treat"))
    assert "<a\nhref" in steps.state.document.source


@pytest.mark.parametrize(
    "before",
    [
        None,
        "mode: final\n",
        "mode: final",
        "allow:\nmode: final\n",
        "allow:\n  therapy: [a therapy dog]\nmode: final\n",
        "allow:\n  therapy/treat:\n    - as a treat  # ours\nmode: final\n",
        "allow:\n  therapy/treat: [as a treat]\n",
        "allow: {therapy/treat: [as a treat]}\n",
        "allow: {therapy: [a therapy dog]} # ours\nmode: final\n",
    ],
)
def test_settings_gain_a_phrase_and_keep_the_rest(tmp_path: Path, before: str | None) -> None:
    file = tmp_path / ".scopelint.yaml"
    old = Config()
    if before is not None:
        file.write_text(before)
        old = load(file)
    allowing.add(file, [("therapy/treat", 'treat: "so"'), ("claim", "cure")])
    new = load(file)
    assert new.mode == old.mode
    assert new.allow["therapy/treat"] == (*old.allow.get("therapy/treat", ()), 'treat: "so"')
    assert new.allow["claim"] == ("cure",)
    assert new.allow.get("therapy") == old.allow.get("therapy")
    assert "# ours" in file.read_text() or "# ours" not in (before or "")


def test_settings_that_are_not_understood_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / ".scopelint.yaml"
    file.write_text("alow: {}\n")
    with pytest.raises(ConfigError):
        allowing.add(file, [("claim", "cure")])
    assert file.read_text() == "alow: {}\n"


def test_files_that_are_only_read_say_so() -> None:
    mail = b"Subject: x\nContent-Type: text/plain\n\nWe treat back pain.\n"
    with pytest.raises(DocumentError, match=r"nothing can be written into \.eml"):
        walk.start(LINTER, "a.eml", mail)


def test_word_files_are_walked_too(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph(TREATED)
    made.save(tmp_path / "a.docx")
    steps = walk.start(LINTER, "a.docx", (tmp_path / "a.docx").read_bytes(), "letter")
    finding = steps.findings()[0]
    steps.take(finding, "train people")
    assert TREATED.replace(finding.quote, "train people") in steps.state.document.text
    assert steps.findings() == []


def talk(answers: list[str | bytes], *arguments: str, cwd: Path) -> tuple[int, str]:
    """Answer `scopelint fix` at a pseudo-terminal; return its exit code and all that it said."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals exist on Unix only")
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # one that is ignored stays so in a child
        os.environ.update(
            TERM="xterm", PYTHONPATH=str(Path(__file__).parent.parent), PYTHONIOENCODING="utf-8"
        )
        os.execv(sys.executable, [sys.executable, "-m", "scopelint", "fix", *arguments])
    said, left, limit = "", list(answers), time.monotonic() + 60
    while time.monotonic() < limit:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        try:
            said += os.read(terminal, 65536).decode("utf-8", "replace") if ready else ""
        except OSError:
            break
        if not ready and left and said.rstrip("\0").endswith(("> ", "[y/N]: ")) and not said.endswith("\0"):
            answer = left.pop(0)
            os.write(terminal, answer if isinstance(answer, bytes) else f"{answer}\n".encode())
            said += "\0"
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def test_a_person_decides_at_the_keyboard(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    code, said = talk(
        ["?", "1", "s", "u", "o", "mobility drills", "i", ""], "-i", "--type", "letter", "a.md", cwd=tmp_path
    )
    text = (tmp_path / "a.md").read_text()
    assert (code, "2 changed, 1 allowed; saved" in said) == (0, True), said
    assert "We provide exercise programming for clients with back pain." in text
    assert "We offer mobility drills to members." in text
    assert "Our patients come daily. <!-- scopelint: allow identity/patient -->" in text
    assert text.startswith("Dear Dr. Lee,") and text.endswith("Sincerely,\nJo\n")


@pytest.mark.parametrize(
    ("answers", "saved"),
    [
        (["1", "x"], False),
        (["1", "q"], True),
        (["1", b"\x03", "n"], False),
        (["1", b"\x03", "y"], True),
        (["1", b"\x04", "y"], True),
        (["1", b"\x03", b"\x03"], False),
    ],
)
def test_stopping_saves_only_what_a_person_wants(
    tmp_path: Path, answers: list[str | bytes], saved: bool
) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    code, _ = talk(answers, "-i", "--type", "letter", "a.md", cwd=tmp_path)
    assert code == 1
    assert ((tmp_path / "a.md").read_text() != TEXT) is saved


def test_a_phrase_of_plain_text_goes_into_the_settings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TREATED)
    quote = LINTER.check(TREATED, doctype="letter").findings[0].quote
    code, said = talk(["i", ""], "-i", "--type", "letter", cwd=tmp_path)
    assert (code, "1 allowed" in said) == (0, True), said
    assert load(tmp_path / ".scopelint.yaml").allow == {"therapy/treat": (quote,)}


def test_without_a_keyboard_it_says_what_to_use(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.md").write_text(TEXT)
    command = [sys.executable, "-m", "scopelint", "fix", "-i", str(tmp_path / "a.md")]
    done = subprocess.run(command, input=b"1\n", capture_output=True, check=False)
    assert done.returncode == 2
    assert b"needs a keyboard" in done.stderr
    assert (tmp_path / "a.md").read_text() == TEXT
