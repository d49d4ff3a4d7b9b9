"""Hosts are claimed, not feeds: a host with a thousand feeds starves nobody."""

from datetime import datetime, timedelta

from storage.protocol import Store
from tests.storage.given import HOUR, NOON, SECOND, feed, next_state

LEASE = timedelta(minutes=10)
LIMIT = 20
BIG, SMALL = 1_000, 30


async def serve(store: Store, now: datetime) -> tuple[str, int, datetime] | None:
    """Claim a host and fetch its feeds one after another; return it, how many, and the end."""
    job = await store.claim_feed_host(now, LEASE.total_seconds(), LIMIT)
    if job is None:
        return None
    began = now
    for state in job.feeds:
        now += SECOND  # the gap between two requests to one host
        await store.record_refresh(
            job.lease, next_state(state, now), [], baseline=False, fetched_at=now
        )
    await store.release_feed_host(job.lease, now, began)
    return job.host, len(job.feeds), now


async def test_with_everything_overdue_small_hosts_wait_for_no_more_than_one_turn_of_the_big(
    store: Store,
) -> None:
    big = [feed(f"big{n}", f"https://big.example/{n}") for n in range(BIG)]
    small = [feed(f"small{n}") for n in range(SMALL)]
    await store.sync_feeds([*big, *small], NOON)
    now, turns = NOON + HOUR, list[tuple[str, int]]()
    while served := await serve(store, now):
        host, feeds, now = served
        turns.append((host, feeds))
    assert max(feeds for _, feeds in turns) == LIMIT
    assert sum(feeds for _, feeds in turns) == BIG + SMALL
    last_small = max(place for place, (host, _) in enumerate(turns) if host != "big.example")
    assert last_small <= SMALL  # thirty turns of theirs, one of the big host's among them


async def test_a_host_that_becomes_due_meanwhile_waits_for_one_turn_of_the_big(
    store: Store,
) -> None:
    big = [feed(f"big{n}", f"https://big.example/{n}") for n in range(BIG // 5)]
    await store.sync_feeds(big, NOON)
    now, waited = NOON, list[timedelta]()
    for n in range(3):
        served = await serve(store, now)
        assert served is not None
        _, _, end = served
        due = now + SECOND  # while the big host is being fetched
        await store.sync_feeds([*big, *(feed(f"small{k}") for k in range(n + 1))], due)
        now = end
        while True:
            served = await serve(store, now)
            assert served is not None
            host, _, now = served
            if host == f"small{n}.example":
                break
        waited.append(now - due)
    assert max(waited) <= 2 * (LIMIT + 1) * SECOND


async def test_thousands_of_overdue_feeds_are_handed_out_a_few_at_a_time(store: Store) -> None:
    feeds = [feed(f"f{n}", f"https://h{n // 10}.example/{n}") for n in range(2_000)]
    await store.sync_feeds(feeds, NOON)
    held = [await store.claim_feed_host(NOON + HOUR, 60, LIMIT) for _ in range(32)]
    assert all(job is not None and len(job.feeds) == 10 for job in held)
    assert len({job.host for job in held if job}) == 32
