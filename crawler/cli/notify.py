"""``wirewatch notify test``: does a channel work, and if not, what does it say?"""

import argparse
import asyncio
import json
import os
import sys
from typing import TextIO

from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.clock import Clock, SystemClock
from crawler.config.load import load_config
from crawler.config.near import suggestion
from crawler.core.digests.digest import health_message
from crawler.deliver import deliverers
from crawler.model.errors import DeliveryError
from crawler.model.settings import Config
from crawler.net.transport import guarded_transport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("action", choices=["test"], help="send a test message")
    parser.add_argument("channel", metavar="CHANNEL", help="a name under channels:, or terminal")
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Send a test message; return 0 if it was accepted, 1 if not, 2 for an unknown channel."""
    config = load_config(config_path(args), os.environ)
    if args.channel not in config.channels:
        hint = suggestion(args.channel, tuple(config.channels), "define it under channels:")
        print(f"no channel is called {args.channel!r}\n  hint: {hint}", file=sys.stderr)
        return 2
    problem = asyncio.run(
        _attempt(config, args.channel, SystemClock(), sys.stderr if args.json else sys.stdout)
    )
    if args.json:
        print(json.dumps({"channel": args.channel, "accepted": not problem, "problem": problem}))
    elif problem:
        print(f"{args.channel}: {problem}", file=sys.stderr)
    else:
        print(f"{args.channel}: accepted")
    return 1 if problem else 0


async def _attempt(config: Config, name: str, clock: Clock, out: TextIO) -> str | None:
    """Make one attempt; return what went wrong, if anything did."""
    now = clock.now()
    message = health_message(
        f"test-{now:%Y%m%dT%H%M%SZ}",
        title="Test message",
        sentence=f"The channel {name!r} works: alerts will arrive here.",
        now=now,
    )
    async with guarded_transport(config.network) as transport:
        channels = {name: config.channels[name]}
        deliverer = deliverers(
            channels,
            transport=transport,
            networks=config.network.allow_networks,
            clock=clock,
            out=out,
        )[name]
        try:
            await deliverer.deliver(message)
        except DeliveryError as error:
            return error.problem
    return None
