"""``wirewatch feeds``: find, add and fetch sources; lists of feeds in and out, as OPML."""

import argparse
import importlib
from dataclasses import dataclass
from pathlib import Path

from crawler.cli.options import add_config_option, add_json_option, duration
from crawler.model.feed import FeedType


@dataclass(frozen=True, slots=True)
class _Action:
    """A line of ``feeds --help``: the module that does it, what it does, an example."""

    module: str
    summary: str
    example: str


_ACTIONS = {
    "discover": _Action(
        "discover",
        "find the feeds of a page, or a way to read it without one",
        "wirewatch feeds discover https://www.example.org/news",
    ),
    "add": _Action(
        "add",
        "add a feed, or the feed of a page, to feeds.yaml",
        "wirewatch feeds add https://www.example.org/news --tag wire --every 10m",
    ),
    "fetch": _Action("fetch", "fetch one feed now", "wirewatch feeds fetch tass"),
    "import": _Action(
        "bring", "add the feeds of an OPML file to feeds.yaml", "wirewatch feeds import list.opml"
    ),
    "export": _Action("export", "print the feeds as OPML", "wirewatch feeds export > list.opml"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    parsers = {}
    for name, action in _ACTIONS.items():
        parsers[name] = actions.add_parser(
            name,
            help=action.summary,
            description=action.summary[:1].upper() + action.summary[1:] + ".",
            epilog=f"example: {action.example}",
        )
    parsers["discover"].add_argument("url", metavar="URL", help="a page of the publisher")
    _add_add_arguments(parsers["add"])
    parsers["fetch"].add_argument("id", metavar="ID", help="as `status --json` shows it")
    parsers["import"].add_argument("file", type=Path, metavar="FILE.opml", help="the list")
    for action_parser in parsers.values():
        add_config_option(action_parser)
        add_json_option(action_parser)


def run(args: argparse.Namespace) -> int:
    """Do the action; return its exit code."""
    # Imported when called for: most actions need no network, and start-up time is felt.
    module = importlib.import_module(f"crawler.cli.sources.{_ACTIONS[args.action].module}")
    return int(module.run(args))


def _add_add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="a feed, a page that has one, or an OPML list")
    parser.add_argument("--name", help="the outlet's name (default: its host)")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="a label; may be repeated"
    )
    parser.add_argument(
        "--every", type=_interval, metavar="10m", help="how often to fetch it (default: auto)"
    )
    parser.add_argument(
        "--type",
        choices=[kind.value for kind in FeedType],
        help="take this kind only; `page` reads the page itself, by selectors",
    )


def _interval(text: str) -> str:
    """Check an interval and return it as written."""
    if text != "auto":
        duration(text)
    return text
