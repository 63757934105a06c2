"""Where a missing paragraph belongs in a document, and how it is written there."""

from __future__ import annotations

import html
import re
import textwrap
from collections import Counter

from scopelint.document import Block, Document
from scopelint.lines import CLOSING
from scopelint.rule import RequiredRule

_GREETING = re.compile(
    r"(?:Dear|Hi|Hey|Hello|To whom|Dr\.?|Good (?:morning|afternoon))\b.{0,60}[,:]\s*$", re.IGNORECASE
)
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_STYLES = (
    ("{{%s}}", re.compile(r"\{\{[^{}\n]+\}\}")),
    ("[%s]", re.compile(r"\[[A-Z][^\[\]\n]{1,40}\](?![(\[])")),
    ("«%s»", re.compile(r"«[^«»\n]+»")),
    ("<<%s>>", re.compile(r"<<[^<>\n]+>>")),
    ("${%s}", re.compile(r"\$\{[^{}\n]+\}")),
    ("____", re.compile(r"_{3,}")),
)
_PARAGRAPH_TAG = re.compile(
    r"<(?:p|div|section|footer|address|table|ul|ol)\b[^>]*>\s*(?:<[a-z]+[^>]*>\s*)*$", re.IGNORECASE
)
_END_TAG = re.compile(r"\s*(?:</[a-z]+\d?>\s*?)*?</(?:p|div|h\d|td|li|header|address)>", re.IGNORECASE)
_VAGUE = frozenset(
    {"statement", "service", "and", "or", "of", "source", "long", "term", "is", "for", "it", "what", "who"}
)


def place(document: Document, rule: RequiredRule) -> tuple[Block | None, bool]:
    """Return the block beside which a missing element belongs, and whether before it; None: at the very end."""
    blocks = [block for block in document.blocks if block.kind != "code"]
    if not blocks:
        return None, False
    words = set(rule.id.partition("/")[2].split("-")) - _VAGUE
    for block in blocks:
        if block.kind == "heading" and words & set(re.findall(r"\w+", _text(document, block).lower())):
            return block, False
    greeting = next((block for block in blocks[:12] if _GREETING.match(_text(document, block))), None)
    if rule.where == "start" or (rule.where == "after-salutation" and greeting is None):
        return greeting or blocks[0], False
    if rule.where == "after-salutation":
        return greeting, False
    closing = next((block for block in reversed(blocks) if CLOSING.match(_text(document, block))), None)
    return (closing, True) if closing is not None else (blocks[-1], False)


def insert(document: Document, rule: RequiredRule) -> str:
    """Return the source of a text document with the paragraph of a missing element in its place."""
    block, before = place(document, rule)
    paragraph = restyled(rule.insert, document)
    if document.format == "html":
        return _into_html(document, block, before, paragraph)
    source = document.source
    newline = "\r\n" if "\r\n" in source else "\n"
    paragraph = _wrapped(paragraph, document, newline)
    if block is None:
        return source + newline + paragraph + newline
    if before:
        at = source.rfind("\n", 0, document.source_offset(block.start)) + 1
        return source[:at] + paragraph + newline * 2 + source[at:]
    at = _line_end(source, document.source_offset(max(block.start, block.end - 1)) + 1)
    return source[:at] + newline * 2 + paragraph + source[at:]


def restyled(paragraph: str, document: Document) -> str:
    """Return a paragraph with its slots written as the document writes its own; brackets where it has none."""
    counts = Counter({style: len(shape.findall(document.text)) for style, shape in _STYLES})
    style, number = counts.most_common(1)[0]
    if not number:
        style = "[%s]"
    if "%s" not in style:
        return _SLOT.sub(style, paragraph)
    return _SLOT.sub(lambda slot: style % _named(slot.group(1), style), paragraph)


def _named(name: str, style: str) -> str:
    return name if style in ("{{%s}}", "${%s}") else name.replace("_", " ").upper()


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end].strip()


def _line_end(source: str, at: int) -> int:
    found = re.compile(r"\r?\n|$").search(source, at)
    return found.start() if found else len(source)


def _wrapped(paragraph: str, document: Document, newline: str) -> str:
    """Break a paragraph into lines where the document's own paragraphs are broken."""
    lines = [len(line) for line in document.source.splitlines() if len(line.split()) > 4]
    if len(lines) < 4 or max(lines) > 100:
        return paragraph
    return newline.join(textwrap.wrap(paragraph, max(60, max(lines)), break_long_words=False))


def _into_html(document: Document, block: Block | None, before: bool, paragraph: str) -> str:
    source = document.source
    element = f"<p>{html.escape(paragraph, quote=False)}</p>"
    if block is None:
        return source + element
    if before:
        at = document.source_offset(block.start)
        opening = _PARAGRAPH_TAG.search(source, max(0, at - 300), at)
        at = opening.start() if opening else at
        return f"{source[:at]}{element}\n{_indent(source, at)}{source[at:]}"
    at = document.source_offset(max(block.start, block.end - 1)) + 1
    end = _END_TAG.match(source, at)
    at = end.end() if end else at
    return f"{source[:at]}\n{_indent(source, at)}{element}{source[at:]}"


def _indent(source: str, at: int) -> str:
    line = source.rfind("\n", 0, at) + 1
    return source[line : line + len(source[line:at]) - len(source[line:at].lstrip())]
