"""Changes inside a Word file's own XML: runs cut at any character, text replaced or struck as a tracked change."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timezone
from difflib import SequenceMatcher
from typing import Any

from scopelint.finding import Edit
from scopelint.wordtext import RunText

AUTHOR = "scopelint"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(slots=True)
class Editor:
    """Edits the runs of a text that was collected with its <w:t> elements."""

    runs: list[RunText]
    next_id: int = 1
    """The next free id for a tracked change."""

    def cut(self, start: int, end: int) -> list[Any]:
        """Return the <w:r> elements that hold exactly the characters [start, end), cutting runs where needed."""
        for at in (start, end):
            index = bisect_left(self.runs, at, key=_start) - 1
            if index >= 0 and at < self.runs[index].end:
                self._split(index, at)
        inside = range(bisect_left(self.runs, start, key=_start), bisect_left(self.runs, end, key=_start))
        for index in inside:
            self._alone(index)
        return list(dict.fromkeys(self.runs[index].element.getparent() for index in inside))

    def _split(self, index: int, at: int) -> None:
        """Cut a <w:t>, and its run, in two before a character."""
        run = self.runs[index]
        text, place = run.element.text or "", run.offset + at - run.start
        rest = _run_after(run.element.getparent(), run.element)
        later = rest.makeelement(f"{_W}t", {_SPACE: "preserve"})
        later.text, run.element.text = text[place:], text[:place]
        run.element.set(_SPACE, "preserve")
        rest.insert(_first(rest), later)
        self.runs[index] = RunText(run.start, at, run.element, run.offset)
        self.runs.insert(index + 1, RunText(at, run.end, later, 0))
        for other in range(index + 2, len(self.runs)):
            moved = self.runs[other]
            if moved.element is not run.element:
                break
            self.runs[other] = RunText(moved.start, moved.end, later, moved.offset - place)

    def _alone(self, index: int) -> None:
        """Give a <w:t> a run without the tabs, breaks and other texts before and behind it."""
        element = self.runs[index].element
        parent = element.getparent()
        if parent.tag != f"{_W}r":
            return
        if element.getnext() is not None:
            _run_after(parent, element)
        before = element.getprevious()
        if before is not None and before.tag != f"{_W}rPr":
            moved = _run_after(parent, before)
            assert element.getparent() is moved

    def replace(self, edit: Edit, old: str, *, tracked: bool) -> None:
        """Write an edit into the runs: the words that change, in the looks of those that they replace."""
        before, after = _WORD.findall(old), _WORD.findall(edit.text)
        places = [edit.start]
        for word in before:
            places.append(places[-1] + len(word))
        steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        for kind, first, last, here, there in reversed(steps):
            if kind != "equal":
                self._change(places[first], places[last], "".join(after[here:there]), tracked)

    def _change(self, start: int, end: int, text: str, tracked: bool) -> None:
        gone = self.cut(start, end)
        anchor = gone[-1] if gone else self._before(start)
        if anchor is None:
            return
        new = _like(anchor, text) if text else None
        if new is not None:
            self._put_after(anchor, new, tracked)
        for run in gone:
            if tracked:
                self._strike(run)
            else:
                for element in run.findall(f"{_W}t"):
                    element.text = ""

    def _before(self, at: int) -> Any:
        """Return the run that ends where a character starts, for words that are only added."""
        index = bisect_left(self.runs, at, key=_start) - 1
        if index >= 0 and at <= self.runs[index].end:
            return self.cut(self.runs[index].start, at)[-1]
        return self.cut(self.runs[0].start, self.runs[0].start + 1)[0] if self.runs else None

    def _put_after(self, run: Any, new: Any, tracked: bool) -> None:
        holder = run.getparent()
        place = holder if holder.tag in (f"{_W}ins", f"{_W}del") else run
        place.addnext(self._marked("ins", new) if tracked else new)

    def _strike(self, run: Any) -> None:
        struck = self._marked("del", None)
        run.addprevious(struck)
        struck.append(run)
        for element in run.findall(f"{_W}t"):
            element.tag = f"{_W}delText"
            element.set(_SPACE, "preserve")

    def _marked(self, kind: str, run: Any) -> Any:
        from lxml import etree

        date = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        change = etree.Element(f"{_W}{kind}")
        for name, value in (("id", str(self.next_id)), ("author", AUTHOR), ("date", date)):
            change.set(f"{_W}{name}", value)
        self.next_id += 1
        if run is not None:
            change.append(run)
        return change


def _start(run: RunText) -> int:
    return run.start


def highest_id(root: Any) -> int:
    """Return the highest number that any annotation of a part bears."""
    numbers = (element.get(f"{_W}id") for element in root.iter())
    return max((int(number) for number in numbers if number and number.lstrip("-").isdigit()), default=0)


def _first(run: Any) -> int:
    return 1 if len(run) and run[0].tag == f"{_W}rPr" else 0


def _run_after(run: Any, child: Any) -> Any:
    """Move what stands behind a child of a run into a new run behind it, with the same looks; return that run."""
    later = run.makeelement(run.tag, dict(run.attrib))
    looks = run.find(f"{_W}rPr")
    if looks is not None:
        later.append(deepcopy(looks))
    for element in list(child.itersiblings()):
        later.append(element)
    run.addnext(later)
    return later


def _like(run: Any, text: str) -> Any:
    """Return a run with other words and the same looks."""
    new = run.makeelement(f"{_W}r", {})
    looks = run.find(f"{_W}rPr")
    if looks is not None:
        new.append(deepcopy(looks))
    for number, part in enumerate(text.split("\t")):
        if number:
            new.append(run.makeelement(f"{_W}tab", {}))
        element = run.makeelement(f"{_W}t", {_SPACE: "preserve"})
        element.text = part
        new.append(element)
    return new


def texts(runs: list[Any]) -> Iterator[str]:
    """Yield the text of some runs."""
    for run in runs:
        for element in run.iter(f"{_W}t", f"{_W}delText"):
            yield element.text or ""
