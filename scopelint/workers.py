"""Many files in several processes: results in the order of the files, each process with its own Linter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scopelint import batch
from scopelint.config import Config
from scopelint.finding import FileResult

_FEW = 40
"""Files, and kilobytes of text, below which one process is quicker than several."""
_CHUNK = 8


@dataclass(frozen=True, slots=True)
class Task:
    """What each process needs to check a file as the first one would."""

    changes: tuple[tuple[str, Any], ...]
    """Settings that the command line lays over those of the file."""
    given: Path | None
    cached: bool
    doctype: str | None


def number(wanted: int | None, paths: Sequence[str]) -> int:
    """Return how many processes to use: as asked for, else one for each core where there is enough to do."""
    if wanted is not None:
        return max(1, min(wanted, len(paths)))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(paths) < _FEW or cores < 2 or sum(_size(path) for path in paths) < _FEW * 1000:
        return 1
    return min(cores, len(paths) // (_FEW // 2))


def results(task: Task, paths: Sequence[str], jobs: int) -> Iterator[FileResult]:
    """Yield the result of each file, in order; a process that dies costs its own file only."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(task,))
    done = 0
    try:
        for result in pool.map(_check, paths, chunksize=_CHUNK):
            done += 1
            yield result
    except BrokenProcessPool:
        yield from (_alone(task, path) for path in paths[done:])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_state: dict[str, Any] = {}


def _begin(task: Task) -> None:
    import gc
    import signal

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _state.update(task=task, checkers=_checkers(task))


def _check(path: str) -> FileResult:
    checkers: batch.Checkers = _state["checkers"]
    return checkers.at(path).check(path, _state["task"].doctype)


def _alone(task: Task, path: str) -> FileResult:
    return _checkers(task).at(path).check(path, task.doctype)


def _checkers(task: Task) -> batch.Checkers:
    def adjust(config: Config) -> Config:
        from dataclasses import replace

        return replace(config, **dict(task.changes))

    return batch.Checkers(adjust, task.given, cached=task.cached)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
