from datetime import timedelta

import pytest

from crawler.core.digests.digest import (
    MOST_STORIES,
    digest_message,
    health_message,
    latencies,
)
from crawler.model.alert import Alert, Coverage, Digest, MessageType
from tests.sample_alerts import (
    CLEAR,
    MORNING,
    NOON,
    alert,
    alert_data,
    digest,
    edit,
    held_back,
    stamp,
    trouble,
)


def of_story(number: int, alert_id: str | None = None) -> Alert:
    return alert(alert_id or f"al{number}", data=alert_data(story={"id": f"st{number}"}))


def timed(outlet: str, published: float, alerted: float) -> Alert:
    return alert(
        data=alert_data(
            article={"outlet": outlet},
            latency={"published": stamp(published), "alerted": stamp(alerted)},
        )
    )


def test_the_id_is_made_of_name_and_scheduled_time_so_that_closing_twice_is_one_message() -> None:
    first = digest(alert())
    again = digest(alert("al7"), alert("al8"))
    assert first.id == again.id == "digest-morning-20241109T120000Z"
    assert first.type is MessageType.DIGEST
    assert digest(kind=Digest(name="evening", cron="", tz="UTC", to=())).id != first.id


def test_every_alert_keeps_its_data_id_kind_and_moment() -> None:
    entry = digest(edit()).data["alerts"][0]
    assert entry == {
        **edit().data,
        "id": "al2",
        "kind": "edited",
        "created_at": stamp(30)[:19] + "Z",
    }


def test_beyond_fifty_stories_the_rest_is_counted() -> None:
    data = digest(*map(of_story, range(MOST_STORIES + 7))).data
    assert len(data["alerts"]) == MOST_STORIES
    assert data["more"] == 7


def test_all_alerts_of_a_story_that_is_told_are_there() -> None:
    many = [of_story(number) for number in range(MOST_STORIES)]
    data = digest(*many, of_story(0, "late"), of_story(99)).data
    assert [entry["id"] for entry in data["alerts"]].count("late") == 1
    assert data["more"] == 1


def test_what_was_held_back_is_counted_by_topic_and_reason() -> None:
    held = (held_back("muted"), held_back("cooldown"), held_back("muted"), held_back("muted", "a"))
    assert digest(held=held).data["held_back"] == [
        {"topic": "a", "reason": "muted", "count": 1},
        {"topic": "treaty", "reason": "cooldown", "count": 1},
        {"topic": "treaty", "reason": "muted", "count": 2},
    ]


def test_coverage_names_what_is_failing_or_silent() -> None:
    data = digest(coverage=Coverage(feeds_ok=3, articles=9, failing=(trouble(),))).data
    assert data["coverage"] == {
        "feeds_ok": 3,
        "articles": 9,
        "failing": [
            {
                "name": "Ministry",
                "problem": "a wall against robots (403)",
                "since": "2024-11-09T12:00:00Z",
                "advice": "ask the publisher",
            }
        ],
        "silent": [],
    }


def test_the_period_ends_at_the_scheduled_time() -> None:
    since = NOON - timedelta(hours=5)
    message = digest_message(MORNING, (), since=since, until=NOON, held_back=(), coverage=CLEAR)
    assert (message.data["since"], message.data["until"]) == (
        "2024-11-09T07:00:00Z",
        "2024-11-09T12:00:00Z",
    )
    assert message.created_at == NOON


def test_latencies_are_told_per_outlet() -> None:
    alerts = [timed("Wire", 0, minutes) for minutes in range(1, 21)] + [timed("Daily", 0, 2)]
    assert list(latencies(alerts)) == [
        {"outlet": "Daily", "alerts": 1, "p50_s": 120.0, "p95_s": 120.0},
        {"outlet": "Wire", "alerts": 20, "p50_s": 600.0, "p95_s": 1140.0},
    ]


def test_a_date_in_the_future_or_none_tells_nothing_of_latency() -> None:
    undated = alert(data=alert_data(latency={"published": None}))
    assert not list(latencies([timed("Wire", 5, 1), undated]))


def test_an_old_article_found_late_tells_nothing_of_latency() -> None:
    week = 7 * 24 * 60
    assert not list(latencies([timed("Wire", 0, week + 1)]))
    assert list(latencies([timed("Wire", 0, week)]))


def test_health_says_what_is_wrong_and_what_recovered() -> None:
    message = health_message("health-1", title="A feed fails", troubles=[trouble()], now=NOON)
    assert message.type is MessageType.HEALTH
    assert message.data["troubles"][0]["name"] == "Ministry"
    assert message.data["recovered"] == []


@pytest.mark.parametrize("name", ["북한", "two words"])
def test_the_id_of_any_name_fits_a_header(name: str) -> None:
    message_id = digest(kind=Digest(name=name, cron="", tz="UTC", to=())).id
    assert message_id.isascii()
    assert " " not in message_id
