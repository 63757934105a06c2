"""What `scopelint review` keeps and costs, over all the Word files of the tests.

    python benchmarks/review.py [--no-office]

Prints how many comments stand on exactly the words of their finding after the file was saved and read again, how many
reviewed files LibreOffice opens with unchanged text, and what a review adds to the check of a two-page letter.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT))

import docx
import letters
from run import best
from test_review import CASES, LINTER, anchored, lines_of

from scopelint import wordreview

PAGE = 450
"""Words on a page of a letter."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-office", action="store_true", help="leave LibreOffice out")
    given = parser.parse_args()
    lines = [*kept(), *([] if given.no_office else opened()), *added()]
    sys.stdout.write("\n".join(lines) + "\n")


def kept() -> Iterable[str]:
    """Say how many comments stand on exactly their words."""
    findings = right = listed = 0
    for data in CASES.values():
        result = LINTER.check_bytes("a.docx", data)
        done = wordreview.review(data, result, unsafe=True)
        again = docx.Document(io.BytesIO(done.data))
        own = {str(c.comment_id): c.text for c in again.comments if c.author == "scopelint"}
        ranges = anchored(again)
        on_words = Counter(ranges[number] for number, text in own.items() if "whole document" not in text)
        right += (on_words & Counter(f.quote for f in done.commented)).total()
        findings += len(done.commented)
        listed += sum(1 for f in done.listed if f.quote)
    yield f"files: {len(set(CASES.values()))} different ones"
    yield f"comments on exactly their words: {right} of {findings}"
    yield f"findings listed at the top, where Word shows no comment: {listed}"


def opened() -> Iterable[str]:
    """Say how many reviewed files LibreOffice opens with unchanged text."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        yield "LibreOffice is not installed"
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, data in CASES.items():
            stem = Path(folder, re.sub(r"\W+", "-", name))
            done = wordreview.review(data, LINTER.check_bytes("a.docx", data), changes=False)
            stem.with_suffix(".before.docx").write_bytes(data)
            stem.with_suffix(".after.docx").write_bytes(done.data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        files = map(str, Path(folder).glob("*.docx"))
        command = [program, profile, "--headless", "--convert-to", "txt:Text", "--outdir", folder, *files]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        texts = [
            (path, Path(str(path).replace(".before.", ".after.")))
            for path in Path(folder).glob("*.before.txt")
        ]
        same = sum(lines_of(before) == lines_of(after) for before, after in texts)
        yield f"opened by LibreOffice with unchanged text: {same} of {len(CASES)}"


def added() -> Iterable[str]:
    """Say what a review adds to a check: in one process, and from a cold start."""
    made = random.Random(7)
    document = docx.Document()
    words = 0
    while words < 2 * PAGE:
        for line in filter(None, letters.letter(made).split("\n")):
            document.add_paragraph(line)
            words += len(line.split())
    held = io.BytesIO()
    document.save(held)
    data = held.getvalue()
    result = LINTER.check_bytes("a.docx", data)
    times = best(
        {
            "check": lambda: LINTER.check_bytes("a.docx", data),
            "review": lambda: wordreview.review(data, LINTER.check_bytes("a.docx", data), unsafe=True),
        },
        9,
    )
    yield f"a letter of {words} words with {len(result.findings)} findings:"
    yield f"  check {times['check'] * 1000:.0f} ms, check and review {times['review'] * 1000:.0f} ms"
    with tempfile.TemporaryDirectory() as folder:
        letter = Path(folder, "letter.docx")
        letter.write_bytes(data)
        cold = best(
            {
                "check": lambda: run("check", "--no-cache", str(letter)),
                "review": lambda: run("review", "--force", str(letter)),
            },
            7,
        )
    yield f"  from a cold start: check {cold['check'] * 1000:.0f} ms, review {cold['review'] * 1000:.0f} ms"


def run(*words: str) -> None:
    command = [sys.executable, "-m", "scopelint", *words]
    subprocess.run(command, capture_output=True, check=False, cwd=ROOT)


if __name__ == "__main__":
    main()
