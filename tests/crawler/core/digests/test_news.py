from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.digests.news import Piece, news_of_alert, news_of_message, read_news
from crawler.model.alert import MessageType
from crawler.model.topic import AlertKind
from tests.sample_alerts import HOSTILE, NOON, TITLE, URL, alert, alert_data, edit, message, source

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=10,
)
PARTS = st.sampled_from(["topic", "story", "article", "match", "why", "latency", "thread"])
KEYS = st.sampled_from(
    ["title", "url", "sources", "quotes", "spans", "diff", "marks", "published", "id"]
)


def quoted(text: str, marks: Any) -> tuple[Piece, ...]:
    data = alert_data(match={"quotes": [{"field": "text", "text": text, "marks": marks}]})
    return news_of_alert(alert(data=data)).quotes[0]


def plain(text: str) -> Piece:
    return Piece(text=text, marked=False)


def marked(text: str) -> Piece:
    return Piece(text=text, marked=True)


def test_an_alert_reads_the_same_from_itself_and_from_its_message() -> None:
    assert news_of_message(message()) == news_of_alert(alert())


@pytest.mark.parametrize(
    ("kind", "message_type"),
    [
        (AlertKind.NEW, MessageType.CREATED),
        (AlertKind.GROWING, MessageType.UPDATED),
        (AlertKind.EDITED, MessageType.EDITED),
    ],
)
def test_the_type_of_the_message_tells_the_kind(kind: AlertKind, message_type: MessageType) -> None:
    from_alert = news_of_alert(alert(kind=kind))
    assert from_alert.kind == kind.value
    sent = message()
    same = type(sent)(id=sent.id, type=message_type, created_at=NOON, data=sent.data)
    assert news_of_message(same) == from_alert


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ([], (plain("one two three"),)),
        ([[4, 7]], (plain("one "), marked("two"), plain(" three"))),
        ([[0, 3], [8, 13]], (marked("one"), plain(" two "), marked("three"))),
        ([[8, 13], [0, 3]], (marked("one"), plain(" two "), marked("three"))),
        ([[0, 5], [3, 7]], (marked("one t"), marked("wo"), plain(" three"))),
        ([[8, 99]], (plain("one two "), marked("three"))),
        ([[-5, 3]], (marked("one"), plain(" two three"))),
        ([[7, 4], [50, 60], [1], "x", None, [True, 2], ["a", "b"]], (plain("one two three"),)),
        (None, (plain("one two three"),)),
    ],
)
def test_quotes_are_cut_at_their_marks_whatever_these_are(
    marks: Any, pieces: tuple[Piece, ...]
) -> None:
    assert quoted("one two three", marks) == pieces


def test_marks_count_code_points_and_controls_do_not_move_them() -> None:
    assert quoted("조\x00약 treaty", [[4, 10]]) == (plain("조 약 "), marked("treaty"))


def test_words_found_in_the_title_are_marked_there_and_it_is_no_quote() -> None:
    in_title = {"field": "title", "text": TITLE, "marks": [[24, 30]]}
    in_text = {"field": "text", "text": "A treaty.", "marks": [[2, 8]]}
    news = news_of_alert(alert(data=alert_data(match={"quotes": [in_title, in_text]})))
    assert news.headline == (plain("Parliament ratifies the "), marked("treaty"))
    assert news.quotes == ((plain("A "), marked("treaty"), plain(".")),)


def test_a_title_in_which_nothing_was_found_has_no_marks() -> None:
    assert news_of_alert(alert()).headline == (plain(TITLE),)


def test_the_article_itself_is_not_among_the_other_sources() -> None:
    news = news_of_alert(alert())
    assert [other.name for other in news.others] == ["Daily", "Mirror"]
    assert news.link == URL


def test_without_an_outlet_of_its_own_the_article_has_that_of_its_source() -> None:
    data = alert_data(article={"outlet": None})
    assert news_of_alert(alert(data=data)).outlet == "Wire"


def test_independent_outlets_are_counted_where_the_data_does_not_say() -> None:
    assert news_of_alert(alert()).independent == 2
    assert news_of_alert(alert(data=alert_data(story={"independent": 1}))).independent == 1


def test_a_source_without_a_date_has_the_moment_it_was_seen() -> None:
    data = alert_data(story={"sources": [source("Wire", 1, published=None)]})
    at = news_of_alert(alert(data=data)).sources[0].at
    assert at == datetime(2024, 11, 9, 12, 2, tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_read_holds_a_control_character_or_a_line_break_in_a_title(text: str) -> None:
    parts: dict[str, dict[str, Any]] = {
        "topic": {"title": text, "name": text},
        "story": {
            "title": text,
            "id": text,
            "sources": [source(text, 9, title=text, language=text)],
        },
        "article": {"title": text, "author": text, "outlet": text, "excerpt": text, "url": text},
        "match": {"quotes": [{"text": text}], "spans": [{"term": text}]},
        "why": {"sentence": text, "diff": [{"op": "insert", "text": text}]},
    }
    shown = repr(news_of_alert(alert(data=alert_data(**parts))))
    assert not set(shown) & set("\x1b\x00\u202e\u2066\ud800\ufffe")
    assert r"\x" not in shown
    assert r"\u20" not in shown


@given(st.dictionaries(PARTS, st.dictionaries(KEYS, JSON, max_size=4) | JSON, max_size=7))
def test_an_alert_is_never_lost_because_a_field_is_odd(data: dict[str, Any]) -> None:
    news = read_news(data, alert_id="al1", kind="new", created_at=NOON)
    assert news.title
    assert news.id == "al1"


def test_what_followed_knows_the_first_alert() -> None:
    assert news_of_alert(edit()).first_alert_id == "al1"
    assert news_of_alert(alert()).first_alert_id == "al1"


SAID = "The lower house ratified the treaty on Friday."


@pytest.mark.parametrize(
    ("excerpt", "left"),
    [
        (SAID, ""),
        (f"{SAID} The upper house follows.", "The upper house follows."),
        (f"Seoul. {SAID} It follows.", "Seoul. … It follows."),
        (f"Seoul. {SAID[:40]}…", "Seoul. …"),
        (f"Seoul. {SAID[:31]} in another way.", f"Seoul. {SAID[:31]} in another way."),
        ("Something else.", "Something else."),
        ("", ""),
    ],
)
def test_an_excerpt_does_not_repeat_what_is_quoted(excerpt: str, left: str) -> None:
    quotes = [{"field": "text", "text": text, "marks": []} for text in (SAID, "", "…")]
    told = news_of_message(message(article={"excerpt": excerpt}, match={"quotes": quotes}))
    assert told.excerpt == left
