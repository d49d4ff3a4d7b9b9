"""``wirewatch feeds import`` and ``feeds export``: lists of feeds in and out, as OPML."""

import argparse
import json
import os
import sys
from pathlib import Path

from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.bounded import MAX_FILE_BYTES, read_bounded
from crawler.config.edit import add_feeds
from crawler.config.load import load_config
from crawler.config.opml_feeds import tidied
from crawler.config.sources import listed_urls
from crawler.core.escaping import for_terminal
from crawler.core.feeds.opml import OpmlFeed, read_opml, write_opml
from crawler.model.errors import ParseError, WirewatchError
from crawler.model.feed import Feed, FeedType


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    bring = actions.add_parser(
        "import",
        help="add the feeds of an OPML file to feeds.yaml",
        epilog="example: wirewatch feeds import list.opml",
    )
    bring.add_argument("file", type=Path, metavar="FILE.opml", help="the list")
    bring.set_defaults(act=_import)
    take = actions.add_parser(
        "export",
        help="print the feeds as OPML",
        epilog="example: wirewatch feeds export > list.opml",
    )
    take.set_defaults(act=_export)
    for action in (bring, take):
        add_config_option(action)
        add_json_option(action)


def run(args: argparse.Namespace) -> int:
    """Import or export; return 0.

    Raises:
        ConfigError: the configuration cannot be read, written or added to.
        ConfigErrors: the configuration is wrong.
        ParseError: the list is no OPML.
        WirewatchError: the list is too large.
        OSError: the list cannot be read.
    """
    act = args.act
    return int(act(args))


def _import(args: argparse.Namespace) -> int:
    path = config_path(args)
    known = listed_urls(path)
    try:
        content = read_bounded(args.file)
        if len(content) > MAX_FILE_BYTES:
            raise WirewatchError(f"{args.file}: larger than {MAX_FILE_BYTES} bytes; split the list")
        feeds = read_opml(content)
    except ParseError as error:
        raise ParseError(str(args.file), error.kind, error.problem, error.advice) from error
    usable = [fit for feed in feeds if (fit := tidied(feed)) is not None]
    new = [feed for feed in usable if feed.url not in known]
    if new:
        add_feeds(path, new)
    added = {feed.url for feed in new}
    skipped = [feed.url for feed in feeds if feed.url not in added]
    if args.json:
        document = {"added": [feed.url for feed in new], "skipped": skipped}
        print(json.dumps(document, ensure_ascii=False))
        return 0
    for feed in new:
        print(for_terminal(f"added {feed.url} {feed.title or ''}".rstrip()))
    print(f"{len(new)} added to {path}, {len(skipped)} left out (already there, or not usable)")
    return 0


def _export(args: argparse.Namespace) -> int:
    config = load_config(config_path(args), os.environ)
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
    listed = (OpmlFeed(url=feed.url, title=feed.name, tags=feed.tags) for feed in public)
    sys.stdout.write(write_opml(listed, title="Wirewatch").decode())
    return 0


def _document(feed: Feed) -> dict[str, object]:
    return {"id": feed.id, "name": feed.name, "url": feed.url, "tags": list(feed.tags)}
