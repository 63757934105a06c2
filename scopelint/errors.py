"""The errors that scopelint raises: each says what, where and what to do, and owns its exit code."""

from __future__ import annotations

from pathlib import Path


class ScopelintError(Exception):
    """Anything that a person can put right; the command line prints it as one line."""

    exit_code = 2


class DocumentError(ScopelintError):
    """A document cannot be read as what its name says it is."""

    def __init__(self, path: str | Path, problem: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {problem}")
        self.problem = problem


class RuleFileError(ScopelintError):
    """A rule file cannot be used as written."""

    def __init__(self, path: str | Path, line: int, column: int, problem: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {problem}")


class ConfigError(ScopelintError):
    """The configuration, or an option on the command line, cannot be used as written."""

    def __init__(self, problem: str, path: str | Path = "", line: int = 0, column: int = 0) -> None:
        super().__init__(f"{path}:{line}:{column}: {problem}" if path else problem)


class MissingExtra(ScopelintError):
    """A library that only some formats need is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f'{what} need a library that is not installed: pip install "scopelint[{extra}]"')
