"""Learn the weights of clues from labelled sentences and write rules/clues.tsv.

    pip install scikit-learn && python tools/weigh.py

It learns, for each sentence, whether it holds a violation and of which family, from `corpus/dev` and the examples of
the rules. The features are those of `scopelint.clues`, each scaled by how unevenly it falls on the two sides, which
makes logistic regression on short texts better (Wang and Manning, "Baselines and bigrams", ACL 2012). Only clues that
stand in three files and four sentences count; the weightiest are kept and learned again by themselves. The same corpus
and rules give the same file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from scopelint import clues, readers, weights
from scopelint.datadir import data_dir
from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.evaluate import places
from scopelint.finding import Edit
from scopelint.hits import Hits
from scopelint.readers.text import read_string
from scopelint.tokens import Words

_FILES, _SENTENCES = 3, 4
_MOST, _STRENGTH = 100_000, 30.0
_UNSEEN = 0.3
"""Added to every count, so that what was never seen on one side does not decide everything."""

Labels = list[tuple[list[tuple[int, int]], set[str]]]
"""Places in a text and the families that each may be filed under."""


class Instance(NamedTuple):
    """A sentence: the file that it is from, its words, and the families of its violations."""

    file: str
    words: Words
    hits: Hits
    families: set[str]


def labelled(folder: Path, without: Iterable[str]) -> Iterator[tuple[str, Document, Labels]]:
    """Yield the cases of a corpus folder: file, document, labels."""
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem in without:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if "file" in case:
                document, listed = readers.read(path.parent / case["file"]), case["violations"]
            elif "expect" in case:
                document, listed = read_string(case["text"], "<text>"), case["expect"]
            else:
                continue
            yield (
                path.name,
                document,
                [(places(document.text, label["quote"]), set(label["families"])) for label in listed],
            )


def examples(linter: Linter) -> Iterator[tuple[str, Document, Labels]]:
    """Yield the examples of the rules, those of a family as one file; of the clean ones those with no finding.

    What the first suggestions make of a violation is clean, too: so no clue speaks against what we advise.
    """
    for rule in linter.ruleset.rules:
        for example in rule.flag:
            document = read_string(example.text, "<text>")
            quote = example.quote or document.text
            yield f"rules/{rule.family}", document, [(places(document.text, quote), {rule.family})]
            yield f"rewrites/{rule.family}", put_right(document, example.doctype, linter), []
        for example in rule.pass_:
            document = read_string(example.text, "<text>")
            decided = linter.explain(example.text, doctype=example.doctype)
            if not any(decision.flagged for decision in decided):
                yield f"rules/{rule.family}", document, []


def put_right(document: Document, doctype: str, linter: Linter) -> Document:
    """Return a document with the first suggestion of each of its findings."""
    firsts: list[Edit] = []
    for finding in linter.check_document(document, doctype).findings:
        for fix in finding.fixes[:1]:
            edit = fix.edits[0]
            if finding.family in weights.COLUMNS and not any(
                edit.start < other.end and other.start < edit.end for other in firsts
            ):
                firsts.append(edit)
    text = document.text
    for edit in sorted(firsts, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return read_string(text, "<text>")


def instances(cases: Iterable[tuple[str, Document, Labels]], linter: Linter) -> Iterator[Instance]:
    """Yield the sentences of labelled cases; a clean one that its surroundings release says nothing of its words."""
    for name, document, labels in cases:
        reading = linter.pipeline.read(document)
        for index in range(len(document.blocks)):
            for at, words in enumerate(reading.words(index)):
                start, end = words.starts[0], words.ends[-1]
                families: set[str] = set()
                for found, named in labels:
                    if any(first < end and start < last for first, last in found):
                        families |= named
                if families or not reading.governed(index, at):
                    yield Instance(name, words, reading.hits(index, at), families)


def ranked(sentences: Iterable[Instance], known: Iterable[str]) -> dict[str, int]:
    """Return the lexicons by how rare they are, the rarest first."""
    counts = Counter(dict.fromkeys(known, 0))
    for sentence in sentences:
        counts.update(name for name, _, _ in sentence.hits.longest() if name in counts)
    return {
        name: rank
        for rank, (name, _) in enumerate(sorted(counts.items(), key=lambda pair: (pair[1], pair[0])))
    }


def clues_of(options: list[list[str]]) -> set[str]:
    """Return all clues of a sentence, as the file writes them."""
    found = set()
    for at, here in enumerate(options):
        for one in here:
            found.add(one)
            for away, others in enumerate(options[at + 1 : at + 1 + clues.NEAR], 1):
                found.update(f"{one} {other}" if away == 1 else f"{one} .. {other}" for other in others)
    return found


def vocabulary(held: list[set[str]], files: list[str]) -> dict[str, int]:
    """Return the clues that stand in enough sentences and files, with their columns."""
    counts: Counter[str] = Counter()
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for found, file in zip(held, files, strict=True):
        counts.update(found)
        for clue in found:
            if len(seen[clue]) < _FILES:
                seen[clue].add(file)
    kept = sorted(clue for clue, n in counts.items() if n >= _SENTENCES and len(seen[clue]) >= _FILES)
    return {clue: column for column, clue in enumerate(kept)}


def matrix(held: Sequence[Iterable[str]], sizes: list[int], known: dict[str, int]) -> csr_matrix:
    """Return the clues of each text as a row of a sparse matrix, shorter texts weighing more."""
    rows, columns, values = [], [], []
    for row, (found, size) in enumerate(zip(held, sizes, strict=True)):
        listed = [known[clue] for clue in found if clue in known]
        rows += [row] * len(listed)
        columns += listed
        values += [1 / np.sqrt(size)] * len(listed)
    return csr_matrix((np.array(values, dtype=np.float32), (rows, columns)), shape=(len(held), len(known)))


def learned(
    held: csr_matrix, truths: list[NDArray[np.bool_]], strength: float = _STRENGTH, unseen: float = _UNSEEN
) -> tuple[NDArray[np.float64], list[float]]:
    """Return the weights of all clues for each truth, one row each, and the biases."""
    weights, bias = [], []
    for truth in truths:
        scale = unevenness(held, truth, unseen)
        model = LogisticRegression(C=strength, max_iter=300, solver="liblinear", random_state=0)
        model.fit(held @ diags(scale), truth)
        weights.append(model.coef_[0] * scale)
        bias.append(float(model.intercept_[0]))
    return np.array(weights), bias


def unevenness(held: csr_matrix, truth: NDArray[np.bool_], unseen: float) -> NDArray[np.float32]:
    """Return, for each clue, how unevenly it falls on violations and others: the size of its log-count ratio."""
    ones = held > 0
    sides = [np.asarray(ones[side].sum(axis=0)).ravel() + unseen for side in (truth, ~truth)]
    shares = [side / side.sum() for side in sides]
    return np.abs(np.log(shares[0] / shares[1])).astype(np.float32)


def weightiest(held: csr_matrix, weights: NDArray[np.float64], most: int = _MOST) -> NDArray[np.int_]:
    """Return the columns of the clues that matter most, by their greatest weight and how common they are."""
    common = np.asarray((held > 0).sum(axis=0)).ravel()
    matter = np.abs(weights).max(axis=0) * common**0.25
    return np.sort(np.argsort(-matter, kind="stable")[:most])


def written(
    ranks: dict[str, int],
    rules: Iterable[str],
    bias: list[float],
    known: dict[str, int],
    whole: NDArray[np.int_],
) -> str:
    """Return the file: the lexicons, the biases, and a line for each clue with a weight that counts."""
    lines = ["\t".join(["#lexicons", *ranks]), "\t".join(["#rules", *rules])]
    lines.append("\t".join(["#bias", *(f"{value:.3f}" for value in bias)]))
    for clue, column in known.items():
        if whole[:, column].any():
            lines.append("\t".join([clue, *(str(value or "") for value in whole[:, column])]).rstrip("\t"))
    return signed("weigh.py", lines, f"; weights for: {', '.join(weights.COLUMNS)}")


def signed(tool: str, lines: Iterable[str], about: str = "") -> str:
    """Return a learned file: the tool that made it, the digest of the lines, the lines."""
    body = "\n".join(lines) + "\n"
    digest = blake2b(body.encode(), digest_size=16).hexdigest()
    return f"#made by tools/{tool}, never by hand: {digest}{about}\n{body}"


def main() -> None:
    """Learn, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    parser.add_argument(
        "--without", nargs="*", default=[], help="files of the corpus to leave out, to be scored on"
    )
    parser.add_argument("--no-examples", action="store_true", help="learn from the corpus alone")
    parser.add_argument("--to", type=Path, default=data_dir("rules") / clues.FILE)
    told = parser.parse_args()
    linter = Linter()
    linter.pipeline.ablated = frozenset({"likely", "unlikely"})
    cases = list(labelled(told.corpus, told.without))
    if not told.no_examples:
        cases += examples(linter)
    found = list(instances(cases, linter))
    ranks = ranked(found, linter.ruleset.lexicons)
    options = [clues.parts(each.words, each.hits, ranks) for each in found]
    held, sizes = [clues_of(each) for each in options], [clues.size(each) for each in options]
    known = vocabulary(held, [each.file for each in found])
    rows = matrix(held, sizes, known)
    truths = [np.array([bool(each.families) for each in found])]
    truths += [np.array([family in each.families for each in found]) for family in weights.COLUMNS[1:]]
    kept = weightiest(rows, learned(rows, truths)[0])
    learnt, bias = learned(rows[:, kept], truths)
    names = list(known)
    known = {names[column]: place for place, column in enumerate(kept)}
    whole = np.rint(learnt * clues.SCALE).astype(int)
    rules = [rule.id for rule in linter.ruleset.rules]
    told.to.write_text(written(ranks, rules, bias, known, whole), encoding="utf-8")
    print(  # noqa: T201
        f"{len(found)} sentences, {int(whole.any(axis=0).sum())} clues: {told.to}"
    )


if __name__ == "__main__":
    main()
