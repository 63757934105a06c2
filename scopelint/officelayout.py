"""From the stretches of an office file (paragraph, item, cell ...) to blocks that know what governs them."""

from __future__ import annotations

from scopelint.document import Block, BlockKind
from scopelint.layout import Layout, boxes_in, lay_out, lay_out_bold
from scopelint.lines import box_length
from scopelint.wordtext import Stretch


def lay_out_plan(layout: Layout, plan: list[Stretch]) -> None:
    """Add the blocks of every planned stretch."""
    tables: list[_Table] = []
    for stretch in plan:
        layout.place = stretch.place
        if stretch.kind == "table":
            tables.append(_Table())
        elif stretch.kind == "table-end":
            tables.pop()
        elif stretch.kind == "row" and tables:
            tables[-1].next_row()
        elif stretch.kind == "cell-start" and tables:
            tables[-1].column += 1
        elif stretch.kind == "cell" and tables:
            tables[-1].cell(layout, stretch)
        else:
            _stretch(layout, stretch)


class _Table:
    """Which cell heads a row and a column while a table is laid out."""

    def __init__(self) -> None:
        self.header: dict[int, int] = {}
        self.row: int | None = None
        self.column = -1
        self.rows = 0

    def next_row(self) -> None:
        """Go to the next row."""
        self.row, self.column, self.rows = None, -1, self.rows + 1

    def cell(self, layout: Layout, stretch: Stretch) -> None:
        """Add the blocks of one paragraph of a cell."""
        first = len(layout.blocks)
        skip = box_length(layout.text[stretch.start : stretch.end])
        if skip or not boxes_in(layout, stretch.start, stretch.end):
            kind: BlockKind = "option" if skip else "cell"
            layout.add(kind, stretch.start + skip, stretch.end)
        for index in range(first, len(layout.blocks)):
            block = layout.blocks[index]
            column = self.header.get(self.column) if self.rows > 1 else None
            place = block.place + (_heads(layout, column) if column is not None else "")
            layout.blocks[index] = Block(
                block.kind, block.start, block.end, block.heading, block.intro, self.row, column, place
            )
            if self.rows == 1:
                self.header.setdefault(self.column, index)
            self.row = index if self.row is None else self.row


def _heads(layout: Layout, column: int) -> str:
    """Return what a column is called, as it stands in a place: ', “Plan”'."""
    block = layout.blocks[column]
    title = layout.text[block.start : block.end].strip()
    return f", “{title}”" if len(title) <= _TITLE else ""


_TITLE = 30
"""Characters up to which the heading of a column names it."""


def _stretch(layout: Layout, stretch: Stretch) -> None:
    if stretch.kind == "heading":
        layout.head(stretch.start, stretch.end)
    elif stretch.kind == "item" and not boxes_in(layout, stretch.start, stretch.end):
        layout.add("item", stretch.start, stretch.end, intro=layout.intro)
    elif stretch.kind == "quote":
        layout.add("quote", stretch.start, stretch.end)
    elif stretch.kind == "bold":
        lay_out_bold(layout, stretch.start, stretch.end)
    elif stretch.kind == "lines":
        lay_out(layout, stretch.start, stretch.end)
