"""How right the rules are, as tables for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scopelint.evaluate import Score, Tally, total


def scores(parts: Sequence[Score]) -> str:
    """Return the figures of each part of a corpus, of each family, and of required elements."""
    whole = total(parts)
    lines = [f"{'':<28}{'cases':>6}{'precision':>11}{'recall':>8}{'F1':>7}{'clean silent':>14}"]
    for part in [*parts, whole]:
        silent = f"{part.clean_right}/{part.clean}" if part.clean else ""
        tally = part.elements if part.elements_only else part.findings
        lines.append(f"{part.name:<28}{part.cases:>6}{_figures(tally)}{silent:>14}")
    lines += [
        "",
        f"{'family':<28}{'right':>6}{'precision':>11}{'recall':>8}{'F1':>7}{'false':>8}{'missed':>8}",
    ]
    for family in sorted(whole.families):
        lines.append(_tally(family, whole.families[family]))
    if whole.types:
        lines += [_tally("missing elements in documents", total(p for p in parts if p.types).elements), ""]
        lines.append(f"types recognised: {whole.types_right} of {whole.types}")
        lines.append(f"compliant documents left alone: {whole.compliant_right} of {whole.compliant}")
    return "".join(f"{line}\n" for line in lines)


def ablations(rows: Iterable[tuple[str, Tally, int]]) -> str:
    """Return what each context mechanism is worth: the figures without it, and what it costs to miss it."""
    lines = [f"{'without':<28}{'':>6}{'precision':>11}{'recall':>8}{'F1':>7}{'worth':>8}"]
    lines += [f"{name:<28}{'':>6}{_figures(tally)}{worth:>8}" for name, tally, worth in rows]
    return "".join(f"{line}\n" for line in lines)


def _tally(name: str, tally: Tally) -> str:
    return f"{name:<28}{tally.right:>6}{_figures(tally)}{tally.false:>8}{tally.missed:>8}"


def _figures(tally: Tally) -> str:
    return f"{tally.precision:>11.3f}{tally.recall:>8.3f}{tally.f1:>7.3f}"
