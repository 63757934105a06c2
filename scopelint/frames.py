"""From lexicons and patterns to plain tables: the trie of all forms, and frames by what they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import Any

from scopelint import elements, prefilter, tokens
from scopelint.hits import MENTIONED, NAMED_CLIENT, Key, collect
from scopelint.matching import Behind, Known, Matcher, Packed, Tables
from scopelint.patterns import Class, Either, Gap, Mark, Node, Word, parse
from scopelint.pronouns import with_names
from scopelint.rule import Pattern, Ruleset, included
from scopelint.store import Store
from scopelint.trie import Runs, Trie

OWN_NAME = "own-name"
"""The lexicon of the practice's own names; it comes from the configuration, not from rule files."""

_NTH = 3
"""Of each alternative the rarest things it needs, the second rarest ..., so many: one of each must be there."""

_UNSEEN = 0.02
"""How often a key is taken to occur in the rules' examples besides where it does."""

_INSIDE = ("cues", "unless", "rewrites")
"""Groups that are only looked for in sentences already taken apart, never by `Sentences.find`."""

_PERSONAL = ("rules", "cues", "rewrites")
"""Groups whose patterns take a client by name for a pronoun; exceptions (`unless`) mean what they say."""

Owned = tuple[Any, str, Pattern]
"""A pattern with its owner (a rule, a cue ...) and a tag to choose by."""


def groups(ruleset: Ruleset) -> Iterator[tuple[str, Iterable[Owned]]]:
    """Yield every group of frames by name; its patterns always come in the same order."""
    yield "rules", ((rule, rule.id, p) for rule in ruleset.rules for p in rule.when)
    yield "unless", ((rule, rule.id, p) for rule in ruleset.rules for p in rule.unless)
    yield "under", ((rule, rule.id, p) for rule in ruleset.rules for p in rule.under)
    yield "cues", ((cue, cue.kind, cue.pattern) for cue in ruleset.cues)
    forms = [cue for cue in ruleset.cues if cue.kind == "providers-form"]
    yield "providers-form", [(cue, cue.kind, cue.pattern) for cue in forms]
    yield "required", elements.parts(ruleset.required)
    types = ruleset.doctypes.values()
    yield "signs", (((t.name, weight), t.name, p) for t in types for p, weight in t.signs)
    yield "rewrites", ((r, rule.id, r.when) for rule in ruleset.rules for r in rule.rewrite if r.when)
    for rule in ruleset.document_rules:
        yield rule.id.partition("/")[2], [(rule, rule.id, p) for p in rule.when]


def tables(ruleset: Ruleset) -> tuple[Tables, Store]:
    """Compile a rule set, with the store of what is packed; imports spaCy for its tokenizer."""
    store = Store()
    trie = Trie(ruleset.irregular)
    for lexicon in ruleset.lexicons.values():
        for name in included(lexicon, ruleset.lexicons):
            for entry in ruleset.lexicons[name].entries:
                trie.add(lexicon.name, ruleset.lexicons[name].pos, entry)
    compiler = _Compiler(trie, store)
    parsed = [
        (name, [compiler.nodes(name, pattern) for _, _, pattern in owned]) for name, owned in groups(ruleset)
    ]
    compiler.count(e.text for rule in ruleset.rules for e in (*rule.flag, *rule.pass_))
    compiler.count(e.text for rule in ruleset.required for e in (*rule.flag, *rule.pass_))
    packed = {name: tuple(compiler.group(name, patterns)) for name, patterns in parsed}
    return Tables(*trie.packed(store), packed, _known(trie.runs, compiler.asked, store)), store


def _known(runs: Runs, asked: Container[Key], store: Store) -> Known:
    """Sort the keys behind each run into those with and without other runs; `asked` limits them."""
    known: Known = {}
    for run, pairs in runs.items():
        wanted = [pair for pair in pairs if pair[0] in asked]
        if wanted:
            known[run] = store.add(_sorted_out(wanted))
    return known


def _sorted_out(pairs: Iterable[tuple[Key, tuple[str, ...]]]) -> Behind:
    single = sorted(key for key, others in pairs if not others)
    return single, sorted(pair for pair in pairs if pair[1] and pair[0] not in single)


def matcher(ruleset: Ruleset, compiled: Tables, store: Store, names: Iterable[str] = ()) -> Matcher:
    """Return the matcher of compiled tables, with the practice's own names; the tables stay as they are."""
    owners = {
        name: [(owner, tag, pattern.text) for owner, tag, pattern in owned] for name, owned in groups(ruleset)
    }
    names = tuple(names)
    if names:
        trie = Trie(ruleset.irregular, compiled.trie, compiled.capitals, store)
        for name in names:
            trie.add(OWN_NAME, "word", name)
        runs = dict(compiled.runs)
        for run, pairs in trie.runs.items():
            before = prefilter.behind(run, runs, store) if run in runs else ([], [])
            single, several = _sorted_out(pairs)
            runs[run] = [*before[0], *single], [*before[1], *several]
        compiled = Tables(trie.words, trie.capitals, compiled.groups, runs)
    return Matcher(compiled, store, owners)


class _Compiler:
    """Turns patterns into rows, with a trie that learns the forms of their inflected words."""

    def __init__(self, trie: Trie, store: Store) -> None:
        self.trie, self._store = trie, store
        self.asked: set[Key] = set()
        self.often: Counter[Key] = Counter()
        self._needed: dict[int, tuple[Either, list[list[frozenset[Key]]]]] = {}

    def nodes(self, name: str, pattern: Pattern) -> tuple[Node, ...]:
        """Return the nodes of a pattern in a group, and learn the forms of its inflected words."""
        nodes = pattern.nodes or parse(pattern.text)
        nodes = with_names(nodes) if name in _PERSONAL else nodes
        self._learn(nodes)
        return nodes

    def _learn(self, nodes: Iterable[Node]) -> None:
        """Let the trie learn the forms of inflected words."""
        for node in nodes:
            if isinstance(node, Word) and node.inflect:
                self.trie.stem(node.text.lower())
            elif isinstance(node, Either):
                for way in node.ways:
                    self._learn(way)

    def count(self, texts: Iterable[str]) -> None:
        """Count in how many texts each key occurs: what is rare there is looked for first."""
        store = Store()
        words_of, capitals = self.trie.packed(store)
        for text in texts:
            words = tokens.split(tokens.normalise(text))
            self.often.update(collect(words, words_of, capitals, store).present(words))

    def group(self, name: str, patterns: Iterable[tuple[Node, ...]]) -> Packed:
        """Compile patterns: packed rows in their order, and by key which of their needs it meets."""
        rows: list[int] = []
        wanted: list[list[frozenset[Key]]] = []
        for nodes in patterns:
            needs = sorted(self.needs(nodes), key=self.rarity)
            wanted.append(needs)
            alternatives = self.alternatives(nodes)
            needed = frozenset[Key]().union(
                *needs, *(n for ways in alternatives for way in ways for n in way)
            )
            if name not in _INSIDE:
                self.asked |= needed
            for key in needed:
                if not (len(key) > 1 and key[0] == "<" and key[-1] == ">"):
                    self.trie.add_run(key, [key])
            first = self.first(nodes)
            starts = None if first is None else tuple(sorted(first))
            head = _plain_head(self.first(nodes[1:])) if nodes[0] == Mark("^") else None
            ways = [[_sorted(way) for way in part] for part in alternatives]
            rows.append(self._store.add((self.link(nodes, None), starts, ways, head, _taken_apart(nodes))))
        return _indexed(wanted, rows, self._store)

    def link(self, nodes: tuple[Node, ...], after: Any) -> Any:
        """Turn nodes into linked tuples (kind, argument, next), right to left."""
        for node in reversed(nodes):
            if isinstance(node, Word):
                after = self.link_word(node, after)
            elif isinstance(node, Class):
                after = ("class", node.name, after)
            elif isinstance(node, Gap):
                after = ("gap", node.most, after)
            elif isinstance(node, Mark):
                after = (node.sign, None, after)
            else:
                after = ("either", tuple(self.link(way, after) for way in node.ways), None)
        return after

    def link_word(self, node: Word, after: Any) -> Any:
        """Link the words that a literal is cut into; an inflected one becomes a class of its forms."""
        words = tokens.literal(node.text)
        if node.inflect:
            return ("class", f"~{node.text.lower()}", after)
        capital = node.text.isupper() and sum(c.isalpha() for c in node.text) > 1
        for text, lower in zip(reversed(words.text), reversed(words.lower), strict=True):
            after = ("text", text, after) if capital else ("word", lower, after)
        return after

    def needs(self, nodes: tuple[Node, ...]) -> list[frozenset[Key]]:
        """List, for each part that must be there, the keys of which one must be in the sentence."""
        needs: list[frozenset[Key]] = []
        for node in nodes:
            if isinstance(node, Word):
                lower = tokens.literal(node.text).lower
                inflected = [frozenset({f"<~{node.text.lower()}>"})]
                needs += inflected if node.inflect else [frozenset({w}) for w in lower]
            elif isinstance(node, Class):
                needs += [] if node.name in _MENTIONED else [frozenset({f"<{node.name}>"})]
            elif isinstance(node, Either):
                ways = self._ways(node)
                for nth in range(min(_NTH, max(map(len, ways)))) if all(ways) else ():
                    needs.append(frozenset[Key]().union(*(way[min(nth, len(way) - 1)] for way in ways)))
        return needs

    def _ways(self, node: Either) -> list[list[frozenset[Key]]]:
        """Return what each way of a part needs, the rarest first; worked out once for each part."""
        known = self._needed.get(id(node))
        if known is None:
            ways = [sorted(self.needs(way), key=self.rarity) for way in node.ways]
            known = self._needed[id(node)] = node, ways
        return known[1]

    def alternatives(self, nodes: tuple[Node, ...]) -> list[list[list[frozenset[Key]]]]:
        """List, for each part with alternatives of several words, all that each alternative needs."""
        found = []
        for node in nodes:
            if isinstance(node, Either):
                ways = self._ways(node)
                if all(ways) and any(len(way) > 1 for way in ways):
                    found.append(ways)
        return found

    def rarity(self, keys: frozenset[Key]) -> tuple[float, int]:
        """Return how often any of some keys occurs; of those never seen, few and long ones are the rarer."""
        return sum(self.often[key] for key in keys) + _UNSEEN * len(keys), -min(map(len, keys), default=0)

    def first(self, nodes: tuple[Node, ...]) -> frozenset[Key] | None:
        """Return the keys that a match can start with; None where it can start anywhere."""
        for node in nodes:
            if isinstance(node, Mark) and node.sign in "{}":
                continue
            if isinstance(node, Word):
                return self.needs((node,))[0]
            if isinstance(node, Class):
                return frozenset({f"<{node.name}>"})
            if isinstance(node, Either):
                firsts = [self.first(way) if way else None for way in node.ways]
                known = [first for first in firsts if first is not None]
                return frozenset[Key]().union(*known) if len(known) == len(firsts) else None
            return None
        return None


def _indexed(wanted: list[list[frozenset[Key]]], rows: list[int], store: Store) -> Packed:
    """Number the needs of frames; a frame without any is never tried."""
    size, depth = len(wanted), max(map(len, wanted), default=0)
    index: dict[Key, list[int]] = {}
    free = 0
    for number, needs in enumerate(wanted):
        for nth, keys in enumerate(needs):
            for key in sorted(keys):
                index.setdefault(key, []).append(nth * size + number)
        for nth in range(len(needs), depth if needs else 0):
            free |= 1 << (nth * size + number)
    return Packed({key: store.add(numbers) for key, numbers in index.items()}, free, depth, rows)


def _sorted(needs: Iterable[frozenset[Key]]) -> list[tuple[Key, ...]]:
    return [tuple(sorted(keys)) for keys in needs]


_MENTIONED = frozenset({*MENTIONED.values(), NAMED_CLIENT})


def _taken_apart(nodes: Iterable[Node]) -> bool:
    """Say whether a pattern asks where clauses begin or who is mentioned."""
    return any(
        isinstance(node, Gap)
        or (isinstance(node, Class) and node.name in _MENTIONED)
        or (isinstance(node, Either) and any(map(_taken_apart, node.ways)))
        for node in nodes
    )


def _plain_head(first: frozenset[Key] | None) -> tuple[Key, ...] | None:
    """Return the words a pattern from the start of a sentence begins with; None where it may be any."""
    if first is None or any(not key[0].isalnum() and key not in ("<value>", "<number>") for key in first):
        return None
    return tuple(sorted(first))
