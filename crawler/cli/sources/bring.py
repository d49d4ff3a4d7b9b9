"""``wirewatch feeds import``: the feeds of an OPML file into feeds.yaml."""

import argparse
import json
import os

from crawler.cli.options import config_path
from crawler.config.bounded import MAX_FILE_BYTES, read_bounded
from crawler.config.edit import add_feeds
from crawler.config.opml_feeds import tidied
from crawler.config.sources import listed_addresses
from crawler.config.written import WrittenFeed
from crawler.core.escaping import for_terminal
from crawler.core.feeds.opml import read_opml
from crawler.core.urls import address_key, mask_userinfo
from crawler.model.errors import ParseError, WirewatchError
from crawler.model.listing import OpmlFeed


def run(args: argparse.Namespace) -> int:
    """Add what is new; return 0.

    Raises:
        ConfigError: the configuration cannot be read, written or added to.
        ConfigErrors: the configuration is wrong.
        ParseError: the list is no OPML.
        WirewatchError: the list is too large.
        OSError: the list cannot be read.
    """
    path = config_path(args)
    taken = set(listed_addresses(path))
    new: list[OpmlFeed] = []
    known: list[str] = []
    refused: list[str] = []
    for listed in _read(args):
        feed = tidied(listed)
        if feed is None:
            refused.append(mask_userinfo(listed.url))
            continue
        key = address_key(feed.url) or feed.url
        if key in taken:
            known.append(feed.url)
        else:
            taken.add(key)
            new.append(feed)
    if new:
        written = [WrittenFeed(url=feed.url, name=feed.title, tags=feed.tags) for feed in new]
        add_feeds(path, written, os.environ)
    if args.json:
        document = {"added": [feed.url for feed in new], "known": known, "refused": refused}
        print(json.dumps(document, ensure_ascii=False))
        return 0
    for feed in new:
        print(for_terminal(f"added {feed.url} {feed.title or ''}".rstrip()))
    for url in refused:
        print(for_terminal(f"refused {url}: it cannot be used as an address"))
    print(f"{len(new)} added to {path}, {len(known)} known already, {len(refused)} refused")
    return 0


def _read(args: argparse.Namespace) -> tuple[OpmlFeed, ...]:
    content = read_bounded(args.file)
    if len(content) > MAX_FILE_BYTES:
        raise WirewatchError(f"{args.file}: larger than {MAX_FILE_BYTES} bytes; split the list")
    try:
        return read_opml(content)
    except ParseError as error:
        raise ParseError(str(args.file), error.kind, error.problem, error.advice) from error
