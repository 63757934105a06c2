"""The commands in a real terminal, with the real engine: underlining, colour, progress, a reader that hangs up."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from scopelint import cli

ROOT = Path(__file__).parent.parent
CHECK = [sys.executable, "-m", "scopelint", "check", "examples/letter-first-draft.md"]

pty = pytest.importorskip("pty", reason="pseudo-terminals exist on Unix only")


def shown(command: list[str] = CHECK, **environment: str) -> str:
    """Return what a terminal of 80 columns receives."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "COLUMNS")}
    settings = {**kept, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **environment}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=ROOT, stdout=theirs, stderr=theirs, stdin=theirs, env=settings)
    os.close(theirs)
    data = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        data += part
    os.close(ours)
    assert process.wait() == 1
    return data.decode("utf-8")


def test_a_terminal_shows_the_phrase_underlined_and_coloured() -> None:
    text = shown()
    assert "\x1b[1;4;31mtreat\x1b[0m" in text
    assert "^^^" not in text
    assert "“treat”" in text


def test_no_color_keeps_underlining_without_colour_and_narrow_lines_fit() -> None:
    text = shown(NO_COLOR="1", COLUMNS="50")
    assert "\x1b[1;4mtreat\x1b[0m" in text
    assert not any(f"{colour}m" in text for colour in (31, 32, 33, 36))
    for line in text.splitlines():
        bare = re.sub(r"\x1b\[[0-9;]*m", "", line)
        assert len(bare) <= 50, bare


def test_a_dumb_terminal_gets_plain_text() -> None:
    text = shown(TERM="dumb")
    assert "\x1b" not in text
    assert "^^^^^" in text


def test_a_reader_that_hangs_up_hears_nothing_more() -> None:
    process = subprocess.Popen(CHECK, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("second", "barred"), [(0.6, True), (0.1, False)])
def test_more_than_a_second_of_work_shows_how_far_it_is(
    second: float, barred: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = count()
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(cli, "_now", lambda: next(ticks) * second)
    assert list(cli._with_progress(["a", "b", "c", "d"])) == ["a", "b", "c", "d"]
    assert ("Reading" in sys.stderr.getvalue()) is barred  # type: ignore[attr-defined]


def test_no_progress_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(cli, "_now", lambda: float(next(ticks)))
    assert list(cli._with_progress(["a", "b", "c"])) == ["a", "b", "c"]
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_a_diff_is_coloured_unless_that_is_unwanted() -> None:
    diff = [*CHECK, "--diff", "--unsafe-fixes"]
    coloured, plain = shown(diff), shown(diff, NO_COLOR="1")
    assert "\x1b[32m+I do not diagnose, treat, or provide therapy." in coloured
    assert "\x1b[31m-" in coloured
    assert "\x1b[3" not in plain and "\n+I do not diagnose, treat, or provide therapy." in plain
