"""``wirewatch feeds discover``: what can be watched at an address."""

import argparse
import asyncio
import json
import os
import sys

from rich.console import Console

from crawler.cli.options import config_path
from crawler.cli.sources.finds import (
    as_written,
    feed_document,
    page_as_written,
    proposal_document,
    show_feeds,
    show_proposal,
)
from crawler.cli.sources.scouting import manners, scouting, web_address
from crawler.config.written import WrittenList
from crawler.core.escaping import for_terminal
from crawler.discovery import Discovery
from crawler.model.settings import NetworkPolicy

NEEDS_JAVASCRIPT = (
    "the page is empty until its JavaScript has run, which Wirewatch does not do\n"
    "  hint: look for a feed or a news sitemap elsewhere on the publisher's site"
)
NOTHING = (
    "no feed was found, and nothing on the page looks like a list of articles\n"
    "  hint: name the page that lists the news"
)


def run(args: argparse.Namespace) -> int:
    """Print what was found; return 0, or 1 when there is nothing.

    Raises:
        ConfigError: the address is none, or the configuration cannot be read.
        ConfigErrors: the configuration is wrong.
        FetchError: the address cannot be fetched.
        ParseError: it is neither a page nor a feed.
    """
    url = web_address(args.url)
    found = asyncio.run(_discover(url, manners(config_path(args), os.environ)))
    if args.json:
        print(json.dumps(_document(found), ensure_ascii=False))
    else:
        _show(found, Console(highlight=False, soft_wrap=True))
    return 0 if found.feeds or found.proposals or found.listed else 1


async def _discover(url: str, policy: NetworkPolicy) -> Discovery:
    async with scouting(policy) as scout:
        return await scout.discover(url)


def _document(found: Discovery) -> dict[str, object]:
    return {
        "url": found.url,
        "title": found.title,
        "feeds": [feed_document(feed) for feed in found.feeds],
        "pages": [proposal_document(found.url, each) for each in found.proposals],
        "listed": found.listed,
        "needs_javascript": found.needs_javascript,
    }


def _show(found: Discovery, console: Console) -> None:
    if found.feeds:
        show_feeds(console, found.feeds)
        console.print("\nready for feeds.yaml, below feeds:")
        for feed in found.feeds:
            if feed.same_as is None:
                _show_line(console, as_written(feed).line(), feed.title)
        console.print(f"\nadd one: wirewatch feeds add {found.feeds[0].url}", markup=False)
    elif found.listed:
        console.print(f"this is an OPML list of {found.listed} feeds; below feeds: write")
        _show_line(console, WrittenList(url=found.url).line(), None)
    elif found.proposals:
        best = found.proposals[0]
        console.print("there is no feed here; read as a page it gives")
        show_proposal(console, best)
        console.print("\nready for feeds.yaml, below feeds:")
        for proposal in found.proposals:
            _show_line(console, page_as_written(found.url, proposal).line(), None)
        console.print(f"\nadd the first: wirewatch feeds add {found.url} --type page", markup=False)
    else:
        problem = NEEDS_JAVASCRIPT if found.needs_javascript else NOTHING
        print(f"{for_terminal(found.url)}: {problem}", file=sys.stderr)


def _show_line(console: Console, line: str, title: str | None) -> None:
    remark = f"  # {title}" if title else ""
    console.print(for_terminal(f"  {line}{remark}"), markup=False)
