"""Lists of feeds at an address: read daily, kept in the archive, joined to what is configured."""

import asyncio
import logging

from crawler.clock import Clock
from crawler.config.lists import with_lists
from crawler.core.feeds.opml import read_opml
from crawler.core.listing import brought, failed, is_due, unchanged
from crawler.core.replies import interpret
from crawler.core.schedule import sentence_of
from crawler.core.urls import mask_userinfo
from crawler.model.errors import FetchError, ParseError, SandboxError
from crawler.model.listing import ListState
from crawler.model.settings import Config
from crawler.model.web import NotModified, Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport
from crawler.sandbox import Sandbox
from storage.protocol import Store

log = logging.getLogger(__name__)


async def with_known_lists(config: Config, store: Store) -> Config:
    """Return the configuration with the feeds of its lists, as they were last read.

    Raises:
        StoreError: the archive failed.
    """
    return with_lists(config, await _states(config, store)) if config.opml else config


async def with_fresh_lists(
    config: Config, *, store: Store, sandbox: Sandbox, clock: Clock
) -> Config:
    """Read the lists that are due, then do as `with_known_lists`.

    Raises:
        StoreError: the archive failed.
    """
    await read_lists(config, store=store, sandbox=sandbox, clock=clock)
    return await with_known_lists(config, store)


async def read_lists(config: Config, *, store: Store, sandbox: Sandbox, clock: Clock) -> bool:
    """Read the lists that are due; one that fails is recorded, and its feeds stay.

    Returns:
        Whether any list now names other feeds than before.

    Raises:
        StoreError: the archive failed.
    """
    if not config.opml:
        return False
    due = [state for state in await _states(config, store) if is_due(state, clock.now())]
    if not due:
        return False
    async with guarded_transport(config.network) as transport:
        fetcher = Fetcher(policy=config.network, clock=clock, transport=transport)
        read = await asyncio.gather(*(_read(each, fetcher, sandbox, clock) for each in due))
    for state in read:
        await store.record_list(state)
    return any(new.feeds != old.feeds for new, old in zip(read, due, strict=True))


async def _states(config: Config, store: Store) -> tuple[ListState, ...]:
    return await store.list_states([source.location for source in config.opml])


async def _read(state: ListState, fetcher: Fetcher, sandbox: Sandbox, clock: Clock) -> ListState:
    """Read one list; whatever is wrong with it becomes its problem."""
    request = Request(url=state.location, purpose=Purpose.FEED, validators=state.validators)
    shown = mask_userinfo(state.location)
    try:
        reply = interpret(await fetcher.fetch(request), clock.now())
        if isinstance(reply, NotModified):
            return unchanged(state, clock.now())
        feeds = await sandbox.call(read_opml, reply.response.body)
        new = brought(state, reply, feeds, clock.now())
    except (FetchError, ParseError, SandboxError) as error:
        new = failed(state, sentence_of(error), clock.now())
    if new.problem is not None:
        log.warning("list failed", extra={"list": shown, "error": new.problem})
    else:
        log.info("list read", extra={"list": shown, "feeds": len(new.feeds)})
    return new
