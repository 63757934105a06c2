"""One document on its way to candidates: sentences, cues, frames, and what each block inherits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from scopelint import context, labels, placeholders, prefilter, runins, tokens, weighing
from scopelint.attempt import Match
from scopelint.cues import Release, Surroundings
from scopelint.document import Document, Span
from scopelint.governors import Governors
from scopelint.hits import Key
from scopelint.matching import Found as Matched
from scopelint.rule import CONTENT_FAMILIES, Rule
from scopelint.sentences import Sentences
from scopelint.weighing import Candidate

if TYPE_CHECKING:
    from scopelint.pipeline import Pipeline


_TALLIED = 2_000
"""Sentences up to which a document is looked at for what its passages say."""
_NO_WORD = re.compile(r"[\W_0-9]+")


def _start(span: Span) -> int:
    return span.start


class Reading(Sentences):
    """One document on its way through the pipeline."""

    def __init__(self, pipeline: Pipeline, document: Document) -> None:
        self.placeholders = placeholders.find(document.text)
        plain = tokens.normalise(document.text, self.placeholders)
        slots = {span.start + 1: document.text[span.start : span.end] for span in self.placeholders}
        self.slot_names = {
            at: name for at, text in slots.items() if (name := _NO_WORD.sub(" ", text).strip())
        }
        """What placeholders say in words that belongs there ('provider signature'), by where they stand."""
        self._slot_keys: dict[int, set[Key]] = {}
        actors = {at: placeholders.actor_of(text) for at, text in slots.items()}
        named = {at: actor for at, actor in actors.items() if actor}
        super().__init__(document, plain, named, pipeline.matcher, pipeline.abbreviations, pipeline.known)
        self.pipeline = pipeline
        self.governors = Governors(self)
        self._salutation: int | None = None
        self._providers_form: bool | None = None

    def slot_keys(self, index: int) -> set[Key]:
        """Return what the names of a block's placeholders may hold; empty where none has one."""
        found = self._slot_keys.get(index)
        if found is None:
            block = self.document.blocks[index]
            first, last = (bisect_left(self.placeholders, at, key=_start) for at in (block.start, block.end))
            spans = self.placeholders[first:last]
            named = " ".join({self.slot_names.get(span.start + 1, ""): None for span in spans}).strip()
            found = prefilter.keys(named, named, self.matcher) if named else set()
            self._slot_keys[index] = found
        return found

    def block_candidates(self, index: int, doctype: str) -> Iterator[Candidate]:
        """Yield the decided candidates of one block: what patterns match, then what only clues find."""
        for at, matches in self.tried("rules", index):
            decided = list(self._matched(index, at, matches, doctype)) if matches else []
            if self.pipeline.clues and self.effort.left >= 0:
                decided = self._weighed(index, at, decided, doctype)
            yield from decided

    def _matched(self, index: int, at: int, matches: list[Matched], doctype: str) -> Iterator[Candidate]:
        """Yield the decided candidates that patterns match in one sentence."""
        matcher = self.pipeline.matcher
        sentence = self.sentence(index, at)
        around = self._surroundings(index, at, doctype)
        tags = {frame.tag for frame, _ in matches}
        exceptions = matcher.find("unless", sentence.words, sentence.hits, sentence.walls, tags)
        for frame, match in matches:
            rule: Rule = frame.owner
            if rule.only_if and around.doctype not in rule.only_if:
                continue
            if rule.under and not self._stands_under(rule, index):
                continue
            unless = [other for owner, other in exceptions if owner.tag == rule.id]
            release = context.decide(rule, frame, match, around, unless)
            words = sentence.words
            release = release or self._licensed(rule, words.lower[match.quote_start : match.quote_end])
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

    def _licensed(self, rule: Rule, quote: tuple[str, ...]) -> Release | None:
        return self.pipeline.licensed(quote) if rule.family == "identity" else None

    def _weighed(self, index: int, at: int, decided: list[Candidate], doctype: str) -> list[Candidate]:
        """Let go of candidates that the clues of their sentence speak against; add what they alone find."""
        clues, ablated = self.pipeline.clues, self.pipeline.ablated
        weighed, size = self.weigh(clues, index, at), self.size
        if "unlikely" not in ablated:
            label = self.document.blocks[index].kind in ("option", "item", "cell", "field")
            decided = [weighing.judged(candidate, weighed, size, clues, label) for candidate in decided]
        chance = weighing.in_text(weighed.chance, size, weighing.GUESSED)
        if "likely" in ablated or chance < weighing.GUESS:
            return decided
        sentence = self.sentence(index, at)
        found = list(weighing.places(weighed, chance, clues, sentence, decided))
        if found and (self.governed(index, at) or self._to_reader(index, at)):
            return decided
        if found and self._answered(index, at):
            return decided
        cues = self.cues(index, at) if found else []
        for family, start, end in found:
            rule = self.pipeline.likely.get(CONTENT_FAMILIES[family])
            if rule is not None and not labels.answered(sentence, cues, start, start + 1):
                place = sentence.words.starts[start], sentence.words.ends[end - 1]
                match, chance = Match(start, end, start, end, ()), weighed.families[family]
                release = self._licensed(rule, sentence.words.lower[start:end])
                decided.append(Candidate(rule, *place, release, "", match, sentence, index, doctype, chance))
        return decided

    def _answered(self, index: int, at: int) -> bool:
        """Say whether a question is answered with a plain no: 'WAX BATH? none'."""
        if self.words(index)[at].lower[-1] != "?" or at + 1 == len(self.words(index)):
            return False
        return any(cue.cue.kind in labels.ANSWERS and cue.start == 0 for cue in self.cues(index, at + 1))

    def governed(self, index: int, at: int) -> Release | None:
        """Return what stands above or beside a sentence and releases it, unless it begins as a fact."""
        if any(cue.cue.kind == "asserted" for cue in self.cues(index, at)):
            return None
        return self.governors.release(index) or runins.says(self, index, at)

    @cached_property
    def size(self) -> int:
        """How many characters the text has, blanks counting once."""
        return len(" ".join(self.plain.split()))

    @cached_property
    def tallies(self) -> list[tuple[int, int, int, int]]:
        """Block and place of each sentence, what its clues say for the required elements, how many there might be.

        Nothing where no element has an anchor, and where there are more than 2,000 sentences: no letter is as long.
        """
        if not self.anchored("required"):
            return []
        clues, blocks = self.pipeline.element_clues, enumerate(self.document.blocks)
        listed = (index for index, block in blocks if block.kind != "code")
        places = ((index, at) for index in listed for at in range(len(self.words(index))))
        found = ((*place, *self.tally(clues, *place)) for place in places)
        first = list(islice(found, _TALLIED + 1))
        return first if len(first) <= _TALLIED else []

    def _to_reader(self, index: int, at: int) -> bool:
        """Say whether a sentence is the line that says whom a letter is to."""
        return context.recipient(self.sentence(index, at), self.cues(index, at)) is not None

    def _stands_under(self, rule: Rule, index: int) -> bool:
        """Say whether a heading, introduction or column head of a block is one that the rule is about."""
        block = self.document.blocks[index]
        for governor in (block.intro, block.column, block.heading, block.row):
            if governor is not None and governor != index:
                for _, found in self.find("under", governor):
                    if any(frame.tag == rule.id for frame, _ in found):
                        return True
        return False

    def _surroundings(self, index: int, at: int, doctype: str) -> Surroundings:
        size, block = len(self.words(index)), self.document.blocks[index]
        after: tuple[int, int] | None = (index, at + 1) if at + 1 < size else None
        asks = self.words(index)[at].lower[-1] == "?"
        below = index + 1
        if after is None and asks and block.kind in ("paragraph", "heading"):
            after = (below, 0) if below < len(self.document.blocks) and self.words(below) else None
        return Surroundings(
            sentence=self.sentence(index, at),
            cues=self.cues(index, at),
            before=self.sentence(index, at - 1) if at else None,
            before_cues=self.cues(index, at - 1) if at else [],
            after=self.sentence(*after) if after else None,
            after_cues=self.cues(*after) if after else [],
            inherited=self.governed(index, at),
            block_kind=block.kind,
            doctype=doctype,
            addressed=self.addressed(index),
            providers_form=doctype == "referral-form" and self.providers_form(),
            mechanisms=self.pipeline.ablated,
        )

    @cached_property
    def first_person(self) -> str:
        """Return `I` or `we`, as the sender speaks of himself."""
        said = Counter(word.lower() for word in re.findall(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b", self.plain))
        return "I" if said["i"] + said["my"] > said["we"] + said["our"] else "we"

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

    def addressed(self, index: int) -> bool:
        """Say whether a block is the reader's address: above the greeting, but not the sender's letterhead."""
        salutation = self.salutation()
        if index >= salutation or self.document.blocks[index].place.startswith("page header"):
            return False
        greeted = {word for word in self._names(salutation) if len(word) > 3}
        lines = range(max(0, index - 3), min(salutation, index + 4))
        return index > 1 or any(greeted & self._names(at) for at in lines)

    def _names(self, index: int) -> set[str]:
        block = self.document.blocks[index]
        return {word.rstrip(",:") for word in self.plain[block.start : block.end].split()}

    def providers_form(self) -> bool:
        """Say whether the document says of itself that the provider fills it in."""
        if self._providers_form is None:
            self._providers_form = any(
                True
                for index, block in enumerate(self.document.blocks)
                if block.kind in ("paragraph", "field", "heading")
                for _ in self.find("providers-form", index)
            )
        return self._providers_form
