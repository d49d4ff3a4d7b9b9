"""``wirewatch topic``: try a topic before it goes live."""

import argparse
import importlib
from pathlib import Path

from crawler.cli.options import add_config_option, add_json_option
from crawler.cli.selection import add_period_options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    trial = actions.add_parser(
        "test",
        help="would an article match, and why",
        description="Would an article match, and why: every condition, true or false.",
        epilog="example: wirewatch topic test russia-dprk-treaty https://www.example.org/a",
    )
    trial.add_argument("name", metavar="NAME", help="the topic's name")
    trial.add_argument(
        "article",
        metavar="FILE_OR_URL",
        help="a page (HTML), a text whose first line is the title, or an article as a JSON line",
    )
    trial.add_argument("--lang", metavar="CODE", help="the article's language, if not detected")
    past = actions.add_parser(
        "backtest",
        help="what it would have matched and told, from the archive",
        description="What the topic would have matched and told, from the archive: by day, source and "
        "language; what each of its conditions costs; what it only just missed; examples to read.",
        epilog="example: wirewatch topic backtest russia-dprk-treaty --since 30d",
    )
    past.add_argument("name", metavar="NAME", help="the topic's name")
    add_period_options(past, since="30d")
    for action in (trial, past):
        action.add_argument(
            "--topics",
            type=Path,
            metavar="FILE",
            help="take topics and aliases from this file, not yet in the configuration",
        )
        add_config_option(action)
        add_json_option(action)


def run(args: argparse.Namespace) -> int:
    """Do the action; return its exit code."""
    # Imported when called for: start-up time is felt.
    module = importlib.import_module(f"crawler.cli.topics.{_MODULES[args.action]}")
    return int(module.run(args))


_MODULES = {"test": "trial", "backtest": "past"}
