"""What the rules say, as text for a person: the list, one rule in full, the document types, one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from scopelint.config import Config
from scopelint.excerpt import wrap
from scopelint.finding import Decision
from scopelint.rule import DocType, Example, RequiredRule, Rule, Ruleset

WIDTH = 88


def rules(ruleset: Ruleset, config: Config) -> str:
    """Return every rule with its level and message, grouped by family."""
    known = _all(ruleset)
    wide = max(len(rule.id) for rule in known)
    lines = []
    for family, members in groupby(known, key=lambda rule: rule.id.partition("/")[0]):
        lines += ["", family]
        for rule in members:
            level = config.level_of(rule.id, rule.level) or "off"
            lines.append(f"  {rule.id:<{wide}}  {level:<7}  {_shown(rule.message)}")
    return _joined(lines[1:])


def types(ruleset: Ruleset) -> str:
    """Return every document type with the elements that it must hold."""
    lines = []
    for name in sorted(ruleset.doctypes):
        doctype = ruleset.doctypes[name]
        lines += [f"{name}  ({doctype.title})", *(f"  {line}" for line in _needs(doctype)), ""]
    return _joined(lines[:-1])


def rule(ruleset: Ruleset, name: str, config: Config) -> str:
    """Return one rule in full: what, why, source, what to write, examples."""
    found = next(rule for rule in _all(ruleset) if rule.id == name)
    lines = [f"{found.id}  {config.level_of(found.id, found.level) or 'off'}", ""]
    lines += _labelled("What", _shown(found.message))
    lines += _labelled("Why", found.why)
    lines += _labelled("Source", "; ".join(found.source))
    if isinstance(found, RequiredRule):
        lines += _labelled("Add", found.insert)
    else:
        lines += _labelled("Write", " / ".join(_wordings(found)))
    lines += _examples("Flagged:" if isinstance(found, Rule) else "Something is missing:", found.flag)
    lines += _examples("Left alone:" if isinstance(found, Rule) else "Nothing is missing:", found.pass_)
    return _joined(lines)


def decisions(found: Sequence[Decision]) -> str:
    """Return, for each candidate phrase, whether it is flagged and what decided."""
    if not found:
        return "Nothing here is a phrase that any rule looks for.\n"
    lines = []
    for decision in found:
        verdict = f"flagged by {decision.rule}" if decision.flagged else f"left alone ({decision.rule})"
        lines.append(f"“{decision.quote}” is {verdict}")
        lines.append(f"  whose act: {decision.actor.replace('-', ' ')}")
        if not decision.flagged:
            lines.append(f"  because: {_BECAUSE.get(decision.because, decision.because)}")
        if decision.cue:
            lines.append(f"  decided by: “{decision.cue}”")
        lines.append("")
    return _joined(lines[:-1])


_BECAUSE = {"unlikely": "unlikely, as sentences in such words seldom cross the line"}


def faults(found: Sequence[tuple[str, str]], tried: int) -> str:
    """Return which examples of which rules do not hold, or that all do."""
    lines = [f"{name}: {problem}" for name, problem in found]
    return _joined([*lines, f"{tried} examples tried, {len(found)} do not hold."])


def _all(ruleset: Ruleset) -> list[Rule | RequiredRule]:
    return sorted([*ruleset.rules, *ruleset.required, *ruleset.document_rules], key=lambda rule: rule.id)


def _needs(doctype: DocType) -> Iterator[str]:
    for element, level in doctype.requires:
        yield f"{element.removeprefix('required/'):<30}  {level}"
    if not doctype.requires:
        yield "no required elements"
    if doctype.max_words:
        yield f"at most {doctype.max_words} words"


def _labelled(label: str, text: str) -> list[str]:
    width = WIDTH - 8
    parts = [line[a:b] for line in text.splitlines() for a, b in wrap(line, width)]
    return [f"{label if number == 0 else '':<8}{part}" for number, part in enumerate(parts)]


def _examples(title: str, examples: Iterable[Example]) -> Iterator[str]:
    for number, example in enumerate(examples):
        if number == 0:
            yield from ("", title)
        reason = f"   ({example.because})" if example.because else ""
        reason = reason or (f"   [{example.quote}]" if example.quote else "")
        yield f"  - {' / '.join(example.text.split(chr(10)))}{reason}"
        if example.fix:
            yield f"    {example.fix}"


def _wordings(rule: Rule) -> list[str]:
    said = [wording for rewrite in rule.rewrite for wording in rewrite.say]
    plainly = [re.sub(r"\{([\w-]+)\}", _slot, wording).replace("~", "") for wording in said]
    return list(dict.fromkeys(plainly))


def _slot(found: re.Match[str]) -> str:
    return f"({found[1].replace('-', ' ')})"


def _shown(message: str) -> str:
    return re.sub(r"\{\w+\}", "…", message.replace("{doctype}", "document"))


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
