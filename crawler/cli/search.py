"""``wirewatch search QUERY``: the archive, in the topic language, with the words marked."""

import argparse
import asyncio
import json
import os
import sys

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.cli.selection import add_period_options, at
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.core.payload import iso
from crawler.core.topics.quotes import highlight
from crawler.lists import with_known_lists
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config
from crawler.search import Found, SearchFilters, SearchResult, search

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
MOST_SHOWN = 1_000
_QUOTES = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("query", help="in the topic language; aliases of the configuration work")
    add_config_option(parser)
    add_period_options(parser)
    parser.add_argument("--source", metavar="NAME", help="only of this outlet or feed")
    parser.add_argument("--lang", metavar="CODE", help="only in this language: en, ru, ko")
    parser.add_argument("--tag", help="only of feeds with this tag")
    parser.add_argument("--topic", metavar="NAME", help="only what this topic matched")
    parser.add_argument(
        "--limit", type=_limit, default=20, help="how many articles, newest first (default: 20)"
    )
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was found, newest first; return 0 even if nothing was.

    Raises:
        QueryError: the query cannot be searched for.
        WirewatchError: no topic or tag is called so.
    """
    config = load_config(config_path(args), os.environ)
    result = asyncio.run(_search(config, args))
    if args.json:
        print(json.dumps([_document(each) for each in result.found], ensure_ascii=False))
    else:
        marks = (BOLD, PLAIN) if sys.stdout.isatty() else ("[", "]")
        for each in result.found:
            _show(each, *marks)
        if not result.found:
            print("nothing found")
    if not result.complete:
        print(_unfinished(result), file=sys.stderr)
    return 0


async def _search(config: Config, args: argparse.Namespace) -> SearchResult:
    async with archive(config) as store:
        config = await with_known_lists(config, store)
        filters = _filters(config, args)
        return await search(store, config, args.query, filters, limit=args.limit)


def _filters(config: Config, args: argparse.Namespace) -> SearchFilters:
    _known("tag", args.tag, {tag for feed in config.feeds for tag in feed.tags})
    _known("topic", args.topic, {topic.name for topic in config.topics})
    now = SystemClock().now()
    return SearchFilters(
        since=at(args.since, now),
        until=at(args.until, now),
        source=args.source,
        lang=args.lang,
        tag=args.tag,
        topic=args.topic,
    )


def _known(kind: str, name: str | None, names: set[str]) -> None:
    if name is not None and name not in names:
        listed = ", ".join(sorted(names)) or "none"
        raise WirewatchError(
            f"no {kind} is called '{for_terminal(name)}' in the configuration; there are: {listed}"
        )


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= MOST_SHOWN:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_SHOWN:,}")
    return int(text)


def _unfinished(result: SearchResult) -> str:
    return (
        f"wirewatch: the newest {result.looked_at:,} articles were looked at, older ones were not; "
        "a word that must occur, --since or --source narrow the search"
    )


def _show(found: Found, opening: str, closing: str) -> None:
    article = found.article
    when = (article.published or article.first_seen_at).strftime("%Y-%m-%d %H:%M")
    print(
        f"{for_terminal(article.title)}\n  {for_terminal(article.outlet)}, {when}, article {article.id}"
    )
    print(f"  {for_terminal(article.url)}")
    for quote in found.quotes[:_QUOTES]:
        print(f"  > {highlight(quote, opening, closing, for_terminal)}")
    print()


def _document(found: Found) -> dict[str, object]:
    article = found.article
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "feed": article.feed_id,
        "author": article.author,
        "language": article.language,
        "published": iso(article.published),
        "first_seen": iso(article.first_seen_at),
        "story": article.story_id,
        "score": found.match.score,
        "quotes": [{"field": q.field, "text": q.text, "marks": q.marks} for q in found.quotes],
    }
