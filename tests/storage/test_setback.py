"""A clock that is set back: work that was due soon stays due soon."""

from datetime import timedelta

import pytest

from storage.protocol import Holder, Store
from tests.storage.given import HOUR, NOON, alerting, draft, feed, fetched, page, tasks

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
EARLIER = NOON - DAY


def me() -> Holder:
    return Holder(pid=1, host="h", since=NOON, heartbeat_at=NOON)


async def watched(store: Store) -> None:
    """Hold an archive with a feed due in an hour and a page due now."""
    await store.hold(me())
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1))


async def next_fetch(store: Store) -> timedelta:
    """Return how long after the wrong clock's time the feed is due."""
    (state,) = await store.feed_states()
    assert state.next_fetch_at is not None
    return state.next_fetch_at - NOON


async def test_a_heartbeat_notices_it_and_brings_all_work_forward(store: Store) -> None:
    await watched(store)
    before = await next_fetch(store)
    assert await store.heartbeat(EARLIER, None) == DAY
    assert await next_fetch(store) == before - DAY
    assert await store.claim_page_host(EARLIER, 60, 8, 8) is not None
    claimed = await store.claim_feed_host(EARLIER + before, 60, 20)
    assert claimed is not None
    (state,) = claimed.feeds
    assert state.last_fetch_at == EARLIER
    assert await store.heartbeat(EARLIER + MINUTE, None) == timedelta(0)


async def test_messages_that_wait_are_sent_in_time(store: Store) -> None:
    await watched(store)
    lease, (task,) = await tasks(store)
    await store.file(lease, [draft(task)], alerting(), NOON)
    assert await store.claim_delivery(EARLIER, 60, ()) is None
    await store.heartbeat(EARLIER, None)
    assert await store.claim_delivery(EARLIER, 60, ()) is not None


async def test_a_digest_was_not_closed_in_the_future(store: Store) -> None:
    await watched(store)
    await store.close_digest("morning", (), (), told_until=NOON, now=NOON)
    await store.heartbeat(EARLIER, None)
    assert await store.last_digest_at("morning") == EARLIER
    assert await store.digest_told_until("morning") == EARLIER


async def test_it_is_noticed_at_the_start_too(store: Store) -> None:
    await watched(store)
    before = await next_fetch(store)
    await store.let_go()
    await store.hold(Holder(pid=2, host="h", since=EARLIER, heartbeat_at=EARLIER))
    assert await next_fetch(store) == before - DAY


@pytest.mark.parametrize("step", [timedelta(0), timedelta(seconds=-30), HOUR, DAY])
async def test_a_small_step_and_one_forward_change_nothing(store: Store, step: timedelta) -> None:
    await watched(store)
    before = await next_fetch(store)
    assert await store.heartbeat(NOON + step, None) == timedelta(0)
    assert await next_fetch(store) == before
