"""A person at the keyboard: what is shown of each finding, what is asked, and what comes of the answer."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from scopelint import allowing, atomic, batch, readers, walk
from scopelint.config import CONFIG_NAME
from scopelint.errors import ConfigError, DocumentError, ScopelintError
from scopelint.excerpt import Marked, carets, clean, excerpt, plain, wrap, wrap_marked
from scopelint.finding import Finding
from scopelint.terminal import complain, say, styled
from scopelint.walk import Walk

_KEYS = (
    ("1, 2 ...", "take that wording"),
    ("o", "write your own words"),
    ("s", "skip: leave it as it is (Enter does the same)"),
    ("i", "ignore: this phrase is right here; it is not shown again"),
    ("u", "undo the last step"),
    ("q", "save what is done, and stop"),
    ("x", "stop and save nothing"),
)
_COLOURS = {"error": "red", "warning": "yellow"}


def run(work: list[tuple[str, batch.Checker]], doctype: str | None) -> int:
    """Walk through one document after the other; return the exit code."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise ConfigError(
            "--interactive needs a keyboard and a screen; without them use check --fix or --diff"
        )
    left = troubles = 0
    for number, (path, checker) in enumerate(work, 1):
        try:
            data = readers.content(Path(path))
            walking = walk.start(checker.linter, path, data, doctype)
            if not walking.findings():
                say(f"{clean(path)}: nothing to decide\n")
                continue
            title = f"{clean(path)}" + (f"  (document {number} of {len(work)})" if len(work) > 1 else "")
            say("\n" + _bold(title) + f"\n{_kind(walking, checker)}\n")
            answer = _walk(walking)
            left += len(walking.state.result.findings)
            if answer == "x":
                complain("nothing was saved")
                return 1
            _save(walking, data)
            if answer == "q":
                break
        except DocumentError as error:
            complain(str(error))
            troubles += 1
    return 2 if troubles else int(left > 0)


def _kind(walking: Walk, checker: batch.Checker) -> str:
    result = walking.state.result
    title = checker.rules.names.types[result.doctype]
    return f"{title} ({result.doctype_reason})"


def _walk(walking: Walk) -> str:
    """Ask about each finding; return the last answer: q, x, or nothing when all is decided."""
    explained = False
    while findings := walking.findings():
        say(_shown(walking, findings[0], len(findings)))
        if not explained:
            say(_help())
            explained = True
        answer = _ask("[1 o s i u q x ?] > ").strip().lower()
        if answer in ("q", "x"):
            return answer
        _answered(walking, findings[0], answer)
    say("\nAll is decided here.\n")
    answer = "?" if walking.history else ""
    while answer not in ("", "u", "x", "q"):
        answer = _ask("Enter saves, u takes the last step back, x saves nothing > ").strip().lower()
    if answer == "u":
        walking.undo()
        return _walk(walking)
    return answer


def _ask(words: str) -> str:
    """Return what a person types; stopping (Ctrl-C, Ctrl-D) asks once more whether to save."""
    try:
        return str(click.prompt(words, prompt_suffix="", default="", show_default=False))
    except click.Abort:
        click.echo()
        try:
            return "q" if click.confirm("Save what is done so far?", default=False) else "x"
        except click.Abort:
            return "x"


def _answered(walking: Walk, finding: Finding, answer: str) -> None:
    offered = finding.suggestions if walking.can_take(finding) else ()
    try:
        if answer in ("", "s"):
            walking.skip(finding)
        elif answer == "u":
            say("One step back.\n" if walking.undo() else "There is no step to take back.\n")
        elif answer == "o" and walking.can_take(finding):
            _own(walking, finding)
        elif answer == "i" and not finding.quote:
            say(f"To do without it for good, add to {CONFIG_NAME}:  rules: {{{finding.rule}: off}}\n")
        elif answer == "i":
            say(f"It is allowed {walking.allow(finding)}.\n")
        elif answer.isdigit() and 1 <= int(answer) <= len(offered):
            walking.take(finding, offered[int(answer) - 1])
        else:
            say(_help() if answer == "?" else f"“{clean(answer)}” is not one of the choices.\n{_help()}")
    except ScopelintError as error:
        complain(str(error))


def _own(walking: Walk, finding: Finding) -> None:
    words = _ask("Your words (nothing: as it was) > ")
    if not words.strip() or words in ("q", "x"):
        return
    rule, before = finding.rule, len(walking.findings())
    walking.take(finding, words)
    now = walking.findings()
    if now and now[0].rule == rule and len(now) >= before:
        say("That is written. It would still be marked:\n")


def _save(walking: Walk, data: bytes) -> None:
    """Write the document and the settings; a file that changed meanwhile is left alone, and a copy written."""
    state, path = walking.state, Path(walking.name)
    if state.data != data:
        try:
            atomic.replace(path, state.data, expected=data)
        except DocumentError as error:
            path = path.with_name(f"{path.stem}.fixed{path.suffix}")
            atomic.replace(path, state.data)
            complain(f"{error}; your version is in {path}")
    if state.allowed:
        allowing.add(walking.config.path or path.with_name(CONFIG_NAME), state.allowed)
    changed, skipped, allowed = state.counts
    parts = [f"{changed} changed"] if changed else []
    parts += [f"{skipped} left as they are"] if skipped else []
    parts += [f"{allowed} allowed"] if allowed else []
    parts += [f"{len(walking.findings())} still to decide"] if walking.findings() else []
    done = ", ".join(parts) or "nothing changed"
    say(f"{clean(str(path))}: {done}; {'saved' if changed or allowed else 'not written'}\n")


def _shown(walking: Walk, finding: Finding, left: int) -> str:
    """Return a finding as a person reads it: its words, what they say, why, and the numbered wordings."""
    width = max(min(shutil.get_terminal_size().columns, 100) - 6, 20)
    where = finding.place or (f"line {finding.line}" if finding.quote else "whole document")
    level = _coloured(finding.level, _COLOURS.get(finding.level), bold=True)
    rule = click.style(finding.rule, dim=True) if styled() else finding.rule
    lines = ["", f"  {level}  {rule}  {where}", f"  {left} to decide", ""]
    marked = None
    if finding.quote:
        marked = excerpt(walking.state.document, finding.start, finding.end, 3 * width)
        lines += [f"    {line}" for line in _underlined(marked, width, finding.level)] + [""]
    for text in (finding.message, finding.why):
        lines += [f"    {clean(text)[start:end]}" for start, end in wrap(clean(text), width)]
    lines.append("")
    for number, suggestion in enumerate(finding.suggestions if walking.can_take(finding) else (), 1):
        lines += _choice(number, suggestion, marked, width)
    return "\n".join([*lines, "", ""])


def _choice(number: int, suggestion: str, marked: Marked | None, width: int) -> list[str]:
    """Return a wording as its sentence would read with it; a paragraph to add as it is."""
    if not suggestion:
        return [f"  {number}  leave these words out"]
    if marked is None:
        first, *rest = _paragraph(suggestion, width, "     ")
        return [f"  {number}  {first[5:]}", *rest]
    marked = _sentence(marked)
    text = marked.text[: marked.start] + clean(suggestion) + marked.text[marked.end :]
    new = Marked(text, marked.start, marked.start + len(clean(suggestion)))
    lines = []
    for part in wrap_marked(new, width):
        before, words, after = (
            part.text[: part.start],
            part.text[part.start : part.end],
            part.text[part.end :],
        )
        lines.append(before + (_coloured(words, "green") if words else "") + after)
    return [f"  {number}  {lines[0]}", *(f"     {line}" for line in lines[1:])]


def _sentence(marked: Marked) -> Marked:
    """Return the marked words in their sentence, without the ones around it."""
    before = list(re.finditer(r"(?<=[a-z0-9)][.?!]) (?=[A-Z“\"])", marked.text[: marked.start]))
    first = before[-1].end() if before else 0
    done = marked.text[: marked.end].rstrip().endswith((".", "?", "!"))
    after = None if done else re.compile(r"[.?!](?= |$)").search(marked.text, marked.end)
    last = marked.end if done else after.end() if after else len(marked.text)
    return Marked(marked.text[first:last], marked.start - first, marked.end - first)


def _paragraph(text: str, width: int, indent: str) -> list[str]:
    return [indent + _coloured(clean(text)[start:end], "green") for start, end in wrap(clean(text), width)]


def _underlined(marked: Marked, width: int, level: str) -> list[str]:
    lines: list[str] = []
    for part in wrap_marked(marked, width):
        if not styled():
            lines += [part.text, *([carets(part)] if part.end > part.start else [])]
            continue
        words = part.text[part.start : part.end]
        shown = (
            click.style(words, fg=_colour(_COLOURS.get(level)), bold=True, underline=True) if words else ""
        )
        lines.append(part.text[: part.start] + shown + part.text[part.end :])
    return lines


def _help() -> str:
    return "".join(f"    {key:<9} {does}\n" for key, does in _KEYS) + "\n"


def _bold(text: str) -> str:
    return click.style(text, bold=True) if styled() else plain(text)


def _coloured(text: str, colour: str | None, **looks: Any) -> str:
    return click.style(text, fg=_colour(colour), **looks) if styled() else plain(text)


def _colour(name: str | None) -> str | None:
    return None if os.environ.get("NO_COLOR") else name
