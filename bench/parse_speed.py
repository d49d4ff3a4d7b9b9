"""Feeds per CPU second: our parser beside others, those of them that are installed.

Run: ``python -m bench.parse_speed [ROUNDS] [FOLDER]``. The corpus is the files of a folder of saved
feeds; without one it is made here, forty feeds of 2 to 60 kB in the shapes news sites publish, one
in twenty not well-formed. Bytes in, entries out, decoding included. All parsers take turns in one
process; the median round counts, so compare ratios.

Peers: ``pip install fastfeedparser feedparser-rs reader``. fastfeedparser and feedparser-rs are
compiled (Rust); the first drops text after an unknown entity, the second reads dates and encodings
incompletely. newsboat and Miniflux parse inside of their own processes, so that their parsers
cannot be timed without fetching: they are left out.
"""

import importlib
import io
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

import feedparser

from crawler.core.feeds import parse_feed

WORDS = {
    "en": "treaty minister parliament signed border troops summit ratified statement officials",
    "ru": "договор министр парламент подписан граница войска саммит ратифицирован заявление",
    "ko": "조약 장관 국회 서명 국경 군대 정상회담 비준 성명 관계자 북한 러시아",
    "fr": "traité ministre parlement signé frontière troupes sommet ratifié déclaration",
}
FEEDS, SEED = 40, 7
Parse = Callable[[bytes], object]


def sentence(dice: random.Random, language: str, length: int) -> str:
    words = WORDS[language].split()
    return " ".join(dice.choice(words) for _ in range(length)).capitalize() + "."


def body(dice: random.Random, language: str, place: int) -> str:
    paragraphs = [
        f'<p>{sentence(dice, language, dice.randrange(15, 60))} <a href="https://news.example/{place}/{n}">'
        f"{sentence(dice, language, 2)}</a></p>"
        for n in range(dice.randrange(1, 6))
    ]
    return f'<img src="https://cdn.example/{place}.jpg" alt="x"/>' + "\n".join(paragraphs)


def rss_item(dice: random.Random, language: str, place: int, *, full: bool) -> str:
    date = f"{dice.randrange(1, 29):02} Mar 2024 {dice.randrange(24):02}:00:00"
    encoded = (
        f"<content:encoded><![CDATA[{body(dice, language, place)}]]></content:encoded>"
        if full
        else ""
    )
    return (
        f"<item><title>{sentence(dice, language, 8)}</title>\n<link>https://news.example/a/{place}</link>\n"
        f'<guid isPermaLink="false">news-{place}</guid>\n<dc:creator><![CDATA[Ann Lee]]></dc:creator>\n'
        f"<category><![CDATA[World]]></category>\n<category>Politics</category>\n"
        f"<pubDate>Fri, {date} +0000</pubDate>\n"
        f"<description><![CDATA[{sentence(dice, language, 30)}]]></description>{encoded}\n"
        f'<media:content url="https://cdn.example/{place}.jpg" type="image/jpeg" medium="image"/></item>\n'
    )


def rss(dice: random.Random, language: str, entries: int, *, full: bool) -> str:
    items = "".join(rss_item(dice, language, place, full=full) for place in range(entries))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>Example News</title><link>https://news.example/</link>"
        f"<description>News</description><language>{language}</language>\n{items}</channel></rss>"
    )


def atom(dice: random.Random, language: str, entries: int) -> str:
    items = "".join(
        f"<entry><id>tag:news.example,2024:{place}</id><title>{sentence(dice, language, 8)}</title>"
        f'<link rel="alternate" type="text/html" href="https://news.example/a/{place}"/>'
        f"<published>2024-03-{dice.randrange(1, 29):02}T10:00:00Z</published>"
        f"<updated>2024-03-28T10:00:00+09:00</updated><author><name>Ann Lee</name></author>"
        f'<category term="world"/><summary type="html">{escape(sentence(dice, language, 30))}</summary>'
        f'<content type="html">{escape(body(dice, language, place))}</content></entry>\n'
        for place in range(entries)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{language}"><title>Example</title><link href="https://news.example/"/>'
        f"<id>tag:news.example,2024:f</id><updated>2024-03-28T10:00:00Z</updated>\n{items}</feed>"
    )


def corpus() -> list[bytes]:
    dice = random.Random(SEED)  # the same feeds in every run
    feeds = []
    for place in range(FEEDS):
        language = list(WORDS)[place % len(WORDS)]
        entries = dice.randrange(5, 35)
        text = (
            atom(dice, language, entries)
            if place % 4 == 0
            else rss(dice, language, entries, full=place % 2 == 0)
        )
        if place % 20 == 1:
            text = text.replace("Politics", "Law & order")
        feeds.append(text.encode())
    return feeds


def saved(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()]


def parsers() -> dict[str, Parse]:
    found: dict[str, Parse] = {"wirewatch": parse_feed, "feedparser": feedparser.parse}
    for name in ("fastfeedparser", "feedparser_rs"):
        with suppress(ImportError):
            found[name] = importlib.import_module(name).parse
    os.environ["READER_NO_VENDORED_FEEDPARSER"] = "1"  # the vendored copy lacks its sgmllib
    with suppress(ImportError):
        reader = importlib.import_module("reader._parser.feedparser").FeedparserParser()
        found["reader"] = lambda data: reader("https://news.example/feed", io.BytesIO(data))
    return found


def cpu_s(parse: Parse, data: bytes) -> float:
    start = time.process_time()
    with suppress(Exception):  # a feed that a peer refuses
        parse(data)
    return time.process_time() - start


def main(rounds: int, folder: Path | None) -> None:
    feeds = saved(folder) if folder else corpus()
    peers = parsers()
    size = sum(map(len, feeds))
    print(
        f"{len(feeds)} feeds, {size / 1e6:.2f} MB, {min(map(len, feeds))}-{max(map(len, feeds))} bytes"
    )
    taken: dict[str, list[float]] = {name: [0.0] * rounds for name in peers}
    for turn in range(rounds):
        for name, parse in peers.items():
            taken[name][turn] = sum(cpu_s(parse, data) for data in feeds)
    base = statistics.median(taken["feedparser"])
    for name, times in taken.items():
        median = statistics.median(times)
        print(
            f"{name:15} {len(feeds) / median:8.0f} feeds/s {size / median / 1e6:7.1f} MB/s "
            f"{base / median:6.1f} x feedparser"
        )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
