"""The prefilter changes nothing: what it leaves out could not have matched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scopelint import attempt, hits, matching, prefilter, tokens
from scopelint.engine import Linter
from scopelint.finding import FileResult
from scopelint.store import Part, Store

DEV = Path(__file__).parent.parent / "corpus" / "dev"
LINTER = Linter()
MATCHER = LINTER.pipeline.matcher


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(DEV.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            case = json.loads(line)
            if "text" in case:
                yield f"{path.name}:{number}", case["text"]
    for path in sorted((DEV / "documents").glob("*.md")):
        yield path.name, path.read_text("utf-8")


def sample(size: int) -> list[tuple[str, str]]:
    """Return some texts of the corpus, the same each time: all of them take too long for every day."""
    return Random(3).sample(list(texts()), size)


def result(text: str) -> tuple[object, ...]:
    found: FileResult = LINTER.check(text)
    return found.findings, found.doctype, found.doctype_reason, found.missing, found.present


@pytest.fixture
def _afresh() -> Iterator[None]:
    LINTER.pipeline.known.clear()
    yield
    LINTER.pipeline.known.clear()


def known(text: str) -> tuple[object, ...]:
    if text not in KNOWN:
        KNOWN[text] = result(text)
    return KNOWN[text]


KNOWN: dict[str, tuple[object, ...]] = {}


def test_every_text_of_the_corpus_gets_the_same_findings(
    _afresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks left out by their raw words, as when the tokenizer is not there yet, would have had none."""
    cases = sample(5000)
    expected = [known(text) for _, text in cases]
    LINTER.pipeline.known.clear()
    monkeypatch.setattr(tokens, "is_ready", lambda: False)
    for (name, text), found in zip(cases, expected, strict=True):
        assert result(text) == found, name


def test_frames_that_are_not_tried_would_not_have_matched(
    _afresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trying all frames takes 40 times as long, and more effort than a document has: few texts, unbounded.

    Clues are left out: they weigh the sentences in which a frame may match, which here are all.
    """
    cases = sample(700)
    monkeypatch.setattr(LINTER.pipeline, "ablated", frozenset({"likely", "unlikely"}))
    expected = [result(text) for _, text in cases]
    LINTER.pipeline.known.clear()
    monkeypatch.setattr(hits, "_BASE", 10**9)
    with_needs = {id(group): group.mask(set(group.packed.needs)) for group in MATCHER.groups.values()}
    monkeypatch.setattr(matching.Group, "mask", lambda group, _: with_needs.get(id(group), 0))
    monkeypatch.setattr(attempt.Frame, "may_match", lambda *_: True)
    for (name, text), found in zip(cases, expected, strict=True):
        assert result(text) == found, name


def test_the_bits_of_a_group_say_which_frames_have_all_they_need() -> None:
    group, random = MATCHER.groups["rules"], Random(7)
    size = len(group.packed.rows)
    needs: list[dict[int, set[str]]] = [{} for _ in range(size)]
    for key, place in group.packed.needs.items():
        for need in MATCHER.store.get(place):
            needs[need % size].setdefault(need // size, set()).add(key)
    for number, wanted in enumerate(needs):
        met = {random.choice(sorted(keys)) for keys in wanted.values()}
        assert bool(group.mask(met) >> number & 1) == bool(wanted)
        for keys in wanted.values():
            assert not group.mask(met - keys) >> number & 1


def test_a_store_that_was_read_takes_nothing_in(tmp_path: Path) -> None:
    values = ["a", (1, 2), "long " * 1000, "a"]
    store = Store()
    places = [store.add(value) for value in values]
    assert places[0] == places[3]
    (tmp_path / "kept").write_bytes(b"head" + store.data)
    again = Store(Part(tmp_path / "kept", 4))
    assert [again.get(place) for place in places] == values
    with pytest.raises(EOFError):
        again.get(len(store.data))
    with pytest.raises(TypeError):
        again.add("b")


@cache
def foreseen() -> frozenset[str]:
    """Return every key that stands behind some run of letters or sign."""
    behind = [prefilter.behind(run, MATCHER.runs, MATCHER.store) for run in MATCHER.runs]
    known = {key for single, several in behind for key in (*single, *(k for k, _ in several))}
    return frozenset(known | {"<number>", "<value>", "<placeholder>"})


def check_keys(text: str) -> None:
    """Every key that the tokens hold was foreseen from the raw text, where any frame asks for it."""
    plain = tokens.normalise(text)
    words = tokens.split(plain)
    held = MATCHER.hits(words).present(words) & foreseen()
    assert held <= prefilter.keys(plain, text, MATCHER)


def test_no_key_of_the_corpus_is_missed() -> None:
    for _, text in texts():
        check_keys(text)


_PIECES = st.sampled_from(
    [
        "treat", "TREAT", "don't", "don’t", "N'T", "n't", "diagnose", "e-stim", "post-", "rehab", "Dr.", "'s", "’ll",
        "o'clock", "2.5", "²", "M54.5", "97110", "PT", "{{name}}", "____", "[X]", "☐", "\n", "\u00a0", "—", "-", "--",
        ".", ",", "'", '"', "(", "/", ":", "_", "İ", "ß", "Σ", "\ua78f", "\u00ad", "*", "é", "can't", "athlete's",
    ]
)  # fmt: skip


@cache
def english():  # type: ignore[no-untyped-def]
    """The tokenizer of the blank English pipeline, with our rules."""
    import spacy
    from spacy.tokenizer import Tokenizer

    return Tokenizer(
        spacy.blank("en").vocab,
        rules={},
        prefix_search=tokens._PREFIX.search,
        suffix_search=tokens._SUFFIX.search,
        infix_finditer=tokens._INFIX.finditer,
    )


def split_at_once(plain: str) -> list[tuple[str, int, int]]:
    """Cut a whole text with the tokenizer, tight hyphens left out."""
    cut = [(t.text, t.idx, t.idx + len(t)) for t in english()(plain) if not t.is_space]
    kept = [
        (word.lower(), word, start, end)
        for at, (word, start, end) in enumerate(cut)
        if not (
            word == "-"
            and 0 < at < len(cut) - 1
            and cut[at - 1][2] == start
            and cut[at + 1][1] == end
            and cut[at - 1][0][-1].isalnum()
        )
    ]
    return [piece[1:] for whole in kept for piece in tokens._cut_bare(whole)]


@pytest.mark.parametrize(
    ("text", "lower"),
    [
        ("She doesnt", ("she", "does", "n't")),
        ("WE CANT TREAT", ("we", "ca", "n't", "treat")),
        ("ive seen", ("i", "'ve", "seen")),
        ("IVE and HES", ("ive", "and", "hes")),
        ("wont", ("wo", "n't")),
    ],
)
def test_short_forms_without_an_apostrophe_are_cut_like_the_others(text: str, lower: tuple[str, ...]) -> None:
    assert tokens.split(tokens.normalise(text)).lower == lower


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=25), st.sampled_from(["", " "]))
def test_words_are_what_the_tokenizer_says(pieces: list[str], glue: str) -> None:
    plain = tokens.normalise(glue.join(pieces))
    words = tokens.split(plain, 3)
    assert [(w, a - 3, b - 3) for w, a, b in zip(words.text, words.starts, words.ends, strict=True)] == (
        split_at_once(plain)
    )
    assert words.lower == tuple(word.lower() for word in words.text)


def test_words_of_the_corpus_are_what_the_tokenizer_says() -> None:
    for _, text in texts():
        plain = tokens.normalise(text)
        words = tokens.split(plain)
        assert list(zip(words.text, words.starts, words.ends, strict=True)) == split_at_once(plain)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=25), st.sampled_from(["", " "]))
def test_no_key_of_any_text_is_missed(pieces: list[str], glue: str) -> None:
    check_keys(glue.join(pieces))


def test_an_ordinary_paragraph_is_never_cut_into_tokens() -> None:
    code = (
        "import sys\n"
        "from scopelint.engine import Linter\n"
        "Linter().check('The new floor arrived on a Monday and the mirrors were hung.')\n"
        "sys.exit('spacy' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code])  # the rules may have to be compiled first
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_text_without_anchor_words_never_imports_spacy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom scopelint.engine import Linter\n"
        "Linter().check('The new floor arrived on a Monday and the mirrors were hung.')\n"
        "print([m for m in ('spacy', 'numpy', 'yaml') if m in sys.modules])"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(DEV.parent.parent)}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.strip() == "[]"


def test_a_sentence_known_from_another_document_is_judged_the_same() -> None:
    """What is remembered of sentences never shows: neither the place, nor the names, nor the other document's."""
    known = [text for _, text in sample(3000)]
    fresh = Linter()
    told = [
        "LAKESIDE MEDICAL FITNESS\n\nLakeside treats back pain. She has a tear.",
        "Lakeside treats back pain.",
    ]
    first = [_seen(fresh, text) for text in [*known, *told]]
    again = [_seen(fresh, text) for text in [*reversed(told), *reversed(known)]]
    assert first == again[::-1]
    moved = [_seen(fresh, f"We met on Monday.\n\n{text}") for text in told[1:]]
    assert [[f[0] for f in seen] for seen in moved] == [[f[0] for f in first[-1]]]


def _seen(linter: Linter, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = linter.check(text, doctype="letter").findings
    return [(f.rule, text[f.start : f.end], f.suggestions) for f in found]


@pytest.mark.parametrize(
    "text", ["Mrs. Ortiz has a torn rotator cuff.", "We told her to stop taking her ibuprofen."]
)
def test_two_threads_in_one_sentence_find_all_of_it(text: str) -> None:
    """One thread has collected the entries of a sentence when another one finishes taking it apart."""
    pipeline = Linter().pipeline
    document = Linter().check(text, doctype="letter").document
    whole = list(pipeline.read(document).find("rules", 0))
    pipeline.known.clear()
    one, other = pipeline.read(document), pipeline.read(document)
    one.hits(0, 0)
    other.sentence(0, 0)
    assert list(one.find("rules", 0)) == whole
    assert list(pipeline.read(document).find("rules", 0)) == whole
