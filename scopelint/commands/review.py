"""`scopelint review`: a Word file comes back with comments and tracked changes, as from a colleague."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from scopelint import batch
from scopelint.errors import ConfigError, DocumentError
from scopelint.finding import Finding
from scopelint.terminal import complain, say


@click.command("review")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Where the reviewed copy goes.  [default: NAME.reviewed.docx]",
)  # fmt: skip
@click.option("--type", "doctype", metavar="TYPE", help="The document type, when you know it better.")
@click.option("--comments-only", is_flag=True, help="Comments, and no tracked changes.")
@click.option("--unsafe-fixes", is_flag=True, help="Track those changes too that change what you claim.")
@click.option("--force", is_flag=True, help="Replace a reviewed copy that is there already.")
@click.option(
    "--config", "given", type=click.Path(path_type=Path), metavar="FILE", help="Settings to use instead."
)
def command(
    path: Path,
    output: Path | None,
    doctype: str | None,
    comments_only: bool,
    unsafe_fixes: bool,
    force: bool,
    given: Path | None,
) -> None:
    """Write a copy of a Word file with a comment on each finding; the file itself stays as it is."""
    from scopelint import atomic, readers, wordreview

    target = output or path.with_name(f"{path.stem}.reviewed{path.suffix}")
    if path.suffix.lower() not in (".docx", ".docm", ".dotx", ".dotm"):
        raise DocumentError(path, "only Word files can be reviewed; for others see scopelint check --diff")
    if target.exists() and (target.resolve() == path.resolve() or not force):
        raise ConfigError(f"{target}: this file is there already; choose another with -o, or use --force")
    checker = batch.Checkers(given=given).at(str(path))
    data = readers.content(path)
    result = checker.check_bytes(str(path), data, doctype)
    if result.error is not None:
        raise DocumentError(path, result.error.removeprefix(f"{path}: "))
    done = wordreview.review(data, result, unsafe=unsafe_fixes, changes=not comments_only)
    atomic.replace(target, done.data)
    say(f"{target}: {_counted(done.commented, 'comment')}, {_counted(done.changed, 'tracked change')}")
    say(f", {_counted(done.listed, 'remark')} in the comment at the top\n" if done.listed else "\n")
    if checker.fails(result):
        waits = "; accept or reject each change in Word" if done.changed else "; the comments say how"
        complain(f"something should be changed before this is sent{waits}")
        sys.exit(1)


def _counted(findings: Sequence[Finding], what: str) -> str:
    return f"{len(findings) or 'no'} {what}{'' if len(findings) == 1 else 's'}"
