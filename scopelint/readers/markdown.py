"""Markdown: blocks by markdown-it, inline markup taken off while every character keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scopelint.blockplan import Plan
from scopelint.decoding import decode
from scopelint.document import Document, Piece
from scopelint.errors import DocumentError
from scopelint.layout import Layout

_FRONT = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$",
    re.DOTALL | re.MULTILINE,
)
_TYPE = ("type", "doc_type", "doctype")
_DECLARED = re.compile(rf"^[\"']?(?:{'|'.join(_TYPE)})[ \t]*:", re.MULTILINE)
_SLOT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(?:(?!\1).)+(?<!\s)\1\s*\\?")
_MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<placeholder>\{\{.*?\}\}|<<[^<>\n]+>>|_{3,})"
    r"|(?P<code>`+)"
    r"|!?\[(?P<label>[^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>)"
    r"|<(?P<link>https?://[^<>\s]+|[^<>\s@]+@[^<>\s]+)>"
    r"|(?P<star>\*{1,3})|(?P<strike>~~)|(?P<under>_{1,2})",
    re.DOTALL,
)
_HTML_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "br",
        "center",
        "cite",
        "code",
        "del",
        "div",
        "em",
        "font",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "li",
        "mark",
        "ol",
        "p",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
    ]
)


def read(path: str, data: bytes) -> Document:
    """Return the document in a Markdown file."""
    return read_string(decode(data, path), path)


def read_string(source: str, name: str) -> Document:
    """Return the document that Markdown text holds.

    Raises:
        DocumentError: the front matter is not well formed.
    """
    doctype, line, body = _front_matter(source, name)
    builder = _Builder(source)
    for part in _parts(source, body):
        builder.take(*part)
    return builder.document(name, doctype, line)


def _front_matter(source: str, name: str) -> tuple[str | None, int | None, int]:
    """Return the declared type, its line, and where the body starts."""
    found = _FRONT.match(source)
    if not found:
        if re.match(r"---[ \t]*\r?\n[A-Za-z_-]+:", source):
            raise DocumentError(
                name, "the front matter that starts with “---” is never closed by another “---”", 1
            )
        return None, None, 0
    import yaml

    plain = _SLOT.sub(lambda slot: "x" * len(slot.group()), found.group(1))  # a template's are no YAML
    try:
        node = yaml.compose(plain, Loader=getattr(yaml, "CLoader", yaml.Loader))
    except yaml.MarkedYAMLError as error:
        if not _DECLARED.search(plain):
            return None, None, 0  # a letterhead between two rules
        mark = error.problem_mark
        raise DocumentError(
            name, f"the front matter cannot be read ({error.problem})", mark.line + 2 if mark else 1
        ) from error
    if node is not None and not isinstance(node, yaml.MappingNode):
        return None, None, 0
    if node is not None:
        for key, value in node.value:
            if key.value in _TYPE and isinstance(value, yaml.ScalarNode):
                return str(value.value), value.start_mark.line + 2, found.end()
    return None, None, found.end()


def _parts(source: str, body: int) -> Iterator[tuple[str, Any]]:
    """Yield what markdown-it finds: (kind, ranges of source lines) in reading order."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    starts = [body]
    for found in re.finditer(r"\r\n|\n|\r", source[body:]):
        starts.append(body + found.end())
    starts.append(len(source))
    stack: list[str] = []
    for token in parser.parse(source[body:]):
        if token.nesting == 1:
            stack.append(token.type)
            if token.type == "table_open":
                yield "table", None
            elif token.type == "tr_open" and token.map:
                yield "row", (starts[token.map[0]], starts[token.map[0] + 1])
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield "list", None
        elif token.nesting == -1:
            stack.pop()
            if token.type in ("bullet_list_close", "ordered_list_close"):
                yield "list-end", None
        elif token.type == "inline" and token.map and "tr_open" not in stack:
            yield _kind(stack), _ranges(token, starts, source, stack[-1] == "heading_open")
        elif token.type in ("fence", "code_block") and token.map:
            yield "code", [(starts[token.map[0]], starts[token.map[1]])]
        elif token.type == "html_block" and token.map:
            yield "html", [(starts[token.map[0]], starts[token.map[1]])]


def _kind(stack: list[str]) -> str:
    if stack[-1] == "heading_open":
        return "heading"
    if "list_item_open" in stack:
        return "item"
    return "quote" if "blockquote_open" in stack else "paragraph"


def _ranges(token: Any, starts: list[int], source: str, heading: bool) -> list[tuple[int, int]]:
    """Return where each line of an inline token stands: it is the end of its source line."""
    ranges = []
    for number, content in enumerate(token.content.split("\n")):
        line = token.map[0] + number
        raw = source[starts[line] : starts[line + 1]].rstrip()
        content = content.rstrip()
        if heading:
            raw = re.sub(r"\s+#+$", "", raw)
        begin = starts[line] + max(0, len(raw) - len(content))
        ranges.append((begin, starts[line] + len(raw)))
    return ranges


class _Builder:
    """Collects text, pieces and what to lay out; blocks are made when the text is whole."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.size = 0
        self.plan: list[tuple[str, int, int]] = []

    def take(self, kind: str, ranges: Any) -> None:
        """Add one part of the document."""
        if kind in ("table", "list", "list-end"):
            self.plan.append((kind, self.size, self.size))
        elif kind == "row":
            self._row(*ranges)
        else:
            bold = kind == "paragraph" and bool(_BOLD.fullmatch(self.source[slice(*ranges[0])]))
            if bold:
                self._lines("bold", ranges[:1])
            if ranges[bold:]:
                self._lines(kind, ranges[bold:])

    def _lines(self, kind: str, ranges: list[tuple[int, int]]) -> None:
        start = self.size
        for number, (begin, end) in enumerate(ranges):
            if number:
                self._append("\n", end=None)
            if kind == "code":
                self._copy(begin, end)
            else:
                self._inline(begin, end)
        self.plan.append((kind, start, self.size))
        self._append("\n", end=None)

    def _row(self, begin: int, end: int) -> None:
        self.plan.append(("row", self.size, self.size))
        text = self.source[begin:end]
        for cell in re.finditer(r"(?:\\\||[^|\n\r])+", text):
            start = self.size
            blank = len(cell.group()) - len(cell.group().lstrip())
            self._inline(begin + cell.start() + blank, begin + cell.start() + len(cell.group().rstrip()))
            if cell.group().strip() or cell.start():
                self.plan.append(("cell", start, self.size))
            self._append("\n", end=None)

    def _append(self, text: str, end: int | None) -> None:
        self.parts.append(text)
        self.size += len(text)

    def _copy(self, begin: int, end: int) -> None:
        """Copy a run of source unchanged."""
        if end > begin:
            self.pieces.append(Piece(self.size, begin, end - begin))
            self._append(self.source[begin:end], end)

    def _inline(self, begin: int, end: int) -> None:
        """Copy a line of source without its markup."""
        at = begin
        while at < end:
            found = _MARKUP.search(self.source, at, end)
            if found is None:
                break
            kept = self._kept(found, begin, end)
            if kept is None:
                self._copy(at, found.end())
            else:
                self._copy(at, found.start())
                if found.lastgroup == "label":
                    self._inline(*kept)
                else:
                    self._copy(*kept)
            at = found.end()
        self._copy(at, end)

    def _kept(self, found: re.Match[str], begin: int, end: int) -> tuple[int, int] | None:
        """Return the range that markup leaves, or None where it is no markup."""
        name = found.lastgroup or ""
        if name == "placeholder" or (name == "tag" and _tag_name(found.group()) not in _HTML_TAGS):
            return None
        if name in ("escaped", "label", "link"):
            return found.span(name)
        if name in ("star", "under"):
            before = self.source[found.start() - 1] if found.start() > begin else " "
            after = self.source[found.end()] if found.end() < end else " "
            if (before.isspace() and after.isspace()) or (
                name == "under" and before.isalnum() and after.isalnum()
            ):
                return None
        return found.end(), found.end()

    def document(self, name: str, doctype: str | None, line: int | None) -> Document:
        """Lay out what was collected."""
        text = "".join(self.parts)
        layout = Layout(text)
        Plan(layout).run(self.plan)
        return Document(
            name, "markdown", text, tuple(layout.blocks), tuple(self.pieces), self.source, doctype, line
        )


def _tag_name(tag: str) -> str:
    return re.sub(r"[^a-z0-9].*", "", tag.strip("</").lower(), flags=re.DOTALL)
