"""``wirewatch parse``: a feed file to its entries."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from crawler.cli.stages.batch import Answer, Wanted, failure, print_batch
from crawler.core.feeds import parse_feed
from crawler.core.feeds.limits import MAX_DECODED_BYTES
from crawler.model.entry import Entry, ParsedFeed
from crawler.model.errors import ParseError

DONE, FAILED, USAGE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="the feed as fetched")
    parser.add_argument("--url", metavar="U", help="the address the feed was fetched from")
    parser.add_argument("--content-type", metavar="T", help="its Content-Type header, if known")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--batch",
        type=Path,
        metavar="LIST",
        help='JSON lines {"file", "url", "content_type"} in, one JSON line each out, in order',
    )


def run(args: argparse.Namespace) -> int:
    """Parse one feed or a list of them; return the exit code.

    A batch always ends with 0: what is wrong with a feed stands in its line.
    """
    if args.batch is not None:
        print_batch(args.batch, parse_file)
        return DONE
    if args.file is None:
        print("wirewatch parse: give a FILE, or --batch LIST", file=sys.stderr)
        return USAGE
    answer = parse_file(Wanted(args.file, args.url, args.content_type))
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    elif "error" not in answer:
        print(_readable(answer))
    if "error" in answer:
        print(f"wirewatch: {answer['error']}", file=sys.stderr)
        return FAILED
    return DONE


def parse_file(wanted: Wanted) -> Answer:
    """Parse one file; every fault of file or feed becomes an ``error``."""
    try:
        with Path(wanted.file).open("rb") as source:
            data = source.read(MAX_DECODED_BYTES + 1)  # one more shows that it is too large
        return as_json(parse_feed(data, url=wanted.url, content_type=wanted.content_type))
    except ParseError as error:
        return failure(f"{wanted.file}: {error}")
    except OSError as error:
        return failure(f"{wanted.file}: {error.strerror or error}")
    except ValueError as error:  # a NUL or a lone surrogate in the file's name
        return failure(f"{wanted.file}: {error}")


def as_json(parsed: ParsedFeed) -> Answer:
    """Make the document of the contract."""
    feed = parsed.feed
    return {
        "feed": {
            "title": feed.title,
            "link": feed.link,
            "language": feed.language,
            "format": feed.format,
        },
        "entries": [_entry(entry) for entry in parsed.entries],
    }


def _entry(entry: Entry) -> Answer:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "published": _moment(entry.published),
        "updated": _moment(entry.updated),
        "author": entry.author,
        "summary": entry.summary,
        "content": entry.content,
        "categories": list(entry.categories),
        "enclosures": [
            {"url": each.url, "type": each.type, "length": each.length} for each in entry.enclosures
        ],
        "language": entry.language,
    }


def _moment(moment: datetime | None) -> str | None:
    """Write RFC 3339 in UTC, four digits of year always (strftime drops leading zeros)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _readable(answer: Answer) -> str:
    feed, entries = answer["feed"], answer["entries"]
    head = f"{feed['title'] or 'untitled'} ({feed['format']}), entries: {len(entries)}"
    lines = [
        f"{entry['published'] or entry['updated'] or 'no date':20}  {entry['title'] or 'untitled'}"
        f"\n{'':20}  {entry['url'] or 'no address'}"
        for entry in entries
    ]
    return "\n".join((head, *filter(None, (feed["link"],)), "", *lines))
