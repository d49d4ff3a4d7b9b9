from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.cron import read_cron, read_timezone
from crawler.config.values import Wrong

SUNDAY = datetime(2024, 9, 1, tzinfo=UTC)


def fires_on(cron: str) -> list[int]:
    """Days of the first week after a Sunday (0) on which a trigger fires, as crontab counts."""
    trigger = CronTrigger.from_crontab(read_cron(cron), timezone="UTC")
    days = []
    for day in range(7):
        morning = SUNDAY + timedelta(days=day)
        fire = trigger.get_next_fire_time(None, morning)
        if fire is not None and fire < morning + timedelta(days=1):
            days.append(day)
    return days


@pytest.mark.parametrize(
    ("weekdays", "days"),
    [
        ("*", [0, 1, 2, 3, 4, 5, 6]),
        ("0", [0]),
        ("7", [0]),
        ("1", [1]),
        ("1-5", [1, 2, 3, 4, 5]),
        ("mon-fri", [1, 2, 3, 4, 5]),
        ("MON,Wed", [1, 3]),
        ("5-7", [0, 5, 6]),
        ("0-7", [0, 1, 2, 3, 4, 5, 6]),
        ("sat-sun", [0, 6]),
        ("fri-mon", [0, 1, 5, 6]),
        ("*/2", [0, 2, 4, 6]),
        ("1-5/2", [1, 3, 5]),
        ("sun", [0]),
        ("7-2", [0, 1, 2]),
    ],
)
def test_weekdays_mean_what_crontab_says(weekdays: str, days: list[int]) -> None:
    assert fires_on(f"30 6 * * {weekdays}") == days


@pytest.mark.parametrize(
    ("cron", "problem"),
    [
        ("30 6 * *", "4 fields"),
        ("30 6 * * * *", "6 fields"),
        ("", "0 fields"),
        ("61 6 * * *", "not a cron expression"),
        ("30 25 * * *", "not a cron expression"),
        ("30 6 * 13 *", "not a cron expression"),
        ("30 6 * * 8", "weekday field"),
        ("30 6 * * monday", "weekday field"),
        ("30 6 * * abc", "weekday field"),
        ("30 6 * * *-fri", "weekday field"),
        ("30 6 1 * mon", "day of the month and a weekday"),
        ("30 6 30 2 *", "never comes"),
    ],
)
def test_refuses_what_cannot_be_scheduled(cron: str, problem: str) -> None:
    with pytest.raises(Wrong, match=problem):
        read_cron(cron)


@given(
    st.text(max_size=20) | st.from_regex(r"[0-9*,/-]{1,3}( [0-9*,/a-z-]{1,5}){4}", fullmatch=True)
)
def test_any_text_is_a_schedule_or_wrong(text: str) -> None:
    with suppress(Wrong):
        assert len(read_cron(text).split()) == 5


def test_time_zones_must_exist() -> None:
    assert read_timezone("Asia/Seoul") == "Asia/Seoul"
    with pytest.raises(Wrong) as caught:
        read_timezone("Asia/Seul")
    assert "Asia/Seoul" in caught.value.hint


@pytest.mark.parametrize("name", ["", "../UTC", "America", "/etc/localtime", "a\0b", "x" * 5000])
def test_odd_time_zone_names_are_wrong_and_nothing_worse(name: str) -> None:
    with pytest.raises(Wrong):
        read_timezone(name)
