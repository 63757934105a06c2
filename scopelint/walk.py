"""A person's walk through the findings of one document: each step takes, skips or allows one; steps can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scopelint import allow, insertion, readers, repair, sourcefix, wordinsert, wordreview
from scopelint.config import Config
from scopelint.document import Document
from scopelint.engine import Linter
from scopelint.errors import DocumentError
from scopelint.finding import Edit, FileResult, Finding, Fix
from scopelint.repair import Coding, coding_of

Key = tuple[str, str, int]
"""A finding whatever moves around it: rule, words, and which of the same."""


@dataclass(frozen=True, slots=True)
class State:
    """A document between two steps."""

    data: bytes
    document: Document
    result: FileResult
    passed: frozenset[Key] = frozenset()
    """Findings that were skipped."""
    allowed: tuple[tuple[str, str], ...] = ()
    """Rule and phrase, for the settings."""
    added: tuple[str, ...] = ()
    """Paragraphs put in for missing elements."""
    counts: tuple[int, int, int] = (0, 0, 0)
    """Steps that changed, skipped, allowed."""


@dataclass(slots=True)
class Walk:
    """One document, its state, and the states before."""

    linter: Linter
    name: str
    config: Config
    doctype: str
    state: State
    history: list[State] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """Return what is still to decide: in the order of the text, then what is missing, as its type names it."""
        open_ = [f for f, key in self._keyed() if key not in self.state.passed and f.level != "info"]
        order = {f"required/{element}": at for at, element in enumerate(self.state.result.missing, 1)}
        return sorted(open_, key=lambda f: order.get(f.rule, 0) if not f.quote else -1)

    def take(self, finding: Finding, text: str) -> None:
        """Write words in place of a finding's, or the paragraph that is missing.

        Raises:
            DocumentError: the file cannot hold the words.
        """
        if repair.is_missing(finding):
            self._add(finding, text)
        elif self.state.document.format == "docx":
            self._into_word(finding, text)
        else:
            source = sourcefix.apply(self.state.document, [self._edit(finding, text)])
            self._look(self._coding().bytes(source), 0)

    def skip(self, finding: Finding) -> None:
        """Leave a finding as it is."""
        key = next(key for other, key in self._keyed() if other is finding)
        self._step(replace(self.state, passed=self.state.passed | {key}), 1)

    def allow(self, finding: Finding) -> str:
        """Leave a phrase alone for good: by a comment here, else in the settings; return which, in words."""
        words, number = self.state.document.text.split(), len(self.state.result.findings)
        for fewest in (1, number):
            for comment, source in self._commented(finding):
                self._look(self._coding().bytes(source), 2)
                same = words == self.state.document.text.replace(comment, "").split()
                if same and 0 < number - len(self.state.result.findings) <= fewest:
                    return "by a comment in its line"
                self.undo()
        entry = (finding.rule, " ".join(finding.quote.split()))
        state = replace(self.state, allowed=(*self.state.allowed, entry))
        self._step(replace(state, result=self._dropped(state.result, state)), 2)
        return (
            f"in {self.config.path.name if self.config.path else '.scopelint.yaml'}, for every document there"
        )

    def undo(self) -> bool:
        """Take the last step back; say whether there was one."""
        if self.history:
            self.state = self.history.pop()
            return True
        return False

    def can_take(self, finding: Finding) -> bool:
        """Say whether words can be written for a finding: in place of its own, or as a paragraph."""
        return bool(finding.quote) or repair.is_missing(finding)

    def _step(self, state: State, kind: int) -> None:
        counts = [count + (at == kind) for at, count in enumerate(state.counts)]
        self.history.append(self.state)
        self.state = replace(state, counts=(counts[0], counts[1], counts[2]))

    def _look(self, data: bytes, kind: int, added: str = "") -> None:
        """Read and check changed bytes again."""
        document = readers.read_bytes(self.name, data)
        result = self.linter.check_document(document, self.doctype)
        result = replace(result, doctype_reason=self.state.result.doctype_reason)
        state = replace(self.state, data=data, document=document)
        state = replace(state, added=(*state.added, added) if added else state.added)
        self._step(replace(state, result=self._dropped(result, state)), kind)

    def _dropped(self, result: FileResult, state: State) -> FileResult:
        phrases = {rule: () for rule, _ in state.allowed} | dict(self.config.allow)
        for rule, phrase in state.allowed:
            phrases[rule] = (*phrases[rule], phrase)
        config = replace(self.config, allow=phrases)
        return replace(result, findings=tuple(allow.drop(result.findings, state.document, config)))

    def _add(self, finding: Finding, text: str) -> None:
        rule = next(rule for rule in self.linter.ruleset.required if rule.id == finding.rule)
        rule, state = replace(rule, insert=text), self.state
        if state.document.format == "docx":
            data = wordinsert.insert(state.data, state.document, rule, state.added)
        else:
            data = self._coding().bytes(insertion.insert(state.document, rule, state.added))
        self._look(data, 0, " ".join(text.split()))

    def _into_word(self, finding: Finding, text: str) -> None:
        fix = Fix("", (self._edit(finding, text),), "safe")
        result = replace(self.state.result, findings=(replace(finding, fixes=(fix,)),))
        data, made = wordreview.fix(self.state.data, result)
        if not made:
            raise DocumentError(self.name, "these words cannot be changed from here; change them in Word")
        self._look(data, 0)

    def _edit(self, finding: Finding, text: str) -> Edit:
        made = [fix.edits[0] for fix in finding.fixes if len(fix.edits) == 1 and fix.edits[0].text == text]
        return made[0] if made else Edit(finding.start, finding.end, text)

    def _coding(self) -> Coding:
        return coding_of(self.name, self.state.data, self.state.document)

    def _commented(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Yield a comment, and the source with it at the end of the line where a phrase begins, or where it ends."""
        document = self.state.document
        for phrase in ("", finding.quote):
            comment = allow.comment(finding.rule, document, phrase)
            for place in (finding.start, finding.end - 1) if comment and '"' not in phrase else ():
                at = document.source.find("\n", document.source_offset(place))
                at = len(document.source) if at < 0 else at - (document.source[at - 1 : at] == "\r")
                yield comment or "", f"{document.source[:at].rstrip(' ')} {comment}{document.source[at:]}"

    def _keyed(self) -> list[tuple[Finding, Key]]:
        seen: dict[tuple[str, str], int] = {}
        keyed = []
        for finding in self.state.result.findings:
            words = (finding.rule, finding.quote)
            seen[words] = seen.get(words, 0) + 1
            keyed.append((finding, (*words, seen[words])))
        return keyed


def start(linter: Linter, name: str, data: bytes, doctype: str | None = None) -> Walk:
    """Begin a walk through a document.

    Raises:
        DocumentError: the document cannot be read, or nothing can be written into files of its kind.
    """
    document = readers.read_bytes(name, data)
    if document.format not in (*repair.TEXT_FORMATS, "docx"):
        raise DocumentError(name, repair.READ_ONLY.format(document.format))
    result = linter.check_document(document, doctype)
    if result.error is not None:
        raise DocumentError(name, result.error.removeprefix(f"{name}: "))
    return Walk(linter, name, linter.config, doctype or result.doctype, State(data, document, result))
