"""The rules that look at the document as a whole: length, date, report interval, placeholders left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from scopelint.document import Span
from scopelint.reading import Reading
from scopelint.rule import DocType

_DATE = re.compile(
    r"\b(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:MONTH)\.?,?\s*\d{0,4}"
    r"|(?:MONTH)\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|(?:MONTH)\s+\d{4})".replace(
        "MONTH",
        "January|February|March|April|May|June|July|August|September|October|November|December"
        "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec",
    ),
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<![\d.,])(?:[12]?[1-9]|[123]0|31)\.(?:[1-9]|1[0-2])\.(?=[\s,;)])")
"""A date as much of Europe writes it in short: 14.7. (one alone may be a decimal at a stop)."""
_SLASHED = re.compile(
    r"(?<![\d/.,])(?:(?:0?[1-9]|1[0-2])/(?!(?:[2-5]|10)\b)(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))(?![\d/%])"
)
"""A date without its year: 4/28 or 28/4 (4/5 and 7/10 may be a share or a score; one alone may be anything)."""
_SECTIONS = re.compile(r"^[ \t#*]*1\.1\.", re.MULTILINE)
"""What numbers sections in the same way, from the first on."""
_DATE_LABEL = re.compile(
    r"(?<![A-Za-z])[Dd]ated?\b|_date|date_|[a-z]Date|\bDATE\b|_DATE|DATE_|[Pp]eriod(?:Start|_start)"
)
_PERIOD = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{2,4})\s*(?:to|through|until|-|–|—)\s*(\d{1,2})/(\d{1,2})/(\d{2,4})"
)
_BLANK = re.compile(r"^[\s_./…-]*$")
_SALUTED = re.compile(r"^[^\S\n]*Dear\s+(?:Dr|Mr|Mrs|Ms|Prof)?\.?\s*[A-Z][a-z]+", re.MULTILINE)


def findings(reading: Reading, doctype: DocType) -> Iterator[tuple[str, Span, str]]:
    """Yield rule id, place and a detail for the message, for every document rule that fires."""
    for name, rule in _RULES.items():
        for span, detail in rule(reading, doctype):
            yield name, span, detail


def _unread_page(reading: Reading, doctype: DocType) -> Iterator[tuple[Span, str]]:
    for place in reading.document.unread:
        yield Span(0, 0), place


def _unfinished(reading: Reading, doctype: DocType) -> Iterator[tuple[Span, str]]:
    if reading.stopped is not None:
        yield reading.stopped, ""


def _too_long(reading: Reading, doctype: DocType) -> Iterator[tuple[Span, str]]:
    listed = reading.document.text.split() if doctype.max_words else []
    if len(listed) <= doctype.max_words:
        return
    words = sum(1 for word in listed if any(c.isalnum() for c in word))
    if words > doctype.max_words:
        yield Span(0, 0), f"{words} words; {doctype.max_words} fit a page"


def _no_date(reading: Reading, doctype: DocType) -> Iterator[tuple[Span, str]]:
    text = reading.document.text
    days = _slashed(text) or (len(_DAY.findall(text)) > 1 and not _SECTIONS.search(text))
    if doctype.dated and not days and not _DATE.search(text) and not _DATE_LABEL.search(text):
        yield Span(0, 0), ""


def _slashed(text: str) -> bool:
    """Say whether a text has two dates like 4/28: with the same number behind the line they may be scores."""
    pairs = [tuple(map(int, found.split("/"))) for found in _SLASHED.findall(text)]
    over = sum(first > second for first, second in pairs if (first, second) != (24, 7))
    return over + len({second for first, second in pairs if first <= second}) > 1


def _unfilled_placeholder(reading: Reading, doctype: DocType) -> Iterator[tuple[Span, str]]:
    """Find merge fields that were left over; blanks and boxes of a form are meant to stay."""
    text, mode = reading.document.text, reading.pipeline.config.mode
    slots = [span for span in reading.placeholders if not _BLANK.match(text[span.start : span.end])]
    if mode == "template" or not slots:
        return
    if mode == "auto" and (len(slots) > 2 or not _SALUTED.search(text) or not _DATE.search(text)):
        return
    for span in slots:
        yield span, ""


def _report_interval(reading: Reading, doctype: DocType) -> Iterator[tuple[Span, str]]:
    for index in range(len(reading.document.blocks)):
        for at, found in reading.find("report-interval", index):
            for _, match in found[:1]:
                words = reading.words(index)[at]
                yield Span(words.starts[match.quote_start], words.ends[match.quote_end - 1]), ""
    if doctype.name == "progress-report":
        yield from _long_periods(reading)


def _long_periods(reading: Reading) -> Iterator[tuple[Span, str]]:
    for found in _PERIOD.finditer(reading.document.text):
        days = _days(*(int(number) for number in found.groups()))
        if days is not None and days > reading.pipeline.config.report_interval_days:
            yield Span(*found.span()), f"{days} days"


def _days(month: int, day: int, year: int, to_month: int, to_day: int, to_year: int) -> int | None:
    """Count the days of a period written month first, or day first where only that can be."""
    try:
        return (date(2000 + to_year % 100, to_month, to_day) - date(2000 + year % 100, month, day)).days
    except ValueError:
        return None


_RULES: dict[str, Callable[[Reading, DocType], Iterator[tuple[Span, str]]]] = {
    "document/unread-page": _unread_page,
    "document/too-long": _too_long,
    "document/no-date": _no_date,
    "document/unfilled-placeholder": _unfilled_placeholder,
    "document/report-interval": _report_interval,
    "document/unfinished": _unfinished,
}
