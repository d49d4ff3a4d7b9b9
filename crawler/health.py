"""The watch's look at itself: what began to be wrong and what ended is noted and told, once."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.clock import Clock
from crawler.core.digests.digest import health_message
from crawler.core.health import NETWORK, troubles
from crawler.core.network import BACK, PROBED, returning, silence
from crawler.core.schedule import silences
from crawler.model.alert import Message, Trouble
from crawler.model.settings import Config
from storage.protocol import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthWatch:
    """Judges one configuration's feeds, channels and disk."""

    config: Config
    store: Store
    clock: Clock

    async def look(self) -> bool:
        """Note and tell what changed since the last look; say whether a message was queued.

        Raises:
            StoreError: the archive failed.
        """
        now = self.clock.now()
        known = await self.store.troubles()
        await self._look_for_network(now, was_gone=NETWORK in known)
        found = await self._found(now)
        begun = {key: trouble for key, trouble in found.items() if key not in known}
        ended = {key: trouble for key, trouble in known.items() if key not in found}
        if not begun and not ended:
            return False
        for key, trouble in begun.items():
            log.warning("trouble", extra={"of": key, "error": trouble.problem})
        for key in ended:
            log.info("trouble over", extra={"of": key})
        await self._tell(begun, ended, now)
        return bool(self.config.health.notify)

    async def _look_for_network(self, now: datetime, *, was_gone: bool) -> None:
        """While no feed answers have one asked at each look; when one does, all of them soon."""
        states = await self.store.feed_states()
        gone = silence(states, now)
        if gone is not None and gone.next is not None:
            await self.store.hasten_feeds({gone.next: now}, PROBED)
        elif gone is None and was_gone:
            await self.store.hasten_feeds(returning(states, now, self.clock.spread), BACK)

    async def tell_pause(self, trouble: Trouble) -> None:
        """Tell of a time without an archive, now that it is over."""
        await self._tell({}, {"archive": trouble}, self.clock.now())

    async def _tell(
        self, begun: Mapping[str, Trouble], ended: Mapping[str, Trouble], now: datetime
    ) -> None:
        await self.store.record_health(
            begun, tuple(ended), _message(begun, ended, now), self.config.health.notify
        )

    async def _found(self, now: datetime) -> Mapping[str, Trouble]:
        states = {state.feed_id: state for state in await self.store.feed_states()}
        known = [(feed, states[feed.id]) for feed in self.config.feeds if feed.id in states]
        return troubles(
            self.config.health,
            known,
            await self.store.channel_records(tuple(self.config.channels)),
            silent=silences(known, self.config.health.feed_silent),
            free_bytes=await self.store.free_bytes(),
            now=now,
        )


def _message(begun: Mapping[str, Trouble], ended: Mapping[str, Trouble], now: datetime) -> Message:
    return health_message(
        f"health-{now:%Y%m%dT%H%M%S.%fZ}",
        title=_title(tuple(begun.values()), tuple(ended.values())),
        troubles=begun.values(),
        recovered=ended.values(),
        now=now,
    )


def _title(begun: tuple[Trouble, ...], ended: tuple[Trouble, ...]) -> str:
    match begun, ended:
        case (one,), ():
            return f"{one.name}: {one.problem}"
        case (), (one,):
            return f"{one.name} is well again"
        case _:
            counts = [f"{len(begun)} in trouble"] if begun else []
            counts += [f"{len(ended)} well again"] if ended else []
            return ", ".join(counts)
