from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.core.digests.moments import day_and_time, iso, lapse

AT = datetime(2024, 11, 9, 5, 2, 3, 999, tzinfo=UTC)


def test_a_moment_is_shown_in_utc_or_in_the_zone_asked_for() -> None:
    assert day_and_time(AT) == "9 Nov 2024, 05:02 UTC"
    assert day_and_time(AT, ZoneInfo("Asia/Seoul")) == "9 Nov 2024, 14:02 KST"


def test_json_carries_moments_in_utc_and_whole_seconds() -> None:
    assert iso(AT.astimezone(ZoneInfo("Asia/Seoul"))) == "2024-11-09T05:02:03Z"


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47, minutes=5), "47 h 5 min"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=3, hours=4, minutes=9), "3 d 4 h"),
    ],
)
def test_a_span_has_its_two_largest_units(span: timedelta, shown: str) -> None:
    assert lapse(span) == shown
