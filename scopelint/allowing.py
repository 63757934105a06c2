"""Phrases that a person allows, written into a `.scopelint.yaml` whose other lines stay as they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scopelint import atomic
from scopelint.configfile import load
from scopelint.errors import ConfigError

_NEW = "# Settings of scopelint for the documents in this folder and below.\n"


def add(path: Path, phrases: Sequence[tuple[str, str]]) -> None:
    """Add each (rule, phrase) under `allow`; a file that is not there yet is made.

    Raises:
        ConfigError: the file is not one that scopelint understands; then it stays as it is.
    """
    before = path.read_bytes() if path.exists() else None
    text = _NEW if before is None else before.decode("utf-8-sig")
    if before is not None:
        load(path)
    for rule, phrase in phrases:
        text = _with(text, rule, phrase)
    atomic.replace(path, text.encode(), expected=before)
    try:
        load(path)
    except ConfigError:
        if before is not None:
            atomic.replace(path, before)
        raise


def _with(text: str, rule: str, phrase: str) -> str:
    """Return the text of a settings file with one more allowed phrase."""
    written = json.dumps(phrase, ensure_ascii=False)
    allow = _value(_root(text), "allow")
    if allow is None or not allow.value:
        lead, _, rest = _without_empty(text)
        return f"{lead}allow:\n  {rule}:\n    - {written}\n{rest}"
    listed = _value(allow, rule)
    if listed is None:
        return _new_entry(text, allow, rule, written)
    if listed.flow_style:
        at = listed.end_mark.index - 1
        return f"{text[:at]}{', ' if listed.value else ''}{written}{text[at:]}"
    indent = " " * listed.value[0].start_mark.column
    at = _line_end(text, listed.value[-1].end_mark.index)
    return f"{text[:at]}\n{indent[:-2]}- {written}{text[at:]}"


def _new_entry(text: str, allow: Any, rule: str, written: str) -> str:
    if allow.flow_style:
        at = allow.end_mark.index - 1
        return f"{text[:at]}, {rule}: [{written}]{text[at:]}"
    indent = " " * allow.value[0][0].start_mark.column
    at = allow.value[0][0].start_mark.index
    return f"{text[:at]}{rule}:\n{indent}  - {written}\n{indent}{text[at:]}"


def _without_empty(text: str) -> tuple[str, str, str]:
    """Return what is before and behind an `allow:` that holds nothing; all of the text where there is none."""
    lines = text.splitlines(keepends=True)
    at = next(
        (at for at, line in enumerate(lines) if line.split("#")[0].strip() in ("allow:", "allow: {}")), None
    )
    if at is None:
        return text + ("\n" if text and not text.endswith("\n") else ""), "", ""
    return "".join(lines[:at]), lines[at], "".join(lines[at + 1 :])


def _root(text: str) -> Any:
    import yaml

    return yaml.compose(text, Loader=yaml.BaseLoader)


def _value(node: Any, name: str) -> Any:
    """Return the node under a key of a mapping, None where there is none."""
    return next((value for key, value in node.value if key.value == name), None) if node else None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
