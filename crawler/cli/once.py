"""``wirewatch once``: one pass over everything that is due."""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler import logs
from crawler.cli.options import add_config_option, config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.config.secrets import secrets_of
from crawler.daemon import held
from crawler.house import NOBODY, Watch, built
from crawler.lists import with_fresh_lists
from crawler.model.settings import Config
from crawler.once import one_pass
from crawler.sandbox import sandboxed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    parser.add_argument("--all", action="store_true", help="fetch every feed, due or not")
    parser.add_argument("--verbose", "-v", action="store_true", help="log every feed and article")


def run(args: argparse.Namespace) -> int:
    """Do one pass; return 0 although single feeds may have failed: `status` shows them."""
    config = load_config(config_path(args), os.environ)
    logs.configure(sys.stderr, level=logs.level(verbose=args.verbose), secrets=secrets_of(config))
    with _progress(len(config.feeds)) as watch:
        asyncio.run(_pass(config, watch, everything=args.all))
    return 0


async def _pass(config: Config, watch: Watch, *, everything: bool) -> None:
    clock = SystemClock()
    async with held(config, clock) as store, sandboxed() as sandbox:
        config = await with_fresh_lists(config, store=store, sandbox=sandbox, clock=clock)
        started = clock.now()
        async with built(
            config, store=store, sandbox=sandbox, clock=clock, out=sys.stdout, watch=watch
        ) as house:
            if everything:
                await store.make_due(None, started)
            await one_pass(house, clock.now())


@contextmanager
def _progress(feeds: int) -> Iterator[Watch]:
    """Show a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield NOBODY
        return
    columns = (
        TextColumn("{task.description:10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        fetched = progress.add_task("feeds", total=feeds)
        filed = progress.add_task("articles", total=None)
        yield Watch(
            feed_done=lambda: progress.advance(fetched),
            articles_filed=lambda count: progress.advance(filed, count),
        )
