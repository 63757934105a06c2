"""Results as JSON for other programs; `scopelint/schema/result-1.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeAlias

from scopelint.document import Document
from scopelint.finding import LEVELS, FileResult, Finding, Fix
from scopelint.reporters import View

NAME = "json"
VERSION = 1

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"


def render(results: Sequence[FileResult], *, view: View) -> str:
    """Return one JSON object for all files; `view` changes nothing."""
    report: Json = {
        "version": VERSION,
        "files": [_file(result) for result in results],
        "summary": _summary(results),
    }
    return json.dumps(report, indent=2) + "\n"


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


def _summary(results: Sequence[FileResult]) -> Json:
    read = [result for result in results if result.error is None]
    levels = [finding.level for result in read for finding in result.findings]
    return {
        "files": len(results),
        "clean": sum(not result.findings for result in read),
        "unreadable": len(results) - len(read),
        "levels": {level: levels.count(level) for level in LEVELS},
    }
