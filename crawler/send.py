"""One delivery, start to finish: claim -> deliver -> record sent, retry or dead letter."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.clock import Clock
from crawler.core.delivery_schedule import Circuit, next_attempt
from crawler.core.destinations import address_of
from crawler.core.gaps import HOLD
from crawler.deliver import Deliverer
from crawler.failpoints import reach
from crawler.gathering import Gatherer
from crawler.model.alert import Channel, Delivery
from crawler.model.errors import ChannelGoneError, DeliveryError, RejectedError
from crawler.model.health import Disabled
from crawler.model.lease import DeliveryLease, Lease
from storage.protocol import Store

log = logging.getLogger(__name__)

LEASE_S = 60.0
PER_CHANNEL = 2
IN_FLIGHT = 10


@dataclass(slots=True, kw_only=True)
class Sender:
    """Carries deliveries to their channels."""

    channels: Mapping[str, Channel]
    deliverers: Mapping[str, Deliverer]
    store: Store
    clock: Clock
    gatherer: Gatherer
    circuits: dict[str, Circuit] = field(default_factory=dict)
    sending: dict[int, str] = field(default_factory=dict)
    """Channels of the deliveries in hand, by id."""

    async def claim(self) -> DeliveryLease | None:
        """Claim the delivery that is due longest on a channel that can take one now."""
        now = self.clock.now()
        job = await self.store.claim_delivery(now, LEASE_S, self._busy(now), tuple(self.sending))
        if job is not None:
            self.sending[job.delivery.id] = job.delivery.channel
        return job

    async def carry_out(self, job: DeliveryLease) -> None:
        """Deliver one message and record what came of it."""
        try:
            await self._deliver(job)
        finally:
            del self.sending[job.delivery.id]

    async def gather(self, soon: timedelta = HOLD) -> bool:
        """Gather what is late and due ``soon``; say whether there is a digest to send.

        On channels that refuse it waits: there it is gathered when they take messages again.
        """
        well = [each for name, each in self.channels.items() if name not in self.circuits]
        return any([await self.gatherer.gather(channel, soon) for channel in well])

    async def _deliver(self, job: DeliveryLease) -> None:
        lease, delivery, channel = job.lease, job.delivery, job.delivery.channel
        try:
            await self._deliverer(channel, job.disabled).deliver(delivery.message)
        except DeliveryError as error:
            await self._failed(lease, delivery, error)
            return
        reach("after_send")
        was = self.circuits.pop(channel, Circuit())
        reach("before_mark")
        await asyncio.shield(self.store.record_sent(lease, delivery.id, self.clock.now()))
        if was.failures:  # before what waited is told one by one
            await self.gatherer.gather(self.channels[channel])
        log.info("delivered", extra={"channel": channel, "message_id": delivery.message.id})

    async def _failed(self, lease: Lease, delivery: Delivery, error: DeliveryError) -> None:
        now = self.clock.now()
        channel = self.channels.get(delivery.channel)
        said = {
            "channel": delivery.channel,
            "message_id": delivery.message.id,
            "error": error.problem,
        }
        if channel is not None and isinstance(error, ChannelGoneError):
            newly = await self.store.record_gone(
                lease,
                delivery.id,
                now,
                error.problem,
                channel=channel.name,
                address=address_of(channel),
            )
            log.error("channel disabled" if newly else "dead letter", extra=said)
            return
        when = None
        if channel is not None and not isinstance(error, RejectedError):
            circuit = self.circuits.get(delivery.channel, Circuit())
            self.circuits[delivery.channel] = circuit.failed(now)
            when = next_attempt(channel, delivery.attempts, now, self.clock.spread(), error.until)
        if when is None:
            log.error("dead letter", extra=said)
            await self.store.record_dead(lease, delivery.id, now, error.problem)
        else:
            log.warning("delivery failed", extra={**said, "again_at": when.isoformat()})
            await self.store.record_retry(lease, delivery.id, when, error.problem)

    def _deliverer(self, channel: str, disabled: Disabled | None) -> Deliverer:
        found = self.deliverers.get(channel)
        if found is None:
            raise RejectedError(channel, "the configuration has no channel of this name any more")
        if disabled is not None:
            raise RejectedError(channel, f"not sent, the channel is disabled: {disabled.reason}")
        return found

    def _busy(self, now: datetime) -> tuple[str, ...]:
        counts = Counter(self.sending.values())
        full = {name for name, count in counts.items() if count >= PER_CHANNEL}
        open_ = {name for name, circuit in self.circuits.items() if not circuit.allows(now)}
        return tuple(sorted(full | open_))
