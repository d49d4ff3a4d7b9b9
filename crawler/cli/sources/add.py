"""``wirewatch feeds add``: a feed, or the feed of a page, into feeds.yaml."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from crawler.cli.options import config_path
from crawler.cli.sources.discover import NEEDS_JAVASCRIPT, NOTHING
from crawler.cli.sources.finds import feed_document, show_feeds
from crawler.cli.sources.scouting import manners, scouting, web_address
from crawler.config.edit import add_feeds
from crawler.config.load import load_about_sources
from crawler.config.sources import listed_addresses
from crawler.config.written import Written, WrittenFeed, WrittenList
from crawler.core.escaping import for_terminal
from crawler.core.feeds.choice import FoundFeed, clear_choice
from crawler.core.feeds.clues import Clue
from crawler.core.payload import iso
from crawler.core.urls import address_key, mask_userinfo
from crawler.discovery import Discovery, Scout
from crawler.model.errors import ConfigError, ParseError
from crawler.model.feed import FeedType
from crawler.model.settings import NetworkPolicy

FAILED, CHOICE = 1, 2


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is to be added, and what it holds at the moment."""

    source: Written
    holds: str


@dataclass(frozen=True, slots=True)
class _Open:
    """Nothing that could be chosen without the user."""

    feeds: tuple[FoundFeed, ...]
    sentence: str
    code: int


def run(args: argparse.Namespace) -> int:
    """Add one source; return 0, 1 when there is none, 2 when the user has to choose.

    Raises:
        ConfigError: the address is none or is listed already; the file cannot be read, written
            or added to.
        ConfigErrors: the file is wrong, or would be with this source in it.
        FetchError: the address cannot be fetched.
        ParseError: there is nothing to add.
    """
    path = config_path(args)
    url = web_address(args.url)
    _check_words(args)
    policy = manners(path, os.environ)
    _refuse_known(path, url)
    chosen = asyncio.run(_choose(url, args.type, policy))
    if isinstance(chosen, _Open):
        return _show_choices(chosen, as_json=args.json)
    source = _with_options(chosen.source, args)
    if source.url != url:
        _refuse_known(path, source.url)
    add_feeds(path, [source], os.environ)
    _show_added(path, source, chosen.holds, as_json=args.json)
    return 0


def _check_words(args: argparse.Namespace) -> None:
    for word in (args.name or "", *args.tag):
        if "${" in word or not word.isprintable():
            raise ConfigError(
                "options",
                f"{for_terminal(word)!r} cannot be a name or a tag",
                "write plain words on one line",
            )


def _refuse_known(path: Path, url: str) -> None:
    place = listed_addresses(path).get(address_key(url) or url)
    if place is not None:
        raise ConfigError(
            str(place),
            f"{for_terminal(mask_userinfo(url))} is listed here already",
            "change that entry instead",
        )


# --- choosing


async def _choose(url: str, kind: str | None, policy: NetworkPolicy) -> _Chosen | _Open:
    async with scouting(policy) as scout:
        if kind == FeedType.PAGE:
            return await _page(scout, url)
        found = await scout.discover(url)
    if found.listed and kind is None:
        return _Chosen(WrittenList(url=url), f"a list of {found.listed} feeds")
    feeds = tuple(feed for feed in found.feeds if kind in {None, feed.type})
    best = _best(feeds, found)
    if best is None:
        return _left_open(found, feeds)
    newest = (iso(best.newest) or "")[:10]
    holds = f"{best.entries} entries" + (f", the newest of {newest}" if newest else "")
    return _Chosen(WrittenFeed(url=best.url, type=best.type), holds)


def _best(feeds: Sequence[FoundFeed], found: Discovery) -> FoundFeed | None:
    named = next((feed for feed in feeds if feed.clue is Clue.ASKED), None)
    return named or clear_choice(feeds, found.page)


async def _page(scout: Scout, url: str) -> _Chosen:
    proposals = await scout.proposals(url)
    if not proposals:
        raise ParseError(
            url,
            "not_a_feed",
            "nothing on the page looks like a list of articles",
            "write its selectors yourself: docs/configuration.md, select",
        )
    best = proposals[0]
    source = WrittenFeed(url=url, type=FeedType.PAGE, select=best.select)
    return _Chosen(source, f"{len(best.parsed.entries)} entries")


def _left_open(found: Discovery, feeds: tuple[FoundFeed, ...]) -> _Open:
    if feeds:
        return _Open(feeds, "name the one you mean: wirewatch feeds add ITS-URL", CHOICE)
    if found.proposals:
        entries = len(found.proposals[0].parsed.entries)
        again = f"wirewatch feeds add {found.url} --type page"
        return _Open((), f"there is no feed; as a page it gives {entries} entries: {again}", CHOICE)
    if found.feeds:
        return _Open((), "what is there is of another kind: leave --type out to see it", FAILED)
    return _Open((), NEEDS_JAVASCRIPT if found.needs_javascript else NOTHING, FAILED)


def _with_options(source: Written, args: argparse.Namespace) -> Written:
    tags = tuple(dict.fromkeys(args.tag))
    if isinstance(source, WrittenList):
        return replace(source, tags=tags)
    return replace(source, name=args.name, tags=tags, every=args.every)


# --- telling


def _show_choices(left: _Open, *, as_json: bool) -> int:
    if as_json:
        choices = [feed_document(feed) for feed in left.feeds]
        print(json.dumps({"added": None, "choices": choices, "problem": left.sentence}))
        return left.code
    if left.feeds:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print("there are several feeds; nothing was added")
        show_feeds(console, left.feeds)
        for number, feed in enumerate(left.feeds, start=1):
            console.print(for_terminal(f"{number}  {feed.url}"), markup=False)
    print(for_terminal(left.sentence), file=sys.stderr)
    return left.code


def _show_added(path: Path, source: Written, holds: str, *, as_json: bool) -> None:
    key = address_key(source.url)
    config = load_about_sources(path, os.environ)
    feed_id = next((feed.id for feed in config.feeds if address_key(feed.url) == key), None)
    if as_json:
        document = {"added": source.plain(), "id": feed_id, "file": str(path), "holds": holds}
        print(json.dumps(document, ensure_ascii=False))
        return
    named = f" as {feed_id}" if feed_id else ""
    print(for_terminal(f"added to {path}{named}: {mask_userinfo(source.line())} ({holds})"))
    print("a running watch picks it up by itself; wirewatch once fetches it now")
