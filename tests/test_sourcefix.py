"""Edits in the source: whatever is edited, a reader of the new source finds just that edit made."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopelint import readers, sourcefix
from scopelint.document import Document
from scopelint.finding import Edit

WORDS = ["treat", "back pain", "clients", "we", "the", "café", "it’s", "Dr. Lee", "A&B"]
NEW = [
    "train",
    "provide exercise for clients with",
    "",
    "coach & lift",
    "a program of exercise, measured and told",
]
SHAPES = {
    "txt": ["{}"],
    "md": ["{}", "**{}**", "*{}*", "_{}_", "[{}](http://x.y)", "`{}`", "\\*{}", "~~{}~~", "***{}***"],
    "html": [
        "{}",
        "<b>{}</b>",
        "<em>{}</em>",
        "<a href='#'>{}</a>",
        "{}&nbsp;",
        "&amp; {}",
        "{}<br>",
        "AT&T {}",
    ],
}


@st.composite
def sources(draw: st.DrawFn, ending: str) -> str:
    def word() -> str:
        text = draw(st.sampled_from(WORDS))
        return draw(st.sampled_from(SHAPES[ending])).format(
            text.replace("&", "&amp;") if ending == "html" else text
        )

    paragraphs = []
    for _ in range(draw(st.integers(1, 4))):
        lead = draw(st.sampled_from(["", "- ", "# ", "> "])) if ending == "md" else ""
        lines = [
            " ".join(word() for _ in range(draw(st.integers(1, 8)))) + "."
            for _ in range(draw(st.integers(1, 3)))
        ]
        paragraphs.append(lead + (" " if lead else "\n").join(lines))
    if ending == "html":
        return "<html><body>\n" + "\n".join(f"<p>{text}</p>" for text in paragraphs) + "\n</body></html>"
    return "\n\n".join(paragraphs) + "\n"


def drawn_edits(data: st.DataObject, document: Document) -> list[Edit]:
    """Draw edits of one to four words, each inside one block."""
    words = [found.span() for found in re.finditer(r"\S+", document.text)]
    edits: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, min(len(words) - 1, first + 3)))
        start, end = words[first][0], words[last][1]
        block = document.block_at(start)
        free = not any(start < edit.end and edit.start < end for edit in edits)
        if free and block is not None and block.start <= start and end <= block.end:
            edits.append(Edit(start, end, data.draw(st.sampled_from(NEW))))
    return edits


@pytest.mark.parametrize("ending", SHAPES)
def test_a_reader_finds_the_edits_made_and_nothing_else(ending: str) -> None:
    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(source=sources(ending), data=st.data())
    def holds(source: str, data: st.DataObject) -> None:
        document = readers.read_bytes(f"a.{ending}", source.encode())
        edits = drawn_edits(data, document)
        expected = document.text
        for edit in sorted(edits, key=lambda edit: -edit.start):
            expected = expected[: edit.start] + edit.text + expected[edit.end :]
        after = sourcefix.apply(document, edits)
        if expected.strip():
            assert readers.read_bytes(f"a.{ending}", after.encode()).text.split() == expected.split()

    holds()


@pytest.mark.parametrize(
    ("ending", "source", "old", "new", "after"),
    [
        ("md", "We **treat** knees.", "treat", "train", "We **train** knees."),
        ("md", "We **treat** *back* pain.", "treat back", "train", "We **train** pain."),
        ("md", "Hello. **We treat knees.** Bye.", "We treat knees. ", "", "Hello. Bye."),
        ("md", "See [our patients](x.md) now.", "our patients", "our clients", "See [our clients](x.md) now."),
        ("html", "<p>We <b>treat</b> <i>back</i> pain.</p>", "treat back", "train", "<p>We <b>train</b> pain.</p>"),
        ("html", "<p>One. <em>We treat.</em> Two.</p>", "We treat. ", "", "<p>One. Two.</p>"),
        ("html", "<p>Tea &amp; <b>cake &lt; pie</b></p>", "Tea & cake", "A & B", "<p>A &amp; <b>B &lt; pie</b></p>"),
        ("html", "<p>AT&T &copy2024 treat</p>", "treat", "<train>", "<p>AT&T &copy2024 &lt;train&gt;</p>"),
        ("txt", "We treat\r\nknees.\r\n", "treat\r\nknees", "train\r\nknees", "We train\r\nknees.\r\n"),
    ],
)  # fmt: skip
def test_markup_around_what_goes_goes_too(ending: str, source: str, old: str, new: str, after: str) -> None:
    document = readers.read_bytes(f"a.{ending}", source.encode())
    at = document.text.index(old)
    assert sourcefix.apply(document, [Edit(at, at + len(old), new)]) == after


def test_a_wrapped_paragraph_stays_as_wide_as_it_was() -> None:
    source = (
        '  "You can relax about her, because she is in the hands of our licensed\n'
        "  movement therapists, and the studio has good words on every site.\n"
    )
    document = readers.read_bytes("a.txt", source.encode())
    start, end = source.index("licensed"), source.index(", and the")
    after = sourcefix.apply(document, [Edit(start, end, "Medical Exercise Specialists")])
    lines = after.splitlines()
    assert max(map(len, lines)) <= max(map(len, source.splitlines())) + len("our Medical")
    assert all(line.startswith("  ") for line in lines)
    assert " ".join(after.split()) == " ".join(
        source.replace(source[start:end], "Medical Exercise Specialists").split()
    )
