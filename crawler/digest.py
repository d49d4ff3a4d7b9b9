"""Digests in the making: what waits is gathered, written as one message and queued, atomically."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from crawler.calendar import next_fire
from crawler.clock import Clock
from crawler.core.digests.digest import digest_message
from crawler.core.digests.parts import in_parts
from crawler.core.digests.webhook import room
from crawler.core.payload import with_sources
from crawler.core.schedule import silences
from crawler.model.alert import (
    Alert,
    Coverage,
    Digest,
    Message,
    Suppressed,
    Trouble,
    WebhookChannel,
)
from crawler.model.feed import FeedStatus
from crawler.model.settings import Config
from storage.protocol import Store

log = logging.getLogger(__name__)

FIRST_PERIOD = timedelta(days=1)  # what the first digest of a name covers at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Digester:
    """Closes digests of one configuration."""

    config: Config
    store: Store
    clock: Clock

    async def take_over(self) -> None:
        """Take over what waits for digests that are no longer configured; say what nobody takes."""
        by_topic = {topic.name: topic.digest for topic in self.config.topics}
        names = [digest.name for digest in self.config.digests]
        left = await self.store.sync_digests(names, by_topic)
        if left:
            log.warning(
                "alerts wait for a digest that is no longer configured, and their topic names no "
                "other; see them: wirewatch alerts",
                extra={"alerts": left},
            )

    async def preview(self, digest: Digest) -> Message:
        """Return the digest as it would be sent now, and send nothing."""
        alerts = await self.store.waiting_for_digest(digest.name)
        now = self.clock.now()
        write = await self._writer(digest, alerts, await self._since(digest, alerts, now), now)
        return write()

    async def close(self, digest: Digest) -> bool:
        """Queue the digest if it has something to say or is proof of life; say whether it was."""
        alerts = await self.store.waiting_for_digest(digest.name)
        now = self.clock.now()
        since = await self._since(digest, alerts, now)
        send = bool(alerts) or digest.send_empty
        write = await self._writer(digest, alerts, since, now)
        await self.store.close_digest(
            digest.name,
            tuple(self._issues(digest, write, len(alerts))) if send else (),
            tuple(alert.id for alert in alerts),
            told_until=now if send else since,
            now=now,
        )
        log.info(
            "digest closed", extra={"digest": digest.name, "alerts": len(alerts), "sent": send}
        )
        return send

    async def close_due(self) -> bool:
        """Close every digest whose hour passed since it was last closed; say whether any was sent.

        This makes up for the hours the machine slept or the daemon was down.
        """
        sent = False
        for digest in self.config.digests:
            if await self._is_due(digest):
                sent = await self.close(digest) or sent
        return sent

    async def _since(self, digest: Digest, alerts: Sequence[Alert], now: datetime) -> datetime:
        """Return where the period begins: where the last one ended that was told."""
        oldest = min((alert.created_at for alert in alerts), default=now)
        return await self.store.digest_told_until(digest.name) or min(oldest, now - FIRST_PERIOD)

    def _issues(
        self, digest: Digest, write: Callable[..., Message], stories: int
    ) -> Iterator[tuple[Message, Sequence[str]]]:
        """Yield the messages of a digest with the channels each is for.

        A program is told all of it, in as many small bodies as that takes. What is beyond the
        stories a reader is told is left out only where a page of the report has it.
        """
        hooks = {
            name for name, to in self.config.channels.items() if isinstance(to, WebhookChannel)
        }
        readers = [channel for channel in digest.to if channel not in hooks]
        programs = [channel for channel in digest.to if channel in hooks]
        if readers:
            yield write(), readers
        if programs:
            whole = write() if self.config.publish_url else write(most_stories=stories)
            yield from ((part, programs) for part in in_parts(whole, room))

    async def _writer(
        self, digest: Digest, alerts: Sequence[Alert], since: datetime, now: datetime
    ) -> Callable[..., Message]:
        """Gather what a digest says; return what writes it."""
        topics = {topic.name for topic in self.config.topics if digest.name in topic.digest}
        held_back = tuple(s for s in await self.store.suppressed(since) if s.topic in topics)
        return partial(
            digest_message,
            digest,
            [await self._up_to_date(alert) for alert in alerts],
            since=since,
            until=now,
            held_back=_worth_telling(held_back),
            coverage=await self._coverage(since),
            published_at=self.config.publish_url,
        )

    async def _up_to_date(self, alert: Alert) -> Alert:
        story = await self.store.story(alert.story_id)
        return alert if story is None else with_sources(alert, story)

    async def _is_due(self, digest: Digest) -> bool:
        last = await self.store.last_digest_at(digest.name)
        if last is None:
            waiting = await self.store.waiting_for_digest(digest.name)
            last = waiting[0].created_at if waiting else None
        if last is None:
            return False
        fire = next_fire(digest, last)
        return fire is not None and fire <= self.clock.now()

    async def _coverage(self, since: datetime) -> Coverage:
        states = {state.feed_id: state for state in await self.store.feed_states()}
        known = [(feed, states[feed.id]) for feed in self.config.feeds if feed.id in states]
        troubles = [
            Trouble(name=feed.name, problem=state.last_error, since=state.last_ok_at)
            for feed, state in known
            if state.last_error
        ]
        silent = silences(known, self.config.health.feed_silent)
        well = sum(
            state.status in {FeedStatus.OK, FeedStatus.NOT_MODIFIED} for state in states.values()
        )
        return Coverage(
            feeds_ok=well,
            articles=await self.store.articles_read(since),
            failing=tuple(troubles),
            silent=tuple(silent.values()),
        )


def _worth_telling(held_back: tuple[Suppressed, ...]) -> tuple[Suppressed, ...]:
    """Leave out what a reader expects to be folded: copies and articles of a baseline."""
    return tuple(each for each in held_back if each.reason not in {"copy", "seen", "baseline"})
