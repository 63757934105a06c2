"""Fixes written into files: only the words that change, nothing lost, the same again on a second run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from scopelint import atomic, repair
from scopelint.cli import main
from scopelint.config import Config
from scopelint.engine import Linter
from scopelint.errors import DocumentError

LINTER = Linter()
LETTER = (
    "# Letter\n\nDear Dr. Lee,\n\nWe **treat** back pain and see our patients daily.\n\nSincerely,\n\nJo\n"
)
FIXED = LETTER.replace("treat", "provide exercise programming for clients with").replace(
    "our patients", "our clients"
)


def run(*arguments: str, input: bytes | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments), input=input)
    return done.exit_code, done.output


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(LETTER)
    run("check", "--unsafe-fixes", "--type", "letter", str(file))
    assert file.read_text() == FIXED
    run("check", "--unsafe-fixes", "--type", "letter", str(file))
    assert file.read_text() == FIXED


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("cp1252", b"")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_mark_and_line_ends_stay(tmp_path: Path, encoding: str, mark: bytes, newline: str) -> None:
    file = tmp_path / "a.txt"
    before = "Café letter\n\nWe treat back pain at the café.\n\nNo newline at the end".replace("\n", newline)
    file.write_bytes(mark + before.encode(encoding))
    run("check", "--unsafe-fixes", "--type", "letter", str(file))
    after = before.replace("treat", "provide exercise programming for clients with")
    assert file.read_bytes() == mark + after.encode(encoding)


def test_markup_and_entities_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(
        "<p>Tea &amp; talk.</p>\n<p>We <b>treat</b> back&nbsp;pain &amp; see <i>our patients</i>.</p>\n"
    )
    run("check", "--unsafe-fixes", "--type", "letter", str(file))
    after = file.read_text()
    assert after.startswith("<p>Tea &amp; talk.</p>\n<p>We <b>")
    assert "<i>our clients</i>" in after and "treat" not in after


def test_safe_fixes_alone_change_no_claim(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(LETTER)
    code, said = run("check", "--fix", "--type", "letter", str(file))
    assert code == 1 and "treat" in file.read_text() and "therapy/treat" in said


def test_diff_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(LETTER)
    code, said = run("check", "--diff", "--unsafe-fixes", "--type", "letter", str(file))
    assert code == 1 and file.read_text() == LETTER
    assert "-We **treat** back pain and see our patients daily." in said
    assert (
        "+We **provide exercise programming for clients with** back pain and see our clients daily." in said
    )


def test_standard_input_is_fixed_to_standard_output() -> None:
    command = [
        sys.executable,
        "-m",
        "scopelint",
        "check",
        "-",
        "--stdin-filename",
        "a.md",
        "--unsafe-fixes",
        "--type",
        "letter",
    ]
    done = subprocess.run(command, input=LETTER.encode(), capture_output=True, check=False)
    assert done.stdout.decode() == FIXED and done.returncode == 0


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "link.md"
    file.write_text(LETTER)
    file.chmod(0o640)
    link.symlink_to(file)
    run("check", "--unsafe-fixes", "--type", "letter", str(link))
    assert link.is_symlink() and file.read_text() == FIXED and file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("new")
    with pytest.raises(DocumentError, match="changed"):
        atomic.replace(file, b"fixed", expected=b"old")
    assert file.read_text() == "new"


def test_missing_elements_are_added_in_their_place(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("Dear {{provider}},\n\nMy name is {{name}}.\n\nSincerely,\n\n{{name}}\n")
    code, said = run("check", "--unsafe-fixes", "--type", "intro-letter", str(file))
    text = file.read_text()
    result = LINTER.check_file(file, doctype="intro-letter")
    assert result.missing == () and code == 0, said
    assert text.index("Dear") < text.index("I do not diagnose") < text.index("Sincerely")
    assert text.index("Enclosed") < text.index("Sincerely")


def test_slots_are_written_in_the_documents_own_style() -> None:
    text = "Progress report\n\nClient: [CLIENT NAME]\n\nChair stands: [BASELINE] to [CURRENT]\n"
    done = repair.repair(LINTER, "a.txt", text.encode(), "progress-report", unsafe=True)
    assert "Next report: [END PLUS 30 DAYS]." in done.after and "{{" not in done.after


def test_word_files_keep_their_looks(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    file = tmp_path / "a.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("We ")
    paragraph.add_run("treat").bold = True
    paragraph.add_run(" back pain.").italic = True
    document.save(file)
    code, said = run("check", "--unsafe-fixes", "--type", "letter", str(file))
    runs = [(r.text, r.bold, r.italic) for r in docx.Document(file).paragraphs[0].runs if r.text]
    assert code == 0, said
    assert (
        "".join(text for text, _, _ in runs) == "We provide exercise programming for clients with back pain."
    )
    assert ("provide exercise programming for clients with", True, None) in runs
    assert runs[-1][2] is True


def test_a_sign_that_the_encoding_lacks_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scopelint.sourcefix.apply", lambda document, edits: document.source + "→")
    with pytest.raises(DocumentError, match="cp1252"):
        repair.repair(LINTER, "a.txt", "Café: we treat back pain.".encode("cp1252"), "letter", unsafe=True)


PIECES = [
    "We treat back pain. ",
    "Our patients love it. ",
    "Thank you. ",
    "☐ Ultrasound\n",
    "\n\n",
    "She walks. ",
    "A ",
    "é",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_fixing_is_idempotent_and_touches_only_its_edits(parts: list[str]) -> None:
    text = "".join(parts)
    if not text.strip():
        return
    once = repair.repair(LINTER, "a.md", text.encode(), "letter", unsafe=True)
    twice = repair.repair(LINTER, "a.md", once.data, "letter", unsafe=True)
    assert twice.after == once.after
    assert once.after.count("Thank you. ") == text.count("Thank you. ")
    assert once.after.count("é") == text.count("é")


def test_a_comment_allows_a_rule_in_its_line() -> None:
    text = "We treat back pain. <!-- scopelint: allow therapy/treat -->\n\nWe treat knees.\n"
    document = repair.readers.read_bytes("a.md", text.encode())
    assert [finding.line for finding in LINTER.check_document(document, "letter").findings] == [3]


def test_settings_allow_a_phrase() -> None:
    linter = Linter(Config(allow={"therapy/treat": ("treat",)}))
    assert not linter.check("We treat back pain.", doctype="letter").findings


def test_a_file_that_is_only_read_is_reported_and_left_alone(tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    before = b"Subject: x\nContent-Type: text/plain\n\nDear Dr. Lee,\n\nWe treat back pain.\n"
    mail.write_bytes(before)
    code, said = run("check", "--unsafe-fixes", "--type", "letter", str(mail))
    assert code == 1 and "therapy/treat" in said and "nothing can be written into .eml files" in said
    assert mail.read_bytes() == before


def test_a_write_protected_file_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_text("old")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(DocumentError, match="write-protected"):
        atomic.replace(file, b"new")
    assert file.read_text() == "old"


def test_a_full_disk_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DocumentError, match="No space left"):
        atomic.replace(file, b"new")
    assert file.read_text() == "old" and [path.name for path in tmp_path.iterdir()] == ["a.md"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "naïve “quotes” ", "½ ", "ß"]), min_size=1, max_size=8),
    st.sampled_from(
        [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("cp1252", b"")]
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_an_encoding_comes_back_as_it_was(
    parts: list[str], encoding: tuple[str, bytes], newline: str, ends: bool
) -> None:
    name, mark = encoding
    text = ("Café. " + "".join(parts).replace("☐ ", "")).strip().replace("\n", newline) + newline * ends
    data = mark + text.encode(name)
    done = repair.repair(LINTER, "a.txt", data, "letter", unsafe=True)
    assert done.data == mark + done.after.encode(name)
    assert done.after.endswith(newline) == ends
    assert ("\r" in done.after, done.after.count("\n")) == ("\r" in text, text.count("\n"))
    if not done.changed:
        assert done.data == data


DEV = Path(__file__).parent.parent / "corpus" / "dev"
LABELLED = [
    json.loads(line)
    for file in sorted(DEV.glob("documents*.jsonl"))
    for line in file.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("label", LABELLED, ids=lambda label: Path(label["file"]).name)
def test_a_whole_document_is_fixed_once_and_holds_all_it_must(label: dict[str, str]) -> None:
    path = DEV / label["file"]
    if path.suffix == ".docx":
        pytest.importorskip("docx")
    once = repair.repair(LINTER, path.name, path.read_bytes(), label["doc_type"], unsafe=True)
    assert once.result.missing == ()
    left = [f.rule for f in once.result.findings if any(fix.safety != "manual" for fix in f.fixes)]
    assert left == []
    assert repair.repair(LINTER, path.name, once.data, label["doc_type"], unsafe=True).data == once.data
