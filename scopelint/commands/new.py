"""`scopelint new`: a document to start from, with all that its type must hold."""

from __future__ import annotations

from pathlib import Path

import click

from scopelint import batch
from scopelint.config import guess
from scopelint.errors import ConfigError
from scopelint.terminal import say


@click.command("new")
@click.argument("doctype", metavar="[TYPE]", required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Where to write: .md, .txt or .docx.  [default: TYPE.md]",
)  # fmt: skip
@click.option("--list", "listed", is_flag=True, help="List the types that there are documents for.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def command(doctype: str | None, output: Path | None, listed: bool, force: bool) -> None:
    """Write a document of a type to start from."""
    from scopelint import atomic, starters

    known = starters.known()
    if listed:
        titles = batch.Checkers().at("").rules.names.types
        say("".join(f"{name:<20} {titles[name]}\n" for name in known))
        return
    if doctype is None:
        raise click.UsageError("Name a type, or see `scopelint new --list`.")
    if doctype not in known:
        raise ConfigError(f"unknown document type '{doctype}'{guess(doctype, known)}")
    target = output or Path(f"{doctype}.md")
    if target.exists() and not force:
        raise ConfigError(f"{target}: this file is there already; choose another with -o, or use --force")
    atomic.replace(target, starters.write(doctype, target.suffix.lower()))
    say(f"{target}: fill in what stands in brackets, then run: scopelint check {target}\n")
