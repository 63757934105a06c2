"""From a plan of stretches (heading, item, cell ...) to blocks that know what governs them."""

from __future__ import annotations

from scopelint.document import Block, BlockKind
from scopelint.layout import Layout, boxes_in, lay_out, lay_out_bold
from scopelint.lines import box_length


class Plan:
    """Turns the plan of a builder into blocks that know what governs them."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.header: list[int | None] = []
        self.row: int | None = None
        self.column = 0
        self.rows = 0
        self.intros: list[int | None] = []

    def run(self, plan: list[tuple[str, int, int]]) -> None:
        """Add every planned part."""
        for kind, start, end in plan:
            getattr(self, f"_{kind.replace('-', '_')}")(start, end)

    def _heading(self, start: int, end: int) -> None:
        self.layout.head(start, end)

    def _paragraph(self, start: int, end: int) -> None:
        lay_out(self.layout, start, end)

    def _bold(self, start: int, end: int) -> None:
        lay_out_bold(self.layout, start, end)

    def _quote(self, start: int, end: int) -> None:
        self.layout.add("quote", start, end)

    def _item(self, start: int, end: int) -> None:
        if boxes_in(self.layout, start, end):
            return
        index = self.layout.add("item", start, end, intro=self.layout.intro)
        if index is not None and self.layout.text[start:end].rstrip().endswith(":"):
            self.layout.intro = index

    def _html(self, start: int, end: int) -> None:
        lay_out(self.layout, start, end)

    def _code(self, start: int, end: int) -> None:
        self.layout.add("code", start, end)

    def _list(self, start: int, end: int) -> None:
        self.intros.append(self.layout.intro)

    def _list_end(self, start: int, end: int) -> None:
        self.layout.intro = self.intros.pop() if self.intros else None

    def _table(self, start: int, end: int) -> None:
        self.header, self.rows = [], 0

    def _row(self, start: int, end: int) -> None:
        self.row, self.column, self.rows = None, 0, self.rows + 1

    def _cell(self, start: int, end: int) -> None:
        skip = box_length(self.layout.text[start:end])
        kind: BlockKind = "option" if skip else "cell"
        index = self.layout.add(kind, start + skip, end)
        if index is not None:
            block = self.layout.blocks[index]
            column = self.header[self.column] if self.rows > 1 and self.column < len(self.header) else None
            self.layout.blocks[index] = Block(
                kind, block.start, block.end, block.heading, None, self.row, column
            )
            self.row = index if self.row is None else self.row
        if self.rows == 1:
            self.header.append(index)
        self.column += 1
