"""The sentences of a document: cut, taken apart and searched, each when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from scopelint import clauses, names, prefilter, shapes, tokens
from scopelint.attempt import head_of
from scopelint.clauses import Sentence
from scopelint.clues import Clues, Weighed
from scopelint.cues import Found, find_cues
from scopelint.document import Document, Span
from scopelint.finding import Actor
from scopelint.hits import Effort, Hits, Key
from scopelint.known import Known, Record, at_place
from scopelint.matching import Found as Matched
from scopelint.matching import Matcher, try_all

_KEEP = 8000
"""Blocks whose sentences are kept; a longer document takes some of them apart again."""


class Sentences:
    """The sentences of one document, by block and place; nothing is done twice."""

    def __init__(
        self,
        document: Document,
        plain: str,
        actors: Mapping[int, Actor],
        matcher: Matcher,
        abbreviations: frozenset[str],
        known: Known,
    ) -> None:
        self.document, self.plain, self.actors = document, plain, actors
        self.matcher, self._abbreviations, self._known = matcher, abbreviations, known
        self.effort = Effort(len(plain))
        self.stopped: Span | None = None
        """The sentence at which the effort came to its end; what follows was not read."""
        self._words: dict[int, list[tokens.Words]] = {}
        self._hits: dict[tuple[int, int], Hits] = {}
        self._codes: dict[int, list[tuple[str, Span]]] = {}
        self._sentences: dict[tuple[int, int], Sentence] = {}
        self._cues: dict[tuple[int, int], list[Found]] = {}
        self._keys: dict[int, set[Key]] = {}
        self._records: dict[tuple[int, int], Record] = {}

    @cached_property
    def names(self) -> tuple[names.Name, ...]:
        """What the sender is called here; looked for once a sentence is taken apart."""
        return names.of_sender(self.document, self.matcher)

    def keys(self, index: int) -> set[Key]:
        """Return what a block may hold: by its raw words until the tokenizer is there, by its entries from then on."""
        if not tokens.is_ready() and index not in self._words:
            return self._raw_keys(index)
        return set().union(*(self.keys_of(index, at) for at in range(len(self.words(index)))))

    def keys_of(self, index: int, at: int) -> set[Key]:
        """Return what one sentence of a block holds."""
        return self.hits(index, at).present(self.words(index)[at])

    def possible(self, group: str, index: int, at: int | None = None) -> frozenset[int]:
        """Return the numbers of the frames of a group that may match in a block, or in one of its sentences."""
        frames = self.matcher.group(group)
        if at is not None:
            record = self._record(index, at)
            if group not in record.possible:
                record.possible[group] = frames.possible(self.keys_of(index, at))
            return record.possible[group]
        if not tokens.is_ready() and index not in self._words:
            return frames.possible(self.keys(index))
        parts = [self.possible(group, index, at) for at in range(len(self.words(index)))]
        return parts[0] if len(parts) == 1 else frozenset().union(*parts)

    def _raw_keys(self, index: int) -> set[Key]:
        found = self._keys.get(index)
        if found is None:
            block = self.document.blocks[index]
            text = self.document.text[block.start : block.end]
            found = prefilter.keys(self.plain[block.start : block.end], text, self.matcher)
            if prefilter.has_digit(text):
                found.update(f"<{name}>" for name, _ in self._shapes(index))
            if len(self._keys) >= 4 * _KEEP:
                self._keys.clear()
            self._keys[index] = found
        return found

    def find(self, group: str, index: int) -> Iterator[tuple[int, list[Matched]]]:
        """Yield the matches of a group in each sentence of a block."""
        for at, found in self.tried(group, index):
            if found:
                yield at, found

    def tried(self, group: str, index: int) -> Iterator[tuple[int, list[Matched]]]:
        """Yield each sentence of a block in which a frame of a group may match, with the matches."""
        if not tokens.is_ready() and not self.matcher.group(group).open(self.keys(index)):
            return
        for at in range(len(self.words(index))):
            record = self._record(index, at)
            known = record.found.get(group)
            if known is not None and self.effort.left >= known[1]:
                found = known[0]
                self.effort.left -= known[1]
            else:
                before = self.effort.left
                found = self._searched(group, index, at)
                if self.effort.left >= 0:
                    record.found[group] = found, before - self.effort.left
                elif self.stopped is None:
                    words = self.words(index)[at]
                    self.stopped = Span(words.starts[0], words.ends[-1])
            if found is not None:
                yield at, found

    def _searched(self, group: str, index: int, at: int) -> list[Matched] | None:
        """Return the matches of a group in one sentence, None where no frame may match.

        The sentence is taken apart only where a frame asks for it.
        """
        words, hits = self.words(index)[at], self.hits(index, at)
        frames = self.matcher.group(group).open(hits.present(words), head_of(words))
        if not any(frame.gaps for frame in frames):
            return try_all(frames, words, hits, []) if frames else None
        sentence = self.sentence(index, at)
        return try_all(frames, words, sentence.hits, sentence.walls)

    def weigh(self, clues: Clues, index: int, at: int) -> Weighed:
        """Return what the clues in a sentence say."""
        record = self._record(index, at)
        if record.weighed is None:
            record.weighed = clues.weigh(self.words(index)[at], self.hits(index, at))
        return record.weighed

    def tally(self, clues: Clues, index: int, at: int) -> tuple[int, int]:
        """Return what the clues in a sentence say for the required elements, and how many there might be."""
        record = self._record(index, at)
        if record.tally is None:
            record.tally = clues.tally(self.words(index)[at], self.hits(index, at))
        return record.tally

    def anchored(self, group: str) -> bool:
        """Say whether any block may hold a phrase of a group, by raw words: the same whatever was read before."""
        frames = self.matcher.group(group)
        return any(frames.open(self._raw_keys(index)) for index in range(len(self.document.blocks)))

    def _record(self, index: int, at: int) -> Record:
        """Return what is known of one sentence from earlier documents; nothing, where it holds what is this one's."""
        record = self._records.get((index, at))
        if record is None:
            words = self.words(index)[at]
            start, end = words.starts[0], words.ends[-1]
            plain = self.plain[start:end]
            if tokens.PLACEHOLDER in plain or any(names.places(words, self.names)):
                record = Record()
            else:
                codes = [
                    (name, span.start - start, span.end - start)
                    for name, span in self._shapes(index)
                    if span.start < end and start < span.end
                ]
                record = self._known.record((plain, words.text, tuple(codes)))
            self._records[index, at] = record
        return record

    def words(self, index: int) -> list[tokens.Words]:
        """Return the words of each sentence of a block."""
        parts = self._words.get(index)
        if parts is None:
            block = self.document.blocks[index]
            words = tokens.split(self.plain[block.start : block.end], block.start)
            parts = tokens.sentences(words, self._abbreviations) if len(words) else []
            if len(self._words) >= _KEEP:
                self._forget()
            self._words[index] = parts
        return parts

    def _forget(self) -> None:
        """Let go of what was taken apart, in a document too long to keep it all."""
        for known in (
            self._words,
            self._hits,
            self._codes,
            self._sentences,
            self._cues,
            self._keys,
            self._records,
        ):
            known.clear()

    def hits(self, index: int, at: int) -> Hits:
        """Return the lexicon entries in one sentence of a block, and the codes."""
        hits = self._hits.get((index, at))
        if hits is not None:
            return hits
        if self._record(index, at).sentence is not None:
            return self.sentence(index, at).hits
        return self._collected(index, at)

    def _collected(self, index: int, at: int) -> Hits:
        """Collect the entries of one sentence anew; they are this document's own until it is taken apart."""
        words = self.words(index)[at]
        hits = self._hits[index, at] = self.matcher.hits(words, self.effort)
        for name, span in self._shapes(index):
            place = _word_range(words, span)
            if place:
                hits.add(name, *place)
        for place in names.places(words, self.names):
            hits.add("own-name", *place)
        return hits

    def _shapes(self, index: int) -> list[tuple[str, Span]]:
        """Return the codes in a block, with their places in the document."""
        found = self._codes.get(index)
        if found is None:
            block = self.document.blocks[index]
            text, start = self.document.text[block.start : block.end], block.start
            listed = shapes.find(text) if prefilter.has_digit(text) else ()
            found = [(name, Span(span.start + start, span.end + start)) for name, span in listed]
            self._codes[index] = found
        return found

    def sentence(self, index: int, at: int) -> Sentence:
        """Return one analysed sentence of a block; its hits hold the people in it, too."""
        sentence = self._sentences.get((index, at))
        if sentence is None:
            words, record = self.words(index)[at], self._record(index, at)
            known = record.sentence
            if known is not None:
                sentence = at_place(known, words, at, self.effort)
                self._hits[index, at] = sentence.hits
            else:
                hits = self._hits.get((index, at)) or self._collected(index, at)
                sentence = clauses.analyse(words, self.matcher, self.actors, at, hits)
                sentence.hits.present(words)
                record.sentence = sentence
            self._sentences[index, at] = sentence
        return sentence

    def cues(self, index: int, at: int) -> list[Found]:
        """Return the cues of one sentence of a block."""
        found = self._cues.get((index, at))
        if found is None:
            record = self._record(index, at)
            if record.cues is not None and self.effort.left >= record.cues[1]:
                found = record.cues[0]
                self.effort.left -= record.cues[1]
            else:
                before = self.effort.left
                found = find_cues(self.sentence(index, at), self.matcher)
                if self.effort.left >= 0:
                    record.cues = found, before - self.effort.left
            self._cues[index, at] = found
        return found


def _word_range(words: tokens.Words, span: Span) -> tuple[int, int] | None:
    inside = [
        at
        for at, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
        if start < span.end and span.start < end
    ]
    return (inside[0], inside[-1] + 1) if inside else None
