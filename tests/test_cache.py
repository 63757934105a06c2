"""Results kept between runs: the same as new ones, never stale, never in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scopelint import batch, cache
from scopelint.config import Config

ROOT = Path(__file__).parent.parent
TEXT = "# Letter\n\nWe treat back pain and see our patients daily.\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("scopelint.cache.folder", lambda: tmp_path / "results")
    return tmp_path / "results"


def checker(config: Config | None = None) -> batch.Checker:
    return batch.Checkers(lambda base: config or base, cached=True).at("")


def entries(place: Path) -> list[Path]:
    return [Path(entry.path) for entry in cache.listed(place)]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "corpus" / "dev" / "documents").iterdir())[:30], ids=lambda path: path.name
)
def test_a_kept_result_is_the_same_as_a_new_one(kept: Path, path: Path) -> None:
    new = checker().check(str(path))
    again = checker().check(str(path))
    assert again == new and len(entries(kept)) == 1


def test_changed_text_settings_or_type_are_checked_anew(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT)
    first = checker().check(str(file))
    file.write_text(TEXT.replace("treat", "train"))
    assert len(checker().check(str(file)).findings) < len(first.findings)
    file.write_text(TEXT)
    off = checker(Config(rules={"therapy": "off"})).check(str(file))
    assert not any(finding.family == "therapy" for finding in off.findings)
    assert checker().check(str(file), "intro-letter").missing
    assert len(entries(kept)) == 4


def test_a_moved_file_keeps_its_result_under_its_new_path(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    for folder in ("one", "two"):
        (tmp_path / folder / "a.md").write_text(TEXT)
        assert checker().check(str(tmp_path / folder / "a.md")).path == str(tmp_path / folder / "a.md")
    assert len(entries(kept)) == 1


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\0" * 100])
def test_a_bad_entry_is_no_entry(kept: Path, tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT)
    new = checker().check(str(file))
    (entry,) = entries(kept)
    entry.write_bytes(damage)
    assert checker().check(str(file)) == new
    assert checker().check(str(file)) == new


def test_errors_are_not_kept(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"broken")
    assert checker().check(str(file)).error is not None and entries(kept) == []


def test_the_oldest_entries_go(kept: Path) -> None:
    for number in range(12):
        place = kept / f"{number:02x}"
        place.mkdir(parents=True)
        (place / "entry").write_bytes(b"x")
    assert cache.prune(kept, 5) == 7 and len(entries(kept)) == 5


HEAVY = (
    "spacy", "numpy", "yaml", "rich", "lxml", "markdown_it", "scopelint.engine", "scopelint.rule", "scopelint.layout",
)  # fmt: skip


def test_an_unchanged_letter_imports_nothing_heavy(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT)
    code = (
        "import sys\nfrom scopelint.cli import main\n"
        f"try: main(['check', '-q', {str(file)!r}])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
    assert done.stdout.splitlines()[-1] == "[]"
