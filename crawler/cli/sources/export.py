"""``wirewatch feeds export``: the feeds as OPML, a folder for each first tag."""

import argparse
import asyncio
import json
import os
import sys

from crawler.cli.archive import archive
from crawler.cli.options import config_path
from crawler.config.load import load_config
from crawler.core.feeds.opml import write_opml
from crawler.core.targets import target_of
from crawler.core.urls import mask_userinfo
from crawler.lists import with_known_lists
from crawler.model.feed import Feed, FeedType
from crawler.model.listing import OpmlFeed
from crawler.model.settings import Config


def run(args: argparse.Namespace) -> int:
    """Print the list; return 0.

    Raises:
        ConfigError: the configuration cannot be read.
        ConfigErrors: the configuration is wrong.
        StoreError: the archive, where lists at an address are kept, cannot be read.
    """
    config = asyncio.run(_with_lists(load_config(config_path(args), os.environ)))
    public = [feed for feed in config.feeds if not feed.url_secret and feed.type is FeedType.FEED]
    left_out = len(config.feeds) - len(public)
    if left_out:
        print(
            f"wirewatch: {left_out} left out: pages, sitemaps, and addresses from the environment",
            file=sys.stderr,
        )
    if args.json:
        print(json.dumps([_document(feed) for feed in public], ensure_ascii=False))
        return 0
    listed = (
        OpmlFeed(url=_without_login(feed.url), title=feed.name, tags=feed.tags) for feed in public
    )
    sys.stdout.write(write_opml(listed, title="Wirewatch").decode())
    return 0


async def _with_lists(config: Config) -> Config:
    if not config.opml:
        return config
    async with archive(config) as store:
        return await with_known_lists(config, store)


def _without_login(url: str) -> str:
    """Return an address that may be passed on."""
    return target_of(url).url if mask_userinfo(url) != url else url


def _document(feed: Feed) -> dict[str, object]:
    return {
        "id": feed.id,
        "name": feed.name,
        "url": _without_login(feed.url),
        "tags": list(feed.tags),
    }
