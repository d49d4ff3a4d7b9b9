"""``wirewatch prune``: retention now, beside a running daemon or without one."""

import argparse
import asyncio
import json
import os
from collections.abc import Mapping

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.model.settings import Config

WORDS = {
    "raw": "raw bodies (hashes and headers are kept)",
    "articles": "articles with their versions",
    "alerts": "alerts",
    "suppressed": "matches held back",
    "deliveries": "deliveries done",
    "messages": "messages",
    "feed_documents": "feed responses that prove no article",
}
"""What people keep or let go; the rest is working memory."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    add_json_option(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="only count what would go; nothing is changed"
    )


def run(args: argparse.Namespace) -> int:
    """Let go and say what went; return 0."""
    config = load_config(config_path(args), os.environ)
    dropped, freed = asyncio.run(_count(config) if args.dry_run else _prune(config))
    if args.json:
        told = {"dry_run": args.dry_run, "dropped": dict(dropped), "bytes_given_back": freed}
        print(json.dumps(told))
        return 0
    verb = "would go" if args.dry_run else "gone"
    known = {kind: dropped[kind] for kind in WORDS if kind in dropped}
    for kind, count in known.items():
        if count:
            print(f"{verb}: {count} {WORDS[kind]}")
    rest = sum(dropped.values()) - sum(known.values())
    if rest:
        print(f"{verb}: {rest} rows of working memory")
    if not sum(dropped.values()):
        print("nothing is old enough to go")
    if freed:
        print(f"{freed / 1e6:.1f} MB given back to the disk")
    return 0


async def _prune(config: Config) -> tuple[Mapping[str, int], int]:
    async with archive(config) as store:
        dropped = await store.prune(config.retention, SystemClock().now())
        return dropped, await store.give_back_space()


async def _count(config: Config) -> tuple[Mapping[str, int], int]:
    async with archive(config) as store:
        return await store.prunable(config.retention, SystemClock().now()), 0
