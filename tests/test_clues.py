"""Weighed clues: the file, the same weights whatever comes first, and what they may never let go."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

import pytest

from scopelint import clues, compiled, weighing, weights
from scopelint.clues import Clues
from scopelint.config import Config
from scopelint.datadir import data_dir
from scopelint.engine import Linter
from scopelint.errors import RuleFileError
from scopelint.finding import Finding
from scopelint.readers.text import read_string
from scopelint.reading import Reading
from scopelint.rule import CONTENT_FAMILIES
from scopelint.weights import COLUMNS

BIAS = "\t".join(["#bias", *["0.5"] * len(COLUMNS)]) + "\n"
SENTENCES = (
    "We treat back pain.",
    "I'll work on the knee myself, unless it's really barking.",
    "Her walking distance rose from 320 to 410 meters.",
    "He doesn't need the brace; we've taken it off.",
    "X.",
)


def written(folder: Path, text: str) -> Path:
    path = folder / clues.FILE
    path.write_text(text, encoding="utf-8")
    return path


def read_of(linter: Linter, text: str) -> Reading:
    return linter.pipeline.read(read_string(text, "<text>"))


def content(linter: Linter, text: str) -> list[Finding]:
    return [f for f in linter.check(text, doctype="letter").findings if f.family in CONTENT_FAMILIES]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (BIAS + "we\tfive\n", 2, "five"),
        (BIAS + "we\t1.5\n", 2, "1.5"),
        (BIAS + "we\n", 2, "a clue, then a weight"),
        (BIAS + "\n", 2, "a clue, then a weight"),
        (BIAS + "\t".join(["we", *["1"] * (len(COLUMNS) + 1)]), 2, "a clue, then a weight"),
        (BIAS + "we\t99999\n", 2, "at most"),
        ("#bias\t1\t2\n", 1, "a bias for each"),
        ("#bias\tx\n", 1, "x"),
        (BIAS.replace("0.5\n", "nan\n"), 1, "a bias for each"),
        ("we\t5\n", 1, "#bias"),
    ],
)
def test_what_is_no_clue_is_an_error_with_its_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(RuleFileError) as caught:
        weights.read(path)
    assert str(caught.value).startswith(f"{path}:{line}:1: ")
    assert problem in str(caught.value)


def test_a_file_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / clues.FILE).write_bytes(b"\xff\xfe\0")
    with pytest.raises(RuleFileError, match="not UTF-8"):
        weights.read(tmp_path / clues.FILE)


def test_no_file_makes_no_clues(tmp_path: Path) -> None:
    assert not Clues(*weights.read(None))
    assert not Clues(*weights.read(written(tmp_path, "")))


def test_the_greatest_weights_make_no_chance_of_0_or_1(tmp_path: Path, linter: Linter) -> None:
    reading = read_of(linter, "We treat back pain.")
    for sign in ("", "-"):
        text = BIAS + "".join(f"{word}\t{sign}1000\n" for word in ("we", "treat", "back", "pain"))
        made = Clues(*weights.read(written(tmp_path, text)))
        weighed = made.weigh(reading.words(0)[0], reading.hits(0, 0))
        assert 0 < weighing.in_text(weighed.chance, 10_000, weighing.GUESSED) < 1


def test_the_first_line_holds_the_digest_of_the_others() -> None:
    first, _, body = (data_dir("rules") / clues.FILE).read_bytes().partition(b"\n")
    assert blake2b(body, digest_size=16).hexdigest().encode() in first[: compiled._HEAD]


def test_what_the_file_names_is_there(linter: Linter) -> None:
    head, _ = weights.read(data_dir("rules") / clues.FILE)
    assert set(head.ranks) <= set(linter.ruleset.lexicons)
    assert head.rules <= {rule.id for rule in linter.ruleset.rules}


def test_a_sentence_weighs_the_same_whatever_was_done_before() -> None:
    def weighed(first: Callable[[Reading], object], texts: tuple[str, ...]) -> dict[str, clues.Weighed]:
        linter = Linter(Config())
        found = {}
        for text in texts:
            reading = read_of(linter, text)
            first(reading)
            found[text] = reading.weigh(linter.pipeline.clues, 0, 0)
        return found

    expected = weighed(lambda reading: None, SENTENCES)
    for first in (
        lambda reading: reading.sentence(0, 0),
        lambda reading: reading.cues(0, 0),
        lambda reading: list(reading.block_candidates(0, "letter")),
    ):
        assert weighed(first, SENTENCES[::-1]) == expected


def test_threads_that_unpack_the_same_clues_weigh_the_same(linter: Linter) -> None:
    readings = [read_of(linter, text) for text in SENTENCES]
    asked = [(reading.words(0)[0], reading.hits(0, 0)) for reading in readings]
    expected = [linter.pipeline.clues.weigh(*each) for each in asked]
    fresh = Clues(*weights.read(data_dir("rules") / clues.FILE))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: fresh.weigh(*each), asked * 20))
    assert found == expected * 20


def test_a_place_is_whole_words(linter: Linter) -> None:
    known = linter.pipeline.clues
    for text in SENTENCES:
        reading = read_of(linter, text)
        sentence, weighed = reading.sentence(0, 0), reading.weigh(known, 0, 0)
        sure = weighed._replace(chance=0.9, families=(0.9,) * len(CONTENT_FAMILIES))
        for _, start, end in weighing.places(sure, sure.chance, known, sentence, []):
            words = sentence.words
            assert 0 <= start < end <= len(words)
            before, after = text[: words.starts[start]][-1:], text[words.ends[end - 1] :][:1]
            assert not (before.isalnum() or before == "'"), text
            assert not (after.isalnum() or after == "'"), text


INNOCENT = "She prefers {} sessions in the morning because her husband drives her to the studio."


def test_a_rule_of_a_team_is_never_let_go(tmp_path: Path, linter: Linter) -> None:
    rule = tmp_path / "therapy" / "old-name.yaml"
    rule.parent.mkdir()
    rule.write_text(
        "kind: rule\nlevel: error\nact: statement\nmessage: It is our old name.\nwhy: We changed it.\n"
        "source: [house]\nwhen:\n  - kneefit\n",
        encoding="utf-8",
    )
    text = INNOCENT.format("kneefit")
    reading = read_of(linter, text)
    assert reading.weigh(linter.pipeline.clues, 0, 0).chance < weighing.KEPT
    team = Linter(Config(extra_rules=(tmp_path,)))
    assert [finding.rule for finding in content(team, text)] == ["therapy/old-name"]


@pytest.mark.parametrize("label", ["Ultrasound", "☐ Ultrasound", "- Traction", "☐ Massage", "Dry needling:"])
def test_a_label_of_a_word_or_two_is_never_let_go(linter: Linter, label: str) -> None:
    report = "She trains twice a week and her balance and strength improve with exercise.\n\n" * 80
    found = content(linter, f"{report}{label}\n\n{report}")
    assert [finding.family for finding in found] == ["modality"]


@pytest.mark.parametrize(
    "text",
    [
        "I will treat her hip and report to you.",
        "We diagnose, then we send a written report within 48 hours.",
        "We bill Medicare monthly and send you a copy of each report.",
    ],
)
def test_what_the_sender_says_outright_is_never_let_go(linter: Linter, text: str) -> None:
    assert content(linter, text)


def test_a_licence_that_is_held_covers_what_only_clues_find(linter: Linter) -> None:
    text = "Shira K., PT, Flatbush."
    assert [finding.rule for finding in content(linter, text)] == ["identity/likely"]
    assert not content(Linter(Config(practice_credentials=("PT",))), text)


def test_the_surer_family_is_named(linter: Linter) -> None:
    """A pattern takes this for a boast; the clues know better."""
    found = content(linter, "You lose the authorization at visit twelve. I pick up PT at thirteen.")
    assert [finding.family for finding in found] in (["identity"], ["therapy"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("kind: likely\nwhen: [we treat]\n", "unknown key"),
        ("kind: likely\n", "another file is the rule of kind"),
        ("kind: rule\nact: statement\nwhen: []\n", "needs a pattern"),
    ],
)
def test_a_likely_rule_is_one_of_its_family_and_has_no_patterns(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "therapy" / "ours.yaml"
    path.parent.mkdir()
    path.write_text(f"{text}level: error\nmessage: No.\nwhy: So.\nsource: [house]\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=problem):
        Linter(Config(extra_rules=(tmp_path,)))
