"""Lexicons and patterns against the words of a sentence: one pass over a trie, then only the anchored frames."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scopelint import inflection, tokens
from scopelint.patterns import Class, Either, Gap, Mark, Node, Word
from scopelint.rule import Lexicon, Pattern

Key = str
"""What can anchor a pattern: '<name>' for a lexicon, else a literal word."""

_COMMON = frozenset(
    "a an the of to in on at for with by from and or as is are was were be been being have has had do does did not "
    "i we you he she it they me us him her them my our your his their its this that these those will would can could "
    "may might must shall should no any all some more than so if out up off into over under about who which what "
    "there here when then until after before again get got put take go come see one two n't 's 'm 've 're 'll : , . ?".split()
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon entry found in a sentence: half-open word positions, the entry and the form it stands in."""

    name: str
    start: int
    end: int
    entry: str
    form: str


class Hits:
    """All lexicon entries of a sentence, by lexicon and by first word."""

    __slots__ = ("_present", "by_name")

    def __init__(self) -> None:
        self.by_name: dict[str, dict[int, list[Hit]]] = {}
        self._present: set[Key] | None = None

    def present(self, words: tokens.Words) -> set[Key]:
        """Return the keys that the sentence holds: its words and the names of its lexicons."""
        if self._present is None:
            self._present = {f"<{name}>" for name in self.by_name}
            self._present.update(words.lower)
        return self._present

    def add(self, hit: Hit) -> None:
        """Take in one more entry."""
        self.by_name.setdefault(hit.name, {}).setdefault(hit.start, []).append(hit)
        self._present = None

    def at(self, name: str, position: int) -> list[Hit]:
        """Return the entries of a lexicon that start at a word, longest first."""
        return self.by_name.get(name, _NONE).get(position, _EMPTY)

    def all(self, name: str) -> list[Hit]:
        """Return every entry of a lexicon in the sentence, in order."""
        return [hit for _, found in sorted(self.by_name.get(name, _NONE).items()) for hit in found]


_NONE: dict[int, list[Hit]] = {}
_EMPTY: list[Hit] = []


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched (word positions) and the lexicon entries it took."""

    start: int
    end: int
    quote_start: int
    quote_end: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern ready to be tried: linked nodes, what it may start with, and what it cannot do without."""

    owner: Any
    tag: str
    node: Any
    first: frozenset[Key] | None
    needs: tuple[frozenset[Key], ...]
    anchor: frozenset[Key]
    text: str


@dataclass(slots=True)
class Matcher:
    """The trie of all lexicon forms and the frames by anchor. Plain data: it can be pickled."""

    lexicons: Mapping[str, Lexicon]
    irregular: Mapping[str, tuple[str, ...]]
    trie: dict[str, Any] = field(default_factory=dict)
    capitals: dict[str, Any] = field(default_factory=dict)
    """Entries in capitals, which match only as written."""
    frames: dict[str, dict[Key, list[Frame]]] = field(default_factory=dict)
    """By group ('rules', 'cues' ...), then by anchor."""
    _stems: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for lexicon in self.lexicons.values():
            for name in _included(lexicon, self.lexicons):
                source = self.lexicons[name]
                for entry in source.entries:
                    self._add(lexicon.name, source.pos, entry)

    def _add(self, name: str, pos: str, entry: str) -> None:
        words = tokens.split(tokens.normalise(entry))
        if not len(words):
            return
        letters = [c for c in entry if c.isalpha()]
        if len(letters) > 1 and all(c.isupper() for c in letters):
            _insert(self.capitals, words.text, (name, entry, "base"))
            if pos == "noun":
                plural = (*words.text[:-1], words.text[-1] + "s")
                _insert(self.capitals, plural, (name, entry, "plural"))
            return
        base = " ".join(words.lower)
        forms: dict[Any, str] = {"base": base}
        if pos == "verb":
            forms = self._verb_forms(entry, base)
        elif pos == "noun":
            forms = dict(inflection.noun(base, self.irregular))
        for form, text in forms.items():
            _insert(self.trie, tuple(text.split()), (name, entry, form))

    def _verb_forms(self, entry: str, base: str) -> dict[Any, str]:
        """Inflect a verb; in a hyphenated one ('re-tape', 'dry-needle') the last part inflects."""
        prefix = ""
        if "-" in entry and " " not in entry:
            prefix, _, base = base.rpartition(" ")
        forms = inflection.verb(base, self.irregular)
        return {form: f"{prefix} {text}".strip() for form, text in forms.items()}

    def add_frames(self, group: str, patterns: Iterable[tuple[Any, str, Pattern]]) -> None:
        """Compile patterns into a group; each carries its owner (a rule, a cue ...) and a tag to choose by."""
        frames = self.frames.setdefault(group, {})
        for owner, tag, pattern in patterns:
            node, needs = self._link(pattern.nodes, None), tuple(self._needs(pattern.nodes))
            anchor = min(needs, key=self._weight, default=frozenset())
            frame = Frame(owner, tag, node, self._first(pattern.nodes), needs, anchor, pattern.text)
            for key in anchor:
                frames.setdefault(key, []).append(frame)

    def hits(self, words: tokens.Words) -> Hits:
        """Return every lexicon entry in the sentence, in one pass."""
        hits = Hits()
        shouting = len(words) > 2 and not any(w.islower() for w in words.text if len(w) > 1)
        for at in range(len(words)):
            _walk(self.trie, words.lower, at, hits)
            word = words.lower[at]
            if word[0].isdigit():
                hits.add(Hit("number", at, at + 1, word, "base"))
                hits.add(Hit("value", at, at + 1, word, "base"))
            elif word[0] == tokens.PLACEHOLDER:
                hits.add(Hit("placeholder", at, at + 1, "", "base"))
                hits.add(Hit("value", at, at + 1, "", "base"))
            if words.text[at] in self.capitals and not (shouting and words.lower[at] in _COMMON):
                _walk(self.capitals, words.text, at, hits)
        for by_start in hits.by_name.values():
            for found in by_start.values():
                if len(found) > 1:
                    found.sort(key=lambda hit: -hit.end)
        return hits

    def find(
        self, group: str, words: tokens.Words, hits: Hits, walls: list[bool], only: Container[str] | None = None
    ) -> list[tuple[Frame, Match]]:
        """Return the matches of a group's frames in order; `walls[i]` says that no gap may reach word i from before.

        `only` names the tags whose frames are wanted.
        """
        frames = self.frames.get(group)
        if not frames:
            return []
        present = hits.present(words)
        found: list[tuple[Frame, Match]] = []
        tried: set[int] = set()
        for key in frames.keys() & present:
            for frame in frames[key]:
                if (only is not None and frame.tag not in only) or id(frame) in tried:
                    continue
                tried.add(id(frame))
                for need in frame.needs:
                    if need.isdisjoint(present):
                        break
                else:
                    found += _try(frame, words, hits, walls)
        if len(found) > 1:
            found.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0].tag, pair[0].text))
        return found

    def _link(self, nodes: tuple[Node, ...], after: Any) -> Any:
        """Turn nodes into linked tuples (kind, argument, next), right to left."""
        for node in reversed(nodes):
            if isinstance(node, Word):
                after = self._link_word(node, after)
            elif isinstance(node, Class):
                after = ("class", node.name, after)
            elif isinstance(node, Gap):
                after = ("gap", node.most, after)
            elif isinstance(node, Mark):
                after = (node.sign, None, after)
            else:
                after = ("either", tuple(self._link(way, after) for way in node.ways), None)
        return after

    def _link_word(self, node: Word, after: Any) -> Any:
        words = tokens.split(tokens.normalise(node.text))
        if node.inflect:
            self._stem(node.text.lower())
            return ("class", f"~{node.text.lower()}", after)
        capital = node.text.isupper() and sum(c.isalpha() for c in node.text) > 1
        for text, lower in zip(reversed(words.text), reversed(words.lower), strict=True):
            after = ("text", text, after) if capital else ("word", lower, after)
        return after

    def _stem(self, stem: str) -> None:
        if stem not in self._stems:
            self._stems.add(stem)
            base = " ".join(tokens.split(tokens.normalise(stem)).lower)
            for form, text in self._verb_forms(stem, base).items():
                _insert(self.trie, tuple(text.split()), (f"~{stem}", stem, form))

    def _needs(self, nodes: tuple[Node, ...]) -> list[frozenset[Key]]:
        """List, for each part that must be there, the keys of which one must be in the sentence."""
        needs: list[frozenset[Key]] = []
        for node in nodes:
            if isinstance(node, Word):
                lower = tokens.split(tokens.normalise(node.text)).lower
                needs += [frozenset({f"<~{node.text.lower()}>"})] if node.inflect else [frozenset({w}) for w in lower]
            elif isinstance(node, Class):
                needs.append(frozenset({f"<{node.name}>"}))
            elif isinstance(node, Either):
                ways = [self._needs(way) for way in node.ways]
                if all(ways):
                    needs.append(frozenset().union(*(min(way, key=self._weight) for way in ways)))
        return needs

    def _first(self, nodes: tuple[Node, ...]) -> frozenset[Key] | None:
        """Return the keys that a match can start with; None where it can start anywhere."""
        for node in nodes:
            if isinstance(node, Mark) and node.sign in "{}":
                continue
            if isinstance(node, Word):
                return self._needs((node,))[0]
            if isinstance(node, Class):
                return frozenset({f"<{node.name}>"})
            if isinstance(node, Either):
                firsts = [self._first(way) if way else None for way in node.ways]
                known = [first for first in firsts if first is not None]
                return frozenset().union(*known) if len(known) == len(firsts) else None
            return None
        return None

    def _weight(self, keys: frozenset[Key]) -> int:
        return sum(1000 if key in _COMMON or key in _FREQUENT else 1 for key in keys)


_FREQUENT = frozenset({"<sender>", "<client>", "<reader>", "<provider>", "<be>", "<aux>", "<body-part>", "<offer>", "<determiner>"})


def _included(lexicon: Lexicon, lexicons: Mapping[str, Lexicon]) -> list[str]:
    names, todo = [], [lexicon.name]
    while todo:
        name = todo.pop()
        if name not in names:
            names.append(name)
            todo += lexicons[name].include
    return names


def _insert(trie: dict[str, Any], words: tuple[str, ...], value: tuple[str, str, str]) -> None:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    values = node.setdefault("", [])
    if value not in values:
        values.append(value)


def _walk(trie: dict[str, Any], words: tuple[str, ...], start: int, hits: Hits) -> None:
    node, at, size = trie.get(words[start]), start, len(words)
    while node is not None:
        at += 1
        for name, entry, form in node.get("", ()):
            hits.add(Hit(name, start, at, entry, form))
        if at >= size:
            return
        node = node.get(words[at])


class _State:
    __slots__ = ("words", "hits", "walls", "taken", "quote_start", "quote_end", "size")

    def __init__(self, words: tokens.Words, hits: Hits, walls: list[bool]) -> None:
        self.words, self.hits, self.walls, self.size = words, hits, walls, len(words)
        self.taken: list[Hit] = []
        self.quote_start = self.quote_end = -1


def _try(frame: Frame, words: tokens.Words, hits: Hits, walls: list[bool]) -> list[tuple[Frame, Match]]:
    found = []
    state = _State(words, hits, walls)
    for start in _starts(frame.first, words, hits):
        state.taken.clear()
        state.quote_start = state.quote_end = -1
        end = _run(frame.node, start, state)
        if end is not None and end > start:
            quote = (
                state.quote_start if state.quote_start >= 0 else start,
                state.quote_end if state.quote_end >= 0 else end,
            )
            found.append((frame, Match(start, end, *quote, tuple(reversed(state.taken)))))
    return found


def _starts(first: frozenset[Key] | None, words: tokens.Words, hits: Hits) -> Iterable[int]:
    if first is None:
        return range(len(words))
    starts: set[int] = set()
    literal = set()
    for key in first:
        if len(key) > 1 and key[0] == "<" and key[-1] == ">":
            starts.update(hits.by_name.get(key[1:-1], ()))
        else:
            literal.add(key)
    if literal:
        starts.update(at for at, word in enumerate(words.lower) if word in literal)
    return sorted(starts)


def _run(node: Any, at: int, state: _State) -> int | None:
    """Return where the match ends, or None; takes the longest entry and the shortest gap that work."""
    while node is not None:
        kind, argument, after = node
        if kind == "word":
            if at >= state.size or state.words.lower[at] != argument:
                return None
            at, node = at + 1, after
        elif kind == "class":
            for hit in state.hits.at(argument, at):
                end = _run(after, hit.end, state)
                if end is not None:
                    state.taken.append(hit)
                    return end
            return None
        elif kind == "gap":
            return _run_gap(argument, after, at, state)
        elif kind == "either":
            for way in argument:
                end = _run(way, at, state)
                if end is not None:
                    return end
            return None
        else:
            if not _mark(kind, argument, at, state):
                return None
            at, node = at + (kind in ("_", "text")), after
    return at


def _run_gap(most: int, after: Any, at: int, state: _State) -> int | None:
    for skip in range(most + 1):
        here = at + skip
        if here >= state.size or (skip and state.walls[here]):
            return None
        end = _run(after, here, state)
        if end is not None:
            return end
    return None


def _mark(kind: str, argument: Any, at: int, state: _State) -> bool:
    lower = state.words.lower
    if kind == "{":
        state.quote_start = at
    elif kind == "}":
        state.quote_end = at
    elif kind == "_":
        return at < state.size and (lower[at][0].isalnum() or lower[at][0] == tokens.PLACEHOLDER)
    elif kind == "text":
        return at < state.size and state.words.text[at] == argument
    elif kind == "^":
        return all(not word[0].isalnum() for word in lower[:at])
    else:
        return all(not word[0].isalnum() for word in lower[at:])
    return True
