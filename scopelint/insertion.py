"""How a missing paragraph is written into the source of a document, in the manner of its format and its neighbours."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

from scopelint.document import Block, Document
from scopelint.lines import LABEL
from scopelint.placing import place, restyled
from scopelint.rule import RequiredRule

_BREAK = re.compile(r"\s*<br\s*/?>", re.IGNORECASE)
_BREAKS = re.compile(r"(?:\s*<br\s*/?>){2}|\s*<br\s*/?>\s*</", re.IGNORECASE)
_BREAK_BEFORE = re.compile(r"<br\s*/?>\s*$", re.IGNORECASE)
_UNDERLINE = re.compile(r"\s{0,3}(?:-{2,}|={2,})\s*$")
"""What makes a title of the line above."""
_TAG = re.compile(r"<[A-Za-z/!]")
_FAR = 2_000
"""Characters that a tag has at most."""
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_TEXTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address"})
_INLINE = frozenset(
    {"b", "i", "em", "strong", "u", "s", "span", "a", "small", "font", "mark", "label", "sub", "sup", "code", "q",
    "o:p"}
)  # fmt: skip
_LONG = 60
"""Characters from which on a paragraph shows how the document's prose looks."""
_ITEMS = frozenset({"li", "dd", "dt"})
_CELLS = frozenset({"td", "th", "tr", "tbody", "thead", "option", "select"})
_NOTHING = r"(?:\s|&nbsp;|&#160;|<br\s*/?>|</?o:p>|</?span[^<>]*>)*"
_SPACER = re.compile(rf"\s*(<(p|div)\b[^<>]*>{_NOTHING}</\2>)", re.IGNORECASE)
_SPACER_BEFORE = re.compile(rf"(<(p|div)\b[^<>]*>{_NOTHING}</\2>)\s*$", re.IGNORECASE)
_BRANCH = re.compile(
    r"\{%-?\s*(?P<jinja>if|for|unless)\b.*?%\}|\{\{\s*#\s*(?P<bars>if|each|unless)\b.*?\}\}"
    r"|\{%-?\s*end(?:if|for|unless)\s*-?%\}|\{\{\s*/\s*(?:if|each|unless)\s*\}\}"
)
"""What opens and closes a part that a template (Jinja, Liquid, Handlebars) writes only at times."""
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
        at = source.rfind("\n", 0, _outside(source, document.source_offset(block.start), before)) + 1
        above, below = source[:at].rstrip("\r\n").rpartition("\n")[2], _line(source, at)
    else:
        last = document.source_offset(max(block.start, block.end - 1)) + 1
        at = _line_end(source, _outside(source, last, before))
        while _UNDERLINE.match(_line(source, at + 1)) or (
            block.kind == "heading" and document.format == "text" and _line(source, at + 1).strip()
        ):
            at = _line_end(source, at + 1)
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


def _outside(source: str, at: int, before: bool) -> int:
    """Return a place outside what a template writes only at times: where the branch around it opens or closes."""
    opened: list[int] = []
    for mark in _BRANCH.finditer(source):
        if mark.group("jinja") or mark.group("bars"):
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            if not opened and start < at < mark.end():
                return start if before else mark.end()
    return at


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
    if block is None:
        return f"{source}<p>{text}</p>"
    start = document.source_offset(block.start)
    end = document.source_offset(max(block.start, block.end - 1)) + 1
    around = _around(source, start)
    around = None if around and around.end < end else around
    start, end = _out_of_tag(source, start, before=True), _out_of_tag(source, end, before=False)
    first, last = (around.start, around.end) if around else (start, end)
    if (moved := _outside(source, first if before else last, before)) != (first if before else last):
        around, first, last, start, end = None, moved, moved, moved, moved
    opening = _opening_of_prose(document) or (around.opening if around else "<p>")
    element = f"{opening}{text}</{opening[1:].split()[0].rstrip('>')}>"
    if before:
        if around and _BREAK_BEFORE.search(source, first, start):
            return f"{source[:start]}{text}<br>\n<br>\n{source[start:]}"
        above = _SPACER_BEFORE.search(source, max(0, first - 300), first)
        element += f"\n{_indent(source, first)}{above.group(1)}" if above else ""
        return f"{source[:first]}{element}\n{_indent(source, first)}{source[first:]}"
    if around and _BREAK.match(source, end):
        apart = "" if _BREAKS.match(source, end) else "<br>\n"
        return f"{source[:end]}<br>\n<br>\n{text}{apart}{source[end:]}"
    below = _SPACER.match(source, last)
    element = f"{below.group(1)}\n{_indent(source, first)}{element}" if below else element
    return f"{source[:last]}\n{_indent(source, first)}{element}{source[last:]}"


def _out_of_tag(source: str, at: int, *, before: bool) -> int:
    """Return a place that is in no tag: where the one around it begins or ends."""
    opened = max((tag.start() for tag in _TAG.finditer(source, max(0, at - _FAR), at)), default=-1)
    if opened <= source.rfind(">", 0, at):
        return at
    return opened if before else source.find(">", at) + 1 or len(source)


def _opening_of_prose(document: Document) -> str:
    """Return the tag that the first long paragraph opens with, for its class and style; '' where there is none."""
    for block in document.blocks:
        if block.kind == "paragraph" and block.end - block.start > _LONG:
            holder = _around(document.source, document.source_offset(block.start))
            return holder.opening if holder else ""
    return ""


def _indent(source: str, at: int) -> str:
    line = source.rfind("\n", 0, at) + 1
    lead = source[line:at]
    return lead[: len(lead) - len(lead.lstrip())]


@dataclass(frozen=True, slots=True)
class _Holder:
    """An element that holds a character, tags and all, and the tag that a paragraph beside it opens with."""

    start: int
    end: int
    opening: str = "<p>"


def _around(source: str, at: int) -> _Holder | None:
    """Return the paragraph, list or table that holds a character; a <div> or <label> where it is used as one."""
    elements = _Outline(source).elements
    holders = [element for element in elements if element[1] <= at < element[2]]
    chosen: _Holder | None = None
    inline: _Holder | None = None
    for name, start, end in sorted(holders, key=lambda element: -element[1]):
        leaf = name == "div" and not any(
            start < other[1] < end and other[0] not in _INLINE for other in elements
        )
        if name in _TEXTS or leaf:
            return chosen or _Holder(start, end, _opening(source, start) if name in ("p", "div") else "<p>")
        if name in _LISTS:
            chosen = _Holder(start, end)
        elif (chosen and name not in _ITEMS) or (not chosen and name not in _INLINE | _ITEMS | _CELLS):
            return chosen or inline
        elif not chosen and name == "label":
            inline = _Holder(start, end)
    return chosen or inline


def _opening(source: str, at: int) -> str:
    """Return the tag at a place as a neighbour may wear it: without its id."""
    tag = source[at : source.find(">", at) + 1] or "<p>"
    return re.sub(r"\s+id\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", "", tag, flags=re.IGNORECASE)


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
