"""A missing paragraph written into a Word file, in the looks of the paragraphs around it."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from scopelint.document import Document
from scopelint.placing import place, restyled
from scopelint.rule import RequiredRule
from scopelint.wordreview import opened, saved

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_THINGS = ("drawing", "pict", "object", "br", "sectPr", "fldChar", "bookmarkStart", "commentReference")
_LONG = 60
"""Characters from which on a paragraph shows how the document's prose looks."""


def insert(data: bytes, document: Document, rule: RequiredRule, added: Collection[str] = ()) -> bytes:
    """Return a Word file with the paragraph of a missing element in its place.

    Raises:
        DocumentError: the file is not a Word document that can be written.
        MissingExtra: python-docx is not installed.
    """
    found = place(document, rule, added)
    word, editor, main = opened(data, document)
    body = word.element.body
    block = None if found.block is None else document.blocks[found.block]
    inside = [
        run.element
        for run in editor.runs
        if block and block.start <= run.start < min(block.end, main.end) and main.start <= run.start
    ]
    anchor = _in_body(inside[0] if found.before else inside[-1], body) if inside else None
    new = _paragraph(body, restyled(rule.insert, document))
    if anchor is None:
        paragraphs = body.findall(f"{_W}p")
        paragraphs[-1].addnext(new) if paragraphs else body.insert(0, new)
    elif found.before:
        anchor.addprevious(new)
        if _is_empty(new.getprevious()):
            anchor.addprevious(deepcopy(new.getprevious()))
    else:
        following = anchor.getnext()
        anchor.addnext(new)
        if _is_empty(following) or anchor.tag == f"{_W}tbl":
            anchor.addnext(deepcopy(following) if _is_empty(following) else anchor.makeelement(f"{_W}p", {}))
    return saved(word)


def _in_body(element: Any, body: Any) -> Any:
    """Return the paragraph or table of the body that holds an element."""
    while element.getparent() is not body:
        element = element.getparent()
    return element


def _paragraph(body: Any, text: str) -> Any:
    """Return a paragraph that looks like the first long one of the document."""
    model = next((p for p in body.findall(f"{_W}p") if _is_prose(p)), None)
    new = body.makeelement(f"{_W}p", {})
    run = new.makeelement(f"{_W}r", {})
    words = run.makeelement(f"{_W}t", {_SPACE: "preserve"})
    words.text = text
    if model is not None:
        looks = model.find(f"{_W}pPr"), model.find(f"{_W}r/{_W}rPr")
        for parent, properties in zip((new, run), looks, strict=True):
            if properties is not None:
                parent.append(deepcopy(properties))
        for mark in list(new.iter(f"{_W}sectPr", f"{_W}pageBreakBefore")):
            mark.getparent().remove(mark)
    run.append(words)
    new.append(run)
    return new


def _is_prose(paragraph: Any) -> bool:
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    titled = named.startswith(("heading", "title", "subtitle", "list"))
    return not (numbered or titled) and len("".join(paragraph.itertext())) > _LONG


def _is_empty(element: Any) -> bool:
    """Say whether an element is a paragraph that only keeps distance: no words, no picture, no break."""
    if element is None or element.tag != f"{_W}p" or "".join(element.itertext()).strip():
        return False
    return not any(True for _ in element.iter(*(f"{_W}{name}" for name in _THINGS)))
