"""The shipped rules: each on its own examples, and the data itself."""

from __future__ import annotations

import pytest

from scopelint import ruletest
from scopelint.config import Config
from scopelint.engine import Linter
from scopelint.rule import Rule

_LINTER = Linter(Config())
_CASES = list(ruletest.cases(_LINTER))


@pytest.mark.parametrize(
    ("rule", "example", "flagged"), [case[1:] for case in _CASES], ids=[c[0] for c in _CASES]
)
def test_example(rule, example, flagged) -> None:
    """Each example fires, or is silent, as it says and for the reason it says."""
    assert ruletest.fault(_LINTER, rule, example, flagged) == ""


@pytest.mark.parametrize("rule", _LINTER.ruleset.rules, ids=lambda rule: rule.id)
def test_rule_has_examples_and_source(rule: Rule) -> None:
    """A content rule shows at least two sentences of each kind, says why, and names its source."""
    assert len(rule.flag) >= 2
    assert len(rule.pass_) >= 2
    assert rule.why
    assert rule.source
    assert len(rule.message) <= 110
