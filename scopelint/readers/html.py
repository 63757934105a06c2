"""HTML pages and mails: text with entities resolved, every character with its place in the source.

The standard library's parser is used because it is the one that says where each tag and each run of text stands;
lxml and selectolax give lines at best.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from scopelint.decoding import decode
from scopelint.document import Block, BlockKind, Document, Piece
from scopelint.layout import Layout, boxes_in, lay_out, lay_out_bold
from scopelint.lines import box_length

_SKIPPED = frozenset({"script", "style", "template", "noscript", "svg", "math", "object"})
_BLOCKS: dict[str, str] = {
    "p": "paragraph", "div": "paragraph", "section": "paragraph", "article": "paragraph", "header": "paragraph",
    "footer": "paragraph", "main": "paragraph", "aside": "paragraph", "address": "paragraph", "form": "paragraph",
    "fieldset": "paragraph", "figure": "paragraph", "figcaption": "paragraph", "body": "paragraph", "nav": "paragraph",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "title": "heading", "legend": "heading", "caption": "heading", "li": "item", "dt": "cell", "dd": "cell",
    "blockquote": "quote", "td": "cell", "th": "cell", "label": "field", "option": "option", "button": "field",
    "pre": "paragraph", "hr": "paragraph", "ul": "paragraph", "ol": "paragraph", "dl": "paragraph", "tr": "paragraph",
    "table": "paragraph", "tbody": "paragraph", "thead": "paragraph", "select": "paragraph", "summary": "heading",
}  # fmt: skip


_BOLD = ("b", "strong")


def read(path: str, data: bytes) -> Document:
    """Return the document in an HTML file."""
    source = decode(data, path)
    parser = _Parser(source)
    parser.feed(source)
    parser.close()
    parser.flush()
    text = "".join(parser.parts)
    layout = Layout(text)
    _lay_out(layout, parser.plan)
    return Document(path, "html", text, tuple(layout.blocks), tuple(parser.pieces), source)


class _Parser(HTMLParser):
    """Collects text with its pieces, and which kind of block each stretch is."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.lines = [0] + [found.end() for found in re.finditer("\n", source)]
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.plan: list[tuple[str, int, int]] = []
        self.size = self.opened = 0
        self.kind = "paragraph"
        self.bold, self.unbold = 0, False
        """How many bold tags are open; whether the stretch holds a word outside of them."""
        self.skipping: list[str] = []
        self.stack: list[str] = []

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def flush(self) -> None:
        """Close the stretch of text that is open."""
        if self.size > self.opened:
            bold = self.kind == "paragraph" and not self.unbold
            self.plan.append(("bold" if bold else self.kind, self.opened, self.size))
            self.parts.append("\n")
            self.size += 1
        self.opened, self.unbold = self.size, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.skipping:
            self.skipping += [tag] * (tag == self.skipping[-1])
            return
        if (
            tag in _SKIPPED
            or "hidden" in given
            or "display:none" in (given.get("style") or "").replace(" ", "")
        ):
            if tag not in ("input", "br", "img", "meta", "link", "hr"):
                self.skipping.append(tag)
            return
        if tag == "br":
            self._add("\n")
        elif tag in _BOLD:
            self.bold += 1
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self._add(" ____ ")
        elif tag in _BLOCKS:
            self.flush()
            if tag in ("tr", "table", "ul", "ol", "dt"):
                self.plan.append((tag, self.size, self.size))
            self.kind = self._kind_of(tag)
            self.stack.append(tag)

    def _kind_of(self, tag: str) -> str:
        """Return the kind of a stretch; a paragraph inside a cell or an item stays cell or item."""
        kind = _BLOCKS[tag]
        if kind in ("paragraph", "field"):
            for outer in reversed(self.stack):
                if _BLOCKS.get(outer) in ("cell", "item", "quote"):
                    return _BLOCKS[outer]
                if outer in ("table", "ul", "ol", "body"):
                    break
        return kind

    def _input(self, given: dict[str, str | None]) -> None:
        kind = (given.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            self._add("☐ ")
        elif kind in ("submit", "button"):
            self.flush()
        elif kind != "hidden":
            self._add(" ____ ")

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        if tag in _BOLD:
            self.bold = max(0, self.bold - 1)
        if tag in _BLOCKS:
            self.flush()
            if tag in ("ul", "ol", "table"):
                self.plan.append((f"{tag}-end", self.size, self.size))
            while tag in self.stack and self.stack.pop() != tag:
                pass
            self.kind = self._kind_of(self.stack[-1]) if self.stack else "paragraph"

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self._copy(data, self._here())

    def _copy(self, data: str, at: int) -> None:
        """Copy a run; outside <pre> a run of blanks and line breaks reads as one blank."""
        for run in re.finditer(r"\S+|\s+", data):
            if run.group().isspace() and "pre" not in self.stack:
                if self.size > self.opened and not self.parts[-1][-1:].isspace():
                    self.pieces.append(Piece(self.size, at + run.start(), 1))
                    self._add(" ")
                continue
            self.pieces.append(Piece(self.size, at + run.start(), len(run.group())))
            self._add(run.group())

    def _add(self, text: str) -> None:
        if not self.skipping:
            self.unbold = self.unbold or (not self.bold and not text.isspace())
            self.parts.append(text)
            self.size += len(text)

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name};" if self.source.startswith(f"&{name};", self._here()) else f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name};")

    def _entity(self, written: str) -> None:
        """Copy a character reference; what only looks like one (AT&T) is text."""
        text = html.unescape(written)
        if self.skipping:
            return
        if text == written:
            self._copy(written, self._here())
            return
        self.pieces.append(Piece(self.size, self._here(), 1))
        self._add(text[:1])
        if len(text) > 1 and written.endswith(text[1:]):
            self._copy(text[1:], self._here() + len(written) - len(text) + 1)


def _lay_out(layout: Layout, plan: list[tuple[str, int, int]]) -> None:
    row: int | None = None
    header: list[int | None] = []
    cells: list[int | None] = []
    rows, term = 0, False
    intros: list[int | None] = []
    for kind, start, end in plan:
        if kind in ("table", "dt"):  # a term and what is said of it are a row under no head
            term = kind == "dt"
            header, rows, cells, row = [], 0, [], None
        elif kind == "tr":
            header = cells if rows == 1 else header
            row, cells, rows = None, [], rows + 1
        elif kind in ("ul", "ol"):
            intros.append(layout.intro)
        elif kind in ("ul-end", "ol-end"):
            layout.intro = intros.pop() if intros else None
        elif kind == "cell":
            column = header[len(cells)] if rows > 1 and len(cells) < len(header) else None
            index = _cell(layout, start, end, row, column)
            cells.append(index)
            if term and row is None:
                layout.intro = index  # of a list in what is said of it
            row = index if row is None else row
        elif not kind.endswith("-end"):
            _stretch(layout, kind, start, end)


def _cell(layout: Layout, start: int, end: int, row: int | None, column: int | None) -> int | None:
    skip = box_length(layout.text[start:end])
    kind: BlockKind = "option" if skip else "cell"
    index = layout.add(kind, start + skip, end)
    if index is not None:
        block = layout.blocks[index]
        layout.blocks[index] = Block(kind, block.start, block.end, block.heading, None, row, column)
    return index


def _stretch(layout: Layout, kind: str, start: int, end: int) -> None:
    if kind == "heading":
        layout.head(start, end)
    elif boxes_in(layout, start, end) if "\n" not in layout.text[start:end] else False:
        return
    elif kind == "bold":
        lay_out_bold(layout, start, end)
    elif kind == "item":
        layout.add("item", start, end, intro=layout.intro)
    elif kind in ("quote", "option", "field") and "\n" not in layout.text[start:end]:
        block: BlockKind = "quote" if kind == "quote" else "option" if kind == "option" else "field"
        layout.add(block, start, end, intro=layout.intro)
    else:
        lay_out(layout, start, end)
