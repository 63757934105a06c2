"""`scopelint cache`: what is kept between runs, and how to be rid of it."""

from __future__ import annotations

import click

from scopelint.terminal import say


@click.command("cache")
@click.argument("action", type=click.Choice(["info", "clear"]))
def command(action: str) -> None:
    """Say what is kept between runs (info), or remove it (clear)."""
    from scopelint import cache, entries

    place, rules = cache.folder(), entries.folder()
    if place is None or rules is None:
        say("there is no cache folder for this user; nothing is kept\n")
        return
    if action == "clear":
        say(f"removed {cache.prune(place, 0)} results from {place}\n")
        return
    listed = list(cache.listed(place))
    size = sum(entry.stat().st_size for entry in listed)
    say(f"{place}\n  {len(listed)} results, {size / 1e6:.1f} MB (at most {cache.MOST} are kept)\n")
    say(f"{rules}\n  the compiled rules\n")
