"""The commands; the only module that prints, reads standard input or ends the process."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from time import monotonic as _now
from typing import Any, TypeVar, cast

import click

from scopelint import __version__, batch, commands
from scopelint.config import MODES, Config, guess
from scopelint.errors import ConfigError, ScopelintError
from scopelint.finding import LEVELS, FileResult
from scopelint.reporters import View, reporters
from scopelint.terminal import complain, say, styled

Anything = TypeVar("Anything")
PLAIN_WIDTH = 100
"""Width of output that is not a terminal, so that it is the same everywhere."""


class _Commands(click.Group):
    """Loads a command when it is called; turns our own errors and Ctrl-C into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *(info.name for info in iter_modules(commands.__path__))])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in self.commands or name not in self.list_commands(ctx):
            return super().get_command(ctx, name)
        command: click.Command = import_module(f"scopelint.commands.{name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ScopelintError as error:
            complain(str(error))
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            complain("stopped")
            ctx.exit(130)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="scopelint %(version)s")
def main() -> None:
    """Check letters, forms and reports for words that cross your scope of practice."""
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


_given = click.option(
    "--config", "given", type=click.Path(path_type=Path), metavar="FILE",
    help="Settings to use instead of the nearest .scopelint.yaml.",
)  # fmt: skip
_doctype = click.option(
    "--type", "doctype", metavar="TYPE", help="The document type, when you know it better."
)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH|DIR|-]...")
@_doctype
@click.option("--format", "output", type=click.Choice(sorted(reporters())), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(LEVELS), help="The mildest level that fails.  [default: error]")
@click.option("--select", multiple=True, metavar="RULE", help="Check only this rule or family; repeatable.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave out this rule or family; repeatable.")
@click.option("--mode", type=click.Choice(MODES), help="Are placeholders meant to stay?  [default: auto]")
@click.option("-q", "--quiet", is_flag=True, help="One line for each finding and nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Show remarks (level info) and every reason, too.")
@click.option("--exit-zero", is_flag=True, help="Succeed whatever is found.")
@click.option(
    "--stdin-filename", metavar="NAME", help="What '-' would be called; its ending says the format."
)
@click.option("--fix", is_flag=True, help="Write the fixes that change no meaning into the files.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Write those too that change what you claim; add what is missing."
)
@click.option("--diff", is_flag=True, help="Show what the fixes would change, and write nothing.")
@click.option("--no-cache", is_flag=True, help="Check every file anew, and keep nothing for the next run.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: by the amount of work]"
)
@_given
def check(paths: tuple[str, ...], given: Path | None, output: str, exit_zero: bool, **options: Any) -> None:
    """Check documents, or every document in a folder (this one, when none is named).

    \b
    Exit status: 0  nothing at or above --fail-on
                 1  something to change
                 2  a wrong option or setting, or a document that cannot be read
    """
    cached = not options["no_cache"]
    checkers = batch.Checkers(lambda config: _adjusted(config, options), given, cached=cached)
    found = _found(paths or (".",))
    work = [(path, checkers.at(_name(path, options))) for path in found.files]
    for checker in checkers.all():
        _require_type(checker, options["doctype"])
    if options["fix"] or options["unsafe_fixes"] or options["diff"]:
        from scopelint import fixing

        sys.exit(
            fixing.run(_with_progress(work), output, _view(work, options), exit_zero=exit_zero, **options)
        )
    tally, view = _Tally(), _view(work, options)
    for part in reporters()[output](tally.watched(_results(work, given, options)), view=view):
        click.echo(part, sys.stdout, nl=False, color=view.styled)
    tally.errors += [f"{folder}: this folder cannot be opened" for folder in found.closed]
    for error in tally.errors:
        complain(error)
    sys.exit(2 if tally.errors else int(tally.fails and not exit_zero))


@dataclass
class _Tally:
    """What a check comes to, while its results pass by."""

    fails: bool = False
    errors: list[str] = field(default_factory=list)

    def watched(
        self, results: Iterable[tuple[tuple[str, batch.Checker], FileResult]]
    ) -> Iterator[FileResult]:
        for (_, checker), result in results:
            self.fails = self.fails or checker.fails(result)
            if result.error is not None:
                self.errors.append(result.error)
            yield result


@main.command()
@click.option("--test", is_flag=True, help="Try every rule on its own examples.")
@_given
def rules(given: Path | None, test: bool) -> None:
    """List the rules, or try each on its own examples."""
    from scopelint import listing

    checker = batch.Checkers(given=given).at("")
    if not test:
        say(listing.rules(checker.rules.ruleset, checker.config))
        return
    from scopelint import ruletest

    cases = list(ruletest.cases(checker.linter))
    tried = [(case[0], ruletest.fault(checker.linter, *case[1:])) for case in _with_progress(cases)]
    faults = [(name, problem) for name, problem in tried if problem]
    say(listing.faults(faults, len(tried)))
    sys.exit(1 if faults else 0)


@main.command()
@_given
def types(given: Path | None) -> None:
    """List the document types and what each must hold."""
    from scopelint import listing

    say(listing.types(batch.Checkers(given=given).at("").rules.ruleset))


@main.command()
@click.argument("rule", required=False)
@click.option("--text", help="Say for each phrase of this text why it is or is not flagged.")
@_doctype
@_given
def explain(rule: str | None, text: str | None, doctype: str | None, given: Path | None) -> None:
    """Explain a rule, or why a phrase is or is not flagged."""
    from scopelint import listing

    if (rule is None) == (text is None):
        raise click.UsageError('Name a rule, or give --text "..." (one of the two).')
    checker = batch.Checkers(given=given).at("")
    if text is not None:
        _require_type(checker, doctype)
        say(listing.decisions(checker.linter.explain(text, doctype=doctype)))
        return
    names = checker.rules.names.rules
    fitting = [name for name in names if rule in (name, name.partition("/")[2])]
    if not fitting:
        raise ConfigError(f"unknown rule '{rule}'{guess(str(rule), names)}")
    for name in fitting:
        say(listing.rule(checker.rules.ruleset, name, checker.config))


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--ablate", is_flag=True, help="Say what each context mechanism is worth.")
@_given
def evaluate(path: Path, ablate: bool, given: Path | None) -> None:
    """Measure precision and recall on labelled sentences and documents."""
    from scopelint import evaluate as evaluation
    from scopelint import figures

    config = batch.Checkers(given=given).at("").config
    if ablate:
        say(figures.ablations(evaluation.ablate(path, config)))
    else:
        say(figures.scores(evaluation.evaluate(path, config)))


def _adjusted(config: Config, options: dict[str, Any]) -> Config:
    return replace(config, **_given_settings(options))


def _given_settings(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("fail_on", "mode", "select", "ignore") if options[name]}


def _found(paths: Sequence[str]) -> batch.Found:
    from scopelint.readers import suffixes

    found = batch.discover(paths, suffixes())
    for folder in found.empty:
        complain(f"{folder}: no documents here (looked for {' '.join(sorted(suffixes()))})")
    if not found.files:
        raise ConfigError(f"nothing to check{'; a folder cannot be opened' if found.closed else ''}")
    return found


def _name(path: str, options: dict[str, Any]) -> str:
    return options["stdin_filename"] or "stdin.txt" if path == batch.STDIN else path


def _require_type(checker: batch.Checker, doctype: str | None) -> None:
    known = checker.rules.names.types
    if doctype is not None and doctype not in known:
        raise ConfigError(f"--type: unknown document type '{doctype}'{guess(doctype, known)}")


def _result(path: str, checker: batch.Checker, options: dict[str, Any]) -> FileResult:
    if path != batch.STDIN:
        return checker.check(path, options["doctype"])
    return checker.check_bytes(_name(path, options), sys.stdin.buffer.read(), options["doctype"])


def _results(
    work: Sequence[tuple[str, batch.Checker]], given: Path | None, options: dict[str, Any]
) -> Iterator[tuple[tuple[str, batch.Checker], FileResult]]:
    """Yield each file with its result, in order, from one process or from several."""
    from scopelint import workers

    paths = [path for path, _ in work]
    jobs = 1 if batch.STDIN in paths else workers.number(options["jobs"], paths)
    if jobs < 2:
        yield from ((item, _result(*item, options)) for item in _with_progress(work))
        return
    task = workers.Task(
        tuple(_given_settings(options).items()), given, not options["no_cache"], options["doctype"]
    )
    yield from zip(work, _with_progress(workers.results(task, paths, jobs), len(paths)), strict=True)


def _view(work: Sequence[tuple[str, batch.Checker]], options: dict[str, Any]) -> View:
    return View(
        width=shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_WIDTH,
        styled=styled(),
        colour=not os.environ.get("NO_COLOR"),
        quiet=options["quiet"],
        verbose=options["verbose"],
        remarks=options["verbose"] or any(checker.config.fail_on == "info" for _, checker in work),
        files=len(work),
        titles=work[0][1].rules.names.types,
    )


def _with_progress(items: Iterable[Anything], total: int | None = None) -> Iterator[Anything]:
    started = _now()
    bar = None
    try:
        for done, item in enumerate(items):
            if bar is None and sys.stderr.isatty() and _now() - started > 1:
                from rich.console import Console
                from rich.progress import Progress

                console = Console(stderr=True)
                bar = Progress(console=console, transient=True, redirect_stdout=sys.stdout.isatty())
                bar.add_task("Reading", total=total or len(cast("Sequence[Anything]", items)))
                bar.start()
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)
            yield item
    finally:
        if bar is not None:
            bar.stop()
