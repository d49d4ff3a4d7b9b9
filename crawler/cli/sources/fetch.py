"""``wirewatch feeds fetch``: one feed, now, and everything that follows from it."""

import argparse
import asyncio
import json
import logging
import os
import sys
from dataclasses import dataclass

from crawler import logs
from crawler.cli.archive import archive
from crawler.cli.options import config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.config.near import suggestion
from crawler.config.secrets import secrets_of
from crawler.core.escaping import for_terminal
from crawler.daemon import held
from crawler.house import built
from crawler.lists import with_known_lists
from crawler.model.errors import ConfigError, StoreError
from crawler.model.feed import Feed, FeedState, FeedStatus
from crawler.model.settings import Config
from crawler.once import one_feed
from crawler.sandbox import sandboxed
from crawler.status import feed_document
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
    logs.configure(sys.stderr, level=logging.ERROR, secrets=secrets_of(config))
    return asyncio.run(_run(config, args.id, as_json=args.json))


async def _run(config: Config, wanted: str, *, as_json: bool) -> int:
    async with archive(config) as store:
        config = await with_known_lists(config, store)
        feed = _feed(config, wanted)
        running = await store.holder()
        if running is not None:
            await _ask(store, feed)
            return _show_asked(feed, running[0], as_json=as_json)
    return _show_fetched(feed, await _fetch(config, feed, as_json=as_json), as_json=as_json)


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


async def _fetch(config: Config, feed: Feed, *, as_json: bool) -> _Fetched:
    clock, out = SystemClock(), sys.stderr if as_json else sys.stdout
    async with held(config, clock) as store, sandboxed() as sandbox:
        before = await _state(store, feed)
        async with built(config, store=store, sandbox=sandbox, clock=clock, out=out) as house:
            await one_feed(house, feed.id)
        after = await _state(store, feed)
    return _Fetched(after, after.entries - before.entries)


async def _ask(store: Store, feed: Feed) -> None:
    """Make the feed due at the watch that runs on this archive."""
    if all(state.feed_id != feed.id for state in await store.feed_states()):
        raise StoreError(
            f"the running watch does not know {feed.id} yet; it reads the configuration "
            "within seconds of a change, unless `status` says that it was refused"
        )
    await store.make_due([feed.id], SystemClock().now())


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
