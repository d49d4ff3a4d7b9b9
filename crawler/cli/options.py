"""Options that many commands share."""

import argparse
from datetime import timedelta
from pathlib import Path

from crawler.config.durations import parse_duration

DEFAULT_CONFIG = "feeds.yaml"


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--config FILE``."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        default=DEFAULT_CONFIG,
        help=f"the configuration (default: {DEFAULT_CONFIG})",
    )


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output, and nothing else there"
    )


def config_path(args: argparse.Namespace) -> Path:
    """Return the path of the configuration, as the user gave it."""
    return Path(args.config)


def duration(text: str) -> timedelta:
    """Read an argument such as ``30d``, for ``type=`` of an option.

    Raises:
        argparse.ArgumentTypeError: it is no duration.
    """
    try:
        return parse_duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a duration: write 90s, 5m, 2h or 7d"
        ) from error
