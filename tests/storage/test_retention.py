"""Retention: bodies, articles and alerts by their ages; working memory by its own."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from crawler.model.article import Origin
from crawler.model.filing import Archive, Draft, Filing
from crawler.model.settings import Retention
from storage import open_store
from storage.protocol import Sought, Store
from tests.storage.archives import FEED_BODY, showing
from tests.storage.given import (
    DAY,
    HOUR,
    LEASE_S,
    NOON,
    alerting,
    draft,
    feed,
    fetched,
    match,
    new_article,
    page,
    tasks,
)

FOR_EVER = Retention(raw=None, articles=None, alerts=None)


@pytest.fixture(autouse=True)
async def filed(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1))
    lease, (task,) = await tasks(store)
    of = draft(task, "treaty signed in Pyongyang today", matches=(match(),))
    await store.file(lease, [of], alerting(), NOON)
    await store.release_page_host(lease, NOON, NOON)


async def test_nothing_young_is_dropped(store: Store) -> None:
    dropped = await store.prune(Retention(raw=DAY, articles=DAY, alerts=DAY), NOON + DAY)
    assert set(dropped.values()) == {0}


async def test_a_raw_body_goes_by_age_its_version_stays(store: Store) -> None:
    dropped = await store.prune(Retention(raw=DAY, articles=None, alerts=None), NOON + 2 * DAY)
    assert dropped["raw"] == 1
    counts = await store.counts()
    assert (counts.articles, counts.versions) == (1, 1)


async def test_an_article_goes_with_its_versions_story_and_index_its_alert_stays(
    store: Store,
) -> None:
    dropped = await store.prune(Retention(raw=None, articles=DAY, alerts=None), NOON + 2 * DAY)
    assert (dropped["articles"], dropped["stories"]) == (1, 1)
    counts = await store.counts()
    assert (counts.articles, counts.versions, counts.stories) == (0, 0, 0)
    assert await store.candidates("treaty", Sought(), None, 5) == ()
    assert len(await store.alerts(None, None, 5)) == 1


async def test_an_alert_goes_once_it_was_sent_and_no_digest_waits_for_it(store: Store) -> None:
    rules = Retention(raw=None, articles=None, alerts=DAY)
    later = NOON + 3 * DAY
    dropped = await store.prune(rules, later)
    assert (dropped["alerts"], dropped["deliveries"], dropped["messages"]) == (0, 0, 0)
    lease = await store.claim_delivery(NOON, LEASE_S, ())
    assert lease is not None
    await store.record_sent(lease.lease, lease.delivery.id, NOON)
    dropped = await store.prune(rules, later)
    assert (dropped["alerts"], dropped["deliveries"], dropped["messages"]) == (0, 1, 1)


async def test_copies_are_looked_for_in_a_week_only(store: Store) -> None:
    dropped = await store.prune(FOR_EVER, NOON + 8 * DAY)
    assert dropped["sketches"] == 1
    assert (await store.prune(FOR_EVER, NOON + 8 * DAY))["sketches"] == 0
    await fetched(store, "a", page(2), now=NOON + 8 * DAY)
    lease, (task,) = await tasks(store, NOON + 8 * DAY)

    def look(of: Draft, archive: Archive) -> Filing:
        assert archive.overlaps(of.fingerprint.sketch, "en", NOON, 1) == ()
        assert [each.size for each in archive.same_text(of.fingerprint.text_hash, NOON)] == [0]
        return new_article(of, archive)

    await store.file(lease, [draft(task, "treaty signed in Pyongyang today")], look, NOON)


async def test_working_memory_is_forgotten_by_age(store: Store) -> None:
    dropped = await store.prune(FOR_EVER, NOON + 400 * DAY)
    assert dropped["terms"] == 5
    assert dropped["story_terms"] == 5
    assert dropped["entries"] == 1
    assert dropped["hosts"] == 1
    assert (await store.counts()).articles == 1
    assert await fetched(store, "a", page(1), now=NOON + 400 * DAY) == 1


async def test_an_entry_that_is_still_shown_is_remembered(store: Store) -> None:
    for months in range(1, 10):
        assert await fetched(store, "a", page(1), now=NOON + 30 * months * DAY) == 0
    assert (await store.prune(FOR_EVER, NOON + 280 * DAY))["entries"] == 0


async def test_a_page_given_up_is_remembered_for_a_month(store: Store) -> None:
    await fetched(store, "a", page(2))
    lease, (task,) = await tasks(store)
    await store.drop_page(lease, task.id, "404")
    assert (await store.prune(FOR_EVER, NOON + 20 * DAY))["pages"] == 0
    assert (await store.prune(FOR_EVER, NOON + 40 * DAY))["pages"] == 1


async def test_a_body_received_again_starts_its_age_anew(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/w.db")
    await store.sync_feeds([feed("a")], NOON)
    for number, moment in enumerate((NOON, NOON + 3 * DAY)):
        await fetched(store, "a", page(number), now=moment)
        lease, (task,) = await tasks(store, moment)
        await store.file(lease, [draft(task, "same bytes", fetched_at=moment)], new_article, moment)
        await store.release_page_host(lease, moment, moment)
    rules = Retention(raw=2 * DAY, articles=None, alerts=None)
    assert (await store.prune(rules, NOON + 4 * DAY))["raw"] == 0
    await store.close()
    with sqlite3.connect(tmp_path / "w.db") as db:
        assert db.execute("SELECT count(*) FROM raw").fetchone() == (1,)
    db.close()


async def test_a_body_goes_with_the_last_article_it_proves(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/w.db")
    await store.sync_feeds([feed("a")], NOON)
    for number, moment in enumerate((NOON, NOON + 3 * DAY)):
        await fetched(store, "a", page(number), now=moment)
        lease, (task,) = await tasks(store, moment)
        await store.file(lease, [draft(task, "same bytes", fetched_at=moment)], new_article, moment)
        await store.release_page_host(lease, moment, moment)
    left = []
    for days in (4, 8):
        await store.prune(Retention(raw=None, articles=2 * DAY, alerts=None), NOON + days * DAY)
        with sqlite3.connect(tmp_path / "w.db") as db:
            left += db.execute("SELECT count(*) FROM raw").fetchone()
        db.close()
    await store.close()
    assert left == [1, 0]


async def test_what_would_go_is_counted_kind_by_kind_and_stays(store: Store) -> None:
    rules, later = Retention(raw=DAY, articles=DAY, alerts=DAY), NOON + 200 * DAY
    would = await store.prunable(rules, later)
    assert await store.prunable(rules, later) == would
    assert (would["raw"], would["articles"], would["sketches"], would["terms"]) == (1, 1, 1, 5)
    dropped = await store.prune(rules, later)
    assert dropped.keys() == would.keys()
    assert (dropped["raw"], dropped["articles"]) == (1, 1)


async def test_a_feeds_response_goes_when_it_proves_nothing(store: Store) -> None:
    await showing(store, 7, now=NOON + HOUR)
    assert (await store.prune(FOR_EVER, NOON + 2 * HOUR))["feed_documents"] == 0
    lease, (task,) = await tasks(store, NOON + HOUR)
    await store.drop_page(lease, task.id, "lost")
    await store.prune(FOR_EVER, NOON + 40 * DAY)
    assert (await store.prune(FOR_EVER, NOON + 40 * DAY))["feed_documents"] == 0
    assert await store.body(hashlib.sha256(FEED_BODY).hexdigest()) is None


async def test_a_feeds_response_stays_while_a_text_came_from_it(store: Store) -> None:
    await showing(store, 7, now=NOON + HOUR)
    lease, (task,) = await tasks(store, NOON + HOUR)
    of = draft(task, "The feed's own words.", origin=Origin.FEED, capture=None)
    await store.file(lease, [of], new_article, NOON + HOUR)
    await store.prune(FOR_EVER, NOON + 40 * DAY)
    assert await store.body(hashlib.sha256(FEED_BODY).hexdigest()) == FEED_BODY


async def test_without_free_pages_there_is_nothing_to_give_back(store: Store) -> None:
    assert await store.give_back_space() >= 0
    assert await store.give_back_space() == 0
