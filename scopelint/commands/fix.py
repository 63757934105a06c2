"""`scopelint fix`: a person walks through the findings of documents and decides each."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from scopelint import batch, readers
from scopelint.config import guess
from scopelint.errors import ConfigError
from scopelint.reporters import View
from scopelint.terminal import styled


@click.command("fix")
@click.argument("paths", nargs=-1, metavar="[PATH|DIR]...")
@click.option("-i", "--interactive", is_flag=True, help="Decide each finding at the keyboard.")
@click.option("--type", "doctype", metavar="TYPE", help="The document type, when you know it better.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Without -i: make those fixes too that change what you claim."
)
@click.option(
    "--config", "given", type=click.Path(path_type=Path), metavar="FILE",
    help="Settings to use instead of the nearest .scopelint.yaml.",
)  # fmt: skip
def command(
    paths: tuple[str, ...], interactive: bool, doctype: str | None, unsafe_fixes: bool, given: Path | None
) -> None:
    """Put documents right, finding by finding.

    Without a name: the documents in this folder.
    """
    checkers = batch.Checkers(given=given)
    files = batch.discover(paths or (".",), readers.suffixes()).files
    if not files:
        raise ConfigError("there is no document here")
    work = [(path, checkers.at(path)) for path in files]
    known = work[0][1].rules.names.types
    if doctype is not None and doctype not in known:
        raise ConfigError(f"--type: unknown document type '{doctype}'{guess(doctype, known)}")
    if interactive:
        from scopelint import dialogue

        sys.exit(dialogue.run(work, doctype))
    from scopelint import fixing

    view = View(
        width=shutil.get_terminal_size().columns if sys.stdout.isatty() else 100,
        styled=styled(),
        colour=not os.environ.get("NO_COLOR"),
        titles=known,
    )
    options = {"unsafe_fixes": unsafe_fixes, "doctype": doctype, "diff": False, "stdin_filename": None}
    sys.exit(fixing.run(work, "text", view, exit_zero=False, **options))
