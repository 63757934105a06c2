"""Which stretch of a sentence a replacement stands for, and how it is fitted to its seams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopelint.clauses import Sentence
from scopelint.document import BlockKind, Span
from scopelint.matching import Match
from scopelint.mentions import is_finite
from scopelint.tokens import PLACEHOLDER

_AN = re.compile(r"^(?:[aeio]|u(?!ni|se|s\b)|MES\b|M(?=[A-Z]{2}\b)|honest|hour)", re.IGNORECASE)
_JOINTS = frozenset({"and", "so", "then", "plus"})
_SIGNS = frozenset(";—")
_SUBJECTS = frozenset({"i", "we", "you", "she", "he", "they", "it", "there", "who", "please"})
_HEDGES = frozenset(
    {"hope", "sorry", "afraid", "probably", "please", "hate", "know", "wrong", "ask", "asked", "wondered", "wanted",
     "wants", "if", "whether", "nobody", "no", "not", "n't", "never", "neither", "unless", "until", "think", "told",
     "this", "that", "it", "here", "what", "guarantee", "promise"}
)  # fmt: skip
"""A first clause with one of these leads up to what is taken out; it does not stand without it."""
_MASS = frozenset(
    {"training", "exercise", "conditioning", "programming", "practice", "work", "coaching", "information", "progress",
     "design", "advice", "warm-up", "cool-down"}
)  # fmt: skip
_BE = {
    ("is", True): "are", ("was", True): "were", ("has", True): "have", ("does", True): "do",
    ("are", False): "is", ("were", False): "was", ("have", False): "has", ("do", False): "does",
}  # fmt: skip
_OPENING = {")": "(", "”": "“", "’": "‘"}
_BOXES = frozenset("☐☑☒□■⬜○●◯◉❍❏❑[]()")
_OPENERS = frozenset({"where", "unless", "neither", "nor", "not", "if", "when", "because", "although"})
_SHORT = 9
"""Words up to which a line without a verb is a label."""


def is_label(sentence: Sentence, kind: BlockKind, source: str) -> bool:
    """Say whether a sentence is none, but a box, a cell, a heading, a field or a short note."""
    words = sentence.words
    plain = [word for word in words.lower if word[0].isalnum()] or [""]
    if len(plain) > _SHORT or any(word in _SUBJECTS for word in plain) or plain[0] in _OPENERS:
        return False
    ends = source[words.ends[-1] - 1]
    if words.lower[-1][0] == PLACEHOLDER:
        return True
    if ends in ".!?" and sentence.index > 0:
        return False
    if kind in ("paragraph", "quote"):
        return ends not in ".!?" and not is_spoken(sentence, 0, len(words))
    third = any(hit.form == "s" for hit in sentence.hits.all("any-verb"))
    if kind == "item":
        return not third
    if kind == "field":
        return ends not in ".!?" or not third
    return not any(sentence.hits.at("be", at) or sentence.hits.at("aux", at) for at in range(len(words)))


def is_spoken(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether a stretch of words has a verb with its subject."""
    hits = sentence.hits
    return any(
        hits.at("be", at) or hits.at("aux", at) or (at > start and is_finite(hits, at))
        for at in range(start, end)
    )


def quoted(match: Match, sentence: Sentence) -> Span:
    """Return what a pattern underlines, in characters."""
    return Span(sentence.words.starts[match.quote_start], sentence.words.ends[match.quote_end - 1])


def statement(match: Match, sentence: Sentence) -> Iterator[int]:
    """Yield the words where the statement that holds a match may start: its clause, then its sentence."""
    words = sentence.words
    for at in range(match.quote_start, 0, -1):
        joint = words.lower[at] in _JOINTS and (sentence.walls[at] or words.lower[at - 1] == ",")
        sign = words.lower[at - 1] in _SIGNS
        if not joint and not sign:
            continue
        lead = words.lower[: at - 1] if sign or words.lower[at - 1] == "," else words.lower[:at]
        first = at + 1 if joint else at
        if joint and words.lower[first] == "that":
            continue
        if (
            first <= match.quote_start
            and len(lead) > 1
            and not _HEDGES & set(lead)
            and (sign or is_spoken(sentence, 0, len(lead)))
            and (sign or words.lower[first] in _SUBJECTS or sentence.walls[at])
        ):
            yield first
            break
    yield from _after_label(match, sentence)
    yield 0


def _after_label(match: Match, sentence: Sentence) -> Iterator[int]:
    """Yield the word after a short label ('Coach comments: ...') that the match leaves alone."""
    lower = sentence.words.lower
    for at in range(1, min(7, match.start)):
        clock = lower[at - 1][-1].isdigit() and lower[at + 1][0].isdigit()
        if lower[at] == ":" and not clock and at + 1 <= match.start and not is_spoken(sentence, 0, at):
            named = any(
                sentence.hits.at(name, i) for name in ("dx-label", "dx-cause-label") for i in range(at)
            )
            if not named and lower[at - 1] not in ("news", "line", "truth", "simple"):
                first = at + 1
                while first < match.quote_start and lower[first] in _BOXES:
                    first += 1
                yield first
            return


def trimmed(match: Match, sentence: Sentence, source: str) -> tuple[int, int, str] | None:
    """Leave the item that a match stands in out of a line of items, where others stand before it."""
    words, first, last = sentence.words, match.quote_start, match.quote_end
    while first > 0 and words.lower[first - 1] not in (*",;:—.?!", "and"):
        first -= 1
    while last < len(words) and words.lower[last] not in ",;—.?!":
        last += 1
    if words.lower[last - 1] in ".,;":
        last -= 1
    if first < 4 or words.lower[first - 1] not in (",", ";", "and") or is_spoken(sentence, 0, first):
        return None
    if any(sentence.hits.at("be", at) or sentence.hits.at("aux", at) for at in range(first, last)):
        return None
    if words.lower[first - 1] == "and" and "," not in words.lower[:first]:
        return None
    if any(word in _SUBJECTS or word in _OPENERS for word in words.lower):
        return None
    if match.quote_end > last + 1 or not words.lower[first - 2][0].isalnum():
        return None
    kept = first - 2
    return words.starts[kept], words.ends[last - 1], source[words.starts[kept] : words.ends[kept]]


def rest(match: Match, sentence: Sentence) -> int | None:
    """Return the word where the other items of a labelled line begin, where a match takes only its first."""
    words, at = sentence.words, match.quote_end
    while at < len(words) and words.lower[at] not in ",;.":
        at += 1
    others = [word for word in words.lower[at + 1 :] if word.isalpha() and len(word) > 2]
    if at + 1 >= len(words) or words.lower[at] != "," or len(others) < 3 or match.quote_start > 3:
        return None
    return None if any(word in _SUBJECTS for word in words.lower) else at + 1


def whole(start: int, sentence: Sentence, source: str, placeholders: tuple[Span, ...]) -> Span:
    """Return the characters from a word to the end of the sentence, without quotation marks around them."""
    words = sentence.words
    first, last = words.starts[start], words.ends[-1]
    last = next((span.end for span in placeholders if span.start < last <= span.end), last)
    if source[last - 1] == ":":
        last -= 1
    while source[last - 1 : last] in "\"'”’)" and last > first:
        mark = _OPENING.get(source[last - 1], source[last - 1])
        inside = source[first + 1 : last - 1].count(mark)
        opened = inside > 0 if mark != source[last - 1] else mark == '"' and inside % 2
        if opened or (source[last - 1] in "'’" and source[last - 2].isalnum()):
            break
        last -= 1
    while source[first : first + 1] in "\"'“‘([" and first < last:
        mark = source[first]
        closing = {"“": "”", "‘": "’", "(": ")", "[": "]"}.get(mark, mark)
        if closing in source[first + 1 : last]:
            break
        first += 1
    return Span(first, last)


def fitted(span: Span, text: str, source: str, *, opens: bool, loud: bool) -> tuple[int, int, str]:
    """Fit a replacement to its seams: capitals, the article before it, the verb after it."""
    start, end = span.start, span.end
    quote, before, after = source[start:end], source[max(0, start - _NEAR) : start], source[end : end + _NEAR]
    owner = re.match(r"(?:an?|our|my|the|your|her|his|their)\b(?= )", quote, re.IGNORECASE)
    if (
        owner
        and " " in quote
        and not re.match(r"(?:an?|our|my|the|your|her|his|their)\b", text, re.IGNORECASE)
    ):
        one = owner.group().lower() in ("a", "an")
        if not one and " with " not in text:
            text = f"{owner.group().lower()} {text}"
        elif one and not is_plural(text) and head_of(text) not in _MASS:
            text = f"{'an' if _AN.match(text) else 'a'} {text}"
    if loud:
        text = text.upper()
    elif opens and quote[:1].isupper() and text[:1].islower():
        inline = quote.isupper() and before.rstrip(" ")[-1:] in (":", "•", "·", "|")
        text = text if inline else text[:1].upper() + text[1:]
    elif not opens and _is_title(quote, before) and text[:1].islower():
        text = " ".join(word[:1].upper() + word[1:] if len(word) > 3 else word for word in text.split())
    plural = is_plural(text)
    follows = re.match(r"\s+(is|was|has|does|are|were|have|do)\b", after)
    several = re.search(r"(?:\band|,|&) *$", source[max(0, start - 6) : start])
    if (
        follows
        and not loud
        and not several
        and (follows.group(1), plural) in _BE
        and is_plural(quote) != plural
    ):
        text += source[end : end + follows.start(1)] + _BE[follows.group(1), plural]
        end += follows.end()
    return _with_article(start, end, text, source, bare=plural or head_of(text) in _MASS)


_NEAR = 200
"""Characters before and after a phrase that a replacement is fitted to."""
_HEADS = (
    "session|class|program|programme|package|appointment|visit|add-on|provider|coach|team|room|plan|receipt|bill|"
    "letter|note|form|report|script|order|referral|block|space|floor|area|center|centre|studio|business|website|"
    "brochure|flyer|handout|group|day|month|schedule|discount|approach|method|table|corner|menu|hour|slot|specialist"
)
"""Nouns that keep the article when the word before them is replaced by one that takes none."""


def _with_article(start: int, end: int, text: str, source: str, *, bare: bool) -> tuple[int, int, str]:
    near = max(0, start - 24)
    article = re.search(
        r"\b([Aa]n?) +((?:(?:quick|little|full|gentle|short|brief|free) +)?)$", source[near:start]
    )
    if not article or not text:
        return start, end, text
    if bare and not re.match(rf" (?:{_HEADS})\b", source[end : end + _NEAR]):
        capital = article.group(1)[0] == "A"
        return near + article.start(1), end, text[:1].upper() + text[1:] if capital else text
    right = "an" if _AN.match(text) else "a"
    if article.group(2) or article.group(1).lower() == right:
        return start, end, text
    return (
        near + article.start(1),
        end,
        f"{right.capitalize() if article.group(1)[0] == 'A' else right} {text}",
    )


def needs_article(text: str, match: Match, sentence: Sentence) -> bool:
    """Say whether a noun phrase for one thing would stand bare after a verb or a preposition."""
    if text[:1].isupper() or is_plural(text) or head_of(text) in _MASS:
        return False
    at, hits, lower = match.quote_start, sentence.hits, sentence.words.lower
    if at == 0 or hits.at("determiner", at):
        return False
    return bool(hits.at("preposition", at - 1)) or (
        lower[at - 1] not in ("free", "work", "home")
        and any(hit.form != "en" for hit in hits.at("any-verb", at - 1))
    )


def head_of(text: str) -> str:
    """Return the word of a noun phrase that says whether it is one or many."""
    near = re.split(r"[,(:]| (?:of|for|with|by|at|to|in|that|after|from|on|and|under) ", text, maxsplit=1)[0]
    return near.rsplit(maxsplit=1)[-1].lower() if near.strip() else ""


def is_plural(text: str) -> bool:
    """Say whether a noun phrase speaks of several things."""
    head = head_of(text)
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s")) and head not in _MASS


def _is_title(quote: str, before: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z]+", quote) if len(word) > 3]
    last = re.search(r"([A-Za-z]+) $", before[-24:])
    if len(words) == 1 and not (last and last.group(1)[0].isupper()):
        return False
    return bool(words) and all(word[0].isupper() and not word.isupper() for word in words)


def is_loud(quote: str, entries: set[str]) -> bool:
    """Say whether words stand in capitals for their own sake; `entries` are always written like that."""
    words = re.findall(r"[A-Za-z]{4,}", quote)
    return bool(words) and all(word.isupper() for word in words) and not any(e.isupper() for e in entries)


def opens_sentence(source: str, start: int, block_start: int) -> bool:
    """Say whether only signs and numbers stand between a place and the stop, or the line, before it."""
    before = re.search(r"(?:^|[.?!:\n|•–—▸]|\s{2,})[^A-Za-z]*$", source[block_start:start])
    return before is not None


def joined(text: str) -> str:
    """Write a sentence as a clause inside another one."""
    small = re.match(r"(?!I\b|MES\b|[A-Z]{2})[A-Z]", text)
    return text[:1].lower() + text[1:] if small and not _is_name(text) else text


def _is_name(text: str) -> bool:
    return text.startswith(("Medical Exercise", "Mr.", "Mrs.", "Ms.", "Dr.", "Post-Rehab"))
