"""The compiled rule set and its configuration: from a document to its reading and its candidates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from scopelint.cues import Release
from scopelint.document import Document
from scopelint.known import Known
from scopelint.reading import Reading
from scopelint.weighing import Candidate

if TYPE_CHECKING:
    from scopelint.clues import Clues
    from scopelint.compiled import Compiled
    from scopelint.config import Config
    from scopelint.likeness import Likeness


class Pipeline:
    """The compiled rule set: matcher, cues, rules. Built once for a Linter."""

    def __init__(self, compiled: Compiled, config: Config, ablated: frozenset[str] = frozenset()) -> None:
        ruleset = compiled.ruleset
        self.ruleset, self.config, self.ablated = ruleset, config, ablated
        self.matcher = compiled.matcher(config.practice_names)
        self._compiled = compiled
        self.likely = {rule.family: rule for rule in ruleset.rules if not rule.when}
        """By family, the rule for what its clues find."""
        health = ruleset.lexicons.get("health-context")
        self.health_words = frozenset(entry.lower() for entry in health.entries) if health else frozenset()
        short = ruleset.lexicons.get("abbreviation")
        self.abbreviations = frozenset(short.entries) if short else frozenset()
        self.known = Known()
        self.judged: dict[tuple[object, ...], tuple[tuple[int, int], ...]] = {}
        """Where a rewritten sentence would be flagged, by all that decides it."""

    @cached_property
    def clues(self) -> Clues:
        """The weighed clues, loaded when a sentence is first weighed."""
        return self._compiled.clues("clues.tsv")

    @cached_property
    def element_clues(self) -> Clues:
        """The weighed clues of required elements, loaded when an element is first looked for."""
        return self._compiled.clues("elements.tsv")

    @cached_property
    def likeness(self) -> Likeness:
        """The weighed clues of document types, loaded when a type is first recognised."""
        return self._compiled.likeness()

    def licensed(self, quote: tuple[str, ...]) -> Release | None:
        """Release a title that somebody on the staff really holds, as the configuration says."""
        plural = {word.removesuffix("s") for word in quote}
        for held in self.config.practice_credentials:
            for title in self.ruleset.credentials.get(held.lower(), (held.lower(),)):
                if plural.issuperset(word.removesuffix("s") for word in title.split()):
                    return Release("credential", "sender", held)
        return None

    def read(self, document: Document) -> Reading:
        """Prepare a document: normalised text and the actors that placeholders stand for."""
        return Reading(self, document)

    def candidates(self, reading: Reading, doctype: str) -> Iterator[Candidate]:
        """Yield every candidate of the content rules, released or not, in the order of the text."""
        for index, block in enumerate(reading.document.blocks):
            if block.kind != "code":
                yield from reading.block_candidates(index, doctype)
