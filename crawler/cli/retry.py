"""``wirewatch retry [ID]``: put dead letters back in the queue; a running daemon sends them at once.

A channel that was disabled because its receiver wanted no more is tried again with them.
"""

import argparse
import asyncio
import os
from collections.abc import Sequence

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "ids",
        metavar="ID",
        nargs="*",
        type=int,
        help="numbers that `wirewatch deliveries` shows (default: every dead letter)",
    )
    add_config_option(parser)


def run(args: argparse.Namespace) -> int:
    """Queue them again and say how many; return 0.

    Raises:
        WirewatchError: none of the deliveries named can be tried again.
    """
    config = load_config(config_path(args), os.environ)
    queued = asyncio.run(_requeued(config, args.ids or None))
    if args.ids and not queued:
        raise WirewatchError(
            "none of these is a dead letter or waits for another attempt; "
            "`wirewatch deliveries --all` shows what became of them"
        )
    print(f"{queued} put back in the queue; `wirewatch run` or `wirewatch once` sends them")
    return 0


async def _requeued(config: Config, ids: Sequence[int] | None) -> int:
    async with archive(config) as store:
        return await store.requeue(ids, SystemClock().now())
