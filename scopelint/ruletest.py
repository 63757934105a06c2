"""Every rule tried on its own examples: what it must flag, what it must let pass, and because of what."""

from __future__ import annotations

from collections.abc import Iterator

from scopelint.engine import Linter
from scopelint.rule import Example, RequiredRule, Rule


def cases(linter: Linter) -> Iterator[tuple[str, Rule | RequiredRule, Example, bool]]:
    """Yield an id ('therapy/treat-flag0'), the rule, the example, and whether it must be flagged."""
    ruleset = linter.ruleset
    rules: list[Rule | RequiredRule] = [*ruleset.rules, *ruleset.document_rules, *ruleset.required]
    for rule in rules:
        for kind, examples in (("flag", rule.flag), ("pass", rule.pass_)):
            for number, example in enumerate(examples):
                yield f"{rule.id}-{kind}{number}", rule, example, kind == "flag"


def fault(linter: Linter, rule: Rule | RequiredRule, example: Example, flagged: bool) -> str:
    """Return what is wrong with an example in one sentence, or nothing."""
    result = linter.check(example.text, doctype=_doctype(linter, rule, example))
    own = [f for f in result.findings if f.rule == rule.id]
    if flagged:
        if not own:
            return f"not flagged: {example.text}"
        if example.quote and not any(
            example.quote in f.quote or f.quote in example.quote for f in own if f.quote
        ):
            return f"underlines “{own[0].quote}”, not “{example.quote}”: {example.text}"
        return ""
    if own:
        return f"flagged “{own[0].quote}”: {example.text}"
    return _wrong_reason(linter, rule, example)


def _wrong_reason(linter: Linter, rule: Rule | RequiredRule, example: Example) -> str:
    """Say when a passing example is silent for another reason than the one it names."""
    if not example.because:
        return ""
    decisions = linter.explain(example.text, doctype=example.doctype)
    reasons = {d.because for d in decisions if d.rule == rule.id}
    if example.because in reasons:
        return ""
    return (
        f"silent because of {', '.join(sorted(reasons)) or 'nothing'}, not {example.because}: {example.text}"
    )


def _doctype(linter: Linter, rule: Rule | RequiredRule, example: Example) -> str:
    """Return the type to check an element's example as: the first one that requires it."""
    if isinstance(rule, RequiredRule):
        for doctype in linter.ruleset.doctypes.values():
            if rule.id in dict(doctype.requires):
                return doctype.name
    return example.doctype
