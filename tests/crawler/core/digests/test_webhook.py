import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.digests.digest import health_message
from crawler.core.digests.webhook import MOST_BYTES, body
from crawler.model.alert import Message, MessageType, message_of
from tests.sample_alerts import (
    HOSTILE,
    NOON,
    alert,
    alert_data,
    digest,
    edit,
    message,
    source,
    trouble,
)


def sent(message_: Message) -> Any:
    encoded = body(message_)
    assert len(encoded) < MOST_BYTES
    return json.loads(encoded)


def large_alert(**changed: Any) -> Message:
    span = alert_data()["match"]["spans"][0]
    return message(
        **{
            "story": {"sources": [source(f"Outlet {n}", n) for n in range(300)]},
            "article": {"excerpt": "조약 " * 2_000},
            "match": {"spans": [span] * 400, "quotes": alert_data()["match"]["quotes"] * 40},
        }
        | changed
    )


def test_what_fits_is_sent_as_it_is() -> None:
    assert sent(message()) == {
        "type": "alert.created",
        "timestamp": "2024-11-09T12:00:00Z",
        "data": alert_data(),
    }


@pytest.mark.parametrize(
    ("sent_message", "name"),
    [
        (message_of(edit()), "article.edited"),
        (digest(alert()), "digest"),
        (health_message("h", title="T", now=NOON), "health"),
    ],
)
def test_the_type_names_what_it_is(sent_message: Message, name: str) -> None:
    assert sent(sent_message)["type"] == name


def test_the_same_message_gives_the_same_bytes() -> None:
    turned = Message(
        id="al1",
        type=MessageType.CREATED,
        created_at=NOON,
        data=dict(reversed(alert_data().items())),
    )
    assert body(turned) == body(message())


def test_the_bytes_are_utf_8_without_white_space() -> None:
    encoded = body(message(article={"title": "조약"}))
    assert "조약".encode() in encoded
    assert b'": ' not in encoded


def test_a_large_alert_is_cut_and_says_how_much_is_missing() -> None:
    data = sent(large_alert())["data"]
    assert len(data["story"]["sources"]) + data["story"]["sources_more"] == 300
    assert len(data["match"]["spans"]) + data["match"]["spans_more"] == 400
    assert data["article"]["excerpt"].endswith("…")
    assert data["article"]["url"] == alert_data()["article"]["url"]


def test_what_was_cut_can_be_read_at_the_articles_address_and_with_a_command() -> None:
    data = sent(large_alert())["data"]
    assert data["more_at"] == alert_data()["article"]["url"]
    assert data["more_with"] == "wirewatch story st1"
    assert not {"more_at", "more_with"} & sent(message())["data"].keys()


def test_what_was_cut_can_be_read_on_the_page_of_the_story_where_it_is_published() -> None:
    data = json.loads(body(large_alert(), "https://wire.example/out/"))["data"]
    assert data["more_at"] == "https://wire.example/out/stories/st1.html"


@pytest.mark.parametrize(
    ("topics", "page"), [(("treaty",), "topics/treaty.html"), (("treaty", "ship"), "index.html")]
)
def test_a_digest_that_is_cut_links_the_report_and_names_the_command(
    topics: tuple[str, ...], page: str
) -> None:
    many = [
        alert(f"a{n}{name}", data=alert_data(topic={"name": name}, story={"id": f"s{n}"}))
        for n in range(60)
        for name in topics
    ]
    data = sent(digest(*many, published_at="https://wire.example/out/"))["data"]
    assert data["more"] > 0
    assert data["more_at"] == f"https://wire.example/out/{page}"
    assert data["more_with"] == "wirewatch alerts --since 2024-11-08T12:00:00Z"


def test_a_word_on_health_that_is_cut_counts_the_rest_and_names_the_command() -> None:
    sick = [trouble("Ministry", "down " * 60)] * 200
    data = sent(health_message("h", title="T", troubles=sick, now=NOON))["data"]
    assert len(data["troubles"]) + data["troubles_more"] == 200
    assert data["more_with"] == "wirewatch status"


@pytest.mark.parametrize("turned", [False, True])
def test_sources_that_were_counted_before_are_counted_on(turned: bool) -> None:
    story = {"sources": [source(f"Outlet {n}", n) for n in range(300)], "sources_more": 200}
    order = sorted(story.items(), reverse=turned)
    told = sent(message(story=dict(order), article={"excerpt": "조약 " * 9_000}))["data"]["story"]
    assert len(told["sources"]) + told["sources_more"] == 500


def test_sources_are_kept_as_long_as_cutting_texts_and_spans_is_enough() -> None:
    few = large_alert(story={"sources": [source(f"Outlet {n}", n) for n in range(12)]})
    assert len(sent(few)["data"]["story"]["sources"]) == 12


def test_a_quote_that_is_cut_keeps_only_the_marks_that_it_still_shows() -> None:
    quote = {"field": "text", "text": "조약 " * 3_000, "marks": [[0, 2], [8_000, 8_002]]}
    data = sent(message(match={"quotes": [quote]}))["data"]
    cut = data["match"]["quotes"][0]
    assert cut["marks"] == [[0, 2]]
    assert cut["text"].endswith("…")


def test_a_large_digest_tells_as_many_alerts_as_fit_and_counts_the_rest() -> None:
    many = [
        alert(f"a{n}", data=alert_data(story={"id": f"s{n}"}, article={"excerpt": "조약 " * 300}))
        for n in range(60)
    ]
    data = sent(digest(*many))["data"]
    assert len(data["alerts"]) >= 5
    assert len(data["alerts"]) + data["more"] == 60


def test_a_story_of_which_an_alert_is_told_is_not_counted_as_missing() -> None:
    same = [alert(f"a{n}", data=alert_data(article={"excerpt": "조약 " * 300})) for n in range(60)]
    assert sent(digest(*same))["data"]["more"] == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_valid_json_in_valid_utf_8(text: str) -> None:
    data = sent(message(article={"title": text, "author": text}))["data"]
    assert data["article"]["title"] == text.encode("utf-8", "replace").decode()


TEXT = st.text(max_size=30).map(lambda text: text * 40)
MANY = st.integers(0, 400)


@given(title=TEXT, url=TEXT, sources=MANY, spans=MANY, pieces=MANY, names=TEXT)
def test_no_alert_is_ever_too_large(
    *, title: str, url: str, sources: int, spans: int, pieces: int, names: str
) -> None:
    diff = [{"op": "insert", "text": title}] * pieces
    large = large_alert(
        article={"title": title, "url": url * 9, "excerpt": title * 50, "author": names},
        story={"title": title, "sources": [source(names, 1, title=title, url=url)] * sources},
        match={
            "spans": [{"term": title}] * spans,
            "quotes": [{"text": title * 9, "marks": [[0, 1]] * 99}] * 20,
        },
        why={"sentence": title * 20, "diff": diff},
        topic={"name": names, "title": names},
    )
    sent(large)


@given(st.integers(0, 200), TEXT)
def test_no_word_on_health_is_ever_too_large(count: int, text: str) -> None:
    sick = [trouble(text, text)] * count
    sent(health_message("h", title=text, sentence=text, troubles=sick, recovered=sick, now=NOON))
