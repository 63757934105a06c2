"""The few shapes that no word list can hold: diagnosis and billing codes, each with its guard (domain.md 2.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopelint.document import Span

_ICD = re.compile(r"\b(?:[A-TV-Z]\d[0-9AB]|U\d{2})(\.[0-9A-KXZ][0-9A-Z]{0,3})?\b")
_ICD_WORD = re.compile(r"\b(?:ICD|ICD-?10|ICD-?9|dx|diagnos\w+)\b", re.IGNORECASE)
_ICD_NOT = re.compile(r"^(?:B12|F45|E10|Q10|V02|[CTLS]\d{1,2}|A1C|R26|M6[23]|C25|P90)$")
_CPT = re.compile(r"\b(?:97\d{3}|9894[0-3]|2056[01]|90901|92507|992[01]\d|G0283)\b")
_CPT_WORD = re.compile(
    r"\b(?:CPT|codes?|bill\w*|units?|modifier|insur\w*|claim\w*|series|superbills?|cod(?:ed|ing)|invoice\w*|receipts?|reimburs\w*|submit\w*|file[sd]?|charge\w*)\b"
    r"|x ?\d|☐|,\s*9[78]\d{3}|\+",
    re.IGNORECASE,
)
_STATE_BEFORE = re.compile(r"\b[A-Z]{2}\.?,?\s+$")


def find(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the name and the place of every code in a line of text; `text` is one block."""
    if not any(c.isdigit() for c in text):
        return
    icd_line = _ICD_WORD.search(text) is not None
    for found in _ICD.finditer(text):
        code = found.group()
        if (found.group(1) and "." in code) or (icd_line and not _ICD_NOT.match(code)):
            yield "icd-code", Span(*found.span())
    cpt_line = _CPT_WORD.search(text) is not None
    for found in _CPT.finditer(text):
        gap = found.start()
        while gap > 0 and text[gap - 1].isspace():
            gap -= 1
        if _STATE_BEFORE.search(text[max(0, gap - 5) : found.start()]):
            continue
        if cpt_line or found.group() == text.strip() or found.group() == "G0283":
            yield "cpt-code", Span(*found.span())
