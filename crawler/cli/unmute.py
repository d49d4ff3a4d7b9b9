"""``wirewatch unmute TOPIC``: send its alerts again, from the next match on."""

import argparse
import asyncio
import os

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, config_path
from crawler.cli.topics import topic_named
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.model.settings import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("topic", metavar="TOPIC", help="its name in feeds.yaml")
    add_config_option(parser)


def run(args: argparse.Namespace) -> int:
    """End the mute of the topic; return 0.

    Raises:
        WirewatchError: no topic has this name.
    """
    config = load_config(config_path(args), os.environ)
    topic = topic_named(args.topic, config)
    asyncio.run(_unmute(config, topic.name))
    print(f"{for_terminal(topic.name)} sends its alerts again")
    return 0


async def _unmute(config: Config, topic: str) -> None:
    async with archive(config) as store:
        await store.unmute(topic)
