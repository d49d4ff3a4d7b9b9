"""What is to be sent, and the digests that gather it."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import storage.channels
import storage.deliveries
import storage.health
from crawler.model.alert import Alert, AlertId, Delivery, DeliveryState, Message
from crawler.model.health import Accepted, ChannelRecord
from crawler.model.lease import DeliveryLease, Lease
from storage.protocol.outbox import Gather, Issue
from storage.sqlite.connections import Connections


class SqliteOutbox(Connections):
    """What is to be sent, and the digests that gather it."""

    async def claim_delivery(
        self, now: datetime, lease_s: float, busy: Sequence[str], sending: Collection[int] = ()
    ) -> DeliveryLease | None:
        """Claim the delivery due longest whose channel is not in ``busy``; counts the attempt."""
        return await self._writer.run(
            lambda db: storage.deliveries.claim(db, now, lease_s, busy, sending)
        )

    async def record_sent(self, lease: Lease, delivery_id: int, now: datetime) -> None:
        """Mark a delivery accepted by its receiver."""
        await self._writer.run(
            lambda db: storage.deliveries.end(db, lease, delivery_id, DeliveryState.SENT, now=now)
        )

    async def record_retry(
        self, lease: Lease, delivery_id: int, next_at: datetime, problem: str
    ) -> None:
        """Put a delivery back for a later attempt."""
        await self._writer.run(
            lambda db: storage.deliveries.put_back(db, lease, delivery_id, next_at, problem)
        )

    async def record_dead(
        self, lease: Lease, delivery_id: int, now: datetime, problem: str
    ) -> None:
        """Make a delivery a dead letter, with the reason."""
        await self._writer.run(
            lambda db: storage.deliveries.end(
                db, lease, delivery_id, DeliveryState.DEAD, now=now, problem=problem
            )
        )

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
        """Make a delivery a dead letter and disable its channel."""

        def bury(db: sqlite3.Connection) -> bool:
            storage.deliveries.end(
                db, lease, delivery_id, DeliveryState.DEAD, now=now, problem=problem
            )
            return storage.channels.disable(db, channel, address, problem, now)

        return await self._writer.run(bury)

    async def sync_channels(self, addresses: Mapping[str, str]) -> None:
        """Enable the channels that lead elsewhere than when they were disabled."""
        await self._writer.run(lambda db: storage.channels.sync(db, addresses))

    async def enqueue(self, message: Message, channels: Sequence[str], now: datetime) -> None:
        """Queue a message; one already queued under its id for a channel is left as it is."""
        due = tuple((channel, now) for channel in channels)
        await self._writer.run(lambda db: storage.deliveries.enqueue(db, message, due))

    async def deliveries(
        self, states: Collection[DeliveryState], limit: int
    ) -> tuple[Delivery, ...]:
        """Return the deliveries in these states, newest first."""
        return await self._read(lambda db: storage.deliveries.listed(db, states, limit))

    async def deliveries_of(self, message_id: str) -> tuple[Delivery, ...]:
        """Return the deliveries of a message: one a channel."""
        return await self._read(lambda db: storage.deliveries.of_message(db, message_id))

    async def accepted(self, since: datetime, limit: int) -> tuple[Accepted, ...]:
        """Return the alerts raised after a moment that a receiver took, newest first."""
        return await self._read(lambda db: storage.deliveries.accepted(db, since, limit))

    async def channel_records(self, channels: Sequence[str]) -> tuple[ChannelRecord, ...]:
        """Return how the deliveries of these channels ended."""
        return await self._read(
            lambda db: tuple(storage.health.channel_record(db, channel) for channel in channels)
        )

    async def gather(
        self, channel: str, *, late: datetime, due_by: datetime, write: Gather, now: datetime
    ) -> int:
        """Put messages in the place of a channel's late alerts; returns of how many."""
        return await self._writer.run(
            lambda db: storage.deliveries.gather(
                db, channel, late=late, due_by=due_by, write=write, now=now
            )
        )

    async def release_held(self, *, late: datetime, held_until: datetime, now: datetime) -> None:
        """Let late alerts go that wait for each other."""
        await self._writer.run(
            lambda db: storage.deliveries.release_held(db, late, held_until, now)
        )

    async def requeue(self, ids: Sequence[int] | None, now: datetime) -> int:
        """Put deliveries back in the queue with all their attempts; returns how many."""
        return await self._writer.run(lambda db: storage.deliveries.requeue(db, ids, now))

    async def sync_digests(
        self, digests: Sequence[str], by_topic: Mapping[str, Sequence[str]]
    ) -> int:
        """Have alerts that wait for a digest that is no more wait for those of their topic."""
        return await self._writer.run(
            lambda db: storage.deliveries.sync_digests(db, digests, by_topic)
        )

    async def waiting_for_digest(self, name: str) -> tuple[Alert, ...]:
        """Return the alerts that wait for a digest, oldest first."""
        return await self._read(lambda db: storage.deliveries.waiting(db, name))

    async def close_digest(
        self,
        digest: str,
        issues: Sequence[Issue],
        alerts: Sequence[AlertId],
        *,
        told_until: datetime,
        now: datetime,
    ) -> None:
        """Queue what a digest says and take its alerts off the waiting list, atomically."""
        await self._writer.run(
            lambda db: storage.deliveries.close_digest(
                db, digest, issues, alerts, told_until=told_until, now=now
            )
        )

    async def last_digest_at(self, name: str) -> datetime | None:
        """Return when a digest was last closed."""
        return await self._read(lambda db: storage.deliveries.closed_at(db, name))

    async def digest_told_until(self, name: str) -> datetime | None:
        """Return the end of the last period that a digest told."""
        return await self._read(lambda db: storage.deliveries.told_until(db, name))
