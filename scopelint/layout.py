"""Lines to blocks: bullets, boxes, labels, headings, tables and wrapped paragraphs of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scopelint.document import Block, BlockKind

_BULLET = re.compile(
    r"\s*(?:[-*+•–‣▸▪◦·✓✔➢→]|o(?=\s)|\d{1,2}[.)]|\(?[a-z][.)]|\((?:[ivx]{1,4}|\d{1,2}|[a-z])\)|\d{1,2}\.\d{1,2})(?:\s+)(?=\S)"
)
_BOX = re.compile(r"[☐☑☒□■▢○◯◻❑❒⬜\uf0a8\uf06f]|\[[ xX]?\]|\( {0,3}[xX]?\)|(?:(?<=^)|(?<=\s{2}))_{2,3}(?=\s+[A-Za-z])")
_RULE = re.compile(r"^[\s\-=_*~#+.]{3,}$")
_LABEL = re.compile(r"^\s*[A-Z#][\w /()'’&.,#-]{0,48}:(?:\s|$)")
_WIDE = re.compile(r"\s{3,}|\t+")
_MIDDLE = re.compile(r"\s[•·▪|]\s")
_SENTENCE_END = re.compile(r"[.?!]['\"”’)]*$")
_CLOSING = re.compile(
    r"^(?:sincerely|(?:best|kind|warm|warmest|many)?\s*(?:regards|wishes|thanks)|best|respectfully|cheers|yours\b.*|thank you|"
    r"with (?:thanks|gratitude|appreciation)|cordially|warmly|thanks)(?: yours)?,?$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"^(?:dear|hi|hello|good (?:morning|afternoon))\b.{0,60}[,:]$", re.IGNORECASE)
_NEVER_WRAPPED = 34
"""A line shorter than this was not cut by a margin."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: half-open range without its line break and outer blanks."""

    start: int
    end: int
    indent: int
    text: str


@dataclass(slots=True)
class Layout:
    """Collects blocks and remembers what governs the next one."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    heading: int | None = None
    intro: int | None = None
    place: str = ""

    def add(self, kind: BlockKind, start: int, end: int, *, intro: int | None = None) -> int | None:
        """Add a block without blanks around it; return its index, or None where nothing is left."""
        while start < end and self.text[start] in " \t\r\n#>*_\u00a0" and not self.text.startswith("__", start):
            start += 1
        while end > start and self.text[end - 1] in " \t\r\n\u00a0":
            end -= 1
        if end <= start or not any(c.isalnum() or c in "_{[«<" for c in self.text[start:end]):
            return None
        self.blocks.append(Block(kind, start, end, heading=self.heading, intro=intro, place=self.place))
        return len(self.blocks) - 1


def lay_out(layout: Layout, start: int, end: int) -> None:
    """Add the blocks of the lines in [start, end) of `layout.text`."""
    lines = list(_lines(layout.text, start, end))
    at = 0
    while at < len(lines):
        if not lines[at].text or _is_rule(lines[at].text):
            at += 1
            continue
        at = _take(layout, lines, at)


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        raw = text[at:stop]
        inner = raw.strip(" \t\r\u00a0")
        left = len(raw) - len(raw.lstrip(" \t\r\u00a0"))
        yield Line(at + left, at + left + len(inner), left, inner)
        at = stop + 1


def _is_rule(text: str) -> bool:
    return bool(_RULE.match(text)) and not re.search(r"_{3}", text) or bool(re.fullmatch(r"[-=|:+ ]{3,}", text))


def _take(layout: Layout, lines: list[Line], at: int) -> int:
    """Read the construct that starts at a line; return the index of the line after it."""
    line = lines[at]
    if line.text.count("|") >= 2 or (line.text.startswith("|") and line.text.endswith("|")):
        return _table(layout, lines, at)
    if _BOX.search(line.text):
        return _options(layout, line, at)
    bullet = _BULLET.match(line.text)
    if bullet and len(line.text) > bullet.end():
        return _item(layout, lines, at, bullet.end())
    if line.text.startswith(">"):
        layout.add("quote", line.start, line.end)
        return at + 1
    if _is_heading(lines, at):
        return _heading(layout, line, at)
    if len(_MIDDLE.findall(line.text)) >= 1 and not _SENTENCE_END.search(line.text):
        return _row_of_items(layout, line, at)
    if _WIDE.search(line.text) and not _wraps_to(lines, at):
        return _fields(layout, line, at)
    if _LABEL.match(line.text):
        return _label(layout, lines, at)
    return _paragraph(layout, lines, at)


def _heading(layout: Layout, line: Line, at: int) -> int:
    layout.heading = None
    index = layout.add("heading", line.start, line.end)
    layout.heading = layout.intro = index
    return at + 1


def _is_heading(lines: list[Line], at: int) -> bool:
    """Say whether a line is a title: hashes, capitals, underlined, or short before a list or indented lines."""
    text = lines[at].text
    following = lines[at + 1] if at + 1 < len(lines) else None
    if re.match(r"#{1,6}\s+\S", text):
        return True
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 3 and len(text) <= 90 and all(c.isupper() for c in letters) and not _LABEL.match(text + " "):
        return not text.endswith(",") and ":" not in text[:-1]
    if following is None or len(text) > 60 or _SENTENCE_END.search(text) or text.endswith((",", ";")):
        return False
    if re.fullmatch(r"[=\-~]{3,}", following.text):
        return True
    if _WIDE.search(text) or ":" in text[:-1] or _SALUTATION.match(text) or _CLOSING.match(text):
        return False
    return bool(following.text and (_BULLET.match(following.text) or _BOX.match(following.text))) and len(text) <= 60


def _item(layout: Layout, lines: list[Line], at: int, mark: int) -> int:
    """Read a bullet and the indented lines that go on with it."""
    line, end, after = lines[at], lines[at].end, at + 1
    while after < len(lines) and lines[after].text and lines[after].indent > line.indent and _is_plain(lines[after].text):
        end, after = lines[after].end, after + 1
    body = line.start + mark
    inner = layout.text[body:end]
    if _BOX.match(inner):
        _boxes(layout, body, end, layout.intro)
    else:
        index = layout.add("item", body, end, intro=layout.intro)
        if index is not None and inner.rstrip().endswith(":"):
            layout.intro = index
    return after


def _is_plain(text: str) -> bool:
    return not (_BULLET.match(text) or _BOX.search(text) or text.startswith(("|", "#", ">")) or _LABEL.match(text))


def _options(layout: Layout, line: Line, at: int) -> int:
    body = line.start
    bullet = _BULLET.match(line.text)
    if bullet and _BOX.match(line.text[bullet.end() :]):
        body += bullet.end()
    _boxes(layout, body, line.end, layout.intro)
    return at + 1


def _boxes(layout: Layout, start: int, end: int, intro: int | None) -> None:
    """Split 'Label: ☐ one ☐ two' into a field and its options; a box behind its label closes it."""
    text = layout.text[start:end]
    boxes = list(_BOX.finditer(text))
    lead = text[: boxes[0].start()]
    governor = intro
    if any(c.isalnum() for c in lead):
        kind: BlockKind = "field"
        index = layout.add(kind, start, start + boxes[0].start(), intro=intro)
        governor = index if index is not None else intro
    for number, box in enumerate(boxes):
        stop = boxes[number + 1].start() if number + 1 < len(boxes) else len(text)
        layout.add("option", start + box.end(), start + stop, intro=governor)


def _table(layout: Layout, lines: list[Line], at: int) -> int:
    """Read rows of cells between bars; the first row is the heading where a line of dashes or more rows follow."""
    rows: list[list[int]] = []
    first = at
    while at < len(lines) and lines[at].text.count("|") >= 1 and (lines[at].text.count("|") >= 2 or rows):
        if not _is_rule(lines[at].text):
            rows.append(_cells(layout, lines[at], rows[0] if rows and _has_header(lines, first) else []))
        at += 1
    return max(at, first + 1)


def _has_header(lines: list[Line], first: int) -> bool:
    return first + 1 < len(lines) and lines[first + 1].text.count("|") >= 1


def _cells(layout: Layout, line: Line, header: list[int]) -> list[int]:
    indexes: list[int] = []
    row: int | None = None
    body = line.text.strip("|")
    offset = line.start + line.text.index(body) if body else line.start
    for number, found in enumerate(re.finditer(r"[^|]+", body)):
        kind: BlockKind = "option" if _BOX.match(found.group().strip()) else "cell"
        skip = _BOX.match(found.group().lstrip())
        start = offset + found.start() + ((len(found.group()) - len(found.group().lstrip())) + skip.end() if skip else 0)
        index = layout.add(kind, start, offset + found.end())
        if index is None:
            continue
        column = header[number] if number < len(header) else None
        block = layout.blocks[index]
        layout.blocks[index] = Block(
            block.kind, block.start, block.end, block.heading, None, row, column, layout.place
        )
        row = index if row is None else row
        indexes.append(index)
    return indexes


def _row_of_items(layout: Layout, line: Line, at: int) -> int:
    """Split 'What we do: a • b • c' into its items."""
    start, intro = line.start, layout.intro
    label = re.match(r"[^•·|]{2,40}?:\s", line.text)
    if label:
        intro = layout.add("field", start, start + label.end(), intro=layout.intro)
        start += label.end()
    for part in re.finditer(r"(?:(?!\s[•·▪|]\s).)+", layout.text[start : line.end]):
        layout.add("item", start + part.start(), start + part.end(), intro=intro)
    return at + 1


def _fields(layout: Layout, line: Line, at: int) -> int:
    """Split a form line at its wide gaps; a label and its value stay one."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"\S(?:.*?\S)?(?=\s{3,}|\t|$)", line.text)]
    merged: list[tuple[int, int]] = []
    for start, end in parts:
        if merged and line.text[merged[-1][0] : merged[-1][1]].endswith(":"):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    row: int | None = None
    for start, end in merged:
        index = layout.add("field", line.start + start, line.start + end, intro=layout.intro if layout.intro is not None and _ends_list(layout) else None)
        if index is not None:
            block = layout.blocks[index]
            layout.blocks[index] = Block(block.kind, block.start, block.end, block.heading, block.intro, row, None, layout.place)
            row = index if row is None else row
    return at + 1


def _ends_list(layout: Layout) -> bool:
    return layout.intro is not None and layout.text[: layout.blocks[layout.intro].end].endswith(":")


def _label(layout: Layout, lines: list[Line], at: int) -> int:
    """Read 'Label: value'; a line that ends in a colon introduces what follows."""
    line = lines[at]
    if line.text.endswith(":"):
        index = layout.add("field" if len(line.text) < 60 else "paragraph", line.start, line.end)
        layout.intro = index
        return at + 1
    if _wraps_to(lines, at):
        return _paragraph(layout, lines, at)
    layout.add("field", line.start, line.end, intro=layout.intro if _ends_list(layout) else None)
    return at + 1


def _wraps_to(lines: list[Line], at: int) -> bool:
    """Say whether the next line goes on with the sentence of this one because the margin was reached."""
    if at + 1 >= len(lines):
        return False
    line, after = lines[at], lines[at + 1]
    if not after.text or not _is_plain(after.text) or _is_rule(after.text) or _is_heading(lines, at + 1):
        return False
    if len(line.text) < _NEVER_WRAPPED or _SALUTATION.match(line.text) or _CLOSING.match(line.text):
        return False
    longest = max(len(other.text) for other in _run(lines, at))
    first_word = after.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(first_word) > longest - 2 or after.text[0].islower()


def _run(lines: list[Line], at: int) -> list[Line]:
    first = at
    while first > 0 and lines[first - 1].text:
        first -= 1
    last = at
    while last + 1 < len(lines) and lines[last + 1].text and last - first < 60:
        last += 1
    return lines[first : last + 1]


def _paragraph(layout: Layout, lines: list[Line], at: int) -> int:
    """Read a paragraph with the lines that a margin cut; a short line stands alone."""
    first = at
    while _wraps_to(lines, at):
        at += 1
    line = lines[at]
    text = layout.text[lines[first].start : line.end]
    alone = first == at and len(text) < 60 and not _SENTENCE_END.search(text)
    kind: BlockKind = "field" if alone and (_CLOSING.match(text) or _in_signature(layout)) else "paragraph"
    index = layout.add(kind, lines[first].start, line.end, intro=None)
    if text.endswith(":"):
        layout.intro = index
    elif not alone:
        layout.intro = None
    return at + 1


def _in_signature(layout: Layout) -> bool:
    """Say whether one of the last few blocks was 'Sincerely,'."""
    return any(
        _CLOSING.match(layout.text[block.start : block.end]) for block in layout.blocks[-4:] if block.kind == "field"
    )


def boxes_in(layout: Layout, start: int, end: int) -> bool:
    """Add the options of a stretch that holds tick boxes; say whether it did."""
    if not _BOX.search(layout.text[start:end]):
        return False
    _boxes(layout, start, end, layout.intro)
    return True


def box_length(text: str) -> int:
    """Return how many characters a tick box takes at the start of a text, 0 where there is none."""
    blank = len(text) - len(text.lstrip())
    found = _BOX.match(text.lstrip())
    return blank + found.end() if found else 0
