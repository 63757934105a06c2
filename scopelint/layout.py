"""Lines to blocks: bullets, boxes, labels, headings, tables and wrapped paragraphs of plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scopelint import rows
from scopelint.document import Block, BlockKind
from scopelint.lines import (
    ANSWERED,
    BOX,
    BULLET,
    CLOSING,
    COPY,
    LABEL,
    MIDDLE,
    SALUTATION,
    SENTENCE_END,
    WIDE,
    Line,
    is_full,
    is_heading,
    is_led,
    is_plain,
    is_rule,
    is_title,
    lines_of,
    wraps_to,
)

_WORDLESS = "_{[«<"
"""Signs that stand for something though no word stands with them: blanks and placeholders."""
_MARKS = _WORDLESS + "●•✓✔✅☑■◼✗✘❌"
"""In a table, ticks and crosses, too."""


@dataclass(slots=True)
class Layout:
    """Collects blocks and remembers what governs the next one."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    heading: int | None = None
    intro: int | None = None
    place: str = ""
    bold: int | None = None
    """The line that is a heading for its bold letters only; it ends where a letter begins."""

    def add(self, kind: BlockKind, start: int, end: int, *, intro: int | None = None) -> int | None:
        """Add a block without blanks around it; return its index, or None where nothing is left."""
        while (
            start < end and self.text[start] in " \t\r\n#>*_\u00a0" and not self.text.startswith("__", start)
        ):
            start += 1
        while end > start and self.text[end - 1] in " \t\r\n\u00a0":
            end -= 1
        kept = _MARKS if kind == "cell" else _WORDLESS
        if end <= start or not any(c.isalnum() or c in kept for c in self.text[start:end]):
            return None
        self.blocks.append(Block(kind, start, end, heading=self.heading, intro=intro, place=self.place))
        return len(self.blocks) - 1

    def head(self, start: int, end: int) -> int | None:
        """Add a heading, which from now on heads and introduces what comes; return its index, as `add` does."""
        self.heading = None
        self.heading = self.intro = self.add("heading", start, end)
        return self.heading

    def introduces(self) -> bool:
        """Say whether a line that ends in a colon still introduces what comes."""
        return self.intro is not None and self.text[: self.blocks[self.intro].end].endswith(":")


def lay_out(layout: Layout, start: int, end: int) -> None:
    """Add the blocks of the lines in [start, end) of `layout.text`."""
    lines = list(lines_of(layout.text, start, end))
    at = 0
    while at < len(lines):
        if not lines[at].text or is_rule(lines[at].text):
            at += 1
            continue
        at = _take(layout, lines, at)


def _take(layout: Layout, lines: list[Line], at: int) -> int:
    """Read the construct that starts at a line; return the index of the line after it."""
    line = lines[at]
    if layout.bold is not None and layout.heading == layout.bold and SALUTATION.match(line.text):
        layout.heading = layout.intro = None
    if line.text.count("|") >= 2 or (line.text.startswith("|") and line.text.endswith("|")):
        return rows.table(layout, lines, at)
    if BOX.search(line.text):
        return _options(layout, line, at)
    if is_led(line.text):
        return rows.led(layout, line, at)
    bullet = BULLET.match(line.text)
    if bullet and len(line.text) > bullet.end():
        return _item(layout, lines, at, bullet.end())
    if line.text.startswith(">"):
        return _quote(layout, lines, at)
    if is_heading(lines, at):
        return _heading(layout, line, at)
    if len(MIDDLE.findall(line.text)) >= 1 and not SENTENCE_END.search(line.text):
        return _row_of_items(layout, line, at)
    if WIDE.search(line.text) and (not wraps_to(lines, at) or WIDE.search(lines[at + 1].text)):
        return rows.fields(layout, line, at)
    if LABEL.match(line.text):
        return _label(layout, lines, at)
    return _paragraph(layout, lines, at)


def _quote(layout: Layout, lines: list[Line], at: int) -> int:
    """Read quoted lines; what follows 'Dr. X wrote:' is a mail that is answered, somebody else's words."""
    first = at
    while at < len(lines) and lines[at].text.startswith(">"):
        at += 1
    lead = lines[max(0, first - 2) : first + 2]
    wrote = next((line.end for line in lead if ANSWERED.search(line.text)), len(layout.text))
    for line in lines[first:at]:
        layout.add("code" if line.start >= wrote else "quote", line.start, line.end)
    return at


def _heading(layout: Layout, line: Line, at: int) -> int:
    layout.head(line.start, line.end)
    return at + 1


def lay_out_bold(layout: Layout, start: int, end: int) -> None:
    """Add a line that is bold throughout: a heading, unless it is the name below a closing or more than a title."""
    text = layout.text[start:end].strip()
    if is_title(text) and _closing(layout) is None:
        layout.bold = layout.head(start, end)
    else:
        lay_out(layout, start, end)


def _item(layout: Layout, lines: list[Line], at: int, mark: int) -> int:
    """Read a bullet and the indented lines that go on with it."""
    line, end, after = lines[at], lines[at].end, at + 1
    while (
        after < len(lines)
        and lines[after].text
        and lines[after].indent > line.indent
        and is_plain(lines[after].text)
        and is_full(lines[after - 1])
    ):
        end, after = lines[after].end, after + 1
    body = line.start + mark
    inner = layout.text[body:end]
    if BOX.match(inner):
        _boxes(layout, body, end, layout.intro)
    else:
        index = layout.add("item", body, end, intro=layout.intro)
        if index is not None and inner.rstrip().endswith(":"):
            layout.intro = index
    return after


def _options(layout: Layout, line: Line, at: int) -> int:
    body = line.start
    bullet = BULLET.match(line.text)
    if bullet and BOX.match(line.text[bullet.end() :]):
        body += bullet.end()
    _boxes(layout, body, line.end, layout.intro)
    return at + 1


def _boxes(layout: Layout, start: int, end: int, intro: int | None) -> None:
    """Split 'Label: ☐ one ☐ two' into a field and its options; a box behind its label closes it."""
    text = layout.text[start:end]
    boxes = list(BOX.finditer(text))
    lead = text[: boxes[0].start()]
    governor = intro
    if any(c.isalnum() for c in lead):
        kind: BlockKind = "field"
        index = layout.add(kind, start, start + boxes[0].start(), intro=intro)
        governor = index if index is not None else intro
    for number, box in enumerate(boxes):
        stop = boxes[number + 1].start() if number + 1 < len(boxes) else len(text)
        layout.add("option", start + box.end(), start + stop, intro=governor)


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


def _label(layout: Layout, lines: list[Line], at: int) -> int:
    """Read 'Label: value'; a line that ends in a colon introduces what follows."""
    line = lines[at]
    if line.text.endswith(":"):
        index = layout.add("field" if len(line.text) < 60 else "paragraph", line.start, line.end)
        layout.intro = index
        return at + 1
    if wraps_to(lines, at):
        return _paragraph(layout, lines, at)
    layout.add("field", line.start, line.end, intro=layout.intro if layout.introduces() else None)
    return at + 1


def _paragraph(layout: Layout, lines: list[Line], at: int) -> int:
    """Read a paragraph with the lines that a margin cut; a short line stands alone."""
    first = at
    while wraps_to(lines, at):
        at += 1
    line = lines[at]
    text = layout.text[lines[first].start : line.end]
    alone = first == at and len(text) < 60 and not SENTENCE_END.search(text)
    closing = _closing(layout) if alone and not COPY.match(text) else None
    kind: BlockKind = "field" if closing is not None or (alone and CLOSING.match(text)) else "paragraph"
    index = layout.add(kind, lines[first].start, line.end, intro=closing)
    if text.endswith(":") or (alone and _list_follows(lines, at + 1)):
        layout.intro = index
    elif not alone:
        layout.intro = None
    return at + 1


def _list_follows(lines: list[Line], at: int) -> bool:
    """Say whether the next line that is not empty is an item of a list."""
    following = (lines[index].text for index in range(at, len(lines)) if lines[index].text)
    return bool(BULLET.match(next(following, "")))


def _closing(layout: Layout) -> int | None:
    """Return the index of a 'Sincerely,' among the last few blocks: what follows is a signature."""
    for index in range(len(layout.blocks) - 1, max(-1, len(layout.blocks) - 5), -1):
        block = layout.blocks[index]
        if block.kind == "field" and CLOSING.match(layout.text[block.start : block.end]):
            return index
    return None


def boxes_in(layout: Layout, start: int, end: int) -> bool:
    """Add the options of a stretch that holds tick boxes; say whether it did."""
    if not BOX.search(layout.text[start:end]):
        return False
    _boxes(layout, start, end, layout.intro)
    return True
