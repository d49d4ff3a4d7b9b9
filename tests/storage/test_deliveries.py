"""Deliveries: at least once, under one id, never dropped silently."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from crawler.model.alert import Delivery, DeliveryState, Message, MessageType
from crawler.model.errors import LeaseLostError
from crawler.model.filing import Archive, Draft, Filing, New
from crawler.model.health import Disabled
from crawler.model.lease import DeliveryLease
from storage.protocol import Holder, Store
from tests.storage.given import (
    DAY,
    HOUR,
    LEASE_S,
    MINUTE,
    NOON,
    SECOND,
    alert,
    alerting,
    change,
    draft,
    feed,
    fetched,
    page,
    tasks,
)


def message(name: str = "m1") -> Message:
    return Message(id=name, type=MessageType.HEALTH, created_at=NOON, data={"text": "ok — да"})


async def claimed(store: Store, now: object = NOON, busy: tuple[str, ...] = ()) -> DeliveryLease:
    lease = await store.claim_delivery(now, LEASE_S, busy)  # type: ignore[arg-type]
    assert lease is not None
    return lease


async def test_a_message_is_queued_once_for_a_channel_and_id(store: Store) -> None:
    await store.enqueue(message(), ["mail", "hook"], NOON)
    await store.enqueue(message(), ["hook", "chat"], NOON)
    assert (await store.counts()).deliveries[DeliveryState.PENDING] == 3


async def test_a_claimed_delivery_is_held_and_its_attempt_counted(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    lease = await claimed(store)
    assert lease.delivery.message == message()
    assert (lease.delivery.channel, lease.delivery.attempts) == ("mail", 1)
    assert lease.delivery.state is DeliveryState.PENDING
    assert await store.claim_delivery(NOON + 59 * SECOND, LEASE_S, ()) is None


async def test_the_delivery_due_longest_goes_first_past_busy_channels(store: Store) -> None:
    await store.enqueue(message("late"), ["mail"], NOON + SECOND)
    await store.enqueue(message("early"), ["mail", "hook"], NOON)
    first = await claimed(store, NOON + MINUTE, ("hook",))
    assert (first.delivery.message.id, first.delivery.channel) == ("early", "mail")
    second = await claimed(store, NOON + MINUTE, ("mail",))
    assert (second.delivery.message.id, second.delivery.channel) == ("early", "hook")
    assert await store.claim_delivery(NOON + MINUTE, LEASE_S, ("mail", "hook")) is None
    assert await store.claim_delivery(NOON, LEASE_S, ()) is None


async def test_a_dead_senders_delivery_comes_back_and_his_late_mark_is_refused(
    store: Store,
) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    dead = await claimed(store)
    heir = await claimed(store, NOON + MINUTE)
    assert heir.delivery.attempts == 2
    late = dead.lease
    for write in (
        store.record_sent(late, dead.delivery.id, NOON),
        store.record_retry(late, dead.delivery.id, NOON, "x"),
        store.record_dead(late, dead.delivery.id, NOON, "x"),
    ):
        with pytest.raises(LeaseLostError):
            await write
    await store.record_sent(heir.lease, heir.delivery.id, NOON)
    assert (await store.counts()).deliveries[DeliveryState.SENT] == 1
    assert await store.claim_delivery(NOON + DAY, LEASE_S, ()) is None


async def test_a_retry_waits_for_its_moment_and_keeps_the_reason(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    lease = await claimed(store)
    await store.record_retry(lease.lease, lease.delivery.id, NOON + HOUR, "451 greylisted")
    assert (await store.counts()).deliveries[DeliveryState.RETRYING] == 1
    assert await store.claim_delivery(NOON + 59 * MINUTE, LEASE_S, ()) is None
    again = await claimed(store, NOON + HOUR)
    assert (again.delivery.state, again.delivery.attempts) == (DeliveryState.RETRYING, 2)
    assert (again.delivery.last_error, again.delivery.message.id) == ("451 greylisted", "m1")


async def test_a_dead_letter_is_counted_and_not_sent(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    lease = await claimed(store)
    await store.record_dead(lease.lease, lease.delivery.id, NOON, "550 no such user")
    assert (await store.counts()).deliveries[DeliveryState.DEAD] == 1
    assert await store.claim_delivery(NOON + DAY, LEASE_S, ()) is None


async def test_a_message_that_ends_its_sender_five_times_is_a_dead_letter(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    for turn in range(5):
        lease = await claimed(store, NOON + turn * HOUR)
        assert lease.delivery.attempts == turn + 1
    assert await store.claim_delivery(NOON + DAY, LEASE_S, ()) is None
    assert (await store.counts()).deliveries[DeliveryState.DEAD] == 1


async def test_a_retry_in_between_shows_that_the_message_is_no_killer(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    for turn in range(12):
        lease = await claimed(store, NOON + turn * HOUR)
        if turn % 3 == 2:
            await store.record_retry(lease.lease, lease.delivery.id, NOON, "503")


async def test_letting_go_hands_every_lease_back_without_a_counted_attempt(store: Store) -> None:
    await store.hold(Holder(pid=1, host="h", since=NOON, heartbeat_at=NOON))
    await store.sync_feeds([feed("a"), feed("b")], NOON)
    await fetched(store, "a", page(1))
    await store.enqueue(message(), ["mail"], NOON)
    host = await store.claim_feed_host(NOON, LEASE_S, 10)
    lease, _ = await tasks(store)
    delivery = await claimed(store)
    await store.let_go()
    assert await store.holder() is None
    assert host is not None
    for late in (
        store.release_feed_host(host.lease, NOON, NOON),
        store.release_page_host(lease, NOON, NOON),
        store.record_sent(delivery.lease, delivery.delivery.id, NOON),
    ):
        with pytest.raises(LeaseLostError):
            await late
    again = await store.claim_feed_host(NOON, LEASE_S, 10)
    assert again is not None
    assert again.feeds == host.feeds
    assert [task.attempts for task in (await tasks(store))[1]] == [1]
    assert (await claimed(store)).delivery.attempts == 1


async def test_a_new_daemon_takes_over_at_once_what_a_dead_one_held(store: Store) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1))
    await store.make_due(None, NOON)
    await store.enqueue(message(), ["mail"], NOON)
    await store.claim_feed_host(NOON, LEASE_S, 10)
    await tasks(store)
    await claimed(store)
    await store.hold(Holder(pid=2, host="h", since=NOON, heartbeat_at=NOON))
    assert await store.claim_feed_host(NOON, LEASE_S, 10) is not None
    assert [task.attempts for task in (await tasks(store))[1]] == [2]
    assert (await claimed(store)).delivery.attempts == 2


async def test_closing_a_digest_queues_it_and_empties_its_list_of_these_alerts(
    store: Store,
) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1), page(2))
    lease, found = await tasks(store)
    assert await store.last_digest_at("morning") is None
    await store.file(lease, [draft(task) for task in found], alerting(), NOON)
    first, second = await store.waiting_for_digest("morning")
    assert await store.digest_told_until("morning") is None
    issues = [
        (message("digest"), ["mail"]),
        (message("digest-1"), ["hook"]),
        (message("digest-2"), ["hook"]),
    ]
    await store.close_digest("morning", issues, [first.id], told_until=NOON, now=NOON + HOUR)
    assert await store.waiting_for_digest("morning") == (second,)
    assert await store.last_digest_at("morning") == NOON + HOUR
    assert await store.digest_told_until("morning") == NOON
    sent = [(await claimed(store, NOON + HOUR)).delivery for _ in range(5)]
    assert sorted((each.channel, each.message.id) for each in sent[2:]) == [
        ("hook", "digest-1"),
        ("hook", "digest-2"),
        ("mail", "digest"),
    ]  # after the two alerts that were told at once


@pytest.mark.parametrize(
    ("digests", "by_topic", "waiting", "left"),
    [
        (["morning"], {"treaty": ["morning"]}, {"morning": 2}, 0),
        (["daily"], {"treaty": ["daily"]}, {"morning": 0, "daily": 2}, 0),
        (
            ["daily", "noon"],
            {"treaty": ["daily", "noon"]},
            {"morning": 0, "daily": 2, "noon": 2},
            0,
        ),
        (["morning", "daily"], {"treaty": ["daily"]}, {"morning": 2, "daily": 0}, 0),
        (["daily"], {"other": ["daily"]}, {"morning": 2, "daily": 0}, 2),
        ([], {}, {"morning": 2}, 2),
    ],
    ids=["as before", "renamed", "now two", "goes elsewhere from now on", "topic gone", "none"],
)
async def test_alerts_that_wait_for_a_digest_that_is_no_more_go_where_their_topic_goes(
    store: Store,
    digests: list[str],
    by_topic: dict[str, list[str]],
    waiting: dict[str, int],
    left: int,
) -> None:
    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", page(1), page(2))
    lease, found = await tasks(store)
    await store.file(lease, [draft(task) for task in found], alerting(), NOON)
    assert await store.sync_digests(digests, by_topic) == left
    assert {name: len(await store.waiting_for_digest(name)) for name in waiting} == waiting


async def test_mutes_are_kept_until_lifted(store: Store) -> None:
    await store.mute("treaty", NOON + HOUR)
    await store.mute("treaty", NOON + DAY)
    assert await store.mutes() == {"treaty": NOON + DAY}
    await store.unmute("treaty")
    assert await store.mutes() == {}


async def dead_letter(store: Store, name: str, channel: str = "mail") -> int:
    await store.enqueue(message(name), [channel], NOON)
    lease = await claimed(store)
    await store.record_dead(lease.lease, lease.delivery.id, NOON, "no such mailbox")
    return lease.delivery.id


async def test_deliveries_are_listed_by_their_state_the_newest_first(store: Store) -> None:
    first, second = await dead_letter(store, "m1"), await dead_letter(store, "m2")
    await store.enqueue(message("m3"), ["hook"], NOON)
    dead = await store.deliveries([DeliveryState.DEAD], 10)
    assert [(each.id, each.done_at, each.last_error) for each in dead] == [
        (second, NOON, "no such mailbox"),
        (first, NOON, "no such mailbox"),
    ]
    assert [each.id for each in await store.deliveries([DeliveryState.DEAD], 1)] == [second]
    assert [each.channel for each in await store.deliveries([DeliveryState.PENDING], 9)] == ["hook"]


async def test_a_dead_letter_that_is_put_back_has_all_its_attempts_again(store: Store) -> None:
    first, second = await dead_letter(store, "m1"), await dead_letter(store, "m2")
    assert await store.requeue([first], NOON + HOUR) == 1
    assert await store.claim_delivery(NOON + HOUR - SECOND, LEASE_S, ()) is None
    lease = await claimed(store, NOON + HOUR)
    assert (lease.delivery.id, lease.delivery.attempts, lease.delivery.done_at) == (first, 1, None)
    assert await store.requeue(None, NOON + HOUR) == 1
    assert (await claimed(store, NOON + HOUR)).delivery.id == second


async def test_only_dead_letters_and_waiting_retries_can_be_put_back(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    lease = await claimed(store)
    assert await store.requeue([lease.delivery.id], NOON) == 0
    await store.record_retry(lease.lease, lease.delivery.id, NOON + DAY, "busy")
    assert await store.requeue([lease.delivery.id], NOON) == 1
    again = await claimed(store)
    await store.record_sent(again.lease, again.delivery.id, NOON)
    assert await store.requeue([again.delivery.id, 4711], NOON) == 0


async def gone(store: Store, name: str = "m1") -> DeliveryLease:
    """Send a message whose receiver says that it wants no more."""
    await store.enqueue(message(name), ["hook"], NOON)
    job = await claimed(store)
    await store.record_gone(
        job.lease, job.delivery.id, NOON, "410", channel="hook", address="https://a.example"
    )
    return job


async def test_a_channel_that_is_gone_marks_whatever_is_claimed_for_it(store: Store) -> None:
    await gone(store)
    await store.enqueue(message("m2"), ["hook", "mail"], NOON)
    hook, mail = await claimed(store), await claimed(store)
    assert hook.disabled == Disabled(since=NOON, reason="410")
    assert mail.disabled is None
    (record,) = await store.channel_records(["hook"])
    assert (record.disabled, record.last_dead_at) == (hook.disabled, NOON)


@pytest.mark.parametrize(
    ("addresses", "disabled"),
    [
        ({"hook": "https://a.example", "mail": "https://b.example"}, True),
        ({"hook": "https://b.example"}, False),
        ({"mail": "https://a.example"}, False),
    ],
    ids=["the same address", "another address", "no such channel any more"],
)
async def test_a_gone_channel_stays_so_while_it_leads_to_the_same_address(
    store: Store, addresses: dict[str, str], disabled: bool
) -> None:
    await gone(store)
    await store.sync_channels(addresses)
    (record,) = await store.channel_records(["hook"])
    assert (record.disabled is not None) is disabled


async def test_a_gone_channel_is_tried_again_with_its_dead_letters(store: Store) -> None:
    job = await gone(store)
    await store.enqueue(message("other"), ["mail"], NOON)
    other = await claimed(store)
    await store.record_dead(other.lease, other.delivery.id, NOON, "550")
    await store.requeue([other.delivery.id], NOON)
    assert (await store.channel_records(["hook"]))[0].disabled
    await store.requeue([job.delivery.id], NOON)
    assert (await store.channel_records(["hook"]))[0].disabled is None
    await store.sync_channels({"hook": "https://a.example"})
    assert await store.requeue(None, NOON) == 0


async def test_asking_for_every_dead_letter_enables_every_channel(store: Store) -> None:
    await gone(store)
    await store.requeue(None, NOON)
    assert (await store.channel_records(["hook"]))[0].disabled is None


async def late(store: Store, count: int) -> None:
    """Raise alerts of a feed that was not read for two hours; they wait for each other."""

    def decide(of: Draft, _archive: Archive) -> Filing:
        raised = replace(
            alert(f"al {of.url}", of), due_at=NOON - 2 * HOUR, held_until=NOON + 2 * MINUTE
        )
        return Filing(verdict=New(), story=change(f"s {of.url}", of), alerts=(raised,))

    await store.sync_feeds([feed("a")], NOON)
    await fetched(store, "a", *(page(number) for number in range(count)))
    lease, found = await tasks(store)
    await store.file(lease, [draft(task, f"Text {task.url}") for task in found], decide, NOON)


def one_for_all(found: Sequence[Delivery]) -> Sequence[tuple[Message, Sequence[Delivery]]]:
    return [(message("digest"), found)]


async def test_late_alerts_wait_until_they_are_released(store: Store) -> None:
    await late(store, 2)
    assert await store.claim_delivery(NOON + MINUTE, LEASE_S, ()) is None
    await store.release_held(late=NOON - HOUR, held_until=NOON + MINUTE, now=NOON)
    assert await store.claim_delivery(NOON, LEASE_S, ()) is None
    await store.release_held(late=NOON - HOUR, held_until=NOON + 2 * MINUTE, now=NOON)
    await claimed(store)
    await claimed(store)


async def test_a_message_takes_the_place_of_late_alerts(store: Store) -> None:
    await late(store, 3)
    await store.enqueue(message("health"), ["mail"], NOON - DAY)
    count = await store.gather(
        "mail", late=NOON - HOUR, due_by=NOON + 2 * MINUTE, write=one_for_all, now=NOON
    )
    assert count == 3
    carried = await store.deliveries([DeliveryState.CARRIED], 9)
    assert [(each.carried_by, each.done_at) for each in carried] == [("digest", NOON)] * 3
    waiting = await store.deliveries([DeliveryState.PENDING], 9)
    assert {each.message.id for each in waiting} == {"health", "digest"}
    assert await store.requeue([each.id for each in carried], NOON) == 0


@pytest.mark.parametrize(
    ("channel", "due", "by"),
    [
        ("mail", NOON - HOUR, NOON + MINUTE),
        ("mail", NOON - 3 * HOUR, NOON + DAY),
        ("hook", NOON - HOUR, NOON + DAY),
    ],
    ids=["none is due so soon", "none is as late", "another channel"],
)
async def test_nothing_is_gathered_without_need(
    store: Store, channel: str, due: datetime, by: datetime
) -> None:
    await late(store, 3)
    assert await store.gather(channel, late=due, due_by=by, write=one_for_all, now=NOON) == 0


async def test_what_is_being_sent_is_not_gathered(store: Store) -> None:
    await late(store, 2)
    await store.release_held(late=NOON - HOUR, held_until=NOON + DAY, now=NOON)
    job = await claimed(store)
    await store.gather("mail", late=NOON - HOUR, due_by=NOON, write=one_for_all, now=NOON)
    await store.record_sent(job.lease, job.delivery.id, NOON)
    assert len(await store.deliveries([DeliveryState.CARRIED], 9)) == 1
