"""``wirewatch topic backtest NAME --since 30d``: what it would have matched and told."""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import asdict, replace

from crawler.backtest import Backtest, Span
from crawler.cli.archive import archive
from crawler.cli.options import config_path
from crawler.cli.progress import bars
from crawler.cli.selection import at
from crawler.cli.topics import topic_named
from crawler.cli.topics.report import lines
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.backtest.account import Account, Sample
from crawler.core.payload import iso
from crawler.lists import with_known_lists
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config
from crawler.model.topic import Topic

ARTICLES = "articles"


def run(args: argparse.Namespace) -> int:
    """Print what the topic would have done; return 0 even if that is nothing.

    Raises:
        WirewatchError: no topic has this name, or the time is none.
        StoreError: the archive failed.
    """
    config = load_config(config_path(args), os.environ)
    tried = load_config(args.topics, os.environ) if args.topics else config
    topic = topic_named(args.name, tried)
    account = asyncio.run(_tried(replace(config, aliases=tried.aliases), topic, _span(args)))
    if args.json:
        print(json.dumps(_document(account), ensure_ascii=False))
        return 0
    marks = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("[", "]")
    for line in lines(account, *marks):
        print(line)
    return 0


def _span(args: argparse.Namespace) -> Span:
    now = SystemClock().now()
    since, until = at(args.since, now), at(args.until, now) or now
    if since is None or since >= until:
        raise WirewatchError("nothing lies between --since and --until\n  hint: --since 30d")
    return Span(since=since, until=until)


async def _tried(config: Config, topic: Topic, span: Span) -> Account:
    async with archive(config) as store:
        with bars() as bar:
            bar.expect(ARTICLES, None)
            backtest = Backtest(
                store=store,
                config=await with_known_lists(config, store),
                topic=topic,
                span=span,
                advance=lambda count: bar.advance(ARTICLES, count),
            )
            return await backtest.run()


def _document(account: Account) -> dict[str, object]:
    return {
        "topic": account.topic,
        "since": iso(account.since),
        "until": iso(account.until),
        "articles": account.articles,
        "matches": account.total.matches,
        "stories": account.stories,
        "alerts": account.total.alerts,
        "kinds": account.kinds,
        "held_back": account.held_back,
        "days": {str(day): asdict(tally) for day, tally in account.days.items()},
        "sources": {source: asdict(tally) for source, tally in account.sources.items()},
        "languages": {language: asdict(tally) for language, tally in account.languages.items()},
        "conditions": [{**asdict(cost), "or_more": cost.settled} for cost in account.costs],
        "samples": [_sample(each) for each in account.samples],
        "uncompared": account.uncompared,
    }


def _sample(sample: Sample) -> dict[str, object]:
    article = sample.article
    return {
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "language": article.language,
        "first_seen": iso(article.first_seen_at),
        "story": article.story_id,
        "became": sample.became,
        "score": round(sample.match.score, 4),
        "quotes": [asdict(quote) for quote in sample.quotes],
    }
