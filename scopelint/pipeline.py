"""From blocks to decided candidates: sentences, cues, frames, and what each block inherits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopelint import clauses, context, placeholders, prefilter, shapes, tokens
from scopelint.clauses import Sentence
from scopelint.cues import Found, Release, Surroundings, find_cues
from scopelint.document import Block, Document, Span
from scopelint.finding import Actor
from scopelint.matching import Hit, Match
from scopelint.rule import Rule

if TYPE_CHECKING:
    from scopelint.compiled import Compiled
    from scopelint.config import Config


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that a rule matched, with its release, or None where it is flagged."""

    rule: Rule
    start: int
    end: int
    """Characters of `Document.text`."""
    release: Release | None
    pattern: str
    match: Match
    sentence: Sentence
    block: int
    doctype: str


class Pipeline:
    """The compiled rule set: matcher, cues, rules. Built once for a Linter."""

    def __init__(self, compiled: Compiled, config: Config, ablated: frozenset[str] = frozenset()) -> None:
        ruleset = compiled.ruleset
        self.ruleset, self.config, self.ablated = ruleset, config, ablated
        self.matcher = compiled.matcher(config.practice_names)
        health = ruleset.lexicons.get("health-context")
        self.health_words = frozenset(entry.lower() for entry in health.entries) if health else frozenset()
        short = ruleset.lexicons.get("abbreviation")
        self.abbreviations = frozenset(short.entries) if short else frozenset()

    def read(self, document: Document) -> Reading:
        """Prepare a document: normalised text and the actors that placeholders stand for."""
        spans = placeholders.find(document.text)
        plain = tokens.normalise(document.text, spans)
        actors = {span.start + 1: _placeholder_actor(document.text[span.start : span.end]) for span in spans}
        return Reading(self, document, plain, {at: actor for at, actor in actors.items() if actor})

    def candidates(self, reading: Reading, doctype: str) -> Iterator[Candidate]:
        """Yield every candidate of the content rules, released or not, in the order of the text."""
        for index, block in enumerate(reading.document.blocks):
            if block.kind != "code" and reading.may_hold(index, "rules"):
                yield from reading.block_candidates(index, doctype)


_PLACEHOLDER_ACTORS: tuple[tuple[str, Actor], ...] = (
    ("client", "client"), ("patient", "client"), ("member", "client"),
    ("provider", "provider"), ("physician", "provider"), ("doctor", "provider"), ("surgeon", "provider"),
    ("therapist", "provider"), ("clinic", "provider"), ("pt_", "provider"), ("referr", "provider"), ("dr", "provider"),
    ("studio", "sender"), ("sender", "sender"), ("business", "sender"), ("practice", "sender"), ("coach", "sender"),
    ("trainer", "sender"), ("gym", "sender"), ("company", "sender"), ("my", "sender"), ("our", "sender"),
)  # fmt: skip


def _placeholder_actor(text: str) -> Actor | None:
    lower = text.lower()
    return next((actor for word, actor in _PLACEHOLDER_ACTORS if word in lower), None)


class Reading:
    """One document on its way through the pipeline; sentences are taken apart once, when first needed."""

    def __init__(self, pipeline: Pipeline, document: Document, plain: str, actors: dict[int, Actor]) -> None:
        self.pipeline, self.document, self.plain, self.actors = pipeline, document, plain, actors
        self._sentences: dict[int, list[Sentence]] = {}
        self._cues: dict[int, list[list[Found]]] = {}
        self._says: dict[int, Release | None] = {}
        self._salutation: int | None = None
        self._keys: dict[int, set[str]] = {}

    def keys(self, index: int) -> set[str]:
        """Return what a block may hold, by its raw words; nothing that it does hold is missing."""
        if index not in self._keys:
            block = self.document.blocks[index]
            self._keys[index] = prefilter.keys(
                self.plain[block.start : block.end], self.pipeline.matcher.runs
            )
        return self._keys[index]

    def may_hold(self, index: int, group: str) -> bool:
        """Say whether any frame of a group could match in a block."""
        return self.pipeline.matcher.may_match(group, self.keys(index))

    def sentences(self, index: int) -> list[Sentence]:
        """Return the analysed sentences of a block."""
        if index not in self._sentences:
            block = self.document.blocks[index]
            words = tokens.split(self.plain[block.start : block.end], block.start)
            parts = tokens.sentences(words, self.pipeline.abbreviations) if len(words) else []
            analysed = [
                clauses.analyse(part, self.pipeline.matcher, self.actors, at) for at, part in enumerate(parts)
            ]
            self._add_shapes(block, analysed)
            self._sentences[index] = analysed
        return self._sentences[index]

    def _add_shapes(self, block: Block, sentences: list[Sentence]) -> None:
        for name, span in shapes.find(self.document.text[block.start : block.end]):
            for sentence in sentences:
                place = _word_range(sentence, Span(span.start + block.start, span.end + block.start))
                if place:
                    sentence.hits.add(Hit(name, place[0], place[1], "", "base"))

    def cues(self, index: int) -> list[list[Found]]:
        """Return the cues of each sentence of a block."""
        if index not in self._cues:
            self._cues[index] = [find_cues(s, self.pipeline.matcher) for s in self.sentences(index)]
        return self._cues[index]

    def block_candidates(self, index: int, doctype: str) -> Iterator[Candidate]:
        """Yield the decided candidates of one block."""
        for at, sentence in enumerate(self.sentences(index)):
            matcher = self.pipeline.matcher
            matches = matcher.find("rules", sentence.words, sentence.hits, sentence.walls)
            if not matches:
                continue
            around = self._surroundings(index, at, doctype)
            tags = {frame.tag for frame, _ in matches}
            exceptions = matcher.find("unless", sentence.words, sentence.hits, sentence.walls, tags)
            for frame, match in matches:
                rule: Rule = frame.owner
                if rule.only_if and around.doctype not in rule.only_if:
                    continue
                unless = [other for owner, other in exceptions if owner.tag == rule.id]
                release = context.decide(rule, frame, match, around, unless)
                words = sentence.words
                yield Candidate(
                    rule,
                    words.starts[match.quote_start],
                    words.ends[match.quote_end - 1],
                    release,
                    frame.text,
                    match,
                    sentence,
                    index,
                    doctype,
                )

    def _surroundings(self, index: int, at: int, doctype: str) -> Surroundings:
        sentences, cues = self.sentences(index), self.cues(index)
        after = sentences[at + 1] if at + 1 < len(sentences) else None
        after_cues = cues[at + 1] if after else []
        block = self.document.blocks[index]
        if after is None and index + 1 < len(self.document.blocks) and block.kind in ("paragraph", "heading"):
            following = self.sentences(index + 1)
            if following and sentences[at].words.lower[-1] == "?":
                after, after_cues = following[0], self.cues(index + 1)[0]
        return Surroundings(
            sentence=sentences[at],
            cues=cues[at],
            before=sentences[at - 1] if at else None,
            before_cues=cues[at - 1] if at else [],
            after=after,
            after_cues=after_cues,
            inherited=self._inherited(index),
            block_kind=block.kind,
            doctype=doctype,
            addressed=index < self.salutation(),
            mechanisms=self.pipeline.ablated,
        )

    def salutation(self) -> int:
        """Return the index of the block that greets the reader, -1 where none does."""
        if self._salutation is None:
            starts = ("dear ", "hi ", "hey ", "hello ", "dr. ", "dr ")
            self._salutation = next(
                (
                    at
                    for at, block in enumerate(self.document.blocks)
                    if block.end - block.start < 60
                    and self.plain[block.start : block.end].lower().startswith(starts)
                    and self.plain[block.end - 1] in ",:"
                ),
                -1,
            )
        return self._salutation

    def _inherited(self, index: int) -> Release | None:
        """Return what the lines above a block say for it: its introduction, row, column and heading."""
        block = self.document.blocks[index]
        for governor in (block.intro, block.row, block.column, block.heading):
            if governor is not None and governor != index:
                release = self._says_for_others(governor, index)
                if release:
                    return release
        return self._row_mates(index) if block.kind == "cell" else None

    def _says_for_others(self, governor: int, index: int) -> Release | None:
        if governor not in self._says:
            self._says[governor] = self._read_governor(governor)
        return self._says[governor]

    def _read_governor(self, governor: int) -> Release | None:
        if not self.sentences(governor):
            return None
        sentence, cues = self.sentences(governor)[-1], self.cues(governor)[-1]
        if len(sentence.words) > 16 and sentence.words.lower[-1] != ":":
            return None
        if any(m.actor == "sender" for m in sentence.mentions) and not any(
            c.cue.kind == "section-negated" for c in cues
        ):
            return None
        for kind in ("section-negated", "section-other-actor", "section-history", "provider-field"):
            for cue in cues:
                if cue.cue.kind == kind:
                    because = {"section-negated": "negated", "section-history": "history"}.get(
                        kind, "other-actor"
                    )
                    text = " ".join(sentence.words.text[cue.start : cue.end])
                    return Release(because, "unknown", text)
        return None

    def _row_mates(self, index: int) -> Release | None:
        """Release a table cell whose row names another provider as the one who did it."""
        blocks = self.document.blocks
        row = blocks[index].row
        first = index if row is None else row
        for mate in range(first, len(blocks)):
            if mate != first and blocks[mate].row != first:
                break
            if mate == index or len(self.sentences(mate)) != 1:
                continue
            sentence = self.sentences(mate)[0]
            if any(m.actor == "provider" for m in sentence.mentions) and not any(
                m.actor == "sender" for m in sentence.mentions
            ):
                return Release("other-actor", "provider", self.document.block_text(mate))
        return None


def _word_range(sentence: Sentence, span: Span) -> tuple[int, int] | None:
    inside = [
        at
        for at in range(len(sentence.words))
        if sentence.words.starts[at] < span.end and span.start < sentence.words.ends[at]
    ]
    return (inside[0], inside[-1] + 1) if inside else None
