"""After a gap: alerts that are late and too many are gathered into one digest for each channel.

late        an hour or more after it was due: the receiver, the network or the watch was gone
too many    more than MOST_LATE for one channel
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from crawler.clock import Clock
from crawler.core.digests.gathering import MOST_LATE, Gathered, gathered
from crawler.core.digests.parts import ample
from crawler.core.digests.webhook import room
from crawler.core.gaps import GAP, HOLD
from crawler.model.alert import Channel, Delivery, WebhookChannel
from storage.protocol import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatherer:
    """Gathers what is late for a channel."""

    store: Store
    clock: Clock

    async def gather(self, channel: Channel, soon: timedelta = HOLD) -> bool:
        """Put one digest in the place of a channel's late alerts, if they are too many.

        Args:
            channel: whose alerts.
            soon: nothing is done while none of them is due within that time: they still wait
                for others.

        Returns:
            Whether a digest was queued.
        """
        now = self.clock.now()
        count = await self.store.gather(
            channel.name,
            late=now - GAP,
            due_by=now + soon,
            write=partial(_written, channel, now),
            now=now,
        )
        if count:
            log.warning("late alerts gathered", extra={"channel": channel.name, "alerts": count})
        return count > 0

    async def release(self) -> None:
        """Let late alerts that are few go at once."""
        now = self.clock.now()
        await self.store.release_held(late=now - GAP, held_until=now + HOLD, now=now)


def _written(channel: Channel, now: datetime, late: Sequence[Delivery]) -> Sequence[Gathered]:
    if len(late) <= MOST_LATE:
        return ()
    return gathered(channel.name, late, now, room if isinstance(channel, WebhookChannel) else ample)
