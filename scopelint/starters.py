"""Starting documents: the shipped text of a type as Markdown, plain text or Word, with slots in each one's manner."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from scopelint.datadir import data_dir
from scopelint.errors import ConfigError, MissingExtra

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_GAP, _WIDTH = 3, 78
"""Of plain text: blanks between the columns of a table, columns of a line."""


def known() -> list[str]:
    """Return the types that there is a starting document for."""
    return sorted(path.stem for path in (data_dir("rules") / "templates").glob("*.md"))


def write(doctype: str, suffix: str) -> bytes:
    """Return the starting document of a type as a file with that ending.

    Raises:
        ConfigError: no document is written in that format.
        MissingExtra: a Word file is wanted and python-docx is not installed.
    """
    text = (data_dir("rules") / "templates" / f"{doctype}.md").read_text("utf-8")
    if suffix not in _FORMATS:
        raise ConfigError(
            f"a new document is written as {', '.join(_FORMATS)}, not as “{suffix or 'no ending'}”"
        )
    return _FORMATS[suffix](doctype, text)


def _markdown(doctype: str, text: str) -> bytes:
    """Return Markdown in which each line of an address or a label stays a line of its own."""
    lines = text.splitlines()
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    broken = (f"{line}  " if _is_prose(line) and _is_prose(after) else line for line, after in pairs)
    return f"---\ntype: {doctype}\n---\n\n{chr(10).join(broken)}\n".encode()


def _plain(doctype: str, text: str) -> bytes:
    """Return text as a person types it: headings in capitals, tables in columns."""
    lines: list[str] = []
    for part in _parts(_friendly(text)):
        if isinstance(part, list):
            widths = [max(map(len, column)) + _GAP for column in zip(*part, strict=True)]
            lines += ["".join(map(str.ljust, row, widths)).rstrip() for row in part]
        else:
            text = part.lstrip("# ").upper() if part.startswith("#") else part
            hang = " " * (len(text) - len(text.lstrip("-0123456789. "))) if not _is_prose(text) else ""
            lines += textwrap.wrap(text, _WIDTH, subsequent_indent=hang, break_on_hyphens=False) or [""]
    return ("\n".join(lines) + "\n").encode()


def _word(doctype: str, text: str) -> bytes:
    """Return a Word file with real headings, lists and tables."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtra("Word files", "docx") from error
    document = docx.Document()
    for part in _parts(_friendly(text), together=True):
        if isinstance(part, list):
            _table(document, part)
        elif part.startswith("#"):
            document.add_heading(part.lstrip("# "), len(part) - len(part.lstrip("#")))
        elif part.startswith("- "):
            document.add_paragraph(part[2:], style="List Bullet")
        elif re.match(r"\d\. ", part):
            document.add_paragraph(part[3:], style="List Number")
        elif part.strip("- "):
            document.add_paragraph(part)
    held = io.BytesIO()
    document.core_properties.title = doctype.replace("-", " ").capitalize()
    document.core_properties.author = document.core_properties.comments = ""
    document.save(held)
    return held.getvalue()


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, said in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(said).bold = not number
    document.add_paragraph()


def _friendly(text: str) -> str:
    """Return a text whose slots read as a person would write them: [Provider name]."""
    return _SLOT.sub(lambda slot: f"[{slot.group(1).replace('_', ' ').capitalize()}]", text)


def _parts(text: str, *, together: bool = False) -> Iterator[str | list[list[str]]]:
    """Yield lines, and tables as rows of cells; `together`: lines of prose without a blank between as one."""
    rows: list[list[str]] = []
    prose: list[str] = []
    for line in [*text.splitlines(), ""]:
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if rows and not cells:
            yield rows
            rows = []
        if prose and not (together and _is_prose(line)):
            yield "\n".join(prose)
            prose = []
        if cells:
            rows += [cells] if set("".join(cells)) - set("-: ") else []
        elif together and _is_prose(line):
            prose.append(line)
        elif line or not together:
            yield line


def _is_prose(line: str) -> bool:
    return bool(line.strip()) and not re.match(r"[#|-]|\d\. |☐", line)


_FORMATS = {".md": _markdown, ".markdown": _markdown, ".txt": _plain, ".text": _plain, ".docx": _word}
