"""Quiet hours: the end of the span, whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.quiet import quiet_until
from crawler.model.alert import Quiet

NIGHT = Quiet(start_minute=22 * 60 + 30, end_minute=6 * 60, tz="Asia/Seoul")
BERLIN = Quiet(start_minute=60, end_minute=4 * 60, tz="Europe/Berlin")
GAP = Quiet(start_minute=60, end_minute=2 * 60 + 30, tz="Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (utc(2026, 5, 4, 13, 29), None),  # 22:29 in Seoul
        (utc(2026, 5, 4, 13, 30), utc(2026, 5, 4, 21)),
        (utc(2026, 5, 4, 20, 59), utc(2026, 5, 4, 21)),
        (utc(2026, 5, 4, 21), None),
        (utc(2026, 5, 4, 3), None),
    ],
)
def test_a_span_may_run_over_midnight(now: datetime, until: datetime | None) -> None:
    assert quiet_until(now, NIGHT) == until


def test_the_night_the_clock_jumps_ahead_is_an_hour_shorter() -> None:
    assert quiet_until(utc(2026, 3, 29, 0), BERLIN) == utc(2026, 3, 29, 2)
    assert quiet_until(utc(2026, 3, 28, 0), BERLIN) == utc(2026, 3, 28, 3)


def test_the_night_the_clock_falls_back_is_an_hour_longer() -> None:
    start, end = utc(2026, 10, 24, 23), utc(2026, 10, 25, 3)
    assert quiet_until(start, BERLIN) == end
    assert quiet_until(end - timedelta(seconds=1), BERLIN) == end


def test_an_end_the_clock_skips_is_the_moment_after_the_jump() -> None:
    assert quiet_until(utc(2026, 3, 29, 0, 30), GAP) == utc(2026, 3, 29, 1, 30)


def test_a_whole_day_may_end_at_midnight() -> None:
    day = Quiet(start_minute=0, end_minute=24 * 60, tz="UTC")
    assert quiet_until(utc(2026, 5, 4, 12), day) == utc(2026, 5, 5)


@pytest.mark.parametrize("quiet", [None, Quiet(start_minute=60, end_minute=60, tz="UTC")])
def test_no_hours_are_never_quiet(quiet: Quiet | None) -> None:
    assert quiet_until(utc(2026, 5, 4, 1), quiet) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 -- made aware below
    st.integers(0, 24 * 60 - 1),
    st.integers(0, 24 * 60),
    st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
    ),
)
def test_the_end_is_ahead_and_not_quiet_itself(
    moment: datetime, start: int, end: int, tz: str
) -> None:
    now = moment.replace(tzinfo=UTC)
    quiet = Quiet(start_minute=start, end_minute=end, tz=tz)
    until = quiet_until(now, quiet)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert quiet_until(until, quiet) is None or (end - start) % (24 * 60) == 0
