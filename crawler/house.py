"""The house, built from one configuration: every part, wired once, here."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from crawler.attempt import Attempt
from crawler.clock import Clock
from crawler.core.destinations import address_of
from crawler.core.topics import compile_topics
from crawler.deliver import deliverers
from crawler.digest import Digester
from crawler.gathering import Gatherer
from crawler.health import HealthWatch
from crawler.model.feed import Feed
from crawler.model.lease import DeliveryLease, FeedHostLease, PageHostLease
from crawler.model.settings import Config
from crawler.monitor import Monitor
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport
from crawler.publish import Publisher
from crawler.read import Reader
from crawler.refresh import Refresher
from crawler.sandbox import Sandbox
from crawler.send import IN_FLIGHT, Sender
from crawler.settling import Settler
from crawler.workers import Bell, Crew
from storage.protocol import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told of progress."""

    feed_done: Callable[[], None]
    articles_filed: Callable[[int], None]


NOBODY = Watch(feed_done=lambda: None, articles_filed=lambda _: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The three crews and who serves them."""

    config: Config
    store: Store
    feeds: Crew[FeedHostLease]
    pages: Crew[PageHostLease]
    deliveries: Crew[DeliveryLease]
    feeds_due_at: Callable[[datetime], Crew[FeedHostLease]]
    """A crew for what is due at one moment and not what falls due later: one pass."""
    one_feed: Callable[[str], Crew[FeedHostLease]]
    """A crew for one feed, by its id, due or not: once."""
    feeds_bell: Bell
    pages_bell: Bell
    deliveries_bell: Bell
    settler: Settler
    sender: Sender
    digester: Digester
    health: HealthWatch
    publisher: Publisher | None
    monitor: Monitor | None

    def tick(self) -> None:
        """Wake the crews: time has passed, something may be due."""
        self.feeds_bell.ring()
        self.pages_bell.ring()
        self.deliveries_bell.ring()


@asynccontextmanager
async def built(
    config: Config,
    *,
    store: Store,
    sandbox: Sandbox,
    clock: Clock,
    out: TextIO,
    watch: Watch = NOBODY,
) -> AsyncIterator[House]:
    """Build the house for ``config``; its network connections close with it.

    Args:
        config: the effective configuration.
        store: the archive, already held.
        sandbox: where bytes are read.
        clock: time and dice.
        out: where alerts go that name no channel.
        watch: who is told of progress.

    Raises:
        StoreError: the archive failed.
    """
    matcher = await asyncio.to_thread(compile_topics, config.topics, config.aliases)
    gc.freeze()  # thousands of topics stay: looking through them again would stall the loop
    await store.sync_feeds(config.feeds, clock.now())
    await store.sync_channels(
        {name: address_of(channel) for name, channel in config.channels.items()}
    )
    feeds_bell, pages_bell, deliveries_bell, alerts_bell = Bell(), Bell(), Bell(), Bell()

    def alerted() -> None:
        deliveries_bell.ring()
        alerts_bell.ring()

    feeds: dict[str, Feed] = {feed.id: feed for feed in config.feeds}
    gaps = {state.feed_id: state.gap for state in await store.feed_states() if state.gap}
    async with guarded_transport(config.network) as transport:
        fetcher = Fetcher(policy=config.network, clock=clock, transport=transport)
        refresher = Refresher(
            feeds=feeds,
            attempt=Attempt(fetcher=fetcher, sandbox=sandbox, clock=clock),
            store=store,
            clock=clock,
            new_pages=pages_bell.ring,
            fetched=watch.feed_done,
            gaps=gaps,
        )
        reader = Reader(
            feeds=feeds,
            topics={topic.name: topic for topic in config.topics},
            quiet=config.quiet,
            matcher=matcher,
            fetcher=fetcher,
            sandbox=sandbox,
            store=store,
            clock=clock,
            alerted=alerted,
            filed=watch.articles_filed,
            gaps=gaps,
        )
        sender = Sender(
            channels=config.channels,
            deliverers=deliverers(
                config.channels,
                transport=transport,
                networks=config.network.allow_networks,
                clock=clock,
                out=out,
                published_at=config.publish_url,
            ),
            store=store,
            clock=clock,
            gatherer=Gatherer(store=store, clock=clock),
        )
        digester = Digester(config=config, store=store, clock=clock)
        await digester.take_over()
        await sender.gather()  # what waited while nobody was there
        hosts = config.network.concurrency

        def feeds_due_at(moment: datetime) -> Crew[FeedHostLease]:
            return Crew(
                lambda: refresher.claim(moment), refresher.carry_out, limit=hosts, bell=feeds_bell
            )

        def one_feed(feed_id: str) -> Crew[FeedHostLease]:
            left = [feed_id]

            async def claim() -> FeedHostLease | None:
                return await refresher.claim_one(left.pop(), clock.now()) if left else None

            return Crew(claim, refresher.carry_out, limit=1, bell=feeds_bell)

        yield House(
            config=config,
            store=store,
            feeds=Crew(
                lambda: refresher.claim(clock.now()),
                refresher.carry_out,
                limit=hosts,
                bell=feeds_bell,
            ),
            pages=Crew(reader.claim, reader.carry_out, limit=hosts, bell=pages_bell),
            deliveries=Crew(sender.claim, sender.carry_out, limit=IN_FLIGHT, bell=deliveries_bell),
            feeds_due_at=feeds_due_at,
            one_feed=one_feed,
            feeds_bell=feeds_bell,
            pages_bell=pages_bell,
            deliveries_bell=deliveries_bell,
            settler=Settler(store=store, clock=clock),
            sender=sender,
            digester=digester,
            health=HealthWatch(config=config, store=store, clock=clock),
            publisher=_publisher(config, store, clock, alerts_bell),
            monitor=_monitor(config, store),
        )


def _monitor(config: Config, store: Store) -> Monitor | None:
    if config.health.listen is None:
        return None
    host, port = config.health.listen
    return Monitor(host=host, port=port, store=store)


def _publisher(config: Config, store: Store, clock: Clock, bell: Bell) -> Publisher | None:
    if config.publish_alerts is None:
        return None
    return Publisher(
        folder=Path(config.publish_alerts),
        topics=config.topics,
        store=store,
        clock=clock,
        bell=bell,
        published_at=config.publish_url,
    )
