"""scopelint reads a Medical Exercise Professional's draft before the reader does.

The public door: `Linter`, `Config`, the types of its results, and `context.assess`. Nothing heavy is imported
before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scopelint import context
    from scopelint.config import Config
    from scopelint.document import Block, Document, Piece, Span
    from scopelint.engine import Linter
    from scopelint.errors import ConfigError, DocumentError, RuleFileError, ScopelintError
    from scopelint.finding import Decision, Edit, FileResult, Finding, Fix

__version__ = "0.1.0"

_HOMES = {
    "Linter": "engine",
    "Config": "config",
    "Block": "document",
    "Document": "document",
    "Piece": "document",
    "Span": "document",
    "Decision": "finding",
    "Edit": "finding",
    "FileResult": "finding",
    "Finding": "finding",
    "Fix": "finding",
    "ScopelintError": "errors",
    "ConfigError": "errors",
    "DocumentError": "errors",
    "RuleFileError": "errors",
}

__all__ = [
    "Block",
    "Config",
    "ConfigError",
    "Decision",
    "Document",
    "DocumentError",
    "Edit",
    "FileResult",
    "Finding",
    "Fix",
    "Linter",
    "Piece",
    "RuleFileError",
    "ScopelintError",
    "Span",
    "context",
]


def __getattr__(name: str) -> Any:
    if name == "context":
        return import_module("scopelint.context")
    if name in _HOMES:
        return getattr(import_module(f"scopelint.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'scopelint' has no attribute {name!r}")
