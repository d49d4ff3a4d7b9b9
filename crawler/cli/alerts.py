"""``wirewatch alerts``: the log of what was sent, newest first."""

import argparse
import asyncio
import json
import os

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, config_path, duration
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.model.alert import Alert
from crawler.model.settings import Config

SHOWN = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    parser.add_argument("--topic", metavar="NAME", help="only alerts of this topic")
    parser.add_argument(
        "--since", metavar="DURATION", type=duration, help="only newer ones: 90m, 2h, 7d"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON array")


def run(args: argparse.Namespace) -> int:
    """Print the alerts; return 0."""
    config = load_config(config_path(args), os.environ)
    found = asyncio.run(_alerts(config, args))
    if args.json:
        print(json.dumps([_document(alert) for alert in found], ensure_ascii=False))
        return 0
    for alert in found:
        article = alert.data["article"]
        moment = alert.created_at.strftime("%Y-%m-%d %H:%M")
        print(f"{moment}  {alert.kind.value:8} {alert.topic}  {for_terminal(article['title'])}")
        print(f"{'':18}{for_terminal(article['url'])}\n{'':18}wirewatch explain {alert.id}")
    if not found:
        print("no alerts yet")
    return 0


async def _alerts(config: Config, args: argparse.Namespace) -> tuple[Alert, ...]:
    since = SystemClock().now() - args.since if args.since else None
    async with archive(config) as store:
        return await store.alerts(args.topic, since, SHOWN)


def _document(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "topic": alert.topic,
        "kind": alert.kind.value,
        "created_at": alert.created_at.isoformat().replace("+00:00", "Z"),
        "data": alert.data,
    }
