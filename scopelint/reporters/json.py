"""Results as JSON for other programs; `scopelint/schema/result-1.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from scopelint.document import Document
from scopelint.finding import LEVELS, FileResult, Finding, Fix
from scopelint.reporters import View

NAME = "json"
VERSION = 1

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"


def render(results: Iterable[FileResult], *, view: View) -> Iterator[str]:
    """Yield one JSON object for all files, file by file; `view` changes nothing."""
    summary = {"files": 0, "clean": 0, "unreadable": 0}
    levels: dict[str, int] = dict.fromkeys(LEVELS, 0)
    yield f'{{\n  "version": {VERSION},\n  "files": ['
    for result in results:
        yield ("," if summary["files"] else "") + "\n    " + _indented(_file(result), 4)
        summary["files"] += 1
        summary["unreadable"] += result.error is not None
        summary["clean"] += result.error is None and not result.findings
        for finding in result.findings:
            levels[finding.level] += 1
    end = "\n  ]" if summary["files"] else "]"
    told: Json = {**summary, "levels": dict(levels.items())}
    yield f'{end},\n  "summary": {_indented(told, 2)}\n}}\n'


def _indented(value: Json, columns: int) -> str:
    return json.dumps(value, indent=2).replace("\n", "\n" + " " * columns)


def _file(result: FileResult) -> Json:
    if result.error is not None:
        return {"path": result.path, "error": result.error}
    return {
        "path": result.path,
        "error": None,
        "doctype": result.doctype,
        "doctype_reason": result.doctype_reason,
        "findings": [_finding(result.document, finding) for finding in result.findings],
        "missing": list(result.missing),
        "present": list(result.present),
    }


def _finding(document: Document, finding: Finding) -> Json:
    end_line, end_column = finding.line, finding.column
    if finding.end > finding.start:
        end_line, end_column = document.line_column(finding.end - 1)
        end_column += 1
    return {
        "rule": finding.rule,
        "family": finding.family,
        "level": finding.level,
        "message": finding.message,
        "why": finding.why,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "line": finding.line,
        "column": finding.column,
        "end_line": end_line,
        "end_column": end_column,
        "place": finding.place,
        "suggestions": list(finding.suggestions),
        "fixes": [_fix(fix) for fix in finding.fixes],
    }


def _fix(fix: Fix) -> Json:
    edits: Json = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}
