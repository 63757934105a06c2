"""From text to the words of each sentence: normalised one to one, so that every offset survives."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from scopelint.document import Span

PLACEHOLDER = "\ua78f"
"""Stands for every character inside a placeholder; a word character that no text uses."""

_ONE_TO_ONE = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"',
        "»": '"', "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200b": " ", "\ufeff": " ", "\t": " ",
        "\n": " ", "\r": " ", "\u2028": " ", "\u00ad": "\u200d", "\u2010": "-", "\u2011": "-", "\u2012": "—", "–": "—",
        "―": "—", "−": "-", "*": " ", "•": ";", "·": ";", "|": ";", "→": ";", "▸": ";", "…": ".",
    }
)  # fmt: skip

_PREFIX = re.compile(r"^(?!'(?:s|ve|re|ll|d|m)$)[^\w\s]", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:n't|'(?:s|ve|re|ll|d|m)|[^\w\s])$", re.IGNORECASE)
_INFIX = re.compile(r"[^\w\s.,']|(?<!\d)[.,]|[.,](?!\d)|(?<=\W)'|'(?=\W)")

_ADDRESS_SIGNS = ("@", "://", "www.", ".com", ".org", ".net", ".edu", ".gov", ".info")
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>()\[\]\"']{0,300}[\w/]"
    r"|(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}\b"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}(?:com|org|net|edu|gov|info)\b(?:/[\w./?=&%#-]{0,300}[\w/])?"
)
"""Addresses of mail and pages: names, not words of the sentence."""
_NAME = "\u01c0"
"""Stands for every character of an address; a letter without case that no text uses."""

_LONGEST = 200
"""Words after which a sentence is cut whatever it says, so that no text takes more than linear time."""

_STOPS = frozenset(".?!")
_CLOSERS = frozenset("\"')]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence; tight hyphens are left out, so 'post-rehab' reads as two words."""

    lower: tuple[str, ...]
    text: tuple[str, ...]
    starts: tuple[int, ...]
    """Character offsets in `Document.text`."""
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.lower)


def normalise(text: str, placeholders: Iterable[Span] = ()) -> str:
    """Return `text` with one plain character for each fancy one, placeholders and addresses blotted out."""
    plain = text.translate(_ONE_TO_ONE)
    if "---" in plain or "--" in plain:
        plain = re.sub(r"(?<=[\s\w])--(?=[\s\w])", " —", plain)
    parts, at = [], 0
    for span in placeholders:
        parts += [plain[at : span.start], " ", PLACEHOLDER * max(0, span.end - span.start - 2), " "]
        at = span.end
    plain = "".join(parts) + plain[at:] if parts else plain
    if any(sign in plain for sign in _ADDRESS_SIGNS):
        plain = _ADDRESS.sub(lambda found: _NAME * len(found.group()), plain)
    return plain


@cache
def _tokenizer():  # type: ignore[no-untyped-def]
    """Build spaCy's tokenizer with rules that do not depend on case or on a word list.

    It needs no language: the vocabulary stays empty. The garbage collector rests while spaCy is imported.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        from spacy.tokenizer import Tokenizer
        from spacy.vocab import Vocab
    finally:
        if enabled:
            gc.enable()
    return Tokenizer(
        Vocab(),
        rules={},
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )


def is_ready() -> bool:
    """Say whether the tokenizer is there already, so that cutting words costs little."""
    return bool(_tokenizer.cache_info().currsize)


Piece = tuple[str, str, int, int]
"""A word in lower case and as written, with its place in the stretch of text that it was cut from."""

_CHUNK = re.compile(r"\S+")
_KEEP = 50_000
"""Stretches whose pieces are remembered; the tokenizer cuts each between blanks for itself."""
_pieces: dict[str, tuple[Piece, ...]] = {}


def split(plain: str, offset: int = 0) -> Words:
    """Return the words of normalised text; `offset` is the place of its first character in the document."""
    lower: list[str] = []
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _CHUNK.finditer(plain):
        chunk = found.group()
        base = found.start() + offset
        for low, word, start, end in _pieces.get(chunk) or _cut(chunk):
            lower.append(low)
            text.append(word)
            starts.append(base + start)
            ends.append(base + end)
    return Words(tuple(lower), tuple(text), tuple(starts), tuple(ends))


_TAILS = {
    "n't": "ca do does did is are was were has have had wo would could should must need",
    "'ve": "i we you they",
    "'re": "you they",
    "'m": "i",
    "'s": "he she that there",
    "'ll": "you they",
}
BARE = {base + tail.replace("'", ""): tail for tail, bases in _TAILS.items() for base in bases.split()}
"""Short forms as people text them, without the apostrophe: doesnt, ive, youre; none that is a word of its own."""


def _cut_bare(piece: Piece) -> tuple[Piece, ...]:
    """Cut `doesnt` where `doesn't` would be cut."""
    low, word, start, end = piece
    tail = BARE.get(low)
    if tail is None or (word.isupper() and tail != "n't"):
        return (piece,)
    at = len(tail) - 1
    return (low[:-at], word[:-at], start, end - at), (tail, word[-at:], end - at, end)


@lru_cache(maxsize=50_000)
def literal(text: str) -> Words:
    """Return the words of a word or an entry of a rule file; while rules are compiled the same ones come back."""
    return split(normalise(text))


def _cut(chunk: str) -> tuple[Piece, ...]:
    """Cut a stretch without blanks into words; one of letters and digits alone is one word."""
    if chunk.isalnum():
        pieces: tuple[Piece, ...] = _cut_bare((chunk.lower(), chunk, 0, len(chunk)))
    else:
        cut = [(t.text, t.idx, t.idx + len(t)) for t in _tokenizer()(chunk)]
        last = len(cut) - 1
        pieces = tuple(
            piece
            for at, (word, start, end) in enumerate(cut)
            if not (word == "-" and 0 < at < last and cut[at - 1][0][-1].isalnum())
            for piece in _cut_bare((word.lower(), word, start, end))
        )
    if len(_pieces) >= _KEEP:
        _pieces.clear()
    _pieces[chunk] = pieces
    return pieces


def sentences(words: Words, abbreviations: frozenset[str]) -> list[Words]:
    """Cut the words of one block into sentences, at . ? ! before a capital, a digit or a bracket."""
    cuts, last = [0], len(words) - 1
    for at, word in enumerate(words.lower):
        if word in _STOPS and at < last and _ends_sentence(words, at, abbreviations):
            end = at + 1
            while end <= last and words.lower[end] in _CLOSERS and words.starts[end] == words.ends[end - 1]:
                end += 1
            cuts.append(end)
    cuts.append(len(words))
    return [
        _slice(words, at, min(at + _LONGEST, end))
        for start, end in pairwise(cuts)
        for at in range(start, end, _LONGEST)
    ]


def _ends_sentence(words: Words, at: int, abbreviations: frozenset[str]) -> bool:
    follower = at + 1
    while follower < len(words) - 1 and words.lower[follower] in _CLOSERS:
        follower += 1
    after = words.text[follower]
    if words.lower[at] != ".":
        return words.ends[at] < words.starts[at + 1] or words.lower[at + 1] in _CLOSERS
    if words.ends[at] == words.starts[at + 1] and words.lower[at + 1] not in _CLOSERS:
        return False
    if at == 1 and words.lower[0].isdigit():
        return False
    before = words.lower[at - 1] if at else ""
    if before in abbreviations or (len(before) == 1 and before.isalpha() and words.text[at - 1].isupper()):
        return False
    return not after[0].islower()


def _slice(words: Words, start: int, end: int) -> Words:
    return Words(
        words.lower[start:end], words.text[start:end], words.starts[start:end], words.ends[start:end]
    )
