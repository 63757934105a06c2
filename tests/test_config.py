"""Settings: what a file may say, what is refused and where, and which layer wins."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from scopelint.config import CONFIG_NAME, Config, check_names, find
from scopelint.configfile import load
from scopelint.errors import ConfigError

RULES = ("therapy/treat", "therapy/rehab", "claim/guarantee", "required/scope-statement")
TYPES = ("letter", "intro-letter", "referral-form")

FULL = """\
fail-on: warning
mode: template
jurisdiction: US-LA
report-interval-days: 45
types:
  intro-*.md: intro-letter
  forms/: referral-form
rules:
  therapy: warning
  therapy/treat: off
extra-rules:
  - house
practice:
  names: [Lakeside Strength, Dana]
  credentials:
    - DPT
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / CONFIG_NAME
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problem(folder: Path, text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        load(write(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    path = write(tmp_path, FULL)
    assert load(path) == Config(
        fail_on="warning",
        mode="template",
        jurisdiction="US-LA",
        report_interval_days=45,
        types=(("intro-*.md", "intro-letter"), ("forms/", "referral-form")),
        rules={"therapy": "warning", "therapy/treat": "off"},
        extra_rules=(tmp_path / "house",),
        practice_names=("Lakeside Strength", "Dana"),
        practice_credentials=("DPT",),
        path=path,
    )


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "types:\nrules:\npractice:\n  names:\n", "\ufefffail-on: error\n"]
)
def test_what_a_file_does_not_say_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    assert load(path) == Config(path=path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("failon: error\n", "1:1: unknown key 'failon'; did you mean 'fail-on'?"),
        ("mode: final\nextra_rules: []\n", "2:1: unknown key 'extra_rules'; did you mean 'extra-rules'?"),
        ("practice:\n  name: [Dana]\n", "2:3: unknown key 'name' in practice; did you mean 'names'?"),
        ("fail-on: eror\n", "1:10: fail-on is 'eror', not one of error, warning, info; did you mean 'error'?"),
        ("fail-on: [error]\n", "1:10: fail-on wants one word or phrase, not a list"),
        ("mode: draft\n", "1:7: mode is 'draft', not one of auto, template, final"),
        ("rules: [therapy]\n", "1:8: rules wants lines of 'name: value', not a list"),
        ("rules:\n  therapy: no\n", "2:12: the level of 'therapy' is 'no', not one of error, warning, info, off"),
        ("rules:\n  therapy:\n", "2:11: the level of 'therapy' wants one word or phrase, not nothing"),
        ("rules:\n  therapy: off\n  therapy: error\n", "3:3: 'therapy' stands twice; the first is in line 2"),
        ("mode: final\nmode: template\n", "2:1: 'mode' stands twice; the first is in line 1"),
        ("types:\n  '!a.md': letter\n", "2:3: '!a.md' is not a glob such as 'letters/*.docx'"),
        ("types:\n  a.md: [letter]\n", "2:9: the type of 'a.md' wants one word or phrase, not a list"),
        ("practice:\n  names: Dana\n", "2:10: names wants a list, one '- ...' line each, not 'Dana'"),
        ("practice:\n  names: [Dana, '']\n", "2:17: an entry of names wants one word or phrase, not nothing"),
        ("extra-rules: [nowhere]\n", "1:15: no folder 'nowhere' beside this file"),
        ("jurisdiction: Ohio\n", "1:15: jurisdiction is 'Ohio', not a code like US, US-LA or NZ"),
        ("report-interval-days: 0\n", "1:23: report-interval-days is '0', not a number of days from 1 to 999"),
        ("- fail-on\n", "1:1: the configuration wants lines of 'name: value', not a list"),
        ("fail-on\n", "1:1: the configuration wants lines of 'name: value', not 'fail-on'"),
        ("? [a]\n: b\n", "1:3: a name wants one word or phrase, not a list"),
        ("a: b: c\n", "1:5: not valid YAML: mapping values are not allowed here"),
        ("mode: final\n---\nmode: final\n", "2:1: not valid YAML: but found another document"),
        ("rules: *nothing\n", "1:8: not valid YAML: found undefined alias 'nothing'"),
        ("mode: final\n\x00", "2:1: a character that YAML does not allow"),
        (b"mode: final\n# caf\xe9\n", "2:1: not UTF-8 text"),
        ("[" * 5000, "1:1: nested too deeply"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_place(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert problem(tmp_path, text).startswith(f"{CONFIG_NAME}:{expected}")


def test_a_rule_that_holds_itself_is_refused(tmp_path: Path) -> None:
    assert "wants one word or phrase, not a block of names" in problem(tmp_path, "rules: &a {x: *a}\n")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules:\n  therpy: off\n", "2:3: unknown rule or family 'therpy'; did you mean 'therapy'?"),
        ("rules:\n  therapy/treet: off\n", "2:3: unknown rule or family 'therapy/treet'; did you mean 'therapy/treat'?"),
        ("types:\n  a.md: intro\n", "2:9: unknown document type 'intro'; known: intro-letter, letter, referral-form"),
        ("types:\n  a.md: leter\n", "2:9: unknown document type 'leter'; did you mean 'letter'?"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_shown_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    config = load(write(tmp_path, text))
    with pytest.raises(ConfigError) as caught:
        check_names(config, rules=RULES, types=TYPES)
    assert str(caught.value) == f"{tmp_path}/{CONFIG_NAME}:{expected}"


def test_an_unknown_name_on_the_command_line_names_the_option() -> None:
    with pytest.raises(ConfigError) as caught:
        check_names(Config(select=("therapie",)), rules=RULES, types=TYPES)
    assert str(caught.value) == "--select: unknown rule or family 'therapie'; did you mean 'therapy'?"


def test_known_names_pass() -> None:
    config = Config(
        rules={"therapy": "off", "claim/guarantee": "info"}, types=(("a", "letter"),), ignore=("required",)
    )
    check_names(config, rules=RULES, types=TYPES)


def test_an_id_beats_its_family_and_the_command_line_beats_both() -> None:
    rules = Config(rules={"therapy": "off", "therapy/treat": "info"})
    assert rules.level_of("therapy/treat", "error") == "info"
    assert rules.level_of("therapy/rehab", "error") is None
    assert rules.level_of("claim/cure", "warning") == "warning"
    assert Config(select=("therapy",)).level_of("claim/cure", "error") is None
    assert Config(select=("claim/cure",)).level_of("claim/cure", "error") == "error"
    assert Config(select=("therapy",), ignore=("therapy/treat",)).level_of("therapy/treat", "error") is None


def test_values_are_checked_in_python_too() -> None:
    with pytest.raises(ConfigError, match="fail_on is 'eror', not one of"):
        Config(fail_on="eror")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="rules: therapy is 'never'"):
        Config(rules={"therapy": "never"})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("intro-smith.md", "intro-letter"),
        ("deep/er/intro-smith.md", "intro-letter"),
        ("forms/new/intro.docx", "referral-form"),
        ("forms/intro-a.md", "intro-letter"),
        ("letters/one.md", "letter"),
        ("old/letters/one.md", None),
        ("other.md", None),
    ],
)
def test_the_first_glob_that_fits_gives_the_type(tmp_path: Path, path: str, expected: str | None) -> None:
    types = (("intro-*.md", "intro-letter"), ("forms/", "referral-form"), ("letters/*.md", "letter"))
    config = Config(types=types, path=tmp_path / CONFIG_NAME)
    taken = config.doctype_of(tmp_path / path)
    assert (taken[0] if taken else None) == expected


def test_the_nearest_file_above_is_found(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    outer = write(tmp_path, "")
    assert find(deep) == outer
    inner = write(tmp_path / "a", "")
    assert find(deep) == inner


def test_a_config_can_be_sent_to_another_process() -> None:
    config = Config(types=(("a", "letter"),), rules={"therapy": "off"}, extra_rules=(Path("x"),))
    assert pickle.loads(pickle.dumps(config)) == config
    assert hash(config) == hash(pickle.loads(pickle.dumps(config)))
