"""What stands above or beside a block says of it: its introduction, the head of its row or column, its heading."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cached_property

from scopelint.cues import Release
from scopelint.labels import ANSWERS
from scopelint.sentences import Sentences

_NEAR = 12
"""Boxes on either side that are looked at for what a box names."""
_BOX = re.compile(r"(?P<ticked>\[ ?[xX] ?\]|\( ?[xX] ?\)|[☑☒✓✔])\s*$|(?:\[\s*\]|\(\s*\)|[☐□○◯❑❒⬜])\s*$")
_BLANK = re.compile(r"_{4,}|\.{8,}")
_SPOKEN = re.compile(r"[\"“][^\"“”]+[\"”]")
_REPLY = re.compile(r"^\W*subject\W+(?:re|aw|fw|fwd):|\bwrote:\s*$", re.IGNORECASE | re.MULTILINE)
_KINDS = ("section-negated", "section-other-actor", "section-history", "provider-field")
_OTHERS = ("reader", "provider", "third-party")
_BECAUSE = {"section-negated": "negated", "section-history": "history"}


class Governors:
    """The governors of the blocks of one document, each read once."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences
        self._blocks = sentences.document.blocks
        self._read: dict[int, Release | None] = {}

    def release(self, index: int) -> Release | None:
        """Return what releases all that a block says, or None where nothing around it does."""
        block = self._blocks[index]
        for governor in (block.intro, block.row, block.column, block.heading):
            if governor is not None and governor != index and (release := self._says(governor)):
                return release
        if block.kind == "option":
            return self._other_roles(index) or self._left_empty(index)
        if block.kind in ("quote", "heading"):
            return self._theirs_in_quotes(index)
        if block.kind == "field":
            return self._answered(index)
        if block.kind == "cell":
            return (
                self._says(index) if index in self._heads else self._row_mates(index) or self._marked(index)
            )
        return None

    @cached_property
    def _heads(self) -> frozenset[int]:
        """The cells that head a column."""
        return frozenset(block.column for block in self._blocks if block.column is not None)

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
        if any(m.actor == "sender" for m in sentence.mentions) and "section-negated" not in kinds:
            return None
        for kind in _KINDS:
            for cue in cues:
                if cue.cue.kind == kind:
                    text = " ".join(sentence.words.text[cue.start : cue.end])
                    return Release(_BECAUSE.get(kind, "other-actor"), "unknown", text)
        actors = {mention.actor for mention in sentence.mentions}
        theirs = "rival-head" in kinds or not actors.isdisjoint(_OTHERS)
        return self._named(governor) if theirs and self._beside_ours(governor) else None

    def _beside_ours(self, head: int) -> bool:
        """Say whether a column stands beside one for the sender: 'Physical therapy | Exercise with Kim', 'You | Me'."""
        if head not in self._heads:
            return False
        row = self._blocks[head].row
        first = head if row is None else row
        mates = (at for at in self._heads if at != head and first in (at, self._blocks[at].row))
        return any(self._is_ours(at) for at in mates)

    def _is_ours(self, index: int) -> bool:
        if not self._sentences.words(index):
            return False
        sentence = self._sentences.sentence(index, 0)
        ours = any(mention.actor == "sender" for mention in sentence.mentions)
        return ours or bool(sentence.hits.positions("exercise-word") or sentence.hits.positions("approved"))

    def _row_mates(self, index: int) -> Release | None:
        """Release a table cell whose row names another provider, or answers it: 'Ultrasound | Not offered here'."""
        row = self._blocks[index].row
        first = index if row is None else row
        for mate in range(first, len(self._blocks)):
            if mate != first and self._blocks[mate].row != first:
                break
            if mate == index or not self._sentences.words(mate):
                continue
            for cue in self._sentences.cues(mate, 0):
                if cue.start == 0 and cue.cue.kind in ANSWERS:
                    return Release(
                        ANSWERS[cue.cue.kind], "unknown", self._sentences.document.block_text(mate)
                    )
            if len(self._sentences.words(mate)) != 1:
                continue
            actors = {mention.actor for mention in self._sentences.sentence(mate, 0).mentions}
            if "provider" in actors and "sender" not in actors:
                return self._named(mate)
        return None

    def _marked(self, index: int) -> Release | None:
        """Release what is marked in the columns of others only: 'Manual therapy | ● | ' under 'The clinic | Us'."""
        if self._blocks[index].row is not None:
            return None
        marked = []
        for mate in range(index + 1, len(self._blocks)):
            if self._blocks[mate].row != index:
                break
            if any(cue.cue.kind == "mark" for cue in self._sentences.cues(mate, 0)):
                marked.append(self._blocks[mate].column)
        whose = [None if head is None else self._says(head) for head in marked]
        return next(iter(whose)) if whose and all(whose) else None

    def _answer(self, index: int, among: Container[str] = ANSWERS) -> Release | None:
        """Return what a block answers to the label before it, where it begins with that."""
        for cue in self._sentences.cues(index, 0):
            if cue.start == 0 and cue.cue.kind in among:
                return Release(ANSWERS[cue.cue.kind], "unknown", self._sentences.document.block_text(index))
        return None

    def _answered(self, index: int) -> Release | None:
        """Release a label whose boxes ask for what was: 'Physiotherapy: [ ] never had [ ] finished on ...'."""
        for at in range(index + 1, min(len(self._blocks), index + _NEAR)):
            if self._blocks[at].kind != "option" or self._blocks[at].intro != index:
                break
            if self._sentences.words(at) and (answer := self._answer(at, ("answer-theirs",))) is not None:
                return answer
        return None

    def _other_roles(self, index: int) -> Release | None:
        """Release a box that names a profession beside boxes that name others: 'Referred by: [ ] MD [ ] PT [ ] DC'."""
        intro = self._blocks[index].intro
        if not self._is_role(index) or (intro is not None and self._is_service(intro)):
            return None
        near = range(max(0, index - _NEAR), min(len(self._blocks), index + _NEAR))
        others = (
            at
            for at in near
            if at != index and self._blocks[at].kind == "option" and self._blocks[at].intro == intro
        )
        return next((self._named(at) for at in others if self._is_role(at)), None)

    def _left_empty(self, index: int) -> Release | None:
        """Release a box that stands empty among ticked ones in a document that is filled in: '[x] I coach [ ] I treat'.

        On a form to fill in, a box that is empty yet offers something all the same.
        """
        if self._box(index) != "empty" or self._is_form or not self._is_ours(index):
            return None
        near = range(max(0, index - _NEAR), min(len(self._blocks), index + _NEAR))
        intro = self._blocks[index].intro
        ticked = (at for at in near if self._blocks[at].intro == intro and self._box(at) == "ticked")
        return Release("negated", "unknown", "[ ]") if next(ticked, None) is not None else None

    @cached_property
    def _is_form(self) -> bool:
        return any(
            _BLANK.search(self._sentences.document.text, block.start, block.end) for block in self._blocks
        )

    def _box(self, index: int) -> str:
        """Return `ticked`, `empty`, or nothing where no box stands before a block."""
        block = self._blocks[index]
        found = _BOX.search(self._sentences.document.text, max(0, block.start - 8), block.start)
        if block.kind != "option" or found is None:
            return ""
        return "ticked" if found.group("ticked") else "empty"

    def _theirs_in_quotes(self, index: int) -> Release | None:
        """Release what a correspondent wrote in a mail that is answered, and headings that ask in quotes."""
        if self._blocks[index].kind == "quote" and _REPLY.search(self._sentences.document.text):
            return Release("quoted", "reader", ">")
        if index in self._spoken and len(self._spoken) > 1:
            return Release("quoted", "client", '"')
        return None

    @cached_property
    def _spoken(self) -> frozenset[int]:
        """The headings that are quotations from end to end, above their answers."""
        texts = enumerate(map(self._sentences.document.block_text, range(len(self._blocks))))
        return frozenset(
            at for at, text in texts if self._blocks[at].kind == "heading" and _SPOKEN.fullmatch(text)
        )

    def _is_role(self, index: int) -> bool:
        """Say whether a block names a profession and nothing else."""
        if len(self._sentences.words(index)) != 1:
            return False
        sentence = self._sentences.sentence(index, 0)
        return any(hit.end == len(sentence.words) for hit in sentence.hits.at("provider-role", 0))

    def _is_service(self, index: int) -> bool:
        """Say whether a label asks for care or for its payment: 'Therapy discipline:', 'Claim submitted as:'."""
        if not self._sentences.words(index):
            return False
        hits = self._sentences.sentence(index, 0).hits
        return any(
            hits.positions(name) for name in ("therapy-term", "licensed-care", "billing-term", "bill-word")
        )

    def _named(self, index: int) -> Release:
        return Release("other-actor", "provider", self._sentences.document.block_text(index))
