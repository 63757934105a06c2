"""The table of a run, written into README.md, and a plot of it where matplotlib is installed."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
HEAD = """# How fast scopelint is

`python benchmarks/run.py --write` wrote this page; `--short` is quicker, and `--others FOLDER` adds other linters (see
the head of `run.py`). Each figure is the best of several passes; texts are made on the spot and always the same.

"""


def write(rows: Sequence[tuple[str, str, str]]) -> None:
    """Write README.md, and speed.png where matplotlib can be imported."""
    lines = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows]
    lines.insert(1, "|---|---|---|")
    machine = f"Python {platform.python_version()}, spaCy {version('spacy')}, {platform.machine()}."
    plotted = "![words a second](speed.png)\n" if _plot(rows) else ""
    (HERE / "README.md").write_text(HEAD + "\n".join(lines) + f"\n\n{machine}\n\n{plotted}", encoding="utf-8")


def _plot(rows: Sequence[tuple[str, str, str]]) -> bool:
    try:
        from matplotlib import pyplot
    except ImportError:
        return (HERE / "speed.png").exists()
    rates = {row[0]: found for row in rows if (found := re.match(r"([\d,]+) words/s", row[1]))}
    names = list(rates)
    figure, axes = pyplot.subplots(figsize=(8, 0.45 * len(names) + 1))
    axes.barh(names[::-1], [int(rates[name].group(1).replace(",", "")) for name in names[::-1]])
    axes.set_xlabel("words a second")
    figure.tight_layout()
    figure.savefig(HERE / "speed.png", dpi=100)
    return True
