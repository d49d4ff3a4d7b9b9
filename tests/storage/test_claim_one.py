"""One feed claimed by its id, for a fetch asked for by hand."""

from storage.protocol import Store
from tests.storage.given import HOUR, LEASE_S, NOON, SECOND, feed, fetched, next_state


async def test_a_feed_is_claimed_alone_whether_it_is_due_or_not(store: Store) -> None:
    one, other = feed("a", "https://a.example/1"), feed("b", "https://a.example/2")
    await store.sync_feeds([one, other], NOON)
    await fetched(store, "a")
    lease = await store.claim_feed("a", NOON + SECOND, LEASE_S)
    assert lease is not None
    assert lease.host == "a.example"
    assert [state.feed_id for state in lease.feeds] == ["a"]
    later = next_state(lease.feeds[0], NOON + HOUR)
    await store.record_refresh(lease.lease, later, [], baseline=False, fetched_at=NOON)
    await store.release_feed_host(lease.lease, NOON, NOON)
    left = await store.claim_feed_host(NOON + SECOND, LEASE_S, 10)
    assert left is None or [state.feed_id for state in left.feeds] == ["b"]


async def test_a_feed_whose_host_is_held_or_that_is_unknown_is_not_handed_out(
    store: Store,
) -> None:
    await store.sync_feeds([feed("a")], NOON)
    lease = await store.claim_feed("a", NOON, LEASE_S)
    assert lease is not None
    assert await store.claim_feed("a", NOON, LEASE_S) is None
    assert await store.claim_feed_host(NOON, LEASE_S, 10) is None
    assert await store.claim_feed("b", NOON, LEASE_S) is None
    assert await store.claim_feed("a", lease.lease.until, LEASE_S) is not None


async def test_a_feed_no_longer_configured_is_not_handed_out(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await store.sync_feeds([], NOON)
    assert await store.claim_feed("a", NOON, LEASE_S) is None
