"""How a missing paragraph is written into the source of a document, in the manner of its format and its neighbours."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Collection
from html.parser import HTMLParser
from itertools import pairwise

from scopelint.document import Block, Document
from scopelint.lines import LABEL
from scopelint.placing import place, restyled
from scopelint.rule import RequiredRule

_BREAK = re.compile(r"\s*<br\s*/?>", re.IGNORECASE)
_BREAK_BEFORE = re.compile(r"<br\s*/?>\s*$", re.IGNORECASE)
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_TEXTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address"})
_INLINE = frozenset(
    {"b", "i", "em", "strong", "u", "s", "span", "a", "small", "font", "mark", "label", "sub", "sup", "code", "q"}
)  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "source", "wbr"})


def insert(document: Document, rule: RequiredRule, added: Collection[str] = ()) -> str:
    """Return the source of a text document with the paragraph of a missing element in its place.

    `added` holds the paragraphs that earlier calls have put in, so that they keep their order.
    """
    found = place(document, rule, added)
    paragraph = restyled(rule.insert, document)
    block = None if found.block is None else document.blocks[found.block]
    if document.format == "html":
        return _into_html(document, block, found.before, paragraph)
    return _into_lines(document, block, found.before, paragraph)


def _into_lines(document: Document, block: Block | None, before: bool, paragraph: str) -> str:
    source = document.source
    newline = "\r\n" if "\r\n" in source else "\n"
    if block is None:
        return source + newline + paragraph + newline
    if before:
        at = source.rfind("\n", 0, document.source_offset(block.start)) + 1
        above, below = source[:at].rstrip("\r\n").rpartition("\n")[2], _line(source, at)
    else:
        at = _line_end(source, document.source_offset(max(block.start, block.end - 1)) + 1)
        above, below = _line(source, source.rfind("\n", 0, at) + 1), _line(source, at + 1)
    dense = document.format == "text" and _is_label(paragraph) and _is_label(above)
    gap = newline if dense else newline * 2
    if not dense:
        paragraph = _wrapped(paragraph, document, newline)
    if before:
        follows = newline if dense and below.strip() and _is_label(below) else newline * 2
        lead = "" if not source[:at].strip() or source[:at].endswith(newline * 2) else newline
        return source[:at] + ("" if dense else lead) + paragraph + follows + source[at:]
    return source[:at] + gap + paragraph + (newline if below.strip() and not dense else "") + source[at:]


def _line(source: str, start: int) -> str:
    return source[start : _line_end(source, start)] if start < len(source) else ""


def _line_end(source: str, at: int) -> int:
    found = re.compile(r"\r?\n|$").search(source, at)
    return found.start() if found else len(source)


def _is_label(line: str) -> bool:
    return bool(LABEL.match(line.strip() + " ")) and ("__" in line or len(line) < 80)


def _wrapped(paragraph: str, document: Document, newline: str) -> str:
    """Break a paragraph into lines as wide as the document's own, where these are broken at a margin."""
    lines = document.source.splitlines()
    broken = [len(line) for line, after in pairwise(lines) if len(line) > 50 and after.strip()]
    if len(broken) < 3 or max(broken) > 120:
        return paragraph
    return newline.join(textwrap.wrap(paragraph, max(broken), break_long_words=False, break_on_hyphens=False))


def _into_html(document: Document, block: Block | None, before: bool, paragraph: str) -> str:
    source, text = document.source, html.escape(paragraph, quote=False)
    element = f"<p>{text}</p>"
    if block is None:
        return source + element
    start = document.source_offset(block.start)
    end = document.source_offset(max(block.start, block.end - 1)) + 1
    around = _around(source, start)
    if before:
        inline = _BREAK_BEFORE.search(source, around[0] if around else 0, start)
        if inline and around:
            return f"{source[:start]}{text}<br>\n<br>\n{source[start:]}"
        at = around[0] if around else start
        return f"{source[:at]}{element}\n{_indent(source, at)}{source[at:]}"
    following = _BREAK.match(source, end)
    if following and around:
        return f"{source[:end]}<br>\n<br>\n{text}{source[end:]}"
    at = around[1] if around else end
    return f"{source[:at]}\n{_indent(source, around[0] if around else start)}{element}{source[at:]}"


def _indent(source: str, at: int) -> str:
    line = source.rfind("\n", 0, at) + 1
    lead = source[line:at]
    return lead[: len(lead) - len(lead.lstrip())]


def _around(source: str, at: int) -> tuple[int, int] | None:
    """Return the range of the paragraph, list or table, tags and all, that holds a character."""
    outline = _Outline(source)
    holders = [element for element in outline.elements if element[1] <= at < element[2]]
    chosen: tuple[int, int] | None = None
    for name, start, end in sorted(holders, key=lambda element: -element[1]):
        if name in _TEXTS:
            return chosen or (start, end)
        if name in _LISTS:
            chosen = (start, end)
        elif chosen and name not in ("li", "dd", "dt"):
            break
        elif not chosen and name not in _INLINE | {
            "li",
            "dd",
            "dt",
            "td",
            "th",
            "tr",
            "tbody",
            "thead",
            "option",
            "select",
        }:
            return None
    return chosen


class _Outline(HTMLParser):
    """Notes where each element begins and ends; a missing end is where the element around it ends."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[tuple[str, int, int]] = []
        self._open: list[tuple[str, int]] = []
        self._lines = [0] + [found.end() for found in re.finditer("\n", source)]
        self._source = source
        self.feed(source)
        self.close()
        self._leave(0, len(source))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _leave(self, depth: int, end: int) -> None:
        while len(self._open) > depth:
            name, start = self._open.pop()
            self.elements.append((name, start, end))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if self._open and self._open[-1][0] == tag and tag in ("p", "li", "td", "tr", "dd", "dt", "option"):
            self._leave(len(self._open) - 1, self._here())
        self._open.append((tag, self._here()))

    def handle_endtag(self, tag: str) -> None:
        depth = next((at for at in range(len(self._open) - 1, -1, -1) if self._open[at][0] == tag), None)
        if depth is not None:
            here = self._here()
            self._leave(depth + 1, here)
            self._leave(depth, self._source.find(">", here) + 1 or len(self._source))
