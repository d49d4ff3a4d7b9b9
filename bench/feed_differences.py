"""Where our reading of a feed differs from feedparser's and feedparser-rs's, on generated variations.

Run: ``python -m bench.feed_differences``; a peer that is not installed is left out. Each feed of
``tests/data/feeds`` and each date below is varied (spelling, encoding, damage) and read by all;
every field that differs is counted, with one example. An entry the peer does not find at all
counts as the field ``entries``.

Differences on purpose, where ours is what the contract says:

* title: markup and entities escaped twice are decoded; a peer shows ``<b>`` or ``&#8217;``.
* link: ``feedburner:origLink`` wins; relative links are resolved against xml:base and the feed's
  address by us alone when the base is relative itself.
* author: the name without its mail address; the feed's author serves entries without one.
* published: zone names, localised words, 12-hour clocks and dates of East Asia are read; a date
  whose day and month may be swapped is None where a peer takes the month first.
* entries: CDF and RSS 0.90 are lost by feedparser-rs, and what follows a mismatched tag.
"""

import calendar
import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from crawler.core.feeds import parse_feed
from crawler.model.errors import ParseError

SEEDS = Path(__file__).resolve().parents[1] / "tests" / "data" / "feeds"
DATES = (
    "Mon, 15 Jan 2024 07:00:00 +0100|Mon, 15 Jan 2024 07:00:00 GMT|15 Jan 24 07:00 EST|2024-01-15"
    "|2024-01-15T07:00:00.5-05:00|20240115T070000Z|Monday, January 15, 2024 7:00 PM PST|1705298400"
    "|Mon, 15 Jan 2024 12:05:00 AM CET|2024/01/15 07:00|15.01.2024 07:00|03/04/2024|15 янв 2024"
    "|2024年1月15日 下午7:30|2024-02-30T00:00:00Z|Mon, 15 Jan 2024 24:00:00 GMT|15 janv. 2024|never"
).split("|")
Entry = dict[str, object]
Read = Callable[[bytes], list[Entry]]


def variations(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.replace("\n", "\r\n").encode()
    yield text.encode("utf-16")
    yield text.replace("</title>", " & more</title>").encode()
    yield text.replace("</title>", " &eacute;&nbsp;x</title>").encode()
    yield text.replace("</item>", "</b></item>", 1).encode()
    yield (text[: text.rfind("</")] + "<!-- cut").encode()
    yield ("\n\ufeff " + text + "<!-- cached -->").encode()
    yield text.replace("<title>", "<TITLE>").replace("</title>", "</TITLE>").encode()
    yield text.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', "").encode()
    yield text.replace("</title>", "\x07\x1b</title>").encode()


def documents() -> Iterator[bytes]:
    for file in sorted(SEEDS.glob("*.xml")):
        if not file.name.startswith("sitemap"):
            yield from variations(file.read_text(encoding="utf-8"))
    for date in DATES:
        item = f"<item><guid>1</guid><title>T</title><pubDate>{date}</pubDate></item>"
        yield f"<rss version='2.0'><channel>{item}</channel></rss>".encode()


def ours(data: bytes) -> list[Entry]:
    try:
        entries = parse_feed(data).entries
    except ParseError:
        return []
    return [
        {
            "title": each.title,
            "link": each.url,
            "id": each.id,
            "author": each.author,
            "published": each.published,
        }
        for each in entries
    ]


def peers() -> dict[str, Read]:
    found: dict[str, Read] = {}
    for name in ("feedparser", "feedparser_rs"):
        with suppress(ImportError):
            module = importlib.import_module(name)
            found[name] = partial(read_by, module.parse)
    return found


def read_by(parse: Callable[[bytes], Any], data: bytes) -> list[Entry]:
    try:
        entries = parse(data).entries
    except ValueError:
        return []
    return [
        {
            "title": " ".join((each.get("title") or "").split()) or None,
            "link": each.get("link") or None,
            "id": each.get("id") or None,
            "author": each.get("author") or None,
            "published": moment(each.get("published_parsed")),
        }
        for each in entries
    ]


def moment(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def main() -> None:
    for name, read in peers().items():
        counts: Counter[str] = Counter()
        examples: dict[str, set[str]] = {}
        total = 0
        for data in documents():
            mine, theirs = ours(data), read(data)
            total += len(mine)
            if len(mine) != len(theirs):
                counts["entries"] += 1
                examples.setdefault("entries", set()).add(f"{len(mine)} and {len(theirs)}")
            for one, other in zip(mine, theirs, strict=False):
                for field in one:
                    if one[field] != other[field]:
                        counts[field] += 1
                        pair = f"{one[field]!s:.60} | {other[field]!s:.60}"
                        examples.setdefault(field, set()).add(pair)
        print(f"\n{name}: {total} entries; ours | theirs")
        for field, count in counts.most_common():
            print(f"  {field}: {count}")
            for pair in sorted(examples[field]):
                print(f"      {pair}")


if __name__ == "__main__":
    main()
