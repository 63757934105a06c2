"""Titles that staff really hold are not flagged."""

from __future__ import annotations

from scopelint.config import Config
from scopelint.engine import Linter


def test_a_held_licence_releases_its_title() -> None:
    linter = Linter(Config(practice_credentials=("PT",)))
    text = "Our physical therapist leads the class."
    assert [f.rule for f in Linter().check(text, "letter").findings if f.family == "identity"]
    assert not [f for f in linter.check(text, "letter").findings if f.family == "identity"]
    assert {d.because for d in linter.explain(text, doctype="letter") if d.rule == "identity/own-title"} == {
        "credential"
    }


def test_a_held_licence_does_not_cover_another_title() -> None:
    linter = Linter(Config(practice_credentials=("LMT",)))
    result = linter.check("Our chiropractor leads the class.", "letter")
    assert [f.family for f in result.findings if f.family == "identity"] == ["identity"]


def test_names_of_the_practice_are_the_sender() -> None:
    linter = Linter(Config(practice_names=("Lakeside Barbell",)))
    result = linter.check("Lakeside Barbell treats knee pain.", "letter")
    assert [f.family for f in result.findings if f.level == "error"] == ["therapy"]
