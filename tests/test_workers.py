"""Several processes: the same results in the same order, and a dead process costs its file only."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from scopelint import workers
from scopelint.engine import Linter
from scopelint.finding import FileResult

TASK = workers.Task((), None, False, "letter")


def letters(folder: Path, count: int) -> list[str]:
    for number in range(count):
        (folder / f"{number:02d}.md").write_text(f"We treat back pain. Visit {number}.\n")
    (folder / "05.docx").write_bytes(b"broken")
    return sorted(str(path) for path in folder.iterdir())


def said(results: list[FileResult]) -> list[tuple[str, str | None, list[str]]]:
    return [(r.path, r.error, [f.message for f in r.findings]) for r in results]


def test_results_are_the_same_and_in_order(tmp_path: Path) -> None:
    paths = letters(tmp_path, 12)
    alone = [workers._alone(TASK, path) for path in paths]
    together = list(workers.results(TASK, paths, 2))
    assert said(together) == said(alone)
    assert [result.path for result in together if result.error] == [str(tmp_path / "05.docx")]


def test_settings_of_the_command_line_reach_every_process(tmp_path: Path) -> None:
    paths = letters(tmp_path, 4)
    task = workers.Task((("ignore", ("therapy",)),), None, False, "letter")
    assert not any(result.findings for result in workers.results(task, paths, 2))


def test_the_number_of_processes_follows_the_work(tmp_path: Path) -> None:
    paths = letters(tmp_path, 12)
    assert workers.number(None, paths) == 1
    assert workers.number(3, paths) == 3
    assert workers.number(50, paths[:2]) == 2


def test_the_command_says_the_same_with_one_process_and_two(tmp_path: Path) -> None:
    letters(tmp_path, 12)
    outputs = []
    for jobs in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "scopelint",
            "check",
            str(tmp_path),
            "--jobs",
            jobs,
            "--no-cache",
            "-q",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1] and outputs[0].count("therapy/treat") == 12


def test_a_process_that_dies_costs_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = letters(tmp_path, 3)
    monkeypatch.setattr(workers, "_begin", sys.exit)
    assert len(list(workers.results(TASK, paths, 2))) == len(paths)


def _found(text: str) -> list[str]:
    return [finding.quote for finding in _LINTER.check(text, "letter").findings]


_LINTER = Linter()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_a_linter_made_before_a_fork_serves_the_children(tmp_path: Path) -> None:
    """A web server loads it once and forks: its processes read what is kept at the same time."""
    listed = [
        ("fear", "joy"),
        ("hip", "knee"),
        ("back", "neck"),
        ("ankle", "wrist"),
        ("elbow", "jaw"),
        ("toe", "rib"),
    ]
    texts = [f"We {verb} {a} pain and {b} with {tool}." for a, b in listed for verb, tool in _ACTS]
    _found("We treat backs.")
    with multiprocessing.get_context("fork").Pool(4) as pool:
        together = pool.map(_found, texts, chunksize=1)
    assert together == list(map(_found, texts))
    assert all(together)


_ACTS = [
    ("treat", "ultrasound"),
    ("diagnose", "cupping"),
    ("cure", "laser"),
    ("rehab", "e-stim"),
    ("heal", "massage"),
]
