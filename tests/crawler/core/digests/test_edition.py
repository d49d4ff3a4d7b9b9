from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.digests.edition import (
    Edition,
    Notice,
    group,
    read_edition,
    read_message,
    read_notice,
)
from crawler.core.digests.news import News, news_of_alert
from crawler.model.alert import Alert, Coverage
from tests.sample_alerts import (
    NOON,
    alert,
    alert_data,
    digest,
    edit,
    held_back,
    message,
    stamp,
    trouble,
)


def read(*alerts: Alert, **given_: Any) -> Edition:
    view = read_message(digest(*alerts, **given_))
    assert isinstance(view, Edition)
    return view


def test_a_message_is_read_by_its_type() -> None:
    assert isinstance(read_message(message()), News)
    assert isinstance(read_message(digest()), Edition)


def test_a_story_is_told_once_with_its_newest_alert_and_its_edits() -> None:
    section = read(alert(), edit()).sections[0]
    assert (section.topic, section.title) == ("treaty", "Treaty watch")
    (strand,) = section.stories
    assert strand.newest.id == "al2"
    assert [news.id for news in strand.edits] == ["al2"]


def test_the_newest_alert_of_a_story_is_found_in_any_order() -> None:
    section = group([news_of_alert(edit()), news_of_alert(alert())])[0]
    assert section.stories[0].newest.id == "al2"


def test_topics_and_stories_keep_the_order_of_their_first_alert() -> None:
    other = alert_data(topic={"name": "floods", "title": "Floods"}, story={"id": "st5"})
    second = alert_data(story={"id": "st2"})
    edition = read(alert("a", data=other), alert("b"), alert("c", data=second), alert("d"))
    assert [section.topic for section in edition.sections] == ["floods", "treaty"]
    assert [strand.newest.story_id for strand in edition.sections[1].stories] == ["st1", "st2"]
    assert edition.stories == 3


def test_a_digest_has_its_own_time_zone() -> None:
    assert read().zone == ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize("name", ["Nowhere/Land", "../etc/passwd", "", None, "\x00"])
def test_an_unknown_zone_is_utc(name: str | None) -> None:
    assert read_edition({"tz": name}).zone in (UTC, ZoneInfo("UTC"))


def test_reasons_are_put_into_words() -> None:
    edition = read(held=(held_back("muted"), held_back("something else")))
    assert [item.reason for item in edition.held_back] == ["the topic is muted", "something else"]


def test_coverage_and_latency_come_back() -> None:
    coverage = Coverage(feeds_ok=3, articles=9, failing=(trouble(),), silent=(trouble("Radio"),))
    latency = {"published": stamp(0), "alerted": stamp(2)}
    edition = read(alert(data=alert_data(latency=latency)), coverage=coverage)
    assert (edition.feeds_ok, edition.articles) == (3, 9)
    assert edition.failing == (trouble(),)
    assert edition.silent == (trouble("Radio"),)
    assert edition.paces[0].p50 == timedelta(minutes=2)


def test_a_notice_comes_back() -> None:
    assert read_notice({"title": "T", "sentence": "S"}) == Notice(
        title="T", sentence="S", troubles=(), recovered=()
    )


def test_an_entry_without_a_moment_is_the_oldest() -> None:
    edition = read_edition({"alerts": [alert_data()]})
    assert edition.sections[0].stories[0].newest.created_at < NOON


@given(
    st.dictionaries(
        st.sampled_from(
            ["alerts", "more", "held_back", "coverage", "latency", "since", "tz", "title"]
        ),
        st.none()
        | st.integers()
        | st.text(max_size=9)
        | st.lists(st.dictionaries(st.text(max_size=5), st.text())),
    )
)
def test_a_digest_is_never_lost_because_a_field_is_odd(data: dict[str, Any]) -> None:
    assert read_edition(data).title
