"""From a template of a rule file to words: the sentence's own people, things, numbers and verb forms fill it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from scopelint import inflection, subjects
from scopelint.clauses import Sentence
from scopelint.hits import Hit
from scopelint.inflection import VERB_FORMS, Form
from scopelint.matching import Match
from scopelint.reading import Reading
from scopelint.tokens import PLACEHOLDER

_SLOT = re.compile(r"~([a-z-]+)|\{([^{}]+)\}")
_KEPT = frozenset({"the", "her", "his", "their", "your", "this", "that", "these", "those"})
"""What may stand before a thing when a template names it again; `a knee` comes back as `the knee`."""
_FEMALE, _MALE = frozenset({"she", "her", "hers", "mrs", "ms", "miss"}), frozenset({"he", "him", "his", "mr"})
_PEOPLE = frozenset({"i", "we", "you", "she", "he", "they", "it", "who", "him", "them", "me", "us"})
_PRONOUNS = {"she": ("she", "her", "her"), "he": ("he", "him", "his")}
_PUBLIC = frozenset({"service-overview", "education-session"})
"""Types of document that clients read too: there the reader is nobody's provider."""


def filled(template: str, match: Match, sentence: Sentence, reading: Reading, doctype: str) -> str | None:
    """Put people, things and the matched verb's form into a template; None where a slot has nothing."""
    if doctype in _PUBLIC and ("your" in template or template.startswith("Please")):
        return None
    parts, at = [], 0
    for slot in _SLOT.finditer(template):
        parts.append(template[at : slot.start()])
        at = slot.end()
        verb, name = slot.groups()
        word = (
            _verb(verb, _form(match), reading.pipeline.ruleset.irregular)
            if verb
            else _slot(name, match, sentence, reading, doctype)
        )
        if not word and name != "s":
            return None
        parts.append(word)
    return "".join(parts) + template[at:]


@lru_cache(maxsize=512)
def _verb_forms(base: str, irregular: tuple[str, ...] | None) -> dict[Form, str]:
    head = base.partition(" ")[0]
    return inflection.verb(base, {head: irregular} if irregular else {})


def _verb(base: str, form: Form, irregular: Mapping[str, tuple[str, ...]]) -> str:
    return _verb_forms(base, irregular.get(base))[form]


def _form(match: Match) -> Form:
    for hit in sorted(match.hits, key=lambda hit: hit.start):
        if hit.form in VERB_FORMS:
            return hit.form
    return "base"


def _slot(name: str, match: Match, sentence: Sentence, reading: Reading, doctype: str) -> str:
    """Return what stands for `{I leave}`, `{provider}`, `{she}`, `{the device}`, `{body-part}`."""
    if name in ("I", "me", "my") or name.startswith(("I ", "-")):
        past = "~" in name and _is_past(match, sentence)
        return _sender(name.replace("~", ""), match, sentence, reading, past=past)
    if name == "provider":
        public = doctype in _PUBLIC or subjects.tells_client(sentence)
        return "the referring provider" if public else "your office"
    if name == "s":
        return "s" if any(hit.form == "plural" and hit.end == match.quote_end for hit in match.hits) else ""
    if name in ("she", "her", "client's", "pronoun"):
        return _client(name, sentence, reading)
    article, _, wanted = name.rpartition(" ")
    hit = _thing(wanted, [hit for hit in match.hits if hit.name == wanted], sentence)
    hit = hit or _thing(wanted, sentence.hits.all(wanted), sentence)
    if hit is None or any(word[0] == PLACEHOLDER for word in sentence.words.lower[hit.start : hit.end]):
        return ""
    return _named(hit, article, sentence, reading.document.text)


_VOICES = {"i": "I", "my": "I", "me": "I", "we": "we", "our": "we", "us": "we", "mine": "I", "ours": "we"}


def _voice(match: Match, sentence: Sentence, reading: Reading) -> str:
    """Return how the sender speaks of himself: just before the match, else in its sentence, else in the text."""
    words = sentence.words
    spoken = [(at, _VOICES[w]) for at, w in enumerate(words.lower) if w in _VOICES and words.text[at] != "US"]
    if not spoken:
        return "the MES" if "MES" in words.text else reading.first_person
    subjects = [(at, voice) for at, voice in spoken if words.lower[at] in ("i", "we")] or spoken
    return next((voice for at, voice in reversed(subjects) if at < match.quote_end), subjects[0][1])


def _is_past(match: Match, sentence: Sentence) -> bool:
    """Say whether the matched verb, or where none matched the sentence, speaks of the past."""
    form = next((hit.form for hit in match.hits if hit.form in VERB_FORMS and hit.form != "base"), "")
    if form:
        return form in ("ed", "en")
    lower, hits = sentence.words.lower, sentence.hits
    if any(word in ("will", "can", "is", "are", "'ll", "every", "each") for word in lower):
        return False
    return "was" in lower or "were" in lower or any(hit.form == "ed" for hit in hits.all("any-verb"))


def _sender(name: str, match: Match, sentence: Sentence, reading: Reading, *, past: bool) -> str:
    """Return the sender as the sentence speaks of him: I, we or the MES, with the verb that follows."""
    voice = _voice(match, sentence, reading)
    one, third = voice == "I", voice == "the MES"
    if name == "me":
        return "me" if one else "us"
    if name == "my":
        return "my" if one else "our"
    subject, _, verb = name.rpartition(" ") if " " in name else (name, "", "")
    if name.startswith("-"):
        subject, verb = "", name[1:]
    if verb and (past or third):
        verb = _verb(verb, "ed" if past else "s", reading.pipeline.ruleset.irregular)
    return f"{voice if subject else ''} {verb}".strip()


def _client(name: str, sentence: Sentence, reading: Reading) -> str:
    """Return the client as the sentence names or points to: as subject, object or owner."""
    words = sentence.words
    place = ("she", "her", "client's").index("her" if name == "pronoun" else name)
    for mention in sentence.mentions:
        titled = words.lower[mention.start] in ("mr", "mrs", "ms", "miss")
        if mention.actor == "client" and titled:
            text = reading.document.text[words.starts[mention.start] : words.ends[mention.end - 1]]
            text = text.removesuffix("'s").removesuffix("’s")
            return f"{text}'s" if place == 2 else text
    there = set(words.lower)
    who = "she" if there & _FEMALE else "he" if there & _MALE else ""
    if who and not (there & _FEMALE and there & _MALE):
        return _PRONOUNS[who][place]
    return "" if name == "pronoun" else "the client's" if place == 2 else "the client"


def _thing(wanted: str, among: list[Hit], sentence: Sentence) -> Hit | None:
    """Return the first entry that can be named by itself: no part of a longer term, no vague word."""
    hits = sentence.hits
    long = [hit for name in ("condition", "imaging", "device") for hit in hits.all(name)]
    for hit in among:
        inside = any(
            o.start <= hit.start and hit.end <= o.end and o.end - o.start > hit.end - hit.start for o in long
        )
        if inside or hit.form in ("s", "ed", "ing") or _VAGUE & {hit.entry, hit.entry.rsplit(maxsplit=1)[-1]}:
            continue
        if wanted == "body-part" and (hits.at("deep-part", hit.start) or _adverb(hit, sentence)):
            continue
        return hit
    return None


_VAGUE = frozenset(
    {
        "muscle", "lumbar", "body", "joint", "bone", "segment", "thoracic", "cervical", "cancer", "illness", "obesity",
        "health condition", "medical condition", "chronic condition", "chronic disease", "condition", "return",
        "return to", "returning", "tendon", "anemia", "depression", "anxiety", "type 2", "supplement",
        "knot", "mg", "carpal tunnel", "unit", "limp", "gym", "scar", "tissue", "point", "bodies", "bones",
    }
)  # fmt: skip
"""Words too wide, or too much of a diagnosis, to be named in a replacement."""


def _adverb(hit: Hit, sentence: Sentence) -> bool:
    """Say whether a part is none of the client's: `back` for a direction, an elbow that presses."""
    lower = sentence.words.lower
    before, far = (lower[hit.start - at] if hit.start >= at else "" for at in (1, 2))
    if before in ("with", "my", "our") or (hit.entry, *lower[hit.end : hit.end + 1]) in _NO_PART:
        return True
    if hit.entry != "back":
        return False
    return (before not in _KEPT and before not in _NEAR_BACK) or (far, before) == ("on", "the")


_NO_OWNER = frozenset({"there", "here", "it", "that", "what", "who", "she", "he", "this"})
"""Before 's these are followed by 'is'."""
_NO_PART = (("head", "up"), ("hand", "on"), ("hands", "on"))
_NEAR_BACK = frozenset({"low", "lower", "upper", "mid", "sore", "stiff", "bad", "tight", "a", "both"})


def _named(hit: Hit, article: str, sentence: Sentence, source: str) -> str:
    """Name a thing: `{x}` in its base form, `{the x}` with its owner or `the`, `{a x}` with its owner or bare."""
    words = sentence.words
    if not article:
        thing = _cased(hit, sentence, source)
        if hit.name != "body-part":
            return thing
        thing = hit.entry if hit.form == "plural" else thing
        several = (
            thing.endswith("s") and thing.islower() and not thing.endswith(("ss", "ps", "us", "as", "is"))
        )
        return thing[:-1] if several else thing
    before, at = "", hit.start
    while at > 0 and hit.start - at < 3:
        word = words.lower[at - 1]
        if (
            word == "'s"
            and at > 1
            and words.text[at - 2][0].isupper()
            and words.lower[at - 2] not in _NO_OWNER
        ):
            named = next((m for m in sentence.mentions if m.end in (at - 1, at)), None)
            first = named.start if named else at - 2
            before = f"{source[words.starts[first] : words.ends[at - 2]]}'s"
        elif word in _KEPT:
            before = word
        elif not _modifies(at - 1, sentence):
            break
        at -= 1
        if before:
            break
    thing = _cased(hit, sentence, source)
    if before:
        inner = [
            words.text[i] if words.text[i][1:2].isupper() else words.lower[i]
            for i in range(at + 1, hit.start)
        ]
        return " ".join([before, *(word for word in inner if word != "'s"), thing])
    return f"the {thing}" if article == "the" else thing


def _modifies(at: int, sentence: Sentence) -> bool:
    """Say whether a word can stand between an article and its noun."""
    word, hits = sentence.words.lower[at], sentence.hits
    return (
        word.isalpha()
        and word not in _PEOPLE
        and not hits.at("preposition", at)
        and not hits.at("aux", at)
        and not hits.at("be", at)
        and not hits.at("determiner", at)
        and (
            word == "left"
            or not any(hit.form in ("base", "s", "ed", "en") for hit in hits.at("any-verb", at))
        )
        and word not in ("and", "or", "but", "so")
    )


def _cased(hit: Hit, sentence: Sentence, source: str) -> str:
    """Return an entry as written, names and abbreviations with their capitals, other words small."""
    words = sentence.words
    loud = all(word.isupper() for word in words.text if len(word) > 3 and word.isalpha())
    entry = hit.entry.split()
    out = []
    for at in range(hit.start, hit.end):
        word = words.text[at]
        opens = at == 0 or not words.text[at - 1][0].isalnum()
        known = entry[at - hit.start] if at - hit.start < len(entry) else ""
        named = known[:1].isupper() or (word[1:].isupper() and not loud and len(word) < 6)
        keep = named or (word[:1].isupper() and not opens and not loud)
        gap = source[words.ends[at - 1] : words.starts[at]] if at > hit.start else ""
        out.append(gap + (word if keep else word.lower()))
    return "".join(out)
