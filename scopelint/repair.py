"""A document with its fixes made, again and again until nothing more changes, and what is left to do by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from scopelint import fixes, insertion, readers, sourcefix, wordinsert, wordreview
from scopelint.decoding import encoding_of
from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.errors import DocumentError
from scopelint.finding import FileResult, Finding
from scopelint.placing import restyled
from scopelint.rule import CONTENT_FAMILIES, RequiredRule

Write: TypeAlias = "Callable[[bytes, Document, RequiredRule, Sequence[str]], bytes]"
"""Puts the paragraph of a missing element into a file, given those that were added before."""
TEXT_FORMATS = ("text", "markdown", "html")
READ_ONLY = "nothing can be written into .{} files; change it where it was made"
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Repair:
    """A file after its fixes."""

    before: str
    """The source as it was."""
    after: str
    data: bytes
    """The file's new bytes, in its own encoding, with its byte-order mark and line ends."""
    result: FileResult
    """What a check of the new file finds."""
    fixed: tuple[Finding, ...]
    note: str = ""
    """Why nothing could be written, where that is so."""

    @property
    def changed(self) -> bool:
        """Whether anything was fixed."""
        return self.before != self.after


def repair(
    linter: Linter, name: str, data: bytes, doctype: str | None = None, *, unsafe: bool = False
) -> Repair:
    """Return a file with its fixes made: the `safe` ones; with `unsafe` those too that change a claim.

    Raises:
        DocumentError: the file cannot be read or written, or has no signs for the new words in its encoding.
        MissingExtra: the file is a Word file and python-docx is not installed.
    """
    document = readers.read_bytes(name, data)
    if document.format == "docx":
        return _repair_word(linter, name, data, document, doctype, unsafe=unsafe)
    result = linter.check_document(document, doctype)
    if document.format not in TEXT_FORMATS:
        note = f"{name}: {READ_ONLY.format(document.format)}"
        return Repair(document.source, document.source, data, result, (), note)
    coding = coding_of(name, data, document)
    before, reason, fixed = document.source, result.doctype_reason, list[Finding]()
    for _ in range(_ROUNDS if result.error is None else 0):
        source, made = _round(document, result, unsafe)
        if not made or source == document.source:
            break
        document = coding.read(source)
        result = linter.check_document(document, doctype or result.doctype)
        fixed += made
    if unsafe and result.error is None:

        def write(data: bytes, document: Document, rule: RequiredRule, added: Sequence[str]) -> bytes:
            return coding.bytes(insertion.insert(document, rule, added))

        data, document, result, added = _complete(linter, data, document, result, write, doctype)
        fixed += added
    result = replace(result, doctype_reason=reason)
    data = data if document.source == before else coding.bytes(document.source)
    return Repair(before, document.source, data, result, tuple(fixed))


def _repair_word(
    linter: Linter, name: str, data: bytes, document: Document, doctype: str | None, *, unsafe: bool
) -> Repair:
    """Make the fixes of a Word file inside its runs, and add what is missing as paragraphs."""
    before, fixed = document.source, list[Finding]()
    result = linter.check_document(document, doctype)
    reason = result.doctype_reason
    for _ in range(_ROUNDS if result.error is None else 0):
        data, made = wordreview.fix(data, result, unsafe=unsafe)
        if not made:
            break
        document = readers.read_bytes(name, data)
        result = linter.check_document(document, doctype or result.doctype)
        fixed += made
    if unsafe and result.error is None:
        data, document, result, added = _complete(linter, data, document, result, wordinsert.insert, doctype)
        fixed += added
    return Repair(before, document.source, data, replace(result, doctype_reason=reason), tuple(fixed))


@dataclass(frozen=True, slots=True)
class Coding:
    """How a file of that name holds its text."""

    name: str
    encoding: str
    mark: bytes

    def bytes(self, source: str) -> bytes:
        """Return the file's bytes for a text.

        Raises:
            DocumentError: the encoding has no sign for a character.
        """
        try:
            return self.mark + source.encode(self.encoding)
        except UnicodeEncodeError as error:
            wrong = error.object[error.start : error.end]
            problem = f"“{wrong}” cannot be written in {self.encoding}; save the file as UTF-8 first"
            raise DocumentError(self.name, problem) from error

    def read(self, source: str) -> Document:
        """Return the document that the file would be with another text."""
        return readers.read_bytes(self.name, self.bytes(source))


def coding_of(name: str, data: bytes, document: Document) -> Coding:
    """Return how a file holds its text.

    Raises:
        DocumentError: the same text would be written as other bytes than it was read from.
    """
    coding = Coding(name, *encoding_of(data, name))
    if coding.bytes(document.source) != data:
        problem = f"its encoding ({coding.encoding}) cannot be written back unchanged; save it as UTF-8 first"
        raise DocumentError(name, problem)
    return coding


def _round(document: Document, result: FileResult, unsafe: bool) -> tuple[str, list[Finding]]:
    chosen, _ = fixes.choose(result.findings, unsafe=unsafe)
    return sourcefix.apply(document, [edit for edit, _ in chosen]), [finding for _, finding in chosen]


def _complete(
    linter: Linter, data: bytes, document: Document, result: FileResult, write: Write, told: str | None
) -> tuple[bytes, Document, FileResult, list[Finding]]:
    """Add the paragraphs of missing elements, each only where it is then found and crosses no line.

    A document that is of no given type, and would be taken for another with them, stays as it is.
    """
    untouched = data, document, result
    rules: dict[str, RequiredRule] = {rule.id: rule for rule in linter.ruleset.required}
    texts: list[str] = []
    added: list[Finding] = []
    tried: set[str] = set()
    while missing := [pair for pair in _in_order(result) if pair[0] not in tried]:
        name, finding = missing[0]
        tried.add(name)
        paragraph = restyled(rules[name].insert, document)
        written = write(data, document, rules[name], texts)
        candidate = readers.read_bytes(document.path, written)
        checked = linter.check_document(candidate, result.doctype)
        if _element(name) not in checked.missing and _crossings(checked) <= _crossings(result):
            data, document, result = written, candidate, checked
            texts.append(paragraph)
            added.append(finding)
    if told is None and added and linter.check_document(document).doctype != result.doctype:
        return *untouched, []
    return data, document, result, added


def _in_order(result: FileResult) -> list[tuple[str, Finding]]:
    """Return what is missing, as its type names it, each with its finding."""
    findings = {finding.rule: finding for finding in result.findings if is_missing(finding)}
    names = [f"required/{element}" for element in result.missing]
    return [(name, findings[name]) for name in names if name in findings]


def is_missing(finding: Finding) -> bool:
    """Say whether a finding is about an element that the document does not hold."""
    return finding.family == "required" and not finding.quote


def _element(rule: str) -> str:
    return rule.partition("/")[2]


def _crossings(result: FileResult) -> int:
    return sum(finding.family in CONTENT_FAMILIES for finding in result.findings)
