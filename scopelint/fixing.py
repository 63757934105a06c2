"""`scopelint check --fix` and `--diff`: files repaired one by one, and what is left to do by hand."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from scopelint import atomic, batch, readers, repair
from scopelint.errors import ScopelintError
from scopelint.finding import FileResult
from scopelint.repair import Repair
from scopelint.reporters import View, reporters
from scopelint.terminal import complain, styled


def run(
    work: Iterable[tuple[str, batch.Checker]], output: str, view: View, *, exit_zero: bool, **options: Any
) -> int:
    """Repair the files of a check, or show how; return the exit code of what is left."""
    results: list[FileResult] = []
    troubles: list[str] = []
    fixed = changed = 0
    fails = False
    for path, checker in work:
        try:
            done = _repaired(path, checker, options)
        except ScopelintError as error:
            troubles.append(str(error))
            continue
        if done.result.error is not None:
            troubles.append(done.result.error)
        results.append(done.result)
        fixed, changed = fixed + len(done.fixed), changed + done.changed
        fails = fails or checker.fails(done.result) or (options["diff"] and done.changed)
    said = _said(fixed, changed, written=not options["diff"])
    if options["diff"]:
        complain(said)
    else:
        aside = (
            any(result.path == _name(batch.STDIN, options) for result in results) and not sys.stdin.isatty()
        )
        click.echo(reporters()[output](results, view=view), nl=False, color=styled(), err=aside)
        complain(said)
    for trouble in troubles:
        complain(trouble)
    return 2 if troubles else int(fails and not exit_zero)


def _repaired(path: str, checker: batch.Checker, options: dict[str, Any]) -> Repair:
    """Repair one file and write it, or print it where it came from standard input, or print its diff."""
    name, unsafe = _name(path, options), bool(options["unsafe_fixes"])
    data = sys.stdin.buffer.read() if path == batch.STDIN else readers.content(Path(path))
    done = repair.repair(checker.linter, name, data, options["doctype"], unsafe=unsafe)
    if options["diff"]:
        click.echo("".join(_diff(name, done)), nl=False, color=styled())
    elif path == batch.STDIN:
        sys.stdout.buffer.write(done.data)
        sys.stdout.buffer.flush()
    elif done.changed:
        atomic.replace(Path(path), done.data, expected=data)
    return done


def _name(path: str, options: dict[str, Any]) -> str:
    return options["stdin_filename"] or "stdin.txt" if path == batch.STDIN else path


def _diff(name: str, done: Repair) -> Iterator[str]:
    before, after = (text.splitlines(keepends=True) for text in (done.before, done.after))
    for line in difflib.unified_diff(before, after, name, name):
        text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(text[0])
        yield click.style(text, fg=colour) if styled() and colour and text[:3] not in ("+++", "---") else text


def _said(fixed: int, changed: int, *, written: bool) -> str:
    if not fixed:
        return (
            "nothing to fix by itself; see the suggestions above"
            if written
            else "no fix would change anything"
        )
    problems = f"{fixed} problem{'s' * (fixed != 1)} in {changed} file{'s' * (changed != 1)}"
    return f"fixed {problems}" if written else f"would fix {problems}"
