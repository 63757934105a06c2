"""How fast scopelint is, beside the floor that no linter on spaCy's tokenizer can pass, measured in the same run.

    python benchmarks/run.py [--short] [--write] [--others FOLDER ...]

`--write` puts the table into benchmarks/README.md, and with matplotlib a plot beside it. `--others` names folders with
the programs of other linters; what is installed is measured beside scopelint:

    python -m venv others && others/bin/pip install proselint
    npm install --prefix others write-good alex textlint textlint-rule-write-good

Each figure is the best of several passes, taken in turn. Texts are made on the spot and always the same; the ones
that are measured are not the ones that were read to warm up.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import letters
import report

from scopelint import rulefiles, tokens
from scopelint.engine import Linter
from scopelint.patterns import parse
from scopelint.rule import Lexicon, Pattern, Rule, Ruleset

ROOT = Path(__file__).parent.parent
FLOOR = "import spacy; spacy.blank('en')"
Row = tuple[str, str, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer passes and smaller texts")
    parser.add_argument("--write", action="store_true", help="write benchmarks/README.md, and the plot")
    parser.add_argument("--others", nargs="*", default=[], type=Path, help="folders with other linters")
    asked = parser.parse_args()
    short: bool = asked.short
    rows: list[Row] = [("measure", "scopelint", "floor or base")]
    rows += cold(3 if short else 8)
    linter = Linter()
    rows += throughput(linter, 20 if short else 200, 2 if short else 5)
    rows += growth(linter, (0.1, 0.2) if short else (0.25, 0.5, 1.0, 2.0))
    rows += doubled(10 if short else 60, 2 if short else 5)
    rows += folder(100 if short else 2000)
    rows += others(asked.others, 20 if short else 100)
    if asked.write:
        report.write(rows)
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")


def best(tasks: dict[str, Callable[[], object]], passes: int) -> dict[str, float]:
    """Return the best time of each task, the tasks taken in turn."""
    times = dict.fromkeys(tasks, float("inf"))
    for _ in range(passes):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            times[name] = min(times[name], time.perf_counter() - start)
    return times


def cold(passes: int) -> list[Row]:
    """Start a process for each task; the floor is importing spaCy and making its blank English pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        letter, plain = Path(folder, "letter.txt"), Path(folder, "plain.txt")
        letter.write_text(letters.letter(random.Random(1)), encoding="utf-8")
        plain.write_text("The new floor arrived on a Monday and the mirrors were hung.\n", encoding="utf-8")
        check = ["-m", "scopelint", "check", "--exit-zero"]
        commands = {
            "floor": ["-c", FLOOR],
            "check one letter": [*check, "--no-cache", str(letter)],
            "check a text without any anchor word": [*check, "--no-cache", str(plain)],
            "check an unchanged letter (from the cache)": [*check, str(letter)],
            "rules": ["-m", "scopelint", "rules"],
            "--help": ["-m", "scopelint", "--help"],
        }
        for command in commands.values():
            started(command)
        times = best({name: lambda c=command: started(c) for name, command in commands.items()}, passes)
        peaks = {name: peak(command) for name, command in commands.items()}
    floor = times.pop("floor")
    return [
        (
            f"cold: {name}",
            f"{t * 1000:.0f} ms, {peaks[name]} MB",
            f"{floor * 1000:.0f} ms, {peaks['floor']} MB",
        )
        for name, t in times.items()
    ]


def started(command: Sequence[str]) -> None:
    """Run Python with a command, byte code kept as in an installation."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *command], cwd=ROOT, env=kept, capture_output=True, check=True)


def peak(command: Sequence[str]) -> int:
    """Return the most memory that a command holds, in MB; 0 where the system does not say."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=ROOT, capture_output=True, text=True)
    return int(done.stdout or 0) // (1024 * (1024 if sys.platform == "darwin" else 1))


def throughput(linter: Linter, count: int, passes: int) -> list[Row]:
    """Read letters in one process; the floor is the tokenizer alone, its words listed.

    The letters share sentences, as a studio's own do; for the rows "all new" nothing is remembered in between.
    """
    for text in letters.letters(60, seed=3):
        linter.check(text)
    tokenizer = tokens._tokenizer()
    kinds = {"sparse": 0.0, "mixed": 0.25, "trigger-rich": 1.0}
    rows = []
    for kind, rich in kinds.items():
        texts = list(letters.letters(count, rich=rich, seed=9))
        tasks: dict[str, Callable[[], object]] = {
            "check": lambda texts=texts: read_all(linter, texts),
            "new": lambda texts=texts: read_anew(linter, texts),
            "floor": lambda texts=texts: [[t.text for t in tokenizer(text)] for text in texts],
        }
        times = best(tasks, passes)
        words = sum(len(text.split()) for text in texts)
        rate = {name: f"{words / seconds:,.0f} words/s" for name, seconds in times.items()}
        rows.append((f"warm: {kind} letters", rate["check"], rate["floor"]))
        rows.append((f"warm: {kind} letters, all new", rate["new"], rate["floor"]))
    return rows


def read_anew(linter: Linter, texts: Iterable[str]) -> None:
    """Check texts as if no sentence of any had been seen before."""
    for text in texts:
        linter.pipeline.known.clear()
        linter.pipeline.judged.clear()
        linter.check(text)


def read_all(linter: Linter, texts: Iterable[str]) -> None:
    """Check texts as if for the first time: no verdict about a replacement is remembered."""
    linter.pipeline.judged.clear()
    for text in texts:
        linter.check(text)


def growth(linter: Linter, sizes: Sequence[float]) -> list[Row]:
    """Read one document of each size (MB)."""
    base = "\n\n".join(letters.letters(60, rich=0.1, seed=5))
    rows = []
    for size in sizes:
        text = (base * (int(size * 1e6 / len(base)) + 1))[: int(size * 1e6)]
        seconds = best({"check": lambda text=text: read_all(linter, [text])}, 1)["check"]
        rows.append((f"length: {size} MB", f"{seconds:.2f} s", f"{seconds / size:.2f} s per MB"))
    return rows


def doubled(count: int, passes: int) -> list[Row]:
    """Read letters with every rule twice: the second time about words that no letter holds."""
    ruleset = rulefiles.load()
    texts = list(letters.letters(count, seed=9))
    once, twice = Linter(ruleset=ruleset), Linter(ruleset=with_twins(ruleset))
    for linter in (once, twice):
        read_all(linter, texts)
    times = best({"1": lambda: read_all(once, texts), "2": lambda: read_all(twice, texts)}, passes)
    return [("rules: twice as many", f"{times['2'] / times['1']:.2f} × the time", "1.00")]


def folder(count: int) -> list[Row]:
    """Check a folder of mixed letters from the command line: one process, two, and from the cache."""
    with tempfile.TemporaryDirectory() as place:
        for number, text in enumerate(letters.letters(count, seed=9)):
            Path(place, f"{number}.txt").write_text(text, encoding="utf-8")
        check = ["-m", "scopelint", "check", "--exit-zero", "--quiet", place]
        commands = {
            "one process": [*check, "--no-cache", "--jobs", "1"],
            "--jobs 2": [*check, "--no-cache", "--jobs", "2"],
            "unchanged": check,
        }
        started(check)
        times = best({name: lambda c=c: started(c) for name, c in commands.items()}, 1)
        peaks = {name: peak(command) for name, command in commands.items()}
    base = times["one process"]
    return [
        (f"{count} letters: {name}", f"{t:.1f} s, {peaks[name]} MB a process", f"{base / t:.2f} × as fast")
        for name, t in times.items()
    ]


OTHERS = {
    "proselint": ["proselint"],
    "write-good": ["write-good"],
    "alex": ["alex"],
    "textlint": ["textlint", "--rule", "write-good"],
}
"""Other linters, each started once for all files; none of them knows what scopelint knows."""


def others(folders: Sequence[Path], count: int) -> list[Row]:
    """Read the same letters, from files, with what is installed of the other linters; nobody finds a cache."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        files = [Path(place, f"{number}.md") for number in range(count)]
        for file, text in zip(files, letters.letters(count, seed=9), strict=True):
            file.write_text(text, encoding="utf-8")
        words = sum(len(file.read_text("utf-8").split()) for file in files)
        commands = {"scopelint": [sys.executable, "-m", "scopelint", "check", "--no-cache", "--jobs", "1"]}
        for name, (program, *options) in OTHERS.items():
            places = [p / part for p in folders for part in ("bin", "node_modules/.bin")]
            found = next((str(p / program) for p in places if (p / program).exists()), shutil.which(program))
            if found:
                commands[name] = [found, *options]
        for name, command in commands.items() if len(commands) > 1 else ():
            fresh = {**os.environ, "XDG_CACHE_HOME": place, "HOME": place}
            start = time.perf_counter()
            subprocess.run(
                [*command, *map(str, files)], cwd=ROOT, env=fresh, capture_output=True, check=False
            )
            rate = words / (time.perf_counter() - start)
            rows.append((f"{count} letters, start included: {name}", f"{rate:,.0f} words/s", ""))
    return rows


def with_twins(ruleset: Ruleset) -> Ruleset:
    """Return a rule set with a twin of every rule and lexicon, each word of it followed by 'qx'."""
    lexicons = dict(ruleset.lexicons)
    for name, lexicon in ruleset.lexicons.items():
        entries = tuple(strange(entry) for entry in lexicon.entries)
        lexicons[f"{name}-qx"] = Lexicon(
            f"{name}-qx", lexicon.pos, entries, tuple(f"{other}-qx" for other in lexicon.include)
        )
    return replace(ruleset, rules=(*ruleset.rules, *map(twin, ruleset.rules)), lexicons=lexicons)


def twin(rule: Rule) -> Rule:
    """Return a rule about strange words."""
    return replace(
        rule,
        id=f"{rule.id}-qx",
        when=tuple(map(_twin, rule.when)),
        unless=tuple(map(_twin, rule.unless)),
        rewrite=(),
    )


def _twin(pattern: Pattern) -> Pattern:
    parts = re.split(r"(<~?[\w-]+>)", pattern.text)
    text = "".join(f"{p[:-1]}-qx>" if at % 2 else strange(p) for at, p in enumerate(parts))
    return Pattern(text, parse(text))


def strange(text: str) -> str:
    """Return a text with 'qx' after each of its words."""
    out, word = [], False
    for char in f"{text} ":
        if word and not char.isalpha():
            out.append("qx")
        word = char.isalpha()
        out.append(char)
    return "".join(out)[:-1]


if __name__ == "__main__":
    main()
