"""The hook, installed from this checkout by the real pre-commit program, on a repository of templates."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = (
    "scopelint",
    "rules",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)

BAD = "# Service overview\n\nWe treat chronic low back pain with dry needling.\n"
GOOD = "---\ntype: letter\n---\n\nDear {{provider}},\n\nThank you for your time last week.\n\n{{date}}\n"

CONFIG = """\
repos:
  - repo: {repo}
    rev: v0
    hooks:
      - id: scopelint
"""


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *names, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment(folder),
    )


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home"), "PRE_COMMIT_COLOR": "never"}


def index_is_reachable(folder: Path) -> bool:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--no-cache-dir",
        "-d",
        str(folder),
        "click",
    ]
    return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode == 0


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of templates whose hook comes from a snapshot of this checkout, uncommitted work included."""
    top = tmp_path_factory.mktemp("hook")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    if not index_is_reachable(top / "probe"):
        pytest.skip("no package index is reachable, and pre-commit installs the hook's libraries from one")
    source, repository = top / "scopelint-source", top / "templates"
    source.mkdir()
    repository.mkdir()
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, source / name)
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Snapshot"), ("tag", "v0")):
        done = git(source, *arguments)
        assert done.returncode == 0, done.stderr
    assert git(repository, "init", "-q").returncode == 0
    (repository / ".pre-commit-config.yaml").write_text(CONFIG.format(repo=source.as_uri()), "utf-8")
    (repository / ".scopelint.yaml").write_text("mode: template\n", "utf-8")
    program = [sys.executable, "-m", "pre_commit", "install", "--install-hooks"]
    done = subprocess.run(
        program, cwd=repository, capture_output=True, text=True, check=False, env=environment(repository)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return repository


def commit(repository: Path) -> subprocess.CompletedProcess[str]:
    assert git(repository, "add", "-A").returncode == 0
    return git(repository, "commit", "-m", "Change a template")


def test_a_violating_template_is_stopped_and_a_clean_one_passes(templates: Path) -> None:
    (templates / "thanks.md").write_text(GOOD, "utf-8")
    good = commit(templates)
    assert good.returncode == 0, good.stdout + good.stderr

    (templates / "overview.md").write_text(BAD, "utf-8")
    bad = commit(templates)
    shown = bad.stdout + bad.stderr
    assert bad.returncode != 0
    assert "overview.md" in shown
    assert "therapy/treat" in shown
    assert "    We treat chronic low back pain with dry needling.\n       ^^^^^" in shown
    assert "thanks.md" not in shown
    assert "Traceback" not in shown


def test_a_word_template_is_read_by_the_hook(templates: Path) -> None:
    from docx import Document

    git(templates, "reset", "-q", "--hard")
    document = Document()
    document.add_paragraph("Our therapists offer ultrasound.")
    document.save(str(templates / "overview.docx"))
    shown = commit(templates)
    assert shown.returncode != 0
    assert "overview.docx" in shown.stdout + shown.stderr
    assert "ultrasound" in shown.stdout + shown.stderr


def test_the_hook_asks_for_every_format_that_can_be_read() -> None:
    import re

    import yaml

    from scopelint.readers import suffixes

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == ("scopelint", "scopelint check", "python")
    assert hook["require_serial"] is True
    for suffix in set(suffixes()) - {".pdf", ".rtf"}:  # they need extras, which a hook asks for itself
        assert re.search(hook["files"], f"letters/one{suffix}"), suffix
        assert re.search(hook["files"], f"letters/one{suffix.upper()}"), suffix
    assert not re.search(hook["files"], "tool.py")
