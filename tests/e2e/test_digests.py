import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.digest import Digester
from crawler.model.alert import MessageType
from storage import open_store
from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom

TOPIC = "topics:\n  - {name: treaty, all: [Russia, treaty], digest: [daily]}\n"
DAILY = "digests:\n  daily: {cron: '0 6 * * *', tz: Asia/Seoul, to: [hook]EMPTY}\n"


@dataclass(frozen=True, slots=True)
class LaterClock(SystemClock):
    """The machine's clock, as it will be."""

    by: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by  # noqa: TID251 - a clock


@pytest.fixture
def told(desk: Desk, room: Newsroom) -> Desk:
    """A desk whose digest waits with one alert."""
    room.publish("wire", "a", "Russia ratifies treaty", "Russia ratified the treaty on Saturday.")
    desk.configure("wire", topic=TOPIC, extra=DAILY.replace("EMPTY", ""))
    assert desk.once().returncode == 0
    return desk


async def digester(desk: Desk, days: float) -> Digester:
    config = load_config(desk.folder / "feeds.yaml", os.environ)
    store = await open_store(config.storage.reveal())
    return Digester(config=config, store=store, clock=LaterClock(timedelta(days=days)))


def test_an_alert_for_a_digest_is_not_sent_at_once(told: Desk, room: Newsroom) -> None:
    assert room.hooks == []
    shown = told.run("digest", "preview", "daily")
    assert "Russia ratifies treaty" in shown.stdout
    data = json.loads(told.run("digest", "preview", "daily", "--json").stdout)
    assert [alert["article"]["title"] for alert in data["alerts"]] == ["Russia ratifies treaty"]
    assert data["coverage"]["articles"] == 1


def test_the_html_of_a_preview_can_be_looked_at(told: Desk) -> None:
    assert told.run("digest", "preview", "daily", "--html", "digest.html").returncode == 0
    assert "/wire/a.html" in (told.folder / "digest.html").read_text(encoding="utf-8")


def test_a_digest_nobody_configured_is_named_with_those_that_are(told: Desk) -> None:
    done = told.run("digest", "preview", "nightly")
    assert done.returncode == 1
    assert "daily" in done.stderr


def test_a_digest_lists_the_outlets_that_tell_the_story_by_now(told: Desk, room: Newsroom) -> None:
    room.publish("echo", "a", "Russia ratifies treaty", "Russia ratified the treaty on Saturday.")
    told.configure("wire", "echo", topic=TOPIC, extra=DAILY.replace("EMPTY", ""))
    told.once()
    data = json.loads(told.run("digest", "preview", "daily", "--json").stdout)
    sources = [source["outlet"] for source in data["alerts"][0]["story"]["sources"]]
    assert sources == ["wire", "echo"]


def test_a_digest_that_was_renamed_tells_what_waited_under_its_old_name(told: Desk) -> None:
    topic, digests = (text.replace("daily", "nightly") for text in (TOPIC, DAILY))
    told.configure("wire", topic=topic, extra=digests.replace("EMPTY", ""))
    assert told.once().returncode == 0
    assert "Russia ratifies treaty" in told.run("digest", "preview", "nightly").stdout


def test_what_waits_for_a_digest_nobody_names_any_more_is_said(told: Desk) -> None:
    told.configure("wire", topic=TOPIC.replace("digest: [daily]", "notify: [hook]"))
    done = told.once()
    assert "alerts wait for a digest that is no longer configured" in done.stderr
    assert "alerts=1" in done.stderr


async def test_a_digest_whose_hour_passed_is_closed_once(told: Desk) -> None:
    later = await digester(told, days=1)
    assert await later.close_due() is True
    assert await later.close_due() is False
    lease = await later.store.claim_delivery(later.clock.now(), 60, ())
    assert lease is not None
    assert lease.delivery.message.type is MessageType.DIGEST
    assert len(lease.delivery.message.data["alerts"]) == 1
    assert await later.store.waiting_for_digest("daily") == ()
    await later.store.close()


async def test_an_hour_that_did_not_pass_closes_nothing(told: Desk) -> None:
    now = await digester(told, days=0)
    assert await now.close_due() is False
    assert len(await now.store.waiting_for_digest("daily")) == 1
    await now.store.close()


async def test_an_empty_digest_is_skipped_or_sent_as_proof_of_life(desk: Desk) -> None:
    for empty, sent in (("", False), (", empty: send", True)):
        desk.configure(topic=TOPIC, extra=DAILY.replace("EMPTY", empty))
        there = await digester(desk, days=0)
        digest = there.config.digests[0]
        assert await there.close(digest) is sent
        await there.store.close()


@pytest.fixture
def muted(desk: Desk, room: Newsroom) -> Desk:
    """A desk whose topic is muted while it matches."""
    desk.configure("wire", topic=TOPIC, extra=DAILY.replace("EMPTY", ""))
    assert desk.run("mute", "treaty", "--for", "30d").returncode == 0
    room.publish("wire", "a", "Russia ratifies treaty", "Russia ratified the treaty on Saturday.")
    assert desk.once().returncode == 0
    return desk


async def test_what_was_held_back_while_digests_were_skipped_is_told_by_the_next(
    muted: Desk,
) -> None:
    held = [{"topic": "treaty", "reason": "muted", "count": 1}]
    for days, empty, told in ((0.5, False, held), (2, False, held), (3, True, [])):
        later = await digester(muted, days=days)
        daily = replace(later.config.digests[0], send_empty=empty)
        assert (await later.preview(daily)).data["held_back"] == held
        assert await later.close(daily) is empty
        assert (await later.preview(daily)).data["held_back"] == told
        await later.store.close()
