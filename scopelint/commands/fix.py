"""`scopelint fix`: a person walks through the findings of one document and decides each."""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from scopelint import allow, atomic, batch, insertion, readers, repair, sourcefix
from scopelint.config import CONFIG_NAME
from scopelint.decoding import encoding_of
from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.errors import DocumentError
from scopelint.excerpt import carets, excerpt
from scopelint.finding import Edit, FileResult, Finding
from scopelint.terminal import complain, say

_HELP = "[number] take  [o]wn words  [s]kip  [a]llow here  [u]ndo  [q]uit, save  [x] quit"


@dataclass(slots=True)
class Walk:
    """One document on its way through a person's decisions."""

    linter: Linter
    path: str
    doctype: str | None
    document: Document
    result: FileResult
    coding: repair.Coding
    passed: set[tuple[str, str, int]] = field(default_factory=set)
    """Findings skipped: rule, words, and which of the same."""
    history: list[tuple[Document, FileResult, set[tuple[str, str, int]]]] = field(default_factory=list)

    def next(self) -> Finding | None:
        """Return the next finding that is neither put right nor skipped."""
        return next((f for f, key in self.keyed() if key not in self.passed and f.level != "info"), None)

    def keyed(self) -> list[tuple[Finding, tuple[str, str, int]]]:
        """Return the findings with what tells them apart when the text around them changes."""
        seen: dict[tuple[str, str], int] = {}
        keyed = []
        for finding in self.result.findings:
            words = (finding.rule, finding.quote)
            seen[words] = seen.get(words, 0) + 1
            keyed.append((finding, (*words, seen[words])))
        return keyed

    def skip(self, finding: Finding) -> None:
        """Leave a finding as it is."""
        self.remember()
        self.passed.add(next(key for other, key in self.keyed() if other is finding))

    def remember(self) -> None:
        """Keep the state, so that the next step can be undone."""
        self.history.append((self.document, self.result, set(self.passed)))

    def undo(self) -> bool:
        """Take the last step back; say whether there was one."""
        if not self.history:
            return False
        self.document, self.result, self.passed = self.history.pop()
        return True

    def take(self, finding: Finding, text: str) -> None:
        """Replace the words of a finding, or add the paragraph that is missing."""
        self.remember()
        required = {rule.id: rule for rule in self.linter.ruleset.required}
        if finding.rule in required and not finding.quote:
            source = insertion.insert(self.document, replace(required[finding.rule], insert=text))
        else:
            source = sourcefix.apply(self.document, [Edit(finding.start, finding.end, text)])
        self.look(source)

    def look(self, source: str) -> None:
        """Read and check the document again."""
        self.document = self.coding.read(source)
        self.result = self.linter.check_document(self.document, self.doctype or self.result.doctype)


@click.command("fix")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--type", "doctype", metavar="TYPE", help="The document type, when you know it better.")
@click.option("-i", "--interactive", is_flag=True, help="Decide each finding at the keyboard.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Without -i: make those fixes too that change what you claim."
)
@click.option(
    "--config", "given", type=click.Path(path_type=Path), metavar="FILE", help="Settings to use instead."
)
def command(
    path: Path, doctype: str | None, interactive: bool, unsafe_fixes: bool, given: Path | None
) -> None:
    """Put a document right, finding by finding."""
    checker = batch.Checkers(given=given).at(str(path))
    data = readers.content(path)
    if not interactive:
        done = repair.repair(checker.linter, str(path), data, doctype, unsafe=unsafe_fixes)
        if done.changed:
            atomic.replace(path, done.data, expected=data)
        complain(f"fixed {len(done.fixed)}; {len(done.result.findings)} left: scopelint check {path}")
        return
    if not sys.stdin.isatty():
        raise DocumentError(
            path, "--interactive asks at a keyboard, and there is none here; use --fix or --diff"
        )
    walk = _start(checker, path, data, doctype)
    save = _walk(walk)
    if save and walk.history:
        atomic.replace(path, walk.coding.bytes(walk.document.source), expected=data)
    complain("saved" if save and walk.history else "nothing was changed")


def _start(checker: batch.Checker, path: Path, data: bytes, doctype: str | None) -> Walk:
    document = readers.read_bytes(str(path), data)
    if document.format not in repair.TEXT_FORMATS:
        raise DocumentError(
            path, f"fixes cannot be written into .{document.format}; use “scopelint review” for Word"
        )
    coding = repair.Coding(str(path), *encoding_of(data, str(path)))
    result = checker.linter.check_document(document, doctype)
    if result.error is not None:
        raise DocumentError(path, result.error)
    return Walk(checker.linter, str(path), doctype, document, result, coding)


def _walk(walk: Walk) -> bool:
    """Ask about each finding; return whether to save."""
    while (finding := walk.next()) is not None:
        say(_shown(walk, finding))
        answer = click.prompt(_HELP, prompt_suffix="\n> ", default="s", show_default=False).strip().lower()
        if answer == "q":
            return True
        if answer == "x":
            return False
        _answered(walk, finding, answer)
    say("\nNothing is left to decide.\n")
    return True


def _answered(walk: Walk, finding: Finding, answer: str) -> None:
    if answer == "s":
        walk.skip(finding)
    elif answer == "u":
        if not walk.undo():
            complain("there is no step to undo")
    elif answer == "o":
        walk.take(finding, click.prompt("Your wording", default="", show_default=False))
    elif answer == "a":
        _allow(walk, finding)
    elif answer.isdigit() and 1 <= int(answer) <= len(finding.suggestions):
        walk.take(finding, finding.suggestions[int(answer) - 1])
    else:
        complain(f"“{answer}” is not one of the choices")


def _allow(walk: Walk, finding: Finding) -> None:
    """Allow a phrase where it stands: by a comment in its line, or in the settings where there are no comments."""
    comment = allow.comment(finding.rule, walk.document.format)
    if comment is None or not finding.quote:
        complain(f'add to {CONFIG_NAME}:  allow: {{{finding.rule}: ["{finding.quote or "off"}"]}}')
        walk.skip(finding)
        return
    walk.remember()
    source = walk.document.source
    at = source.find("\n", walk.document.source_offset(finding.end - 1))
    at = len(source) if at < 0 else at - (source[at - 1 : at] == "\r")
    walk.look(f"{source[:at]} {comment}{source[at:]}")


def _shown(walk: Walk, finding: Finding) -> str:
    """Return a finding as a person reads it: the line, what it says, why, and the numbered suggestions."""
    width = min(shutil.get_terminal_size().columns, 100)
    lines = ["", f"{finding.line}:{finding.column}  {finding.level}  {finding.rule}"]
    if finding.quote:
        marked = excerpt(walk.document, finding.start, finding.end, width - 4)
        lines += [f"    {marked.text}", f"    {carets(marked)}"]
    lines += textwrap.wrap(finding.message, width) + textwrap.wrap(finding.why, width)
    for number, suggestion in enumerate(finding.suggestions, 1):
        lines += textwrap.wrap(f"{number}. {suggestion or '(leave it out)'}", width, subsequent_indent="   ")
    return "\n".join(lines) + "\n"
