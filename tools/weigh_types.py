"""Learn how the words of a document speak for its type and write rules/types.tsv.

    pip install scikit-learn && python tools/weigh_types.py

It learns from the documents of `corpus/dev` and the starting documents, with the features of `scopelint.likeness` and
the learner of `weigh.py`: for each type, whether a document is of it, as if there were as many of each. The weightiest
clues are kept and learned again by themselves. The same corpus gives the same file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from weigh import learned, matrix, signed, weightiest

from scopelint import likeness, readers, starters
from scopelint.datadir import data_dir
from scopelint.document import Document

_DOCUMENTS = 2
_MOST, _STRENGTH, _UNSEEN = 5_000, 10.0, 0.5
_SMALL, _GREAT = -128, 127


def labelled(folder: Path) -> Iterator[tuple[set[str], str]]:
    """Yield the clues and the type of each document of a corpus folder, then of the starting documents."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if "file" in case:
                yield clues_of(readers.read(path.parent / case["file"])), case["doc_type"]
    for name in starters.known():
        yield clues_of(readers.read_bytes(f"{name}.txt", starters.write(name, ".txt"))), name


def clues_of(document: Document) -> set[str]:
    """Return the clues of a document."""
    return likeness.clues_of([document.text[block.start : block.end] for block in document.blocks])


def rows_of(held: list[set[str]], known: dict[str, int]) -> csr_matrix:
    """Return the clues of each document as a row of a sparse matrix, shorter documents weighing more."""
    return matrix(held, [len(clues & known.keys()) + 1 for clues in held], known)


def main() -> None:
    """Learn, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    parser.add_argument("--to", type=Path, default=data_dir("rules") / likeness.FILE)
    told = parser.parse_args()
    cases = list(labelled(told.corpus))
    held = [clues for clues, _ in cases]
    types = sorted({name for _, name in cases})
    truths = [np.array([name == each for _, name in cases]) for each in types]
    counts = Counter(clue for clues in held for clue in clues)
    names = sorted(clue for clue, count in counts.items() if count >= _DOCUMENTS)
    rows = rows_of(held, {clue: column for column, clue in enumerate(names)})
    kept = weightiest(rows, learned(rows, truths, _STRENGTH, _UNSEEN)[0], _MOST)
    known = {names[column]: place for place, column in enumerate(kept)}
    weights, bias = learned(rows_of(held, known), truths, _STRENGTH, _UNSEEN)
    sizes = np.array([truth.sum() for truth in truths])
    bias = list(bias - np.log(sizes / np.exp(np.log(sizes).mean())))
    whole = np.clip(np.rint(weights * likeness.SCALE), _SMALL, _GREAT).astype(int)
    lines = ["\t".join(["#types", *types]), "\t".join(["#bias", *(f"{value:.3f}" for value in bias)])]
    lines += [
        "\t".join([clue, *(str(value or "") for value in whole[:, column])])
        for clue, column in known.items()
        if whole[:, column].any()
    ]
    told.to.write_text(signed("weigh_types.py", lines), encoding="utf-8")
    print(f"{len(cases)} documents, {len(lines) - 2} clues: {told.to}")  # noqa: T201


if __name__ == "__main__":
    main()
