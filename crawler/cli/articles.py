"""``wirewatch articles re-extract``: the present extractor over the archived pages."""

import argparse
import asyncio
import json
import os
from typing import Any

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.cli.progress import bars
from crawler.cli.selection import add_selection_options, selection_of
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.articles import EXTRACTOR
from crawler.core.escaping import for_terminal
from crawler.core.rereadings import FIELDS, Change
from crawler.lists import with_known_lists
from crawler.model.archived import Selection
from crawler.model.settings import Config
from crawler.rereading import Account, Rereader, Sample
from crawler.sandbox import sandboxed

PAGES = "pages"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    again = actions.add_parser(
        "re-extract",
        help="read archived pages again",
        description="Read archived pages again with the present extractor. What it reads otherwise "
        "becomes a version of its own; nothing is alerted. Cut off, it goes on where it stopped.",
        epilog="example: wirewatch articles re-extract --since 30d --dry-run",
    )
    add_config_option(again)
    add_json_option(again)
    add_selection_options(again)
    again.add_argument(
        "--dry-run", action="store_true", help="only compare and count; nothing is written"
    )


def run(args: argparse.Namespace) -> int:
    """Read again and say what changed; return 0."""
    config = load_config(config_path(args), os.environ)
    wanted = selection_of(args, SystemClock().now())
    account = asyncio.run(_reread(config, wanted, dry_run=args.dry_run))
    if args.json:
        print(json.dumps(_document(account, dry_run=args.dry_run), ensure_ascii=False))
    else:
        _show(account, dry_run=args.dry_run)
    return 0


async def _reread(config: Config, wanted: Selection, *, dry_run: bool) -> Account:
    with bars() as bar:
        bar.expect(PAGES, None)
        async with archive(config) as store, sandboxed() as sandbox:
            config = await with_known_lists(config, store)
            rereader = Rereader(
                store=store,
                sandbox=sandbox,
                clock=SystemClock(),
                languages={feed.id: feed.lang for feed in config.feeds},
                dry_run=dry_run,
                advance=lambda count: bar.advance(PAGES, count),
            )
            return await rereader.run(wanted)


def _show(account: Account, *, dry_run: bool) -> None:
    if not account.read:
        print(f"nothing to do: {EXTRACTOR} has read every page there is")
        return
    became = "would become" if dry_run else "became"
    print(
        f"{account.read} pages read by {EXTRACTOR}: {account.same} say the same, "
        f"{account.changed} {became} a new version"
    )
    for count, why in (
        (account.unreadable, "hold no article it can find: their versions stay as they are"),
        (account.damaged, "have a damaged raw body: wirewatch verify"),
        (account.overtaken, "were revised meanwhile"),
    ):
        if count:
            print(f"{count} {why}")
    for name, counts in _fields(account).items():
        print(f"  {name:14}" + ", ".join(f"{count} {change}" for change, count in counts.items()))
    for sample in account.samples:
        print(_line(sample))


def _line(sample: Sample) -> str:
    before, after = sample.characters
    return (
        f"article {sample.article_id}, {sample.share:.0%} of its words, {before} -> {after} "
        f"characters, {', '.join(sample.changes)}\n  {for_terminal(sample.url)}"
    )


def _fields(account: Account) -> dict[str, dict[str, int]]:
    """Return how often each field changed, and how."""
    counted = {
        name: {
            change.value: account.fields[name, change]
            for change in Change
            if account.fields[name, change]
        }
        for name in FIELDS
    }
    return {name: counts for name, counts in counted.items() if counts}


def _document(account: Account, *, dry_run: bool) -> dict[str, Any]:
    return {
        "extractor": EXTRACTOR,
        "dry_run": dry_run,
        "read": account.read,
        "same": account.same,
        "changed": account.changed,
        "unreadable": account.unreadable,
        "damaged": account.damaged,
        "overtaken": account.overtaken,
        "fields": _fields(account),
        "samples": [
            {
                "id": sample.article_id,
                "url": sample.url,
                "changes": sample.changes,
                "share": round(sample.share, 3),
                "characters": sample.characters,
            }
            for sample in account.samples
        ],
    }
