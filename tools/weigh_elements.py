"""Learn how the words of a passage speak for a required element and write rules/elements.tsv.

    pip install scikit-learn && python tools/weigh_elements.py

For each element it learns from the labelled passages of `corpus/dev`, the examples of its rule and the passages of
documents that lack it, with the features of `scopelint.clues` and the scaling of `weigh.py`. What holds another
element, and every passage of such a document, counts little: there are many of them. Of a document that is labelled
to hold an element nobody says where: the passage that the first weights take it for is learned from in a second round.
The weightiest clues of each element are kept and learned again by themselves. The same corpus and rules give the same
file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.linear_model import LogisticRegression
from weigh import clues_of, matrix, signed, unevenness, weightiest

from scopelint import clues, passages, readers
from scopelint.datadir import data_dir
from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.readers.text import read_string

_SENTENCES, _MOST, _STRENGTH = 4, 2_000, 20.0
_OTHERS = 0.1
"""What a passage about something else counts, beside one that is labelled for the element."""
_TAKEN = 0.5
"""What a passage counts that a document is taken to hold an element by."""
_UNSEEN = 0.3

Sentences = list[tuple[set[str], int]]
"""The clues of each sentence, and how many it might have."""


class Labelled(NamedTuple):
    """The passages of a labelled document as rows, and the elements that it holds and lacks."""

    rows: csr_matrix
    present: set[str]
    missing: set[str]


class Passage(NamedTuple):
    """A labelled passage: its sentences, the element, whether it holds it."""

    sentences: Sentences
    element: str
    holds: bool


class Texts:
    """Takes texts apart into the clues of their sentences."""

    def __init__(self) -> None:
        self.linter = Linter()
        self.ranks = self.linter.pipeline.clues.ranks

    def sentences(self, document: Document) -> Sentences:
        """Return the clues of each sentence of a document."""
        reading, found = self.linter.pipeline.read(document), []
        for index, block in enumerate(document.blocks):
            for at, words in enumerate(reading.words(index) if block.kind != "code" else ()):
                options = clues.parts(words, reading.hits(index, at), self.ranks)
                found.append((clues_of(options), clues.size(options)))
        return found

    def labelled(self, folder: Path) -> Iterator[Passage]:
        """Yield the labelled passages of a corpus folder, then the examples of the rules."""
        for path in sorted(folder.glob("elements-*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                case = json.loads(line)
                sentences = self.sentences(read_string(case["text"], "<text>"))
                yield Passage(sentences, f"required/{case['element']}", case["holds"])
        for rule in self.linter.ruleset.required:
            for holds, examples in ((False, rule.flag), (True, rule.pass_)):
                for example in examples:
                    yield Passage(self.sentences(read_string(example.text, "<text>")), rule.id, holds)

    def documents(self, folder: Path) -> Iterator[tuple[Sentences, set[str], set[str]]]:
        """Yield the documents of a corpus folder, with the elements that they hold and lack."""
        for path in sorted(folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                case = json.loads(line)
                if "file" in case:
                    named = ({f"required/{name}" for name in case[key]} for key in ("present", "missing"))
                    yield self.sentences(readers.read(path.parent / case["file"])), *named


def within(sentences: Sentences) -> Iterator[Sentences]:
    """Yield every passage of a document that is looked at."""
    for first in range(len(sentences)):
        for last in range(first + 1, min(first + passages.LONGEST, len(sentences)) + 1):
            yield sentences[first:last]


def rows_of(held: list[Sentences], known: dict[str, int]) -> csr_matrix:
    """Return the clues of each passage as a row of a sparse matrix, once for each sentence that has them."""
    listed = [[clue for found, _ in sentences for clue in found] for sentences in held]
    return matrix(listed, [max(1, sum(size for _, size in sentences)) for sentences in held], known)


def learned(
    held: csr_matrix, truth: NDArray[np.bool_], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Return the weights of all clues, and the bias."""
    scale = unevenness(diags(counts) @ held.astype(bool).astype(np.float32), truth, _UNSEEN)
    model = LogisticRegression(C=_STRENGTH, max_iter=300, solver="liblinear", random_state=0)
    model.fit(held @ diags(scale), truth, sample_weight=counts)
    return model.coef_[0] * scale, float(model.intercept_[0])


def pruned(
    held: csr_matrix, truth: NDArray[np.bool_], counts: NDArray[np.float64]
) -> tuple[NDArray[np.int_], float]:
    """Return the weights of the weightiest clues, learned by themselves, as the file writes them, and the bias."""
    kept = weightiest(held, learned(held, truth, counts)[0][np.newaxis], _MOST)
    weights, bias = learned(held[:, kept], truth, counts)
    whole = np.zeros(held.shape[1], dtype=int)
    whole[kept] = np.rint(weights * clues.SCALE).astype(int)
    return whole, bias


def of_element(
    element: str, listed: list[Passage], rows: csr_matrix, documents: list[Labelled]
) -> tuple[NDArray[np.int_], float]:
    """Return the weights of all clues for one element, in two rounds, and the bias."""
    own = np.array([passage.element == element for passage in listed])
    holds = np.array([passage.holds for passage in listed])
    lacking = [document.rows for document in documents if element in document.missing]
    held = vstack([rows[own], rows[~own & holds], *lacking]).tocsr()
    truth = np.concatenate([holds[own], np.zeros(held.shape[0] - own.sum(), dtype=bool)])
    counts = np.where(np.arange(held.shape[0]) < own.sum(), 1.0, _OTHERS)
    first, bias = pruned(held, truth, counts)
    taken = [each.rows[int(np.argmax(each.rows @ first))] for each in documents if element in each.present]
    if not taken:
        return first, bias
    truth, counts = (
        np.concatenate([all_before, np.full(len(taken), value)])
        for all_before, value in ((truth, True), (counts, _TAKEN))
    )
    return pruned(vstack([held, *taken]).tocsr(), truth, counts)


def main() -> None:
    """Learn, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    parser.add_argument("--to", type=Path, default=data_dir("rules") / passages.FILE)
    told = parser.parse_args()
    texts = Texts()
    listed = list(texts.labelled(told.corpus))
    counts = Counter(clue for passage in listed for found, _ in passage.sentences for clue in found)
    names = sorted(clue for clue, count in counts.items() if count >= _SENTENCES)
    known = {clue: column for column, clue in enumerate(names)}
    rows = rows_of([passage.sentences for passage in listed], known)
    documents = [
        Labelled(rows_of(list(within(sentences)), known), present, missing)
        for sentences, present, missing in texts.documents(told.corpus)
    ]
    elements = sorted({passage.element for passage in listed})
    found = [of_element(element, listed, rows, documents) for element in elements]
    lines = ["\t".join(["#columns", *elements]), "\t".join(["#lexicons", *texts.ranks])]
    lines.append("\t".join(["#bias", *(f"{bias:.3f}" for _, bias in found)]))
    table = np.array([weights for weights, _ in found])
    for column in np.flatnonzero(table.any(axis=0)):
        lines.append(
            "\t".join([names[column], *(str(weight or "") for weight in table[:, column])]).rstrip("\t")
        )
    told.to.write_text(signed("weigh_elements.py", lines), encoding="utf-8")
    print(f"{len(listed)} passages, {len(lines) - 3} clues: {told.to}")  # noqa: T201


if __name__ == "__main__":
    main()
