"""What every command says to a person: plain or styled, on standard output or as a complaint."""

from __future__ import annotations

import os
import sys

import click

from scopelint.excerpt import plain


def styled() -> bool:
    """Say whether standard output shows colours and any letter."""
    utf = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return utf and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Print a text that ends its own lines."""
    click.echo(text if styled() else plain(text), nl=False)


def complain(problem: str) -> None:
    """Print one line of trouble to standard error."""
    click.echo(f"scopelint: {problem}", err=True)
