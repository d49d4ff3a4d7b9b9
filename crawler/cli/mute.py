"""``wirewatch mute TOPIC``: keep recording, stop sending, until a moment; works beside a daemon."""

import argparse
import asyncio
import os
from datetime import datetime, timedelta

from crawler.cli.archive import lasting_archive
from crawler.cli.options import add_config_option, config_path, duration
from crawler.cli.selection import moment
from crawler.cli.topics import topic_named
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("topic", metavar="TOPIC", help="its name in feeds.yaml")
    end = parser.add_mutually_exclusive_group(required=True)
    end.add_argument(
        "--for", dest="span", metavar="DURATION", type=duration, help="from now on: 90m, 2h, 3d"
    )
    end.add_argument("--until", metavar="DATE", type=moment, help="2026-03-01 or 2026-03-01T12:00Z")
    add_config_option(parser)


def run(args: argparse.Namespace) -> int:
    """Mute the topic and say until when; return 0.

    Raises:
        WirewatchError: no topic has this name, or the end has passed.
    """
    config = load_config(config_path(args), os.environ)
    topic = topic_named(args.topic, config)
    now = SystemClock().now()
    wanted = args.span or args.until
    until = now + wanted if isinstance(wanted, timedelta) else wanted
    if until <= now:
        raise WirewatchError(f"{until:%Y-%m-%d %H:%M} UTC has passed; name a later end")
    asyncio.run(_mute(config, topic.name, until))
    print(
        f"{for_terminal(topic.name)} is muted until {until:%Y-%m-%d %H:%M} UTC; "
        "what it matches is recorded: `wirewatch alerts --suppressed`"
    )
    return 0


async def _mute(config: Config, topic: str, until: datetime) -> None:
    async with lasting_archive(config) as store:
        await store.mute(topic, until)
