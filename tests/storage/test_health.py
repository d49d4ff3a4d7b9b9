"""Troubles are noted with the message that tells of them; channels are known by their deliveries."""

from crawler.model.alert import DeliveryState, Message, MessageType, Trouble
from crawler.model.health import ChannelRecord
from storage.protocol import Store
from tests.storage.given import HOUR, LEASE_S, MINUTE, NOON

FULL = Trouble(name="disk", problem="full", since=NOON, advice="free some space")


def message(name: str = "h1") -> Message:
    return Message(id=name, type=MessageType.HEALTH, created_at=NOON, data={"title": "t"})


async def test_troubles_are_known_from_their_begin_to_their_end(store: Store) -> None:
    gone = Trouble(name="network", problem="no feed answers")
    await store.record_health({"disk": FULL, "network": gone}, (), message(), ())
    assert await store.troubles() == {"disk": FULL, "network": gone}
    await store.record_health({}, ("network", "unheard of"), message("h2"), ())
    assert await store.troubles() == {"disk": FULL}


async def test_what_began_is_told_to_every_channel_asked_for(store: Store) -> None:
    await store.record_health({"disk": FULL}, (), message(), ("mail", "hook"))
    queued = await store.deliveries([DeliveryState.PENDING], 9)
    assert {(each.channel, each.message.id) for each in queued} == {("mail", "h1"), ("hook", "h1")}


async def test_a_channel_is_known_by_its_newest_deliveries(store: Store) -> None:
    for number, moment in enumerate((NOON, NOON + HOUR)):
        await store.enqueue(message(f"m{number}"), ["mail"], NOON)
        lease = await store.claim_delivery(moment, LEASE_S, ())
        assert lease
        await store.record_dead(lease.lease, lease.delivery.id, moment, f"refused {number}")
    assert await store.channel_records(["mail", "hook"]) == (
        ChannelRecord(channel="mail", last_dead_at=NOON + HOUR, last_error="refused 1"),
        ChannelRecord(channel="hook"),
    )


async def test_a_channel_that_takes_nothing_is_known_by_its_oldest_message(store: Store) -> None:
    await store.enqueue(message(), ["mail"], NOON)
    lease = await store.claim_delivery(NOON, LEASE_S, ())
    assert lease
    await store.record_retry(lease.lease, lease.delivery.id, NOON + MINUTE, "busy")
    (record,) = await store.channel_records(["mail"])
    assert (record.refused_since, record.last_error) == (NOON, "busy")
    lease = await store.claim_delivery(NOON + MINUTE, LEASE_S, ())
    assert lease
    await store.record_sent(lease.lease, lease.delivery.id, NOON + MINUTE)
    (record,) = await store.channel_records(["mail"])
    assert (record.refused_since, record.last_sent_at) == (None, NOON + MINUTE)


async def test_what_a_channel_says_now_is_told_and_not_why_a_letter_died_long_ago(
    store: Store,
) -> None:
    await store.enqueue(message("old"), ["mail"], NOON)
    lease = await store.claim_delivery(NOON, LEASE_S, ())
    assert lease
    await store.record_dead(lease.lease, lease.delivery.id, NOON, "550 no such mailbox")
    await store.enqueue(message("new"), ["mail"], NOON + HOUR)
    lease = await store.claim_delivery(NOON + HOUR, LEASE_S, ())
    assert lease
    await store.record_retry(lease.lease, lease.delivery.id, NOON + 2 * HOUR, "535 wrong password")
    (record,) = await store.channel_records(["mail"])
    assert record.last_error == "535 wrong password"


async def test_the_room_on_the_disk_is_known(store: Store) -> None:
    free = await store.free_bytes()
    assert free is None or free > 0
