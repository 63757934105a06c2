"""`scopelint new`: a document to start from, with all that its type must hold."""

from __future__ import annotations

import io
from pathlib import Path

import click

from scopelint import atomic, batch
from scopelint.config import guess
from scopelint.datadir import data_dir
from scopelint.errors import ConfigError, MissingExtra
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
    """Write a starting document of a type, with every required element and placeholders."""
    folder = data_dir("rules") / "templates"
    known = sorted(path.stem for path in folder.glob("*.md"))
    if listed:
        titles = batch.Checkers().at("").linter.ruleset.doctypes
        say("".join(f"{name:<20} {titles[name].title}\n" for name in known))
        return
    if doctype is None:
        raise click.UsageError("Name a type, or see `scopelint new --list`.")
    if doctype not in known:
        raise ConfigError(f"unknown document type '{doctype}'{guess(doctype, known)}")
    target = output or Path(f"{doctype}.md")
    if target.exists() and not force:
        raise ConfigError(
            f"{target}: this file is there already; choose another name with -o, or use --force"
        )
    text = (folder / f"{doctype}.md").read_text("utf-8")
    atomic.replace(target, _written(text, doctype, target))
    say(f"{target}: fill the placeholders in, then run: scopelint check {target}\n")


def _written(text: str, doctype: str, target: Path) -> bytes:
    suffix = target.suffix.lower()
    if suffix == ".docx":
        return _word(text)
    if suffix in (".txt", ".text"):
        return _plain(text).encode()
    if suffix in (".md", ".markdown"):
        return f"---\ntype: {doctype}\n---\n\n{text}".encode()
    raise ConfigError(f"{target}: a new document is written as .md, .txt or .docx")


def _plain(text: str) -> str:
    """Return Markdown as a person types it: headings in capitals, table rows as 'label: value'."""
    lines = []
    for line in text.splitlines():
        cells = _cells(line)
        if cells and set("".join(cells)) <= set("-: "):
            continue
        lines.append(
            " | ".join(cells) if cells else line.lstrip("# ").upper() if line.startswith("#") else line
        )
    return "\n".join(lines) + "\n"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def _word(text: str) -> bytes:
    try:
        from docx import Document
    except ImportError as error:
        raise MissingExtra("Word files", "docx") from error

    document = Document()
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        cells = _cells(line)
        if cells:
            rows += [cells] if not set("".join(cells)) <= set("-: ") else []
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, said in zip(row.cells, texts, strict=True):
                    cell.text = said
            rows = []
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), len(line) - len(line.lstrip("#")))
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line[:1].isdigit() and line[1:3] == ". ":
            document.add_paragraph(line[3:], style="List Number")
        elif line.strip():
            document.add_paragraph(line.rstrip())
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
