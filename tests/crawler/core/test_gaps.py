from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.gaps import HOLD, gap_ended, with_gaps
from crawler.model.article import ArticleId
from crawler.model.feed import FeedId, FeedState, Gap
from crawler.model.filing import Archive, Draft, Filing, New
from crawler.model.lease import PageReason, PageTask
from tests.storage.given import alert, change, draft, page

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ARCHIVE: Archive = None  # type: ignore[assignment]  # the decisions here do not look


@pytest.mark.parametrize(
    ("last_ok_at", "interval", "missed"),
    [
        (None, 0, None),
        (NOON - 5 * MINUTE, 300, None),
        (NOON - 64 * MINUTE, 300, None),
        (NOON - 65 * MINUTE, 300, NOON - HOUR),
        (NOON - 12 * HOUR, 12 * 3600, None),
        (NOON - 14 * HOUR, 12 * 3600, NOON - 2 * HOUR),
    ],
    ids=["never read", "in time", "late", "an hour late", "seldom read", "seldom and late"],
)
def test_a_gap_begins_when_the_feed_should_have_been_read(
    last_ok_at: datetime | None, interval: int, missed: datetime | None
) -> None:
    state = FeedState(feed_id=FeedId("a"), last_ok_at=last_ok_at, interval_s=interval)
    assert gap_ended(state, NOON) == (missed and Gap(since=missed, fetched_at=NOON))


def task(**changes: object) -> PageTask:
    given = PageTask(
        id=1,
        reason=PageReason.NEW,
        url="https://a.example/1",
        feed_id=FeedId("a"),
        entry=page(1).entry,
        seen_at=NOON,
        feed_fetched_at=NOON,
        baseline=False,
        attempts=1,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def decide(of: Draft, _archive: Archive) -> Filing:
    return Filing(verdict=New(), story=change("s", of), alerts=(alert("al1", of),))


GAPS = {FeedId("a"): Gap(since=NOON - 2 * HOUR, fetched_at=NOON)}


def test_what_the_first_fetch_after_a_gap_brought_is_late_and_waits_for_the_rest() -> None:
    decided: Callable[[Draft, Archive], Filing] = with_gaps(decide, GAPS, NOON + MINUTE)
    (late,) = decided(draft(task()), ARCHIVE).alerts
    assert (late.due_at, late.held_until) == (NOON - 2 * HOUR, NOON + MINUTE + HOLD)


@pytest.mark.parametrize(
    "other",
    [
        task(feed_id=FeedId("b")),
        task(feed_fetched_at=NOON + MINUTE),
        task(article_id=ArticleId(7)),
    ],
    ids=["another feed", "a later fetch", "another look at a known article"],
)
def test_nothing_else_is_late(other: PageTask) -> None:
    (raised,) = with_gaps(decide, GAPS, NOON)(draft(other), ARCHIVE).alerts
    assert (raised.due_at, raised.held_until) == (None, None)
