"""English inflection for the words of rule files: from a base form to all its forms, and back to a like one."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Literal

Form = Literal["base", "s", "ed", "en", "ing", "noun", "plural"]

VERB_FORMS: tuple[Form, ...] = ("base", "s", "ed", "en", "ing")
_VOWELS = "aeiou"
_OES = frozenset({"go", "do", "undo", "redo", "echo", "hero", "potato", "tomato", "veto", "embargo"})


def verb(base: str, irregular: Mapping[str, tuple[str, ...]]) -> dict[Form, str]:
    """Return the forms of a verb; of a phrase, its first word inflects ('crank on', 'cranked on')."""
    head, _, rest = base.partition(" ")
    tail = f" {rest}" if rest else ""
    if head in irregular:
        past, participle, *other = irregular[head]
        ing = other[0] if other else _ing(head)
        third = other[1] if len(other) > 1 else _s(head)
        forms = (head, third, past, participle, ing)
    else:
        forms = (head, _s(head), _ed(head), _ed(head), _ing(head))
    return {name: form + tail for name, form in zip(VERB_FORMS, forms, strict=True)}


def noun(base: str, irregular: Mapping[str, tuple[str, ...]]) -> dict[Form, str]:
    """Return singular and plural of a noun; of a phrase, its last word inflects."""
    start, _, last = base.rpartition(" ")
    plural = irregular[last][0] if len(irregular.get(last, ())) == 1 else _s(last)
    return {"noun": base, "plural": f"{start} {plural}" if start else plural}


def _s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in _OES:
        return word + "es"
    return word + "s"


def _doubles(word: str) -> bool:
    """Say whether the last consonant doubles: one short stressed syllable ('scan'), not 'ice' or 'x-ray'."""
    if len(word) < 3 or word[-1] in _VOWELS + "wxy" or word[-2] not in _VOWELS or word[-3] in _VOWELS:
        return False
    syllables = sum(a in _VOWELS and b not in _VOWELS for a, b in itertools.pairwise(word))
    return syllables == 1


def _ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return (word + word[-1] if _doubles(word) else word) + "ed"


def _ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe")):
        return word[:-1] + "ing"
    return (word + word[-1] if _doubles(word) else word) + "ing"
