"""What a refresh tells the habit of a feed: what came since the last look, and nothing twice."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
import respx

from crawler.attempt import Attempt
from crawler.core.schedule.habit import observe
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.habit import Arrivals, Habit
from crawler.model.settings import NetworkPolicy
from crawler.net.fetcher import Fetcher
from crawler.refresh import Refresher
from crawler.sandbox import Sandbox
from storage import open_store
from storage.protocol import Store
from tests.crawler.test_read import FakeClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FEED = Feed(
    id=FeedId("a"),
    url="https://a.example/feed",
    name="Wire",
    bounds=(5 * MINUTE, 12 * HOUR),
    full_text=False,
    recheck=timedelta(0),
    first_run=FirstRun.BASELINE,
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(workers=1)
    yield made
    made.close()


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    opened = await open_store(f"sqlite:///{tmp_path}/archive.db")
    await opened.sync_feeds([FEED], NOON)
    return opened


async def look(
    store: Store, sandbox: Sandbox, now: datetime, shown: Sequence[datetime | None]
) -> Habit:
    """Refresh the feed while it shows entries of these dates; return its habit."""
    clock, wire = FakeClock(), respx.Router()
    clock.moment = now
    wire.get(FEED.url).respond(content=_document(shown))
    policy = NetworkPolicy(user_agent="test", gap=timedelta(0))
    transport = httpx.MockTransport(wire.async_handler)
    fetcher = Fetcher(policy=policy, clock=clock, transport=transport)
    refresher = Refresher(
        feeds={FEED.id: FEED},
        attempt=Attempt(fetcher=fetcher, sandbox=sandbox, clock=clock),
        store=store,
        clock=clock,
        new_pages=lambda: None,
        fetched=lambda: None,
        gaps={},
    )
    job = await refresher.claim_one(FEED.id, now)
    assert job is not None
    await refresher.carry_out(job)
    (state,) = await store.feed_states()
    assert state.habit is not None
    return state.habit


def _document(dates: Sequence[datetime | None]) -> str:
    items = (
        f"<item><link>https://a.example/{place}</link><title>News {place}</title>"
        + (f"<pubDate>{format_datetime(date)}</pubDate>" if date else "")
        + "</item>"
        for place, date in enumerate(dates)
    )
    return f"<rss version='2.0'><channel><title>A</title>{''.join(items)}</channel></rss>"


OLD = (NOON - 3 * HOUR, NOON - HOUR, None)


async def test_a_first_look_takes_all_dates_there_are_for_history(
    store: Store, sandbox: Sandbox
) -> None:
    habit = await look(store, sandbox, NOON, OLD)
    assert habit == observe(None, Arrivals(dates=OLD, entries=3), NOON)


async def test_a_later_look_counts_what_was_not_shown_before(
    store: Store, sandbox: Sandbox
) -> None:
    first = await look(store, sandbox, NOON, OLD)
    came, now = NOON + 20 * MINUTE, NOON + HOUR
    second = await look(store, sandbox, now, (*OLD, came))
    assert second == observe(first, Arrivals(dates=(came,), entries=4), now)
    assert sum(second.week) == pytest.approx(sum(first.week) + 1, abs=0.5)


async def test_a_changed_document_without_new_entries_brought_nothing(
    store: Store, sandbox: Sandbox
) -> None:
    first = await look(store, sandbox, NOON, OLD)
    now = NOON + HOUR
    second = await look(store, sandbox, now, OLD[:2])
    assert second == observe(first, Arrivals(entries=2), now)
    assert second.window == 2
