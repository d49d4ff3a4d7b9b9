"""``wirewatch feeds fetch``: one feed, now, and everything that follows from it."""

import argparse
import asyncio
import json
import logging
import os
import sys
from dataclasses import dataclass

from crawler import logs
from crawler.cli.options import config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.config.near import suggestion
from crawler.config.secrets import secrets_of
from crawler.core.escaping import for_terminal
from crawler.daemon import held
from crawler.house import built
from crawler.model.errors import ConfigError, StoreError
from crawler.model.feed import Feed, FeedState, FeedStatus
from crawler.model.settings import Config
from crawler.once import one_feed
from crawler.sandbox import sandboxed
from crawler.status import feed_document
from storage import open_store
from storage.protocol import Holder, Store


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What the fetch brought."""

    state: FeedState
    new: int


def run(args: argparse.Namespace) -> int:
    """Fetch the feed, or have the running watch do it; return 0, or 1 when the feed fails.

    Raises:
        ConfigError: the configuration cannot be read, or no feed has this id.
        ConfigErrors: the configuration is wrong.
        StoreError: the archive cannot be used.
    """
    config = load_config(config_path(args), os.environ)
    feed = _feed(config, args.id)
    logs.configure(sys.stderr, level=logging.ERROR, secrets=secrets_of(config))
    done = asyncio.run(_fetch(config, feed, as_json=args.json))
    if isinstance(done, Holder):
        return _show_asked(feed, done, as_json=args.json)
    return _show_fetched(feed, done, as_json=args.json)


def _feed(config: Config, wanted: str) -> Feed:
    found = next((feed for feed in config.feeds if feed.id == wanted), None)
    if found is None:
        ids = [feed.id for feed in config.feeds]
        raise ConfigError(
            str(config.path),
            f"no feed has the id {for_terminal(wanted)!r}",
            suggestion(wanted, ids, "define it under feeds:"),
        )
    return found


async def _fetch(config: Config, feed: Feed, *, as_json: bool) -> _Fetched | Holder:
    clock = SystemClock()
    running = await _asked_of_the_running(config, feed)
    if running is not None:
        return running
    async with held(config, clock) as store, sandboxed() as sandbox:
        before = await _state(store, feed)
        out = sys.stderr if as_json else sys.stdout
        async with built(config, store=store, sandbox=sandbox, clock=clock, out=out) as house:
            await one_feed(house, feed.id)
        after = await _state(store, feed)
    return _Fetched(after, after.entries - before.entries)


async def _asked_of_the_running(config: Config, feed: Feed) -> Holder | None:
    """Make the feed due at the watch that runs on this archive, and return who that is."""
    store = await open_store(config.storage.reveal())
    try:
        held_by = await store.holder()
        if held_by is None:
            return None
        if all(state.feed_id != feed.id for state in await store.feed_states()):
            raise StoreError(
                f"the running watch does not know {feed.id} yet; it reads the configuration "
                "within seconds of a change, unless `status` says that it was refused"
            )
        await store.make_due([feed.id], SystemClock().now())
        return held_by[0]
    finally:
        await store.close()


async def _state(store: Store, feed: Feed) -> FeedState:
    states = {state.feed_id: state for state in await store.feed_states()}
    return states.get(feed.id, FeedState(feed_id=feed.id))


def _show_asked(feed: Feed, holder: Holder, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"id": feed.id, "asked": holder.pid}))
    else:
        print(f"the running watch (pid {holder.pid}) fetches {feed.id} now; see wirewatch status")
    return 0


def _show_fetched(feed: Feed, done: _Fetched, *, as_json: bool) -> int:
    state = done.state
    failed = state.last_error is not None
    if as_json:
        document = {**feed_document(feed, state), "new": done.new}
        print(json.dumps(document, ensure_ascii=False))
    elif failed:
        print(for_terminal(f"{feed.id}: {state.last_error}"), file=sys.stderr)
    else:
        unchanged = " (not modified)" if state.status is FeedStatus.NOT_MODIFIED else ""
        print(f"{feed.id}: {done.new} new of {state.entries} seen so far{unchanged}")
    if not as_json and state.next_fetch_at is not None:
        when = state.next_fetch_at.strftime("%Y-%m-%d %H:%M:%S UTC")
        print(for_terminal(f"next fetch {when}: {state.next_fetch_reason}"))
    return 1 if failed else 0
