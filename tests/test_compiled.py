"""The compiled rule set: the same rules again, from a cache that nothing can break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from scopelint import compiled, rulefiles
from scopelint import entries as kept
from scopelint.config import Config
from scopelint.datadir import data_dir
from scopelint.engine import Linter
from scopelint.errors import RuleFileError
from scopelint.rule import Pattern, Ruleset

ROOT = Path(__file__).parent.parent
LETTER = "Dear Dr. Lee,\n\nWe diagnose and treat her shoulder pain at Iron & Oak.\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own for each test, and nothing remembered in the process."""
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "cache")
    compiled._loaded.cache_clear()
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with both entries, compiled once for the tests that only need them there."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "folder", lambda: folder)
        compiled._loaded.cache_clear()
        assert findings(Linter())
    return folder


def fresh() -> compiled.Compiled:
    compiled._loaded.cache_clear()
    return compiled.of(Config())


def bare(value: object) -> object:
    """Leave out the nodes of patterns, which a compiled rule set has in its tables."""
    if isinstance(value, Pattern):
        return Pattern(value.text, ())
    if isinstance(value, tuple):
        return tuple(map(bare, value))
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return type(value)(**{f.name: bare(getattr(value, f.name)) for f in fields(value)})
    return value


def findings(linter: Linter) -> list[tuple[str, int, int]]:
    return [(f.rule, f.start, f.end) for f in linter.check(LETTER).findings]


def test_the_second_load_is_the_same_rule_set(cache: Path) -> None:
    read = rulefiles.load()
    assert bare(compiled.of(Config()).ruleset) == bare(read)
    assert [path.suffix for path in cache.iterdir()] == [".rules"]
    again = fresh().ruleset
    assert isinstance(again, Ruleset)
    assert again == bare(read)


def test_findings_are_the_same_from_files_from_the_cache_and_from_a_given_rule_set(cache: Path) -> None:
    first = findings(Linter())
    assert first
    assert sorted(path.suffix for path in cache.iterdir()) == [".clues", ".frames", ".rules", ".types"]
    compiled._loaded.cache_clear()
    again = Linter()
    assert findings(again) == first
    assert findings(Linter(ruleset=again.ruleset)) == first
    assert findings(Linter(ruleset=rulefiles.load())) == first


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        ("rules", b""),
        ("rules", b"short"),
        ("rules", b"\0" * 4000),
        ("frames", b"short"),
        ("frames", b"\0" * 4000),
        ("clues", b"short"),
        ("clues", b"\0" * 4000),
        ("types", b"short"),
        ("types", b"\0" * 4000),
    ],
)
def test_a_bad_entry_is_a_miss(cache: Path, entries: Path, damage: bytes, kind: str) -> None:
    shutil.copytree(entries, cache)
    compiled._loaded.cache_clear()
    first = findings(Linter())
    (entry,) = cache.glob(f"*.{kind}")
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    compiled._loaded.cache_clear()
    assert findings(Linter()) == first
    assert entry.read_bytes() == whole
    entry.write_bytes(whole[:-7])
    compiled._loaded.cache_clear()
    assert findings(Linter()) == first


def test_names_are_those_of_the_rules_and_kept_beside_them(cache: Path, entries: Path) -> None:
    shutil.copytree(entries, cache)
    names, rules = fresh().names, fresh().ruleset
    assert set(names.rules) == {
        r.id for listed in (rules.rules, rules.document_rules, rules.required) for r in listed
    }
    assert names.types["intro-letter"] == rules.doctypes["intro-letter"].title
    (entry,) = cache.glob("*.names")
    again = fresh()
    assert again.names == names and "ruleset" not in vars(again)
    entry.write_bytes(b"short")
    assert fresh().names == names


def test_no_cache_folder_is_fine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept, "folder", lambda: None)
    assert findings(Linter())
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(kept, "folder", lambda: blocked / "below")
    compiled._loaded.cache_clear()
    assert findings(Linter())


def test_changed_or_added_rule_files_are_read_anew(tmp_path: Path) -> None:
    before = compiled._key([data_dir("rules")])
    extra = tmp_path / "rules"
    extra.mkdir()
    assert compiled._key([data_dir("rules"), extra]) != before
    (extra / "claim").mkdir()
    with_folder = compiled._key([data_dir("rules"), extra])
    path = extra / "claim" / "wonder.yaml"
    path.write_text("kind: rule\n", encoding="utf-8")
    assert compiled._key([data_dir("rules"), extra]) != with_folder
    with pytest.raises(RuleFileError, match="wonder"):
        Linter(Config(extra_rules=(str(extra),)))
    with pytest.raises(RuleFileError, match="does not exist"):
        Linter(Config(extra_rules=(str(tmp_path / "nowhere"),)))


def test_old_entries_go(cache: Path) -> None:
    cache.mkdir()
    for number in range(30):
        (cache / f"old{number}.rules").write_bytes(b"")
        os.utime(cache / f"old{number}.rules", (number, number))
    Linter().pipeline  # noqa: B018
    left = {path.name for path in cache.iterdir()}
    assert len(left) <= kept._KEEP + 1
    assert "old0.rules" not in left


def test_own_names_stay_with_their_linter() -> None:
    named = Linter(replace(Config(), practice_names=("Iron & Oak", "Treat Yourself", "ACME")))
    plain = Linter()
    words = "We send her to Iron & Oak and to ACME."
    for linter, expected in ((named, 2), (plain, 0), (Linter(), 0)):
        sentence = linter.pipeline.read(_document(words)).sentence(0, 0)
        assert len(sentence.hits.all("own-name")) == expected


def _document(text: str):  # type: ignore[no-untyped-def]
    from scopelint.document import Block, Document, Piece

    return Document("x", "text", text, (Block("paragraph", 0, len(text)),), (Piece(0, 0, len(text)),), text)


def test_loading_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom scopelint import compiled, config\ncompiled.of(config.Config()).ruleset\n"
        "print([m for m in ('spacy', 'numpy', 'yaml', 'click') if m in sys.modules])"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    for expected in ("['yaml']", "[]"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_the_wheel_gets_all_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [path.name for path in compiled.build(tmp_path)]
    key = compiled._key([data_dir("rules")])
    kinds = ("names", "rules", "frames", "clues", "elements", "types")
    assert names == [f"{key}.{kind}" for kind in kinds]
    assert all((tmp_path / name).stat().st_size > 1_000 for name in names)
