"""``wirewatch run``: the daemon."""

import argparse
import asyncio
import os
import sys

from crawler import logs
from crawler.cli.options import add_config_option, config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.config.secrets import secrets_of
from crawler.daemon import Daemon
from crawler.memory import keep_little


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    parser.add_argument("--verbose", "-v", action="store_true", help="log every feed and article")


def run(args: argparse.Namespace) -> int:
    """Watch until told to stop; return 0 then."""
    keep_little()
    path = config_path(args)
    config = load_config(path, os.environ)
    logs.configure(sys.stderr, level=logs.level(verbose=args.verbose), secrets=secrets_of(config))

    async def watch() -> None:
        await Daemon(path, os.environ, SystemClock(), sys.stdout).run(config)

    asyncio.run(watch())
    return 0
