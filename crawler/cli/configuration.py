"""``wirewatch config schema`` and ``config show``: what may be written, and what is in effect."""

import argparse
import json
import os

import yaml

from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.json_schema import config_schema
from crawler.config.load import load_config
from crawler.config.masked import masked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    schema = actions.add_parser(
        "schema",
        help="print a JSON Schema of the file, for editors",
        epilog="example: wirewatch config schema > feeds.schema.json",
    )
    schema.set_defaults(act=_schema)
    show = actions.add_parser(
        "show",
        help="print what is in effect, secrets masked",
        epilog="example: wirewatch config show --config feeds.yaml",
    )
    show.set_defaults(act=_show)
    for action in (schema, show):
        add_config_option(action)
        add_json_option(action)


def run(args: argparse.Namespace) -> int:
    """Print it; return 0.

    Raises:
        ConfigError: the file cannot be read at all.
        ConfigErrors: the file is wrong.
    """
    print(args.act(args))
    return 0


def _schema(_args: argparse.Namespace) -> str:
    return json.dumps(config_schema(), ensure_ascii=False, indent=2)


def _show(args: argparse.Namespace) -> str:
    shown = masked(load_config(config_path(args), os.environ))
    if args.json:
        return json.dumps(shown, ensure_ascii=False)
    return yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=100).rstrip()
