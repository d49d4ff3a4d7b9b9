"""Pages: claimed by host, new ones first, put back, given up, looked at again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.model.errors import LeaseLostError
from crawler.model.filing import Draft, Filing, New, Same
from crawler.model.lease import FEED_ONLY_HOST, PageReason
from crawler.model.web import Validators
from storage.protocol import Store
from tests.storage.given import (
    DAY,
    HOUR,
    LEASE_S,
    MINUTE,
    NOON,
    SECOND,
    change,
    draft,
    feed,
    fetched,
    new_article,
    page,
    tasks,
)


@pytest.fixture(autouse=True)
async def configured(store: Store) -> None:
    await store.sync_feeds([feed("a"), feed("b")], NOON)


async def test_a_page_carries_its_entry_and_where_it_comes_from(store: Store) -> None:
    await fetched(store, "a", page(1), baseline=True)
    _, (task,) = await tasks(store)
    assert task.entry == page(1).entry
    assert (task.reason, task.url, task.feed_id) == (PageReason.NEW, page(1).url, "a")
    assert (task.seen_at, task.feed_fetched_at, task.baseline) == (NOON, NOON, True)
    assert (task.attempts, task.article_id, task.validators) == (1, None, Validators())


async def test_hosts_are_claimed_one_holder_each_within_their_limits(store: Store) -> None:
    pages = [page(n) for n in range(3)] + [page(n, host=FEED_ONLY_HOST) for n in range(3, 8)]
    await fetched(store, "a", *pages)
    claims = [await store.claim_page_host(NOON, LEASE_S, 2, 4) for _ in range(3)]
    assert {(c.host, len(c.pages)) for c in claims if c} == {("a.example", 2), (FEED_ONLY_HOST, 4)}
    assert claims[2] is None


async def test_new_pages_come_before_older_second_looks(store: Store) -> None:
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    await store.file(lease, [draft(task, recheck_at=NOON + MINUTE)], new_article, NOON)
    await store.release_page_host(lease, NOON, NOON)
    await fetched(store, "a", page(2), now=NOON + HOUR)
    _, found = await tasks(store, NOON + HOUR)
    assert [each.reason for each in found] == [PageReason.NEW, PageReason.RECHECK]


async def test_pages_given_back_unread_come_back_alone_later_and_without_a_counted_attempt(
    store: Store,
) -> None:
    await fetched(store, "a", page(1), page(2), page(3))
    lease, (first, *_) = await tasks(store)
    await store.drop_page(lease, first.id, "404")
    await store.release_page_host(lease, NOON, NOON)
    assert await store.claim_page_host(NOON + 9 * SECOND, LEASE_S, 9, 9) is None
    lease, (alone,) = await tasks(store, NOON + 10 * SECOND)
    assert alone.attempts == 1
    await store.release_page_host(lease, NOON + 10 * SECOND, NOON + 10 * SECOND)
    _, (other,) = await tasks(store, NOON + 10 * SECOND)
    assert other.id != alone.id


async def test_of_a_page_that_ends_its_reader_five_times_the_feeds_text_is_read_and_it_is_not_fetched(
    store: Store,
) -> None:
    await fetched(store, "a", page(1))
    for turn in range(5):
        claimed = await store.claim_page_host(NOON + turn * HOUR, LEASE_S, 9, 9)
        assert claimed is not None
        assert claimed.host == "a.example"
    claimed = await store.claim_page_host(NOON + 5 * HOUR, LEASE_S, 9, 9)
    assert claimed is not None
    assert claimed.host == FEED_ONLY_HOST
    await store.file(claimed.lease, [draft(claimed.pages[0])], new_article, NOON + 5 * HOUR)
    assert (await store.counts()).articles == 1


async def test_a_page_whose_feeds_text_ends_its_readers_too_rests_after_five_times_and_its_neighbour_is_filed(
    store: Store,
) -> None:
    await fetched(store, "a", page(1), page(2))
    poison = page(1).url
    handed_out: list[str] = []
    turn, now = 0, NOON
    while handed_out.count(poison) < 10:
        now = NOON + turn * MINUTE
        while (claimed := await store.claim_page_host(now, LEASE_S, 9, 9)) is not None:
            handed_out += [task.url for task in claimed.pages]
            for task in claimed.pages:
                if turn and task.url != poison:  # in the first turn all die together
                    await store.file(claimed.lease, [draft(task)], new_article, now)
            if turn % 2:  # a bug: the host is given back; else the process is killed
                await store.release_page_host(claimed.lease, now, now)
            else:
                break
        turn += 1
    assert (await store.counts()).articles == 1
    assert await store.claim_page_host(now + HOUR, LEASE_S, 9, 9) is None
    assert (await store.counts()).pages_waiting == 1
    assert await store.claim_page_host(now + HOUR + MINUTE, LEASE_S, 9, 9) is not None


async def test_pages_of_a_dead_holder_come_back_one_at_a_time_with_the_attempt_counted(
    store: Store,
) -> None:
    await fetched(store, "a", page(1), page(2))
    dead, held = await tasks(store)
    later = NOON + 2 * MINUTE
    heir, (suspect,) = await tasks(store, later)
    assert suspect.attempts == 2
    with pytest.raises(LeaseLostError):
        await store.postpone_page(dead, held[1].id, later, "late")
    await store.drop_page(heir, suspect.id, "kills its reader")
    await store.release_page_host(heir, later, later)
    _, (other,) = await tasks(store, later)
    assert other.id != suspect.id


async def test_a_postponed_page_is_due_at_its_moment(store: Store) -> None:
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    await store.postpone_page(lease, task.id, NOON + HOUR, "timeout")
    await store.release_page_host(lease, NOON, NOON)
    assert await store.claim_page_host(NOON + 59 * MINUTE, LEASE_S, 9, 9) is None
    _, (again,) = await tasks(store, NOON + HOUR)
    assert (again.id, again.attempts) == (task.id, 2)


async def test_a_page_given_up_is_not_handed_out_again_but_another_feed_may_bring_it_back(
    store: Store,
) -> None:
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    await store.drop_page(lease, task.id, "404")
    await store.release_page_host(lease, NOON, NOON)
    assert await store.claim_page_host(NOON + DAY, LEASE_S, 9, 9) is None
    await fetched(store, "b", page(1))
    assert len((await tasks(store))[1]) == 1


async def test_a_result_for_a_page_outside_the_lease_is_refused(store: Store) -> None:
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    await store.file(lease, [draft(task)], new_article, NOON)
    for late in (
        store.postpone_page(lease, task.id, NOON, "x"),
        store.drop_page(lease, task.id, "x"),
        store.recheck_done(lease, task.id, NOON, None),
    ):
        with pytest.raises(LeaseLostError, match="not in lease"):
            await late
    await store.release_page_host(lease, NOON, NOON)
    with pytest.raises(LeaseLostError):
        await store.release_page_host(lease, NOON, NOON)


@pytest.mark.parametrize(
    ("retry_at", "recheck_at", "due", "reason", "attempts"),
    [
        (None, NOON + HOUR, NOON + HOUR, PageReason.RECHECK, 1),
        (NOON + MINUTE, NOON + HOUR, NOON + MINUTE, PageReason.RETRY, 2),
    ],
)
async def test_a_filed_page_comes_back_for_a_retry_or_a_second_look(
    store: Store,
    *,
    retry_at: object,
    recheck_at: object,
    due: object,
    reason: PageReason,
    attempts: int,
) -> None:
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    validators = Validators(etag='"1"')
    of = draft(task, retry_at=retry_at, recheck_at=recheck_at, validators=validators)
    (filed,) = await store.file(lease, [of], new_article, NOON)
    await store.release_page_host(lease, NOON, NOON)
    assert isinstance(due, type(NOON))
    assert await store.claim_page_host(due - SECOND, LEASE_S, 9, 9) is None
    _, (again,) = await tasks(store, due)
    assert (again.reason, again.article_id, again.attempts) == (reason, filed.article_id, attempts)
    assert again.validators == validators


@pytest.mark.parametrize("next_at", [None, NOON + DAY])
async def test_a_look_that_found_nothing_schedules_the_next_or_is_the_last(
    store: Store, next_at: object
) -> None:
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    await store.file(lease, [draft(task, recheck_at=NOON + HOUR)], new_article, NOON)
    await store.release_page_host(lease, NOON, NOON)
    lease, (task,) = await tasks(store, NOON + HOUR)
    await store.recheck_done(lease, task.id, NOON + HOUR, next_at)  # type: ignore[arg-type]
    await store.release_page_host(lease, NOON + HOUR, NOON + HOUR)
    assert (await store.claim_page_host(NOON + DAY, LEASE_S, 9, 9) is None) == (next_at is None)


async def _filed(store: Store, of_feed: str = "a", **changes: object) -> None:
    await fetched(store, of_feed, page(1))
    lease, (task,) = await tasks(store)
    await store.file(lease, [draft(task, **changes)], new_article, NOON)
    await store.release_page_host(lease, NOON, NOON)


async def test_another_feed_with_the_same_headline_gives_nothing_more_to_read(store: Store) -> None:
    await _filed(store)
    assert await fetched(store, "b", page(1)) == 1
    assert await store.claim_page_host(NOON + DAY, LEASE_S, 9, 9) is None


@pytest.mark.parametrize("recheck_at", [None, NOON + DAY])
async def test_a_new_headline_for_a_known_article_brings_a_second_look_at_once(
    store: Store, recheck_at: object
) -> None:
    await _filed(store, recheck_at=recheck_at, validators=Validators(last_modified="x"))
    await fetched(store, "b", page(1, title="Treaty torn up"), now=NOON + MINUTE)
    _, (task,) = await tasks(store, NOON + MINUTE)
    assert task.reason is PageReason.RECHECK
    assert task.article_id is not None
    assert task.validators == Validators(last_modified="x")


async def test_an_article_has_one_standing_task_however_many_pages_led_to_it(store: Store) -> None:
    await fetched(store, "a", page(1), page(2))
    lease, (one, two) = await tasks(store)
    again = timedelta(days=1)

    def decide(of: Draft, archive: object) -> Filing:
        if of.task.id == one.id:
            return Filing(verdict=New(), story=change("s", of))
        return Filing(verdict=Same(article_id=filed[0].article_id), story=None)

    filed = await store.file(lease, [draft(one, recheck_at=NOON + again)], decide, NOON)
    await store.file(lease, [replace(draft(two), recheck_at=NOON + again)], decide, NOON)
    await store.release_page_host(lease, NOON, NOON)
    _, found = await tasks(store, NOON + again)
    assert [task.id for task in found] == [one.id]
