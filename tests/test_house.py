"""The architecture, kept by a test: layers, budgets, what the start costs, what the wheel holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scopelint import compiled, readers
from scopelint.cli import main
from scopelint.config import Config
from scopelint.reporters import reporters

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scopelint"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)
RULES = ROOT / "rules"

LAYERS = """
__main__
cli
__init__
commands
workers dialogue
fixing walk
repair
batch listing figures allowing starters
cache
terminal
evaluate ruletest assessment insertion sourcefix wordinsert
wordreview
wordedit
engine
checks
doctypes documentrules rewriting allow placing
required
passages drafts
pipeline wording
reading
weighing
context runins governors
sentences
known
clues
names
answers labels quotations stretches
services sources
ownership
places subjects
agents cues
clauses
mentions
compiled
frames plain likeness
weights
trie pronouns
prefilter
matching
attempt
hits
entries
store
configfile reporters
config rulefiles readers excerpt elements
ruleparts officelayout
yamlnodes blockplan archives
datadir rule layout wordtext tokens shapes inflection decoding
wordnumbers wordparts signatures rows
patterns lines
placeholders
fixes
finding atomic
errors document
"""
"""From the top down; modules of one line are strangers."""

UPWARD = {("context", "assessment")}
"""`scopelint.context.assess` is the name that the contract gives to a door of the whole engine."""

HEAVY = ("spacy", "yaml", "rich", "docx", "lxml", "markdown_it", "pathspec", "charset_normalizer")


def name_of(path: Path) -> str:
    """Return the name that LAYERS knows a module by: its folder's, where it lies in one."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each module that a file imports, and whether it does so at its top level."""
    module = tree(path)
    top = set(module.body)
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node in top
            if node.module == "scopelint":
                yield from ((f"scopelint.{alias.name}", node in top) for alias in node.names)


def for_types_only(path: Path) -> set[str]:
    guards = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    ]
    return {
        node.module or "" for guard in guards for node in ast.walk(guard) if isinstance(node, ast.ImportFrom)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    layers = [line.split() for line in LAYERS.split("\n") if line]
    level = {name: number for number, line in enumerate(layers) for name in line}
    own = name_of(path)
    assert own in level, f"give {own} a place in LAYERS"
    known = for_types_only(path)
    for imported, _ in imports(path):
        parts = imported.split(".")
        if parts[0] != "scopelint" or len(parts) == 1 or imported in known or parts[1] == own:
            continue
        if parts[1] in level and (own, parts[1]) not in UPWARD:
            assert level[parts[1]] > level[own], f"{own} may not import {parts[1]}"


def test_the_names_that_nobody_knows_are_not_used() -> None:
    assert not {"utils", "common", "base", "helpers"} & {name_of(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(tree(path)), "a module says in one line what goes in and what comes out"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 40, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if name_of(path) in ("cli", "commands", "dialogue", "fixing", "terminal"):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "exit", "sys.exit", "click.echo", "input"), node.lineno


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_costly_library_stays_where_it_belongs(path: Path) -> None:
    allowed = {
        "click": {"cli", "commands", "dialogue", "fixing", "terminal"},
        "rich": {"cli", "reporters"},
        "spacy": {"engine", "matching", "tokens"},
    }
    for imported, at_top in imports(path):
        library = imported.partition(".")[0]
        assert name_of(path) in allowed.get(library, {name_of(path)}), imported
        if name_of(path) in ("cli", "reporters", "config", "configfile", "batch", "__init__", "readers"):
            assert not (at_top and library in HEAVY), f"{imported} costs time at every start"


def test_a_rule_file_is_short() -> None:
    """What it finds, and what it says instead, are each at most a screen."""
    for path in RULES.rglob("*.yaml"):
        lexicon = path.parent.name in ("lexicons", "context") or path.parent == RULES
        rule = path.read_text("utf-8").partition("examples:")[0]
        rewrite = re.search(r"^rewrite:\n(?:[ #].*\n)+", rule, re.MULTILINE)
        said = rewrite.group().count("\n") if rewrite else 0
        assert lexicon or max(said, len(rule.splitlines()) - said) <= 80, path
        assert len(path.relative_to(RULES).parts) <= 2, path


_LIGHT = (
    ["--help"],
    ["check", "--help"],
    ["fix", "--help"],
    ["new", "--list"],
    ["rules"],
    ["explain", "therapy/treat"],
)


@pytest.mark.parametrize("words", _LIGHT, ids=" ".join)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    assert compiled.of(Config()).names.rules  # kept from now on
    code = (
        "import sys\nfrom scopelint.cli import main\n"
        f"try: main({words})\nexcept SystemExit: pass\n"
        f"print([name for name in {(*HEAVY, 'numpy', 'scopelint.engine')} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_readme_names_every_command_and_option() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert f"scopelint {name}" in readme, name
        for parameter in command.params:
            if parameter.param_type_name == "option" and not getattr(parameter, "hidden", False):
                assert max(parameter.opts, key=len) in readme, (name, parameter.opts)
    for name in reporters():
        assert f"`{name}`" in readme


def test_readme_begins_with_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    screen = "\n".join(readme.splitlines()[:40])
    commands = [line for line in screen.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert "scopelint check" in commands[0]
    assert "[dev]" in commands[1]
    assert commands[1].endswith("pytest")


def test_the_wheel_holds_the_rules_and_the_schema(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    for path in RULES.rglob("*.yaml"):
        assert f"scopelint/_data/rules/{path.relative_to(RULES).as_posix()}" in held
    assert {"scopelint/py.typed", "scopelint/schema/result-1.json", "scopelint/cli.py"} <= held
    assert not any(name.startswith(("tests/", "corpus/", "examples/")) for name in held)


def test_every_reader_is_in_the_table() -> None:
    folder = PACKAGE / "readers"
    assert sorted(readers._MODULES) == sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
    listed = [suffix for suffixes in readers._MODULES.values() for suffix in suffixes]
    assert len(listed) == len(set(listed))
