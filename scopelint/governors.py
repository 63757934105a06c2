"""What stands above or beside a block says of it: its introduction, the head of its row or column, its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from weakref import proxy

from scopelint.cues import Release
from scopelint.labels import ANSWERS
from scopelint.sentences import Sentences

_NEAR = 12
"""Boxes on either side that are looked at for what a box names."""
_BOX = re.compile(r"(?P<ticked>\[ ?[xX] ?\]|\( ?[xX] ?\)|[☑☒✓✔])\s*$|(?:\[\s*\]|\(\s*\)|[☐□○◯❑❒⬜])\s*$")
_BLANK = re.compile(r"_{4,}|\.{8,}")
_SPOKEN = re.compile(r"[\"“](?=[^\"”]*(?:\byou(?:r|rs|'\w+|’\w+)?\b|\?))[^\"“”]+[\"”]", re.IGNORECASE)
_REPLY = re.compile(r"^[^\w\n]{0,8}subject[^\w\n]{1,8}(?:re|aw):", re.IGNORECASE | re.MULTILINE)
_KINDS = ("section-quoted", "section-negated", "section-other-actor", "section-history", "provider-field")
_OTHERS = ("reader", "provider", "third-party")
_BECAUSE = {"section-quoted": "quoted", "section-negated": "negated", "section-history": "history"}


class Governors:
    """The governors of the blocks of one document, each read once."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences: Sentences = proxy(
            sentences
        )  # which holds this; the two are gone with the last reader
        self._blocks = sentences.document.blocks
        self._read: dict[int, Release | None] = {}
        self._released: dict[int, Release | None] = {}
        self._providers: dict[int, list[int]] = {}

    def release(self, index: int) -> Release | None:
        """Return what releases all that a block says, or None where nothing around it does."""
        if index not in self._released:
            self._released[index] = self._release(index)
        return self._released[index]

    def _release(self, index: int) -> Release | None:
        block = self._blocks[index]
        for governor in (block.intro, block.row, block.column, block.heading):
            if governor is not None and governor != index and (release := self._says(governor)):
                return release
        if block.kind == "option":
            return self._left_empty(index)
        if block.kind in ("quote", "heading"):
            return self._theirs_in_quotes(index)
        if block.kind == "field":
            return self._asked_of_the_past(index)
        if block.kind != "cell":
            return None
        if index in self._heads:
            return self._says(index)
        return self._row_answer(index) or self._provider_in_row(index) or self._marked(index)

    def _says(self, governor: int) -> Release | None:
        if governor not in self._read:
            self._read[governor] = self._judged(governor)
        return self._read[governor]

    def _judged(self, governor: int) -> Release | None:
        """Return what a governor says of all that it governs, by its last sentence."""
        last = len(self._sentences.words(governor)) - 1
        if last < 0:
            return None
        sentence, cues = self._sentences.sentence(governor, last), self._sentences.cues(governor, last)
        if len(sentence.words) > 16 and sentence.words.lower[-1] != ":":
            return None
        kinds = {cue.cue.kind for cue in cues}
        actors = {mention.actor for mention in sentence.mentions}
        if "sender" in actors and kinds.isdisjoint(("section-negated", "section-quoted")):
            return None
        for kind in _KINDS:
            for cue in cues:
                if cue.cue.kind == kind:
                    text = " ".join(sentence.words.text[cue.start : cue.end])
                    return Release(_BECAUSE.get(kind, "other-actor"), "unknown", text)
        theirs = "rival-head" in kinds or not actors.isdisjoint(_OTHERS)
        return self._named(governor) if theirs and self._beside_ours(governor) else None

    @cached_property
    def _rows(self) -> dict[int, list[int]]:
        """The cells of each row, in order, by the first of them."""
        rows: dict[int, list[int]] = {}
        for index, block in enumerate(self._blocks):
            if block.kind == "cell" or block.row is not None:
                rows.setdefault(index if block.row is None else block.row, []).append(index)
        return rows

    def _row(self, index: int) -> list[int]:
        row = self._blocks[index].row
        return self._rows.get(index if row is None else row, [])

    @cached_property
    def _heads(self) -> frozenset[int]:
        """The cells that head a column."""
        return frozenset(block.column for block in self._blocks if block.column is not None)

    def _beside_ours(self, head: int) -> bool:
        """Say whether a column stands beside one for the sender: 'Physical therapy | Exercise with Kim', 'You | Me'."""
        if head not in self._heads:
            return False
        heads = self._row(head)
        priced = any(self._has_cue(at, "price-head") for at in heads)
        return not priced and any(self._is_ours(at) for at in heads if at != head)

    def _is_ours(self, index: int) -> bool:
        if not self._sentences.words(index):
            return False
        sentence = self._sentences.sentence(index, 0)
        ours = any(mention.actor == "sender" for mention in sentence.mentions)
        return ours or bool(sentence.hits.positions("exercise-word") or sentence.hits.positions("approved"))

    def _has_cue(self, index: int, kind: str) -> bool:
        words = self._sentences.words(index)
        return bool(words) and any(cue.cue.kind == kind for cue in self._sentences.cues(index, 0))

    def _row_answer(self, index: int) -> Release | None:
        """Release what its row answers, in a column for that or the sender's own: 'Ultrasound | Not offered here'."""
        cells = self._row(index)
        for mate in cells[1:] if cells and index == cells[0] else ():
            head = self._blocks[mate].column
            asked = len(cells) == 2 if head is None else self._takes_answers(head)
            if asked and (answer := self._answer(mate)) is not None:
                return answer
        return None

    def _takes_answers(self, head: int) -> bool:
        if self._has_cue(head, "price-head"):
            return False
        return self._has_cue(head, "answer-head") or self._is_ours(head)

    def _answer(self, index: int, among: Iterable[str] = tuple(ANSWERS)) -> Release | None:
        """Return what a block answers to the label before it, where it begins with that."""
        for cue in self._sentences.cues(index, 0) if self._sentences.words(index) else ():
            if cue.start == 0 and cue.cue.kind in among:
                return Release(ANSWERS[cue.cue.kind], "unknown", self._sentences.document.block_text(index))
        return None

    def _provider_in_row(self, index: int) -> Release | None:
        """Release a table cell whose row names another provider as the one who did it."""
        cells = self._row(index)
        if not cells:
            return None
        if cells[0] not in self._providers:
            self._providers[cells[0]] = [at for at in cells if self._is_provider(at)]
        return next((self._named(at) for at in self._providers[cells[0]] if at != index), None)

    def _is_provider(self, index: int) -> bool:
        if len(self._sentences.words(index)) != 1:
            return False
        actors = {mention.actor for mention in self._sentences.sentence(index, 0).mentions}
        return "provider" in actors and "sender" not in actors

    def _marked(self, index: int) -> Release | None:
        """Release what is marked in the columns of others only: 'Manual therapy | ● | ' under 'The clinic | Us'."""
        cells = self._row(index)
        if not cells or index != cells[0]:
            return None
        heads = [self._blocks[at].column for at in cells[1:] if self._has_cue(at, "mark")]
        whose = [None if head is None else self._says(head) for head in heads]
        return whose[0] if whose and all(whose) else None

    def _asked_of_the_past(self, index: int) -> Release | None:
        """Release a label whose boxes ask for what was: 'Physiotherapy: [ ] never had [ ] finished on ...'."""
        for at in range(index + 1, min(len(self._blocks), index + _NEAR)):
            if self._blocks[at].kind != "option" or self._blocks[at].intro != index or self._is_ours(index):
                break
            if (answer := self._answer(at, ("answer-theirs",))) is not None:
                return answer
        return None

    def _left_empty(self, index: int) -> Release | None:
        """Release a box that stands empty among statements that are ticked: '[x] I coach [x] I measure [ ] I treat'.

        On a form to fill in, a box that is empty yet offers something all the same.
        """
        if self._box(index) != "empty" or self._is_form or not self._is_ours(index):
            return None
        near = range(max(0, index - _NEAR), min(len(self._blocks), index + _NEAR))
        intro = self._blocks[index].intro
        ticked = [at for at in near if self._blocks[at].intro == intro and self._box(at) == "ticked"]
        return Release("negated", "unknown", "[ ]") if sum(map(self._is_ours, ticked)) > 1 else None

    @cached_property
    def _is_form(self) -> bool:
        text = self._sentences.document.text
        return any(_BLANK.search(text, block.start, block.end) for block in self._blocks)

    def _box(self, index: int) -> str:
        """Return `ticked`, `empty`, or nothing where no box stands before a block."""
        block = self._blocks[index]
        found = _BOX.search(self._sentences.document.text, max(0, block.start - 8), block.start)
        if block.kind != "option" or found is None:
            return ""
        return "ticked" if found.group("ticked") else "empty"

    def _theirs_in_quotes(self, index: int) -> Release | None:
        """Release what a correspondent wrote in a mail that is answered, and headings in which somebody asks."""
        if self._blocks[index].kind == "quote" and self._is_reply:
            return Release("quoted", "reader", ">")
        if index in self._spoken and len(self._spoken) > 1:
            return Release("quoted", "client", '"')
        return None

    @cached_property
    def _is_reply(self) -> bool:
        return _REPLY.search(self._sentences.document.text) is not None

    @cached_property
    def _spoken(self) -> frozenset[int]:
        """The headings that are quotations from end to end and speak to somebody, above their answers."""
        texts = enumerate(map(self._sentences.document.block_text, range(len(self._blocks))))
        spoken = (at for at, text in texts if self._blocks[at].kind == "heading" and _SPOKEN.fullmatch(text))
        return frozenset(spoken)

    def _named(self, index: int) -> Release:
        return Release("other-actor", "provider", self._sentences.document.block_text(index))
