"""What a line of plain text is: a bullet, a box, a label, a heading, or one that a margin cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BULLET = re.compile(
    r"\s*(?:[-*+•–‣▸▪◦·✓✔➢→]|o(?=\s)|\d{1,2}[.)]|\(?[a-z][.)]|\((?:[ivx]{1,4}|\d{1,2}|[a-z])\)|\d{1,2}\.\d{1,2})(?:\s+)(?=\S)"
)

BOX = re.compile(
    r"[☐☑☒□■▢○◯◻❑❒⬜\uf0a8\uf06f]|\[[ xX]?\]|\( {0,3}[xX]?\)|(?:(?<=^)|(?<=\s{2}))_{2,3}(?=\s+[A-Za-z])"
)

ANSWERED = re.compile(
    r"(?<!\bI )(?<!\bwe )\bwrote:$|(?<!-)-{2,} ?(?:Original|Forwarded) message ?-{2,}", re.IGNORECASE
)
"""The line above somebody else's mail that is quoted."""

_RULE = re.compile(r"^[\s\-=_*~#+.]{3,}$")

LABEL = re.compile(r"^\s*[A-Z#][\w /()'’&.,#-]{0,48}:(?:\s|$)")

WIDE = re.compile(r"\s{3,}|\t+|(?<=___)\s{2}(?=\S)")

LEADER = re.compile(r"(?<=[^\s.…])[ \t]*(?:\.{4,}|(?:[ \t]\.){4,}|…{2,})\s*(?=[^\s.…_])")
"""The dots that lead from a label to what is said of it."""

MIDDLE = re.compile(r"\s[•·▪|]\s")

SENTENCE_END = re.compile(r"[.?!]['\"”’)]*$")

CLOSING = re.compile(
    r"^(?:(?:very |most )?(?:sincerely|faithfully|respectfully|cordially|warmly|gratefully|truly)"
    r"|(?:with )?(?:(?:my|our|many|very|best|kind|kindest|warm|warmest|good|sincere|deep) ?){0,3}"
    r"(?:regards|wishes|thanks|gratitude|appreciation|respect)|thanks (?:again|so much)|best|cheers|yours\b.*"
    r"|thank you(?: again)?|all (?:the|my) best|take care|be well|stay well|in (?:good )?health)(?: yours)?[,.!]?$",
    re.IGNORECASE,
)

COPY = re.compile(r"^(?:b?cc|c\.c\.|copy(?: to)?|copies|enc(?:l|losures?)?|p\.?s\.?)\b", re.IGNORECASE)
"""What stands below a signature and is none of it: who else gets the letter, what lies with it."""

GREETINGS = r"Dear|Hi|Hey|Hello|Howdy|Greetings|G[’']day|Kia ora|T[ēe]n[āa] koe"
"""The words of a salutation, as part of a pattern."""
SALUTATION = re.compile(
    rf"^(?:{GREETINGS}|Good (?:morning|afternoon|day|evening))\b.{{0,60}}[,:]$", re.IGNORECASE
)

_TITLE = 80
"""Characters that a title has at most."""
_NUMBERED = re.compile(r"slide \d{1,2}\b", re.IGNORECASE)
_NEVER_WRAPPED = 34
"""A line shorter than this was not cut by a margin."""
_SLACK = 3
"""Characters by which the longest lines of a paragraph differ."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: half-open range without its line break and outer blanks."""

    start: int
    end: int
    indent: int
    text: str


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """Yield the lines of [start, end)."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        raw = text[at:stop]
        inner = raw.strip(" \t\r\u00a0")
        left = len(raw) - len(raw.lstrip(" \t\r\u00a0"))
        yield Line(at + left, at + left + len(inner), left, inner)
        at = stop + 1


def is_rule(text: str) -> bool:
    """Say whether a line only rules off: dashes, stars, dots."""
    return (bool(_RULE.match(text)) and not re.search(r"_{3}", text)) or bool(
        re.fullmatch(r"[-=|:+ ]{3,}", text)
    )


def is_heading(lines: list[Line], at: int) -> bool:
    """Say whether a line is a title: hashes, capitals, underlined, or short before a list or indented lines."""
    text = lines[at].text
    following = lines[at + 1] if at + 1 < len(lines) else None
    if re.match(r"#{1,6}\s+\S", text):
        return True
    if _NUMBERED.match(text) and len(text) <= _TITLE and not text.endswith(","):
        return True
    letters = [c for c in text if c.isalpha()]
    if (
        len(letters) > 3
        and len(text) <= 90
        and all(c.isupper() for c in letters)
        and not LABEL.match(text + " ")
    ):
        return not text.endswith(",") and ":" not in text[:-1]
    if following is None or len(text) > 60 or SENTENCE_END.search(text) or text.endswith((",", ";")):
        return False
    if re.fullmatch(r"[=\-~]{3,}", following.text):
        return True
    if WIDE.search(text) or ":" in text[:-1] or SALUTATION.match(text) or CLOSING.match(text):
        return False
    return (
        bool(following.text and (BULLET.match(following.text) or BOX.match(following.text)))
        and len(text) <= 60
    )


def is_title(text: str) -> bool:
    """Say whether a line that is set in bold reads as the title of what follows: few words, no end of a sentence."""
    title = len(text) <= _TITLE and "\n" not in text and text[-1:] not in ".,;:!"
    title = title and any(c.isalpha() for c in text)
    return title and not (LABEL.match(text) or WIDE.search(text) or BOX.search(text) or CLOSING.match(text))


def is_plain(text: str) -> bool:
    """Say whether a line starts nothing: no bullet, box, bar, hash, label."""
    return not (
        BULLET.match(text)
        or BOX.search(text)
        or text.startswith(("|", "#", ">"))
        or LABEL.match(text)
        or is_led(text)
    )


def is_full(line: Line) -> bool:
    """Say whether a line is long enough for a margin to have cut it."""
    return len(line.text) >= _NEVER_WRAPPED or line.text.endswith((",", ";"))


def is_led(text: str) -> bool:
    """Say whether dots lead from a label to a value, once: with more, or none behind them, they are to be filled in."""
    return len(LEADER.findall(text)) == 1 and not text.endswith((".....", "…", "__"))


_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
"""The time that opens a line of an agenda."""


def wraps_to(lines: list[Line], at: int) -> bool:
    """Say whether the next line goes on with the sentence of this one because the margin was reached."""
    if at + 1 >= len(lines):
        return False
    line, after = lines[at], lines[at + 1]
    if _CLOCK.match(after.text):
        return False
    if not after.text or not is_plain(after.text) or is_rule(after.text) or is_heading(lines, at + 1):
        return False
    if len(line.text) < _NEVER_WRAPPED or SALUTATION.match(line.text) or CLOSING.match(line.text):
        return False
    first_word = after.text.split(" ", 1)[0]
    margin = _margin([len(other.text) for other in _run(lines, at)])
    return len(line.text) + 1 + len(first_word) > margin - 2 or after.text[0].islower()


def _margin(lengths: list[int]) -> int:
    """Return where lines were broken: the longest, but for the few that a later change made longer."""
    ordered = sorted(lengths, reverse=True)
    for at in range(len(ordered) // 3):
        if ordered[at] - ordered[at + 1] <= _SLACK:
            return ordered[at]
    return ordered[len(ordered) // 3]


def _run(lines: list[Line], at: int) -> list[Line]:
    first = at
    while first > 0 and lines[first - 1].text:
        first -= 1
    last = at
    while last + 1 < len(lines) and lines[last + 1].text and last - first < 60:
        last += 1
    return lines[first : last + 1]


def box_length(text: str) -> int:
    """Return how many characters a tick box takes at the start of a text, 0 where there is none."""
    blank = len(text) - len(text.lstrip())
    found = BOX.match(text.lstrip())
    return blank + found.end() if found else 0
