"""Rows and values: what goes in comes out."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.article import ArticleText, Capture, Precision
from crawler.model.entry import Enclosure, Entry
from crawler.model.feed import FeedId, FeedState
from crawler.model.topic import Span
from storage import rows
from tests.storage.given import NOON

MOMENTS = st.integers(0, 7_258_118_400_000_000).map(rows.to_moment)  # to the year 2200
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(MOMENTS)
def test_moments_are_exact_to_the_microsecond(moment: datetime) -> None:
    assert rows.to_moment(rows.to_us(moment)) == moment
    assert rows.to_us(moment) / 1e6 == pytest.approx(moment.timestamp())


def test_a_moment_of_another_zone_is_the_same_moment_in_utc() -> None:
    seoul = NOON.astimezone(timezone(timedelta(hours=9)))
    back = rows.to_moment(rows.to_us(seoul))
    assert back == NOON
    assert back.tzinfo is UTC


def test_no_moment_is_no_moment() -> None:
    assert rows.maybe_us(None) is None
    assert rows.maybe_moment(None) is None
    assert rows.maybe_moment(rows.maybe_us(NOON)) == NOON


@given(
    st.builds(
        FeedState,
        feed_id=TEXTS,
        last_error=st.none() | TEXTS,
        last_ok_at=st.none() | MOMENTS,
        interval_s=st.floats(0, 1e9),
    )
)
def test_a_feeds_state_survives_json(state: FeedState) -> None:
    assert rows.feed_state(rows.feed_state_json(state)) == state


def test_a_state_of_a_later_release_is_read_without_what_is_not_known() -> None:
    assert rows.feed_state('{"feed_id": "a", "failures": 3, "mood": "good"}') == FeedState(
        feed_id=FeedId("a"), failures=3
    )


@given(TEXTS, TEXTS)
def test_a_cleaned_article_keeps_its_text_apart(title: str, text: str) -> None:
    of = ArticleText(
        title=title, text=text, published=NOON, published_precision=Precision.DAY, extractor="x 1"
    )
    stored = json.loads(rows.article_text_json(of))
    assert (stored["title"], stored["text"], stored["extractor"]) == (title, "", "x 1")
    assert (stored["published"], stored["published_precision"]) == ("2026-03-01T12:00:00Z", "day")


def test_a_capture_keeps_all_but_its_body() -> None:
    of = Capture(
        body=b"\x00\xff",
        sha256="s",
        url="u",
        final_url="v",
        hops=(("u", 301, "v"),),
        status=200,
        headers=(("a", "b"), ("a", "c")),
        ip="192.0.2.1",
        fetched_at=NOON,
    )
    stored = json.loads(rows.response_json(of))
    assert (stored["body"], stored["sha256"], stored["hops"]) == ("", "s", [["u", 301, "v"]])
    assert (stored["headers"], stored["ip"]) == ([["a", "b"], ["a", "c"]], "192.0.2.1")


def test_spans_are_stored_in_the_words_of_the_contract() -> None:
    spans = (Span(field="title", start=1, end=5, term="조약", clause="all[0]", alias="dprk"),)
    assert json.loads(rows.spans_json(spans)) == [
        {
            "field": "title",
            "start": 1,
            "end": 5,
            "term": "조약",
            "clause": "all[0]",
            "alias": "dprk",
        }
    ]


def test_an_entry_is_stored_without_what_it_does_not_state() -> None:
    entry = Entry(title="t", enclosures=(Enclosure(url="u", length=1),))
    assert rows.entry_json(entry) == '{"title":"t","enclosures":[{"url":"u","length":1}]}'


@given(st.frozensets(st.integers(-(2**63), 2**63 - 1)))
def test_a_sketch_survives_packing(sketch: frozenset[int]) -> None:
    packed = rows.pack(sketch)
    assert len(packed) == 8 * len(sketch)
    assert rows.unpack(packed) == tuple(sorted(sketch))
