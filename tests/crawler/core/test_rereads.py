"""When pages are looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.rereads import (
    MIN_GAP,
    is_missing,
    leads_away,
    next_look_at,
    next_recheck_at,
    page_retry_at,
)
from crawler.model.errors import (
    FetchError,
    ForbiddenError,
    GoneError,
    StatusError,
    ThrottledError,
    TimedOutError,
    WirewatchError,
)

NOON = datetime(2024, 11, 9, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
URL = "https://example.org/a"


@pytest.mark.parametrize(
    ("age", "recheck", "gap"),
    [
        (timedelta(0), 48 * HOUR, 5 * MINUTE),
        (25 * MINUTE, 48 * HOUR, 5 * MINUTE),
        (50 * MINUTE, 48 * HOUR, 10 * MINUTE),
        (10 * HOUR, 48 * HOUR, 2 * HOUR),
        (39 * HOUR, 48 * HOUR, timedelta(hours=7.8)),
        (40 * HOUR, 48 * HOUR, None),
        (72 * HOUR, 48 * HOUR, None),
        (timedelta(0), timedelta(0), None),
    ],
)
def test_gaps_grow_with_the_age_of_an_article(
    age: timedelta, recheck: timedelta, gap: timedelta | None
) -> None:
    due = next_recheck_at(NOON - age, NOON, recheck)
    assert due == (None if gap is None else NOON + gap)


@given(st.timedeltas(timedelta(0), timedelta(days=30)))
def test_looking_again_comes_to_an_end(recheck: timedelta) -> None:
    looks, now = 0, NOON
    while (due := next_recheck_at(NOON, now, recheck)) is not None:
        assert due >= now + MIN_GAP
        looks, now = looks + 1, due
    assert looks < 60
    assert now < NOON + recheck or looks == 0


@pytest.mark.parametrize(
    ("error", "attempts", "wait"),
    [
        (TimedOutError(URL, "slow"), 1, 10 * MINUTE),
        (TimedOutError(URL, "slow"), 2, HOUR),
        (TimedOutError(URL, "slow"), 3, 6 * HOUR),
        (TimedOutError(URL, "slow"), 4, 24 * HOUR),
        (TimedOutError(URL, "slow"), 5, None),
        (StatusError(URL, 404, "missing"), 1, 10 * MINUTE),
        (StatusError(URL, 404, "missing"), 2, None),
        (StatusError(URL, 500, "trouble"), 2, HOUR),
        (GoneError(URL, "gone"), 1, None),
        (ForbiddenError(URL, "robots.txt"), 1, None),
        (ThrottledError(URL, "wait", NOON + 3 * HOUR), 1, 3 * HOUR),
        (ThrottledError(URL, "wait", NOON + MINUTE), 1, 10 * MINUTE),
    ],
)
def test_a_page_that_could_not_be_had_is_tried_again_while_there_is_hope(
    error: WirewatchError, attempts: int, wait: timedelta | None
) -> None:
    due = page_retry_at(error, attempts, NOON, 0.5)
    assert due == (None if wait is None else NOON + wait)


@given(st.floats(0, 1, exclude_max=True))
def test_retries_are_spread(spread: float) -> None:
    due = page_retry_at(TimedOutError(URL, "slow"), 1, NOON, spread)
    assert due is not None
    assert 7.5 * MINUTE <= due - NOON <= 12.5 * MINUTE


@pytest.mark.parametrize(
    ("error", "missing"),
    [
        (StatusError(URL, 404, "missing"), True),
        (GoneError(URL, "gone"), True),
        (StatusError(URL, 500, "trouble"), False),
        (TimedOutError(URL, "slow"), False),
        (ForbiddenError(URL, "robots.txt"), False),
    ],
)
def test_only_404_and_410_say_that_a_page_is_gone(error: FetchError, missing: bool) -> None:
    assert is_missing(error) is missing


@pytest.mark.parametrize(
    ("final", "away"),
    [
        ("https://example.org/", True),
        ("https://www.example.org/news/", True),
        ("https://example.org/news/2026/", True),
        ("https://example.org/news/2026/a", False),
        ("https://example.org/news/2026/a?from=rss", False),
        ("https://example.org/news/2026/another", False),
        ("https://elsewhere.example/", False),
        ("https://example.org/sport/", False),
    ],
)
def test_redirects_up_to_the_section_lead_away_from_an_article(final: str, away: bool) -> None:
    assert leads_away("https://example.org/news/2026/a", final) is away


@pytest.mark.parametrize(
    ("error", "due_at", "when"),
    [
        (TimedOutError(URL, "slow"), NOON + HOUR, NOON + HOUR),
        (TimedOutError(URL, "slow"), None, None),
        (ForbiddenError(URL, "robots.txt"), NOON + HOUR, None),
        (ThrottledError(URL, "wait", NOON + 4 * HOUR), NOON + HOUR, NOON + 4.5 * HOUR),
        (ThrottledError(URL, "wait", NOON + MINUTE), NOON + HOUR, NOON + HOUR),
    ],
)
def test_after_a_failed_look_the_schedule_goes_on(
    error: FetchError, due_at: datetime | None, when: datetime | None
) -> None:
    assert next_look_at(error, due_at, NOON, 0.5) == when
