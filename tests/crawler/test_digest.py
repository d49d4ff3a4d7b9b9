"""What a digest queues: one message for readers, as many as it takes for programs."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.digests.digest import MOST_STORIES
from crawler.core.digests.webhook import MOST_BYTES, body
from crawler.digest import Digester
from crawler.model.alert import Delivery, DeliveryState, Message, MessageType
from crawler.model.filing import Archive, Draft, Filing, New
from crawler.model.health import Accepted
from storage import open_store
from storage.protocol import Store
from tests.sample_alerts import alert_data
from tests.storage.given import HOUR, NOON, alert, change, draft, feed, fetched, page, tasks

CONFIG = """
feeds: []
topics: [{name: treaty, all: [treaty], digest: [morning]}]
channels:
  desk: {type: terminal}
  hook: {type: webhook, url: "https://ops.example/hook"}
digests: {morning: {cron: 30 6 * * *, tz: Asia/Seoul, to: [desk, hook]}}
"""
PUBLISHED = "publish: {alerts: out/, url: https://wire.example/}\n"
MANY = MOST_STORIES + 15


@dataclass(frozen=True, slots=True)
class NoonClock(SystemClock):
    def now(self) -> datetime:
        return NOON + HOUR


async def raised(store: Store, count: int) -> None:
    """Raise that many alerts, of a story each, for the digest alone."""

    def decide(of: Draft, archive: Archive) -> Filing:
        story = f"story of {of.url}"
        data = alert_data(story={"id": story})
        told = alert(f"alert {of.url}", of, data=data, notify=(), digests=("morning",))
        return Filing(verdict=New(), story=change(story, of), alerts=(told,))

    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *map(page, range(count)))
    lease, found = await tasks(store)
    await store.file(lease, [draft(task) for task in found], decide, NOON)


async def queued(folder: Path, extra: str, count: int) -> dict[str, list[Delivery]]:
    """Close the digest over that many stories; return what is queued, by channel."""
    (folder / "feeds.yaml").write_text(CONFIG + extra, encoding="utf-8")
    config = load_config(folder / "feeds.yaml", os.environ)
    store = await open_store("sqlite:///:memory:")
    await raised(store, count)
    digester = Digester(config=config, store=store, clock=NoonClock())
    assert await digester.close(config.digests[0])
    waiting = await store.deliveries([DeliveryState.PENDING], 999)
    assert await store.waiting_for_digest("morning") == ()
    await store.close()
    return {name: [d for d in waiting if d.channel == name] for name in ("desk", "hook")}


def alerts(deliveries: list[Delivery]) -> list[str]:
    return [entry["id"] for each in deliveries for entry in each.message.data["alerts"]]


async def test_a_program_without_a_page_to_follow_is_told_every_story_in_small_bodies(
    tmp_path: Path,
) -> None:
    sent = await queued(tmp_path, "", MANY)
    assert len(alerts(sent["hook"])) == len(set(alerts(sent["hook"]))) == MANY
    assert {each.message.data["more"] for each in sent["hook"]} == {0}
    assert all(len(body(each.message)) < MOST_BYTES for each in sent["hook"])
    assert {each.message.data["parts"] for each in sent["hook"]} == {len(sent["hook"])}
    (one,) = sent["desk"]
    assert len(one.message.data["alerts"]) == MOST_STORIES
    assert one.message.data["more"] == 15


async def test_where_a_page_has_the_rest_the_first_stories_and_the_link_are_told(
    tmp_path: Path,
) -> None:
    sent = await queued(tmp_path, PUBLISHED, MANY)
    assert len(alerts(sent["hook"])) == MOST_STORIES
    assert {(each.message.data["more"], each.message.data["more_at"]) for each in sent["hook"]} == {
        (15, "https://wire.example/topics/treaty.html")
    }


@pytest.mark.parametrize("extra", ["", PUBLISHED])
async def test_a_short_digest_is_one_message_for_all(tmp_path: Path, extra: str) -> None:
    sent = await queued(tmp_path, extra, 2)
    (read,), (posted,) = sent["desk"], sent["hook"]
    assert read.message == posted.message
    assert read.message.id == "digest-morning-20260301T130000Z"


async def test_an_alert_told_in_a_digest_alone_was_accepted_with_it() -> None:
    store = await open_store("sqlite:///:memory:")
    await raised(store, 2)
    first, _ = alerts_ = await store.waiting_for_digest("morning")
    data = {"alerts": [{**first.data, "id": first.id}]}
    message = Message(id="d", type=MessageType.DIGEST, created_at=NOON, data=data)
    ids = [alert.id for alert in alerts_]
    await store.close_digest("morning", [(message, ["desk"])], ids, told_until=NOON, now=NOON)
    assert await store.accepted(NOON, 9) == ()
    job = await store.claim_delivery(NOON, 60, ())
    assert job
    await store.record_sent(job.lease, job.delivery.id, NOON + HOUR)
    outlet = first.data["article"]["outlet"]
    published = datetime.fromisoformat(first.data["latency"]["published"])
    assert await store.accepted(NOON, 9) == (
        Accepted(outlet=outlet, published=published, accepted_at=NOON + HOUR),
    )
    assert await store.accepted(NOON + HOUR, 9) == ()
    await store.close()
