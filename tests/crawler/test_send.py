"""Late alerts: gathered where they are too many, told one by one where they are not."""

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest

from crawler.clock import SystemClock
from crawler.core.digests.gathering import MOST_LATE
from crawler.deliver import deliverers
from crawler.gathering import Gatherer
from crawler.model.alert import DeliveryState, WebhookChannel, message_of
from crawler.model.secret import Secret
from crawler.send import Sender
from storage import open_store
from storage.protocol import Store
from tests.sample_alerts import NOON, alert, alert_data
from tests.sinks import Answer, HookSink, hook_sink

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class HandClock(SystemClock):
    """A clock that is set by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Post:
    """A sender with one webhook, its archive and its receiver."""

    sink: HookSink
    store: Store
    clock: HandClock = field(default_factory=HandClock)

    def sender(self) -> Sender:
        channel = WebhookChannel(name="hook", url=Secret(self.sink.url))
        made = deliverers(
            {"hook": channel},
            transport=httpx.AsyncHTTPTransport(),
            networks=(),
            clock=self.clock,
            out=io.StringIO(),
        )
        return Sender(
            channels={"hook": channel},
            deliverers=made,
            store=self.store,
            clock=self.clock,
            gatherer=Gatherer(store=self.store, clock=self.clock),
        )

    async def raised(self, count: int) -> None:
        for number in range(count):
            data = alert_data(story={"id": f"s{number}"})
            message = message_of(alert(f"al{number}", data=data))
            await self.store.enqueue(message, ["hook"], self.clock.now())

    async def sent(self, sender: Sender) -> list[str]:
        """Send all that can be sent now; return the types of what the receiver was offered."""
        before = len(self.sink.calls)
        while (job := await sender.claim()) is not None:
            await sender.carry_out(job)
        return [json.loads(call.body)["type"] for call in self.sink.calls[before:]]

    def ids(self) -> list[str]:
        """Return the ids of all alerts received in digests."""
        bodies = (json.loads(call.body) for call in self.sink.calls)
        return [
            each["id"]
            for text in bodies
            if text["type"] == "digest"
            for each in text["data"]["alerts"]
        ]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    with hook_sink() as sink:
        store = await open_store("sqlite:///:memory:")
        yield Post(sink, store)
        await store.close()


async def test_many_alerts_that_waited_for_an_hour_are_one_digest(post: Post) -> None:
    await post.raised(120)
    post.clock.at += HOUR
    sender = post.sender()
    assert await sender.gather()
    assert set(await post.sent(sender)) == {"digest"}
    assert post.ids() == [f"al{number}" for number in range(120)]
    carried = await post.store.deliveries([DeliveryState.CARRIED], 999)
    digests = {call.headers["webhook-id"] for call in post.sink.calls}
    assert len(carried) == 120
    assert {each.carried_by for each in carried} == digests
    assert not await sender.gather()


@pytest.mark.parametrize(("count", "waited"), [(MOST_LATE, 2 * HOUR), (120, 0 * HOUR)])
async def test_few_late_ones_and_a_burst_in_time_are_told_one_by_one(
    post: Post, count: int, waited: timedelta
) -> None:
    await post.raised(count)
    post.clock.at += waited
    sender = post.sender()
    assert not await sender.gather()
    assert await post.sent(sender) == ["alert.created"] * count


async def test_a_receiver_that_comes_back_gets_one_probe_and_the_rest_together(post: Post) -> None:
    sender = post.sender()
    post.sink.script = [Answer(status=503)] * 5
    await post.raised(120)
    await post.sent(sender)
    post.clock.at += 2 * HOUR
    assert not await sender.gather()  # not while it refuses
    probe, *rest = await post.sent(sender)
    assert (probe, set(rest)) == ("alert.created", {"digest"})
    told = post.ids()
    assert len(told) == len(set(told)) == 119


async def test_what_is_put_back_by_hand_is_told_one_by_one(post: Post) -> None:
    await post.raised(60)
    post.clock.at += 2 * HOUR
    post.sink.script = [Answer(status=410)]
    sender = post.sender()
    await post.sent(sender)
    assert await post.store.requeue(None, post.clock.now()) == 60
    assert not await sender.gather()
    assert await post.sent(sender) == ["alert.created"] * 60


@pytest.mark.parametrize("slept", [timedelta(seconds=61), timedelta(days=1)])
async def test_what_is_being_sent_is_not_sent_again_though_its_lease_ran_out(
    post: Post, slept: timedelta
) -> None:
    await post.raised(1)
    sender = post.sender()
    job = await sender.claim()
    assert job is not None
    post.clock.at += slept  # a long time-out, or the machine slept
    assert await sender.claim() is None
    await sender.carry_out(job)
    assert await sender.claim() is None
    (sent,) = await post.store.deliveries([DeliveryState.SENT], 9)
    assert sent.attempts == 1
