"""Who is as good as a pronoun: where a pattern says 'she' a named client fits, where it says 'we', 'I'."""

from __future__ import annotations

from scopelint.hits import NAMED_CLIENT
from scopelint.patterns import Class, Either, Node, Word

_NAMED = Class(NAMED_CLIENT)
_OWNER = (_NAMED, Word("'s"))
_STAND_INS: dict[str, tuple[tuple[Node, ...], ...]] = {
    "she": ((_NAMED,),),
    "he": ((_NAMED,),),
    "him": ((_NAMED,),),
    "his": (_OWNER,),
    "her": (_OWNER, (_NAMED,)),
    "i": ((Word("we"),),),
    "we": ((Word("i"),),),
    "me": ((Word("us"),),),
    "us": ((Word("me"),),),
}


def with_names(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return a pattern that takes 'Mrs. Hale' for 'she' or 'her', 'Mrs. Hale's' for 'his', and 'us' for 'me'."""
    return tuple(_expanded(node) for node in nodes)


def _expanded(node: Node) -> Node:
    if isinstance(node, Word) and not node.inflect and node.text in _STAND_INS:
        return Either(((node,), *_STAND_INS[node.text]))
    if not isinstance(node, Either):
        return node
    ways: dict[tuple[Node, ...], None] = {}
    for way in node.ways:
        word = way[0] if len(way) == 1 else None
        ways[way if word else with_names(way)] = None
        if isinstance(word, Word) and not word.inflect:
            ways.update(dict.fromkeys(_STAND_INS.get(word.text, ())))
        elif word is not None:
            ways[(_expanded(word),)] = ways.pop(way)
    return Either(tuple(ways))
