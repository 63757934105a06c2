"""The signature of a mail: where it begins, and what of it says anything but how to reach the person."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"^-- ?$")
"""What stands before a signature: a line of two hyphens (RFC 3676, section 4.3)."""
_CLOSING = re.compile(
    r"^(?:(?:with|kind|best|warm|many|my)? ?(?:regards|wishes|thanks)|thanks(?: again| so much)?|thank you(?: again)?"
    r"|best|all the best|sincerely|cheers|yours(?: truly| sincerely)?|respectfully(?: yours)?|warmly|take care)[,.!]?$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^\W*(?:confidential|disclaimer|privacy notice|this (?:e-?mail|message) |sent from my "
    r"|the information (?:contained )?in this )",
    re.IGNORECASE,
)
"""How the small print below a signature begins."""
_CONTACT = re.compile(
    r"(?:https?://|\bwww\.)\S+|(?<!\S)\S{1,64}@[\w.-]+\.[a-z]{2,12}\b"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+){0,4}\.(?:com|org|net|edu|info)\b(?:/\S*)?"
    r"|(?<![\w.])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}\b|\+\d[\d ().-]{7,18}\d",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^\d{1,6} (?:[\w.]+ ){1,4}?(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|hwy|highway|pkwy"
    r"|suite|ste|court|ct|plaza)\b|\b[A-Z]{2},? \d{5}(?:-\d{4})?$|^P\.? ?O\.? Box ",
    re.IGNORECASE,
)
_LABELS = {
    *(
        "phone",
        "tel",
        "telephone",
        "t",
        "p",
        "m",
        "c",
        "f",
        "d",
        "o",
        "e",
        "w",
        "fax",
        "cell",
        "mobile",
        "direct",
    ),
    *("office", "text", "call", "or", "email", "mail", "web", "website", "site"),
}
"""What stands before a number or an address."""
_NAME = re.compile(r"^(?:[A-Z][\w'’-]*\.? ){1,3}[A-Z][\w'’-]+(?:\W.*)?$")
_BETWEEN = re.compile(r"\s+[|•·/]\s+|\s*[|•]\s*")
_LINES = 10
"""Lines that a signature has at most."""
_LONG = 70
"""Characters from which on a line is no line of a signature."""


def find(text: str) -> tuple[int, int, int]:
    """Return where a mail ends before its signature, where that begins, and where the small print below it does."""
    whole = len(text), len(text), len(text)
    lines = _lines(text)
    for at, (_, line) in enumerate(lines):
        if _DELIMITER.match(line):
            return _three(text, lines[at][0], lines[at + 1][0]) if at + 1 < len(lines) else whole
    lines = [(start, line.strip()) for start, line in lines if line.strip()]
    end = next((at for at, (_, line) in enumerate(lines) if at and _NOTICE.match(line)), len(lines))
    first = max(0, end - _LINES)
    for at in range(end - 2, first - 1, -1):
        if _CLOSING.match(lines[at][1]):
            return _three(text, lines[at + 1][0], lines[at + 1][0])
    at = end
    while at > first and _is_plain(lines[at - 1][1]):
        at -= 1
    while at < end and not _NAME.match(lines[at][1]):
        at += 1
    if any(_CONTACT.search(line) for _, line in lines[at:end]):
        return _three(text, lines[at][0], lines[at][0])
    return whole


def _three(text: str, end: int, start: int) -> tuple[int, int, int]:
    below = (start + at for at, line in _lines(text[start:]) if _NOTICE.match(line))
    return end, start, next(below, len(text))


def said(signature: str) -> list[str]:
    """Return the lines of a signature without the ways to reach the person: numbers, addresses, pages."""
    pieces = (piece.strip() for line in signature.split("\n") for piece in _BETWEEN.split(line))
    rest = (_CONTACT.sub("", piece).strip(" ,;:|-") for piece in pieces if not _ADDRESS.search(piece))
    return [piece for piece in rest if set(re.findall(r"[a-z]+", piece.lower())) - _LABELS]


def _is_plain(line: str) -> bool:
    """Say whether a line is short and no sentence, as the lines of a signature are."""
    return len(line) <= _LONG and (bool(_CONTACT.search(line)) or line[-1] not in ".?!:;,")


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found
