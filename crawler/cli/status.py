"""``wirewatch status``: what the watch sees, what it will fetch next and why then."""

import argparse
import asyncio
import json
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.digests.moments import lapse
from crawler.core.escaping import for_terminal
from crawler.core.replies import INSECURE
from crawler.model.settings import Config
from crawler.status import snapshot

STYLE = {
    "ok": "green",
    "not_modified": "green",
    "failing": "red",
    "paused": "yellow",
    "pending": "dim",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the status; return 0."""
    config = load_config(config_path(args), os.environ)
    document = asyncio.run(_snapshot(config))
    if args.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        _show(document, Console(highlight=False))
    return 0


async def _snapshot(config: Config) -> dict[str, Any]:
    async with archive(config) as store:
        return await snapshot(config, store, SystemClock().now())


def _show(document: Mapping[str, Any], console: Console) -> None:
    daemon, storage, deliveries = document["daemon"], document["storage"], document["deliveries"]
    running = (
        f"running, pid {daemon['pid']}, since {daemon['since']}"
        if daemon["running"]
        else "not running"
    )
    console.print(f"daemon      {running}")
    if daemon["config_error"]:
        console.print(
            Text(f"configuration refused: {for_terminal(daemon['config_error'])}", style="red")
        )
    console.print(
        f"archive     {storage['url']}: {storage['articles']} articles, {storage['versions']} versions, "
        f"{storage['stories']} stories, {storage['bytes'] / 1e6:.1f} MB, {storage['pages_waiting']} pages waiting"
    )
    console.print(
        "deliveries  " + ", ".join(f"{count} {state}" for state, count in deliveries.items())
    )
    for trouble in document["troubles"]:
        said = f"trouble     {trouble['name']}: {trouble['problem']}"
        console.print(Text(for_terminal(said), style="red"))
    for channel in document["channels"]:
        if channel["since"]:
            said = (
                f"channel     {channel['name']}: {channel['status']} since "
                f"{channel['since'][:19]}: {channel['reason']}"
            )
            console.print(Text(for_terminal(said), style="red"))
    for each in document["lists"]:
        console.print(_list(each))
    console.print(_topics(document["topics"]))
    if document["latency"]:
        console.print(_latency(document["latency"]))
    console.print(_feeds(document["feeds"]))


def _list(each: Mapping[str, Any]) -> Text:
    read = f"read {each['read_at'][:19]}" if each["read_at"] else "not read yet"
    line = f"list        {each['url']}: {each['feeds']} feeds, {read}"
    if each["problem"] is None:
        return Text(for_terminal(line))
    return Text(for_terminal(f"{line}; {each['problem']}"), style="red")


def _topics(topics: list[Mapping[str, Any]]) -> Table:
    table = Table("topic", "matches", "alerts", "muted until", box=None, pad_edge=False)
    for topic in topics:
        table.add_row(
            topic["name"], str(topic["matches"]), str(topic["alerts"]), topic["muted_until"] or ""
        )
    return table


def _latency(paces: list[Mapping[str, Any]]) -> Table:
    table = Table(
        "outlet, last 7 days", "alerts", "half within", "95 % within", box=None, pad_edge=False
    )
    for pace in paces:
        table.add_row(
            Text(for_terminal(pace["outlet"])),
            str(pace["alerts"]),
            lapse(timedelta(seconds=pace["p50_s"])),
            lapse(timedelta(seconds=pace["p95_s"])),
        )
    return table


def _feeds(feeds: list[Mapping[str, Any]]) -> Table:
    table = Table(
        "feed",
        "state",
        "entries",
        "next fetch",
        "why then, or what is wrong",
        box=None,
        pad_edge=False,
    )
    for feed in feeds:
        why = feed["next_fetch_reason"]
        if feed["last_error"]:
            why = f"{feed['last_error']} - {why}"
        elif feed["silent_since"]:
            why = f"nothing new since {feed['silent_since'][:16]}, longer than is its habit - {why}"
        if feed["moved_to"]:
            why = f"{why}; moved to {feed['moved_to']}"
        if feed["insecure"]:
            why = f"{why}; {INSECURE}"
        table.add_row(
            Text(for_terminal(feed["name"])),
            Text(feed["status"], style=STYLE[feed["status"]]),
            str(feed["entries"]),
            (feed["next_fetch_at"] or "")[:19],
            Text(for_terminal(why)),
        )
    return table
