"""Quotes: the sentence around what matched, marked."""

from html import escape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.topics.quotes import (
    MAX_QUOTE,
    MAX_SENTENCE,
    highlight,
    quotes,
    quotes_of,
    sentence_starts,
)
from crawler.model.topic import Document, Match, Quote, Span


def span(start: int, end: int, field: str = "text") -> Span:
    return Span(field=field, start=start, end=end, term="t", clause="query")


def sentences(text: str) -> list[str]:
    starts = [*sentence_starts(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("The U.S. army. J. Doe met Mr. Roe.", ["The U.S. army.", "J. Doe met Mr. Roe."]),
        ("He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
        ("At 3.30 p.m. it e.g. rained.", ["At 3.30 p.m. it e.g. rained."]),
        (
            "日銀が利上げ。次の会合！「はい。」と",
            ["日銀が利上げ。", "次の会合！", "「はい。」", "と"],
        ),
        ("A line\n\nAnother", ["A line", "Another"]),
        ("", [""]),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_title_first_then_sentences_spans_of_one_sentence_together() -> None:
    document = Document(title=" The bank ", text="A bank. No. The bank and the bank.")
    match = Match(
        topic="t", score=1, spans=(span(5, 9, "title"), span(2, 6), span(16, 20), span(29, 33))
    )
    assert quotes(match, document) == (
        Quote(field="title", text="The bank", marks=((4, 8),)),
        Quote(field="text", text="A bank.", marks=((2, 6),)),
        Quote(field="text", text="The bank and the bank.", marks=((4, 8), (17, 21))),
    )


def test_a_span_over_two_sentences_joins_them_and_marks_merge() -> None:
    (quote,) = quotes_of(
        "One two. Three four. Five", "text", [span(4, 14), span(9, 18), span(0, 3)]
    )
    assert quote == Quote(field="text", text="One two. Three four.", marks=((0, 3), (4, 18)))


def test_overlapping_groups_become_one() -> None:
    (quote,) = quotes_of("A b. C d. E f.", "text", [span(0, 7), span(6, 12)])
    assert quote.text == "A b. C d. E f."


def test_long_sentences_and_long_quotes_are_cut() -> None:
    text = "word " * 500
    (quote,) = quotes_of(text, "text", [span(1000, 1004)])
    assert quote.text.startswith("word")
    assert len(quote.text) <= MAX_SENTENCE
    assert quote.text[slice(*quote.marks[0])] == "word"
    (whole,) = quotes_of(text, "text", [span(0, len(text))])
    assert (len(whole.text) <= MAX_QUOTE, whole.marks) == (True, ((0, len(whole.text)),))
    assert max(map(len, sentences("x" * 2_000))) == MAX_SENTENCE


def test_a_highlight_escapes_what_is_not_its_own() -> None:
    quote = Quote(field="text", text="a < b & c", marks=((0, 1), (4, 5)))
    assert highlight(quote, "<b>", "</b>", escape) == "<b>a</b> &lt; <b>b</b> &amp; c"
    assert highlight(quote, "[", "]") == "[a] < [b] & c"


@given(
    st.text(alphabet="ab .!?\n。「」”é", max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 20)), max_size=5),
)
def test_marks_show_the_spans_whatever_the_text(text: str, places: list[tuple[int, int]]) -> None:
    spans = [
        span(start, min(start + size, len(text))) for start, size in places if start < len(text)
    ]
    shown = "".join(
        quote.text[slice(*mark)] for quote in quotes_of(text, "text", spans) for mark in quote.marks
    )
    covered = sorted({place for each in spans for place in range(each.start, each.end)})
    assert "".join(shown.split()) == "".join("".join(text[place] for place in covered).split())
