"""What is to be sent, and the digests that gather it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from crawler.model.alert import Alert, AlertId, Delivery, DeliveryState, Message
from crawler.model.health import Accepted, ChannelRecord
from crawler.model.lease import DeliveryLease, Lease

Gather = Callable[[Sequence[Delivery]], Sequence[tuple[Message, Sequence[Delivery]]]]
"""Given late deliveries, returns messages with those each stands for."""
Issue = tuple[Message, Sequence[str]]
"""A message of a digest, and the channels it goes to."""


class OutboxStore(Protocol):
    """What is to be sent, and the digests that gather it."""

    async def claim_delivery(
        self, now: datetime, lease_s: float, busy: Sequence[str], sending: Collection[int] = ()
    ) -> DeliveryLease | None:
        """Claim the delivery due longest whose channel is not in ``busy``; counts the attempt.

        ``sending``: ids of deliveries that the caller is carrying still. They are left alone though
        their leases may have run out: by a clock that jumped, or because an attempt takes long.
        """
        ...

    async def record_sent(self, lease: Lease, delivery_id: int, now: datetime) -> None:
        """Mark a delivery accepted by its receiver."""
        ...

    async def record_retry(
        self, lease: Lease, delivery_id: int, next_at: datetime, problem: str
    ) -> None:
        """Put a delivery back for a later attempt."""
        ...

    async def record_dead(
        self, lease: Lease, delivery_id: int, now: datetime, problem: str
    ) -> None:
        """Make a delivery a dead letter, with the reason."""
        ...

    async def record_gone(
        self,
        lease: Lease,
        delivery_id: int,
        now: datetime,
        problem: str,
        *,
        channel: str,
        address: str,
    ) -> bool:
        """Make a delivery a dead letter and disable its channel: its receiver wants no more.

        Returns whether the channel was enabled until now: two sends at once may both be told.
        Whatever else is claimed for the channel comes marked as ``DeliveryLease.disabled``, until
        ``sync_channels`` is told of another address or ``requeue`` asks for another attempt.
        """
        ...

    async def sync_channels(self, addresses: Mapping[str, str]) -> None:
        """Enable the channels that lead elsewhere than when they were disabled.

        ``addresses``: of all channels, by name; kept as a hash.
        """
        ...

    async def enqueue(self, message: Message, channels: Sequence[str], now: datetime) -> None:
        """Queue a message; one already queued under its id for a channel is left as it is."""
        ...

    async def deliveries(
        self, states: Collection[DeliveryState], limit: int
    ) -> tuple[Delivery, ...]:
        """Return the deliveries in these states, newest first."""
        ...

    async def deliveries_of(self, message_id: str) -> tuple[Delivery, ...]:
        """Return the deliveries of a message: one a channel."""
        ...

    async def accepted(self, since: datetime, limit: int) -> tuple[Accepted, ...]:
        """Return the alerts raised after a moment that a receiver took, newest first.

        By themselves or in a digest, whichever came first.
        """
        ...

    async def channel_records(self, channels: Sequence[str]) -> tuple[ChannelRecord, ...]:
        """Return how the deliveries of these channels ended."""
        ...

    async def gather(
        self, channel: str, *, late: datetime, due_by: datetime, write: Gather, now: datetime
    ) -> int:
        """Put messages in the place of a channel's late alerts, atomically.

        Args:
            channel: whose.
            late: those that were due then, or before, are late.
            due_by: nothing is done unless one of them is to be sent by then.
            write: given the late deliveries that nobody is sending, oldest first and a thousand
                at most, returns the messages that stand for them; it may stand for none.
            now: from when on the messages are to be sent.

        Returns:
            How many deliveries are carried by others now.
        """
        ...

    async def release_held(self, *, late: datetime, held_until: datetime, now: datetime) -> None:
        """Let late alerts go at once that were held back until ``held_until`` at most."""
        ...

    async def requeue(self, ids: Sequence[int] | None, now: datetime) -> int:
        """Put deliveries back in the queue with all their attempts; returns how many.

        ``ids``: dead letters and retries; those sent, pending or being sent are left as they are.
        None = every dead letter.
        """
        ...

    async def sync_digests(
        self, digests: Sequence[str], by_topic: Mapping[str, Sequence[str]]
    ) -> int:
        """Have alerts that wait for a digest that is no more wait for those of their topic.

        Args:
            digests: all there are, by name.
            by_topic: those each topic goes to now.

        Returns:
            How many alerts wait for none of them: their topic goes to no digest any more.
        """
        ...

    async def waiting_for_digest(self, name: str) -> tuple[Alert, ...]:
        """Return the alerts that wait for a digest, oldest first."""
        ...

    async def close_digest(
        self,
        digest: str,
        issues: Sequence[Issue],
        alerts: Sequence[AlertId],
        *,
        told_until: datetime,
        now: datetime,
    ) -> None:
        """Queue what a digest says and take its alerts off the waiting list, atomically.

        Args:
            digest: its name.
            issues: what it says; nothing for a digest that is skipped.
            alerts: those it stands for.
            told_until: where the period of the next one begins: ``now``, or for one that is
                skipped, which tells nothing, where its own began.
            now: the moment; from then on the messages are to be sent.
        """
        ...

    async def last_digest_at(self, name: str) -> datetime | None:
        """Return when a digest was last closed."""
        ...

    async def digest_told_until(self, name: str) -> datetime | None:
        """Return the end of the last period that a digest told."""
        ...
