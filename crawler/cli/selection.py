"""Options that choose articles of the archive by time, topic and source."""

import argparse
from datetime import UTC, datetime, timedelta

from crawler.config.durations import parse_duration
from crawler.model.archived import Selection

Moment = datetime | timedelta


def add_selection_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--since``, ``--until``, ``--topic`` and ``--source``."""
    add_period_options(parser)
    parser.add_argument("--topic", metavar="NAME", help="articles that matched this topic")
    parser.add_argument(
        "--source", metavar="FEED", help="articles this feed showed first, by its id or its name"
    )


def add_period_options(parser: argparse.ArgumentParser, since: str | None = None) -> None:
    """Add ``--since``, with a default or without, and ``--until``."""
    default = f" (default: {since})" if since else ""
    parser.add_argument(
        "--since",
        metavar="WHEN",
        type=moment,
        default=since,
        help=f"articles first seen since 7d ago, or a day or moment: 2026-03-01, 2026-03-01T12:00Z{default}",
    )
    parser.add_argument(
        "--until", metavar="WHEN", type=moment, help="articles first seen before, likewise"
    )


def selection_of(args: argparse.Namespace, now: datetime) -> Selection:
    """Return what the options chose."""
    return Selection(
        since=at(args.since, now),
        until=at(args.until, now),
        topic=args.topic,
        source=args.source,
    )


def moment(text: str) -> Moment:
    """Read a span back from now or a moment, for ``type=`` of an option; UTC unless it says else.

    Raises:
        argparse.ArgumentTypeError: it is neither.
    """
    try:
        return parse_duration(text)
    except ValueError:
        pass
    try:
        stated = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no moment: write 2h or 7d (ago), 2026-03-01 or 2026-03-01T12:00Z"
        ) from error
    return stated if stated.tzinfo is not None else stated.replace(tzinfo=UTC)


def at(given: Moment | None, now: datetime) -> datetime | None:
    """Return the moment that was chosen."""
    return now - given if isinstance(given, timedelta) else given
