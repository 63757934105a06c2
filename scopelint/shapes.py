"""The few shapes that no word list can hold: diagnosis and billing codes, each with its guard (domain.md 2.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopelint.document import Span

_ICD = re.compile(r"\b(?:[A-TV-Z]\d[0-9AB]|U\d{2})(\.[0-9A-KXZ][0-9A-Z]{0,3})?\b")
_ICD_WORD = re.compile(r"\b(?:ICD|ICD-?10|ICD-?9|dx|diagnos\w+)\b", re.IGNORECASE)
_ICD_NOT = re.compile(r"^(?:B12|F45|E10|Q10|V02|[CTLS]\d{1,2}|A1C|R26|M6[23]|C25|P90)$")
_CPT = re.compile(r"\b(?:97\d{3}|9894[0-3]|9897[5-8]|9898[01]|2056[01]|90901|92507|992[01]\d|G0283)\b")
_CPT_WORD = re.compile(
    r"\b(?:CPT|codes?|bill\w*|units?|modifier|insur\w*|claim\w*|series|superbills?|cod(?:ed|ing)|invoice\w*|receipts?|reimburs\w*|submit\w*|file[sd]?|charge\w*)\b"
    r"|x ?\d|☐|,\s*9[78]\d{3}|\+",
    re.IGNORECASE,
)
_STATE_BEFORE = re.compile(r"\b[A-Z]{2}\.?,?\s+$")
_THERAPY_CPT = re.compile(
    r"9701[0-8]|9702[2-8]|9703[2-6]|9711[0236]|97124|97140|97150|9716[1-8]|9753[0357]"
    r"|97542|97750|9776[0-3]|9897[5-8]|9898[01]"
)
"""Codes that nobody but a biller writes: therapy's own, where they stand like a word and not like an address."""
_STREET_AFTER = re.compile(
    r"(?: \w+\.?){1,3},? (?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Way|Blvd|Hwy|Highway|Ct|Court)\b"
)
_LIKE_A_WORD = re.compile(
    r"(?:^|[|:(] ?|\b(?:put|as|an?|two|three|with|for|the|under|to|of|enter|use|is|add|on|and|or|at"
    r"|his|her|our|your|each) )$"
)


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
        if cpt_line or found.group() == text.strip() or found.group() == "G0283" or _like_a_word(text, found):
            yield "cpt-code", Span(*found.span())


def _like_a_word(text: str, found: re.Match[str]) -> bool:
    """Say whether a therapy code is used as a noun ('put 97110 on the slip'), unlike a postcode or a count."""
    after = text[found.end() :].lstrip(" ")[:1]
    if _STREET_AFTER.match(text, found.end()):
        return False
    place = after.isalpha() or after in ("", ".", ",", "|", ")")
    return bool(
        _THERAPY_CPT.fullmatch(found.group())
        and place
        and _LIKE_A_WORD.search(text[max(0, found.start() - 40) : found.start()])
    )
