"""Feeds: synchronised with the configuration, claimed by host, recorded under a lease."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest

from crawler.model.errors import LeaseLostError
from crawler.model.feed import FeedId, FeedStatus
from crawler.model.web import Validators
from storage.protocol import Store
from tests.storage.given import (
    HOUR,
    LEASE_S,
    MINUTE,
    NOON,
    SECOND,
    feed,
    fetched,
    next_state,
    page,
    tasks,
)


async def test_new_feeds_are_due_at_once_in_the_order_of_the_configuration(store: Store) -> None:
    await store.sync_feeds([feed("b"), feed("a")], NOON)
    states = await store.feed_states()
    assert [state.feed_id for state in states] == ["b", "a"]
    assert [state.next_fetch_at for state in states] == [NOON, NOON]


async def test_a_state_comes_back_as_it_was_recorded(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    lease = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert lease is not None
    state = replace(
        lease.feeds[0],
        status=FeedStatus.OK,
        validators=Validators(etag='W/"x"', last_modified="yesterday"),
        next_fetch_at=NOON + HOUR,
        next_fetch_reason="habit",
        interval_s=3600.5,
        last_ok_at=NOON,
        baselined=True,
    )
    await store.record_refresh(lease.lease, state, [page(1)], baseline=False, fetched_at=NOON)
    assert await store.feed_states() == (replace(state, entries=1),)


async def test_a_feed_no_longer_configured_is_kept_but_never_claimed(store: Store) -> None:
    await store.sync_feeds([feed("a"), feed("b")], NOON)
    await fetched(store, "a", page(1))
    await store.sync_feeds([feed("b")], NOON)
    assert [state.feed_id for state in await store.feed_states()] == ["b"]
    lease = await store.claim_feed_host(NOON + 2 * HOUR, LEASE_S, 10)
    assert lease is not None
    assert lease.host == "b.example"
    assert await store.claim_feed_host(NOON + 2 * HOUR, LEASE_S, 10) is None
    await store.sync_feeds([feed("a"), feed("b")], NOON)
    assert (await store.feed_states())[0].entries == 1


async def test_a_changed_url_forgets_validators_and_failures_and_is_due_at_once(
    store: Store,
) -> None:
    await store.sync_feeds([feed("a")], NOON)
    lease = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert lease is not None
    state = replace(
        next_state(lease.feeds[0], NOON),
        validators=Validators(etag="x"),
        body_hash="h",
        failures=3,
        status=FeedStatus.PAUSED,
        next_fetch_at=None,
    )
    await store.record_refresh(lease.lease, state, [], baseline=False, fetched_at=NOON)
    await store.release_feed_host(lease.lease, NOON, NOON)
    await store.sync_feeds([feed("a", "https://elsewhere.example/feed")], NOON + MINUTE)
    (after,) = await store.feed_states()
    assert (after.validators, after.body_hash, after.failures) == (Validators(), None, 0)
    assert after.next_fetch_at == NOON + MINUTE
    claimed = await store.claim_feed_host(NOON + MINUTE, LEASE_S, 10)
    assert claimed is not None
    assert claimed.host == "elsewhere.example"


async def test_a_fetch_of_a_url_that_was_changed_meanwhile_is_refused(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    lease = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert lease is not None
    await store.sync_feeds([feed("a", "https://a.example/other")], NOON)
    with pytest.raises(LeaseLostError):
        await store.record_refresh(lease.lease, lease.feeds[0], [], baseline=False, fetched_at=NOON)


@pytest.mark.parametrize(
    ("every", "due"),
    [(10 * MINUTE, NOON + 10 * MINUTE), (2 * HOUR, NOON + HOUR), (24 * HOUR, NOON + HOUR)],
)
async def test_a_shorter_interval_brings_the_next_fetch_forward_a_longer_does_not(
    store: Store, every: object, due: object
) -> None:
    await store.sync_feeds([feed("a", every=12 * HOUR)], NOON)
    await fetched(store, "a")
    await store.sync_feeds([feed("a", every=every)], NOON)
    assert (await store.feed_states())[0].next_fetch_at == due


async def test_a_restart_with_the_same_configuration_hastens_nothing(store: Store) -> None:
    await store.sync_feeds([feed("a", every=MINUTE)], NOON)
    await fetched(store, "a")  # backed off to an hour
    await store.sync_feeds([feed("a", every=MINUTE)], NOON)
    assert (await store.feed_states())[0].next_fetch_at == NOON + HOUR


async def test_a_paused_feed_is_not_claimed(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    lease = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert lease is not None
    paused = replace(lease.feeds[0], status=FeedStatus.PAUSED, next_fetch_at=None)
    await store.record_refresh(lease.lease, paused, [], baseline=False, fetched_at=NOON)
    await store.release_feed_host(lease.lease, NOON, NOON)
    assert await store.claim_feed_host(NOON + 1000 * HOUR, LEASE_S, 10) is None
    await store.make_due(["a"], NOON)
    assert await store.claim_feed_host(NOON, LEASE_S, 10) is not None


async def test_feeds_are_asked_sooner_and_never_later(store: Store) -> None:
    await store.sync_feeds([feed("a"), feed("b")], NOON)
    await fetched(store, "a")  # due in an hour
    moments = {FeedId("a"): NOON + MINUTE, FeedId("b"): NOON + MINUTE, FeedId("gone"): NOON}
    await store.hasten_feeds(moments, "the network is back")
    a, b = await store.feed_states()
    assert (a.next_fetch_at, a.next_fetch_reason) == (NOON + MINUTE, "the network is back")
    assert (b.next_fetch_at, b.next_fetch_reason) == (NOON, "new feed")
    claimed = await store.claim_feed_host(NOON + MINUTE, LEASE_S, 10)
    assert claimed is not None


async def test_the_host_that_waited_longest_is_claimed_with_its_due_feeds_only(
    store: Store,
) -> None:
    await store.sync_feeds([feed("late", "https://x.example/1")], NOON + SECOND)
    await store.sync_feeds(
        [
            feed("late", "https://x.example/1"),
            feed("y1", "https://y.example/1"),
            feed("y2", "https://y.example/2"),
        ],
        NOON,
    )
    first = await store.claim_feed_host(NOON + MINUTE, LEASE_S, 10)
    second = await store.claim_feed_host(NOON + MINUTE, LEASE_S, 10)
    assert first is not None
    assert second is not None
    assert (first.host, [f.feed_id for f in first.feeds]) == ("y.example", ["y1", "y2"])
    assert (second.host, [f.feed_id for f in second.feeds]) == ("x.example", ["late"])
    assert second.lease.token > first.lease.token


async def test_a_big_host_hands_out_its_feeds_by_the_limit_and_is_ready_again_at_once(
    store: Store,
) -> None:
    await store.sync_feeds([feed(f"f{i}", f"https://big.example/{i}") for i in range(5)], NOON)
    served = []
    for turn in range(3):
        now = NOON + turn * SECOND
        lease = await store.claim_feed_host(now, LEASE_S, 2)
        assert lease is not None
        for state in lease.feeds:
            served.append(state.feed_id)
            await store.record_refresh(
                lease.lease, next_state(state, now), [], baseline=False, fetched_at=now
            )
        await store.release_feed_host(lease.lease, now, now + SECOND)
    assert sorted(served) == [f"f{i}" for i in range(5)]
    assert await store.claim_feed_host(NOON + 3 * SECOND, LEASE_S, 2) is None


async def test_a_released_host_keeps_its_gap_even_when_new_work_arrives(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    lease = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert lease is not None
    await store.release_feed_host(lease.lease, NOON, NOON + 10 * SECOND)
    await store.make_due(None, NOON + SECOND)
    assert await store.claim_feed_host(NOON + 9 * SECOND, LEASE_S, 10) is None
    assert await store.claim_feed_host(NOON + 10 * SECOND, LEASE_S, 10) is not None


async def test_a_dead_holders_host_comes_back_when_the_lease_ends_and_his_late_write_is_refused(
    store: Store,
) -> None:
    await store.sync_feeds([feed("a")], NOON)
    dead = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert dead is not None
    assert dead.lease.until == NOON + MINUTE
    assert await store.claim_feed_host(NOON + 59 * SECOND, LEASE_S, 10) is None
    heir = await store.claim_feed_host(NOON + MINUTE, LEASE_S, 10)
    assert heir is not None
    with pytest.raises(LeaseLostError, match="not recorded"):
        await store.record_refresh(
            dead.lease, dead.feeds[0], [page(1)], baseline=False, fetched_at=NOON
        )
    with pytest.raises(LeaseLostError):
        await store.release_feed_host(dead.lease, NOON, NOON)
    assert (
        await store.record_refresh(
            heir.lease, heir.feeds[0], [page(1)], baseline=False, fetched_at=NOON
        )
        == 1
    )


async def test_entries_seen_before_are_passed_over_by_key(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    assert await fetched(store, "a", page(1), page(2), page(2)) == 2
    assert await fetched(store, "a", page(2), page(3), now=NOON + HOUR) == 1
    assert (await store.feed_states())[0].entries == 3
    _, found = await tasks(store, NOON + HOUR)
    assert sorted(task.url for task in found) == [f"https://a.example/{n}" for n in (1, 2, 3)]


async def test_a_page_two_feeds_show_is_read_once_and_is_news_if_either_says_so(
    store: Store,
) -> None:
    await store.sync_feeds([feed("a"), feed("b")], NOON)
    assert await fetched(store, "a", page(1), baseline=True) == 1
    assert await fetched(store, "b", page(1)) == 1
    _, found = await tasks(store)
    assert [(task.feed_id, task.baseline) for task in found] == [("a", False)]


async def test_a_feed_whose_fetch_was_not_recorded_comes_back_alone_and_later_each_time(
    store: Store,
) -> None:
    await store.sync_feeds([feed(f"f{i}", f"https://x.example/{i}") for i in range(3)], NOON)
    lease = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert lease is not None
    await store.release_feed_host(lease.lease, NOON, NOON)
    assert await store.claim_feed_host(NOON + 9 * SECOND, LEASE_S, 10) is None
    now, waits = NOON + 10 * SECOND, []
    for _ in range(9):
        lease = await store.claim_feed_host(now, LEASE_S, 10)
        assert lease is not None
        assert len(lease.feeds) == 1
        if lease.feeds[0].feed_id == "f0":
            await store.release_feed_host(lease.lease, now, now)
            waits.append(now)
        else:
            await store.record_refresh(
                lease.lease, next_state(lease.feeds[0], now), [], baseline=False, fetched_at=now
            )
            await store.release_feed_host(lease.lease, now, now)
        while await _idle(store, now):
            now += 10 * SECOND
        if len(waits) == 3:
            break
    assert [late - early for early, late in pairwise(waits)] == [20 * SECOND, 40 * SECOND]


async def _idle(store: Store, now: datetime) -> bool:
    """Tell whether nothing is due, leaving everything as it is."""
    claimed = await store.claim_feed_host(now, LEASE_S, 10)
    if claimed is None:
        return True
    await store.let_go()
    return False


async def test_the_entries_a_feed_has_not_shown_are_told_by_feed(store: Store) -> None:
    await store.sync_feeds([feed("a"), feed("b")], NOON)
    await fetched(store, "a", page(1), page(2))
    assert await store.unseen_entries("a", ["key-2", "key-3"]) == {"key-3"}
    assert await store.unseen_entries("b", ["key-2", "key-3"]) == {"key-2", "key-3"}
    assert await store.unseen_entries("unknown", ["key-2"]) == {"key-2"}
    assert await store.unseen_entries("a", []) == set()
