"""`scopelint check --fix` and `--diff`: files repaired one by one, and what is left to do by hand."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from scopelint import atomic, batch, readers, repair
from scopelint.errors import ScopelintError
from scopelint.repair import Repair
from scopelint.reporters import View, reporters
from scopelint.terminal import complain, styled

_LOOKS: dict[str, dict[str, Any]] = {"+": {"fg": "green"}, "-": {"fg": "red"}, "@": {"fg": "cyan"}}


def run(
    work: Iterable[tuple[str, batch.Checker]], output: str, view: View, *, exit_zero: bool, **options: Any
) -> int:
    """Repair the files of a check, or show how; return the exit code of what is left."""
    done: list[tuple[str, Repair]] = []
    troubles: list[str] = []
    fails = False
    for path, checker in work:
        try:
            made = _repaired(path, checker, options)
        except ScopelintError as error:
            troubles.append(str(error))
            continue
        if made.result.error is not None:
            troubles.append(made.result.error)
        done.append((path, made))
        fails = fails or checker.fails(made.result) or (options["diff"] and made.changed)
    _show(done, output, view, options)
    for note in [made.note for _, made in done if made.note and made.result.findings] + troubles:
        complain(note)
    return 2 if troubles else int(fails and not exit_zero)


def _repaired(path: str, checker: batch.Checker, options: dict[str, Any]) -> Repair:
    """Repair one file, and write it where it is a file and more than a diff is wanted."""
    name, unsafe = _name(path, options), bool(options["unsafe_fixes"])
    data = sys.stdin.buffer.read() if path == batch.STDIN else readers.content(Path(path))
    made = repair.repair(checker.linter, name, data, options["doctype"], unsafe=unsafe)
    if made.changed and path != batch.STDIN and not options["diff"]:
        atomic.replace(Path(path), made.data, expected=data)
    return made


def _show(done: Sequence[tuple[str, Repair]], output: str, view: View, options: dict[str, Any]) -> None:
    """Print the diffs; or what came from standard input, fixed, and what is left of all."""
    fixed = sum(len(made.fixed) for _, made in done)
    files = sum(made.changed for _, made in done)
    if options["diff"]:
        for path, made in done:
            click.echo("".join(_diff(_name(path, options), made)), nl=False, color=styled())
        complain(_said(fixed, files, "would fix") + "; nothing was written")
        return
    piped = [made for path, made in done if path == batch.STDIN]
    for made in piped:
        sys.stdout.buffer.write(made.data)
        sys.stdout.buffer.flush()
    text = "".join(reporters()[output]((made.result for _, made in done), view=view))
    click.echo(text, nl=False, color=styled(), err=bool(piped))
    complain(_said(fixed, files, "fixed"))
    left = [path for path, made in done if made.result.findings and path != batch.STDIN]
    if left and output == "text" and not view.quiet:
        told = f" --type {options['doctype']}" if options["doctype"] else ""
        file = left[0] if len(left) == 1 else "FILE"
        complain(f"decide the rest one by one: scopelint fix -i{told} {file}")


def _name(path: str, options: dict[str, Any]) -> str:
    return options["stdin_filename"] or "stdin.txt" if path == batch.STDIN else path


def _diff(name: str, done: Repair) -> Iterator[str]:
    """Yield the lines of a unified diff, coloured on a terminal."""
    before, after = (text.splitlines(keepends=True) for text in (done.before, done.after))
    coloured = styled() and not os.environ.get("NO_COLOR")
    for line in difflib.unified_diff(before, after, name, name):
        text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        looks: dict[str, Any] = (
            {"bold": True} if text.startswith(("+++ ", "--- ")) else _LOOKS.get(text[0], {})
        )
        yield click.style(text, **looks) if coloured and looks else text


def _said(fixed: int, files: int, verb: str) -> str:
    if not fixed:
        return "no fix that can be made without you" if verb == "fixed" else "no fix would change anything"
    return f"{verb} {fixed} problem{'s' * (fixed != 1)} in {files} file{'s' * (files != 1)}"
