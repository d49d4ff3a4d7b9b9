"""``wirewatch alerts``: the log of what was sent, newest first."""

import argparse
import asyncio
import json
import os
from datetime import timedelta

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.cli.selection import at, moment
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.core.payload import iso
from crawler.model.alert import Alert, Suppressed
from crawler.model.settings import Config

SHOWN = 1000
HELD_BACK_FOR = timedelta(days=7)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    parser.add_argument("--topic", metavar="NAME", help="only alerts of this topic")
    parser.add_argument(
        "--since", metavar="WHEN", type=moment, help="only newer ones: 2h, 7d, 2026-03-01T12:00Z"
    )
    parser.add_argument(
        "--suppressed",
        action="store_true",
        help="what was held back instead, each with its reason (of 7 days, or --since)",
    )
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the alerts; return 0."""
    config = load_config(config_path(args), os.environ)
    if args.suppressed:
        return _show_suppressed(asyncio.run(_suppressed(config, args)), args)
    found = asyncio.run(_alerts(config, args))
    if args.json:
        print(json.dumps([_document(alert) for alert in found], ensure_ascii=False))
        return 0
    for alert in found:
        article = alert.data["article"]
        print(
            f"{alert.created_at:%Y-%m-%d %H:%M}  {alert.kind.value:8} {alert.topic}  {for_terminal(article['title'])}"
        )
        print(f"{'':18}{for_terminal(article['url'])}\n{'':18}wirewatch explain {alert.id}")
    if not found:
        print("no alerts yet")
    return 0


async def _alerts(config: Config, args: argparse.Namespace) -> tuple[Alert, ...]:
    since = at(args.since, SystemClock().now())
    async with archive(config) as store:
        return await store.alerts(args.topic, since, SHOWN)


async def _suppressed(config: Config, args: argparse.Namespace) -> list[Suppressed]:
    now = SystemClock().now()
    since = at(args.since, now) or now - HELD_BACK_FOR
    async with archive(config) as store:
        held = await store.suppressed(since)
    return [each for each in held if args.topic in {None, each.topic}]


def _show_suppressed(held: list[Suppressed], args: argparse.Namespace) -> int:
    if args.json:
        rows = [
            {
                "topic": each.topic,
                "kind": each.kind.value,
                "reason": each.reason,
                "story": each.story_id,
                "article": each.article_id,
                "at": iso(each.at),
            }
            for each in held
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for each in held:
        article = f"  wirewatch article {each.article_id}" if each.article_id else ""
        print(
            f"{each.at:%Y-%m-%d %H:%M}  {each.kind.value:8} {each.topic}  held back: {each.reason}{article}"
        )
    if not held:
        print("nothing was held back")
    return 0


def _document(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "topic": alert.topic,
        "kind": alert.kind.value,
        "created_at": iso(alert.created_at),
        "data": alert.data,
    }
