"""Where in a document a missing paragraph belongs, in its blocks and in words, and how its slots are written there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scopelint.document import Block, Document
from scopelint.lines import CLOSING, GREETINGS, LABEL
from scopelint.rule import RequiredRule

_GREETING = re.compile(
    rf"(?:{GREETINGS}|To whom|Dr\.?|Good (?:morning|afternoon|day|evening))\b.{{0,60}}[,:]\s*$",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"[^.]{0,80}\b(?:my name is|i am|i'm|i’m|we are|we're|we’re|introduc\w+|writing to|here\.)", re.IGNORECASE
)
_FAREWELL = re.compile(
    r"(?:take care|see you|until then|all (?:the|my) best|with .{0,30}(?:wishes|regards|thanks)|talk soon|thank you,"
    r"|yours\b).{0,20}$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\d{3}[\s.-]?\d{3,4}|@|www\.|https?:|[·|©•]"
    r"|\b(?:MES|MedExPRO|Specialist|Enc(?:l|losures?)?|cc|P\.?S|rev|page \d)\b"
    r"|^(?:prepared|written|signed|submitted) by\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*\s*){1,5}(?:,.{0,60})?$|[\[{«<].{1,40}[\]}»>](?:,.{0,60})?$")
_MEASURES = re.compile(r"(?:test|measure|result|baseline|finding|domain|date)\w*\b", re.IGNORECASE)
_BLANK = re.compile(r"_{3,}|\.{5,}")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_STYLES = (
    ("{{%s}}", re.compile(r"\{\{[^{}\n]+\}\}")),
    ("[%s]", re.compile(r"\[[A-Z][^\[\]\n]{1,40}\](?![(\[])")),
    ("«%s»", re.compile(r"«[^«»\n]+»")),
    ("<<%s>>", re.compile(r"<<[^<>\n]+>>")),
    ("${%s}", re.compile(r"\$\{[^{}\n]+\}")),
    ("____", re.compile(r"_{3,}")),
)
_SHORT = 100
"""Characters of a line that may be a name, a footer, a line of an address."""
_TOP = 6
"""Blocks in which the title stands, which heads no section."""
_FOOT = 7
"""Lines that a signature or a footer may have."""


@dataclass(frozen=True, slots=True)
class Place:
    """Beside which block something stands; without a block, at the very end."""

    block: int | None
    before: bool
    words: str
    """For a person: 'after “Dear Dr. Lee,”'."""


def place(document: Document, rule: RequiredRule, added: Collection[str] = ()) -> Place:
    """Return where a missing element belongs; paragraphs already `added` keep their order."""
    first, blocks = _body(document)
    texts = [" ".join(document.text[block.start : block.end].split()) for block in blocks]
    lines = [document.text[block.start : block.end].partition("\n")[0].strip() for block in blocks]
    if not texts:
        return Place(None, False, "at the end")
    foot = _foot(blocks, texts, lines)
    found = _under_heading(blocks, texts, rule.headings, foot)
    if found is None:
        found = _WHERE[rule.where](blocks, texts, foot)
    while not found.before and found.block is not None and found.block + 1 < len(texts):
        if texts[found.block + 1] not in added:
            break
        found = Place(found.block + 1, False, found.words)
    return Place((found.block or 0) + first, found.before, found.words) if first else found


def _body(document: Document) -> tuple[int, Sequence[Block]]:
    """Return the blocks between page headers and page footers, and the index of the first."""
    edges = ("page header", "page footer", "footnote", "endnote", "text box", "signature", "form field")
    inside = [at for at, block in enumerate(document.blocks) if not block.place.startswith(edges)]
    return (inside[0], document.blocks[inside[0] : inside[-1] + 1]) if inside else (0, ())


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


def _under_heading(
    blocks: Sequence[Block], texts: Sequence[str], headings: Collection[str], foot: int
) -> Place | None:
    """Return the end of the section whose heading holds a word, the first word first; the title heads no section."""
    titles = [at for at in range(foot) if _heads(blocks[at], texts[at])]
    if titles and titles[0] < _TOP and (len(titles) > 1 or not titles[0]):
        del titles[0]
    for word in headings:
        for at in titles:
            if re.search(rf"\b{word}", texts[at], re.IGNORECASE):
                last = next((other for other in titles if other > at), foot) - 1
                return Place(last, False, f"under {_quoted(texts[at])}")
    return None


def _heads(block: Block, text: str) -> bool:
    return block.kind == "heading" or (block.kind == "field" and text.endswith(":") and len(text) < 50)


def _after_salutation(blocks: Sequence[Block], texts: Sequence[str], foot: int) -> Place:
    at = _greeting(texts)
    return _first_paragraph(blocks, texts, foot) if at is None else _after(at, texts)


def _after_introduction(blocks: Sequence[Block], texts: Sequence[str], foot: int) -> Place:
    """Return the place behind the paragraph in which the sender says who writes."""
    at = _greeting(texts)
    if at is None:
        return _first_paragraph(blocks, texts, foot)
    introduced = at + 1 < foot and blocks[at + 1].kind == "paragraph" and _INTRODUCTION.match(texts[at + 1])
    return _after(at + 1 if introduced else at, texts)


def _first_paragraph(blocks: Sequence[Block], texts: Sequence[str], foot: int) -> Place:
    at = next((at for at in range(foot) if blocks[at].kind == "paragraph" and len(texts[at]) > 60), None)
    return _before_foot(blocks, texts, foot) if at is None else _after(at, texts)


def _at_start(blocks: Sequence[Block], texts: Sequence[str], foot: int) -> Place:
    """Return the place below the title and the labelled lines under it."""
    greeting, last = _greeting(texts), -1
    if greeting is not None:
        return _after(greeting, texts)
    for at in range(min(foot, 14)):
        cell = blocks[at].kind == "cell" and len(texts[at]) < _SHORT and not _MEASURES.match(texts[at])
        labelled = LABEL.match(texts[at] + " ") or blocks[at].kind == "field" or cell
        if not (labelled and not texts[at].endswith(":")) and not (
            at == 0 and _is_title(blocks[0], texts[0])
        ):
            break
        last = at
    return Place(0, True, "at the top") if last < 0 else _after(last, texts)


def _is_title(block: Block, text: str) -> bool:
    return block.kind == "heading" or (len(text) < _SHORT and not text.endswith("."))


def _before_foot(blocks: Sequence[Block], texts: Sequence[str], foot: int) -> Place:
    if foot < len(texts):
        return Place(foot, True, f"before {_quoted(texts[foot])}")
    return Place(len(texts) - 1, False, "at the end")


_WHERE = {
    "start": _at_start,
    "after-salutation": _after_salutation,
    "after-introduction": _after_introduction,
    "before-closing": _before_foot,
    "end": _before_foot,
}
"""By what a rule file may say under `where`."""


def _after(at: int, texts: Sequence[str]) -> Place:
    return Place(at, False, f"after {_quoted(texts[at])}")


def _quoted(text: str) -> str:
    text = text.rstrip(":").strip("*_# ")
    return f"“{text}”" if len(text) <= 40 else f"“{text[:36].rsplit(' ', 1)[0]} …”"


def _greeting(texts: Sequence[str]) -> int | None:
    return next((at for at, text in enumerate(texts[:14]) if _GREETING.match(text.strip("*_ "))), None)


def _foot(blocks: Sequence[Block], texts: Sequence[str], lines: Sequence[str]) -> int:
    """Return the first block of the closing: 'Sincerely,', a signature, a footer; one past the end without."""
    for at in range(len(texts) - 1, max(0, len(texts) - 14), -1):
        text = lines[at].strip("*_ ")
        if CLOSING.match(text) or (len(text) < 50 and _FAREWELL.match(text) and not text.endswith(".")):
            return at
    at = len(texts)
    while at > 1 and len(texts) - at < _FOOT and _is_foot(blocks[at - 1], texts[at - 1]):
        at -= 1
    return at


def _is_foot(block: Block, text: str) -> bool:
    if (
        block.kind in ("heading", "option", "cell", "item", "quote")
        or len(text) > _SHORT
        or _BLANK.search(text)
    ):
        return False
    text = text.strip("*_ ")
    return bool(_CONTACT.search(text) or _NAME.fullmatch(text)) and not text.endswith(("?", ":"))
