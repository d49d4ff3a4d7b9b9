"""``wirewatch parse``: a feed file to its entries."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from crawler.cli.stages.batch import Answer, Wanted, add_file_arguments, answer, failure
from crawler.core.feeds import parse_feed
from crawler.core.feeds.limits import MAX_SITEMAP_BYTES
from crawler.model.entry import Entry, ParsedFeed
from crawler.model.errors import ParseError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_file_arguments(parser, "the feed")


def run(args: argparse.Namespace) -> int:
    """Parse one feed or a list of them; return the exit code."""
    return answer(args, parse_file, _readable)


def parse_file(wanted: Wanted) -> Answer:
    """Parse one file; every fault of file or feed becomes an ``error``."""
    try:
        with Path(wanted.file).open("rb") as source:
            data = source.read(MAX_SITEMAP_BYTES + 1)  # one more shows that it is too large
        return as_json(_parsed(data, wanted))
    except ParseError as error:
        return failure(f"{wanted.file}: {error}")
    except OSError as error:
        return failure(f"{wanted.file}: {error.strerror or error}")
    except ValueError as error:  # a NUL or a lone surrogate in the file's name
        return failure(f"{wanted.file}: {error}")


def _parsed(data: bytes, wanted: Wanted) -> ParsedFeed:
    """Parse a document; a sitemap may be as large as one that feeds.yaml calls so."""
    try:
        return parse_feed(data, url=wanted.url, content_type=wanted.content_type)
    except ParseError as error:
        if error.kind != "too_large":
            raise
        parsed = parse_feed(
            data, url=wanted.url, content_type=wanted.content_type, max_bytes=MAX_SITEMAP_BYTES
        )
        if not parsed.feed.format.startswith("sitemap"):
            raise
        return parsed


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


def _readable(found: Answer) -> str:
    feed, entries = found["feed"], found["entries"]
    head = f"{feed['title'] or 'untitled'} ({feed['format']}), entries: {len(entries)}"
    lines = [
        f"{entry['published'] or entry['updated'] or 'no date':20}  {entry['title'] or 'untitled'}"
        f"\n{'':20}  {entry['url'] or 'no address'}"
        for entry in entries
    ]
    return "\n".join((head, *filter(None, (feed["link"],)), "", *lines))
