"""The Linter: from a text or a file to its findings. The order of the steps, and nothing else."""

from __future__ import annotations

from pathlib import Path

from scopelint import checks, compiled, fixes, readers
from scopelint.compiled import Compiled
from scopelint.config import Config
from scopelint.document import Document
from scopelint.errors import DocumentError
from scopelint.finding import Decision, FileResult, Finding
from scopelint.fixes import Fixed
from scopelint.pipeline import Pipeline
from scopelint.rule import Ruleset


class Linter:
    """Reads documents and says what should be changed before they are sent.

    One Linter serves any number of documents and threads; it is made from its configuration alone,
    and pickles as that. Rules that were found already for that configuration can be handed on in `rules`.
    """

    def __init__(
        self, config: Config | None = None, ruleset: Ruleset | None = None, *, rules: Compiled | None = None
    ) -> None:
        self.config = config or Config()
        self._given = ruleset
        self._compiled = rules or (Compiled(ruleset) if ruleset else compiled.of(self.config))
        self.ruleset = self._compiled.ruleset
        self._pipeline: Pipeline | None = None

    def __reduce__(self) -> tuple[type[Linter], tuple[Config, Ruleset | None]]:
        return Linter, (self.config, self._given)

    @property
    def pipeline(self) -> Pipeline:
        """The compiled rules and the tokenizer, built when first needed."""
        if self._pipeline is None:
            self._pipeline = Pipeline(self._compiled, self.config)
        return self._pipeline

    def check(self, text: str, doctype: str | None = None, path: str = "<text>") -> FileResult:
        """Check plain text or Markdown-like text; never raises on any text."""
        from scopelint.readers import text as reader

        return self.check_document(reader.read_string(text, path), doctype)

    def check_file(self, path: str | Path, doctype: str | None = None) -> FileResult:
        """Check a file of any readable format; trouble with the file is in `error`."""
        try:
            document = readers.read(Path(path))
        except DocumentError as error:
            return _failed(str(path), error)
        return self.check_document(document, doctype)

    def check_bytes(self, name: str, data: bytes, doctype: str | None = None) -> FileResult:
        """Check the content of a file that is called `name`."""
        try:
            document = readers.read_bytes(name, data)
        except DocumentError as error:
            return _failed(name, error)
        return self.check_document(document, doctype)

    def check_document(self, document: Document, doctype: str | None = None) -> FileResult:
        """Return what a reader should change before this document is sent."""
        try:
            return checks.check(document, doctype, self.pipeline)
        except DocumentError as error:
            return _failed(document.path, error)

    def fix(self, text: str, doctype: str | None = None, *, unsafe: bool = False) -> Fixed:
        """Return a text with its fixes applied: the `safe` ones, with `unsafe` those too that change a claim."""
        return fixes.apply(text, self.check(text, doctype).findings, unsafe=unsafe)

    def explain(
        self, text: str, start: int | None = None, end: int | None = None, doctype: str | None = None
    ) -> tuple[Decision, ...]:
        """Say for each candidate phrase (touching start:end) why it is or is not flagged."""
        from scopelint.readers import text as reader

        decisions = checks.decisions(reader.read_string(text, "<text>"), doctype, self.pipeline)
        if start is None:
            return decisions
        stop = len(text) if end is None else end
        return tuple(
            d for d in decisions if d.span.start < stop and start < max(d.span.end, d.span.start + 1)
        )


def _failed(path: str, error: DocumentError) -> FileResult:
    empty = Document(path=path, format="", text="", blocks=(), pieces=(), source="")
    return FileResult(path=path, document=empty, doctype="", doctype_reason="", error=str(error))


__all__ = ["Finding", "Linter"]
