"""How long a search takes: `python -m bench.search_speed [--articles N] [--folder DIR]`.

Builds an archive of N articles (default 100,000; 300 words by Zipf's law, a tenth Russian, a tenth
Japanese, a tenth Korean) once, in DIR if given, and asks it typical queries: median of wall-clock
and CPU milliseconds, with what plain FTS5 takes for the words alone beside it. Then what an
article costs on disk.
"""

import argparse
import asyncio
import itertools
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import zstandard

from crawler.config.load import load_config
from crawler.model.settings import Config
from crawler.search import SearchFilters, search
from storage import open_store
from storage.opening import connect
from storage.rows import to_us
from storage.words import expression, spaced

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DICE = random.Random(7)
OUTLETS = [f"Outlet {n}" for n in range(50)]
STORY_SIZE = 3
QUERIES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "rare word": ("zanzibar", {}),
    "common word": ("the", {}),
    "phrase": ('"of the"', {}),
    "rare phrase": ('"treaty of zanzibar"', {}),
    "prefix": ("zanz*", {}),
    "Russian": ("договор*", {}),
    "Japanese": ("条約", {}),
    "Korean": ("조약", {}),
    "boolean": ("(treaty OR pact) AND zanzibar NOT harbour", {}),
    "near": ("treaty NEAR/5 zanzibar", {}),
    "case": ("=Zanzibar treaty", {}),
    "common, last day": ("the", {"since": NOW - timedelta(days=1)}),
    "common, one source": ("the", {"source": "Outlet 7"}),
    "rare, one language": ("zanzibar", {"lang": "ru"}),
    "never both": ("zanzibar AND 条約", {}),
    "nothing": ("qqqqqq", {}),
}


def words(letters: str, number: int) -> list[str]:
    return [
        "".join(DICE.choices(letters, k=2 + n.bit_length() // 2 + DICE.randint(0, 4)))
        for n in range(number)
    ]


ENGLISH = ["the", "of", "and", "to", "in", "said", *words("abcdefghilmnoprstuw", 60_000)]
RUSSIAN = ["и", "в", "на", "не", *words("абвгдеиклмнопрст", 60_000)]
KANJI = "".join(map(chr, range(0x4E00, 0x4E00 + 2_500)))
HANGUL = "".join(map(chr, range(0xAC00, 0xAC00 + 2_000)))


def zipf(vocabulary: list[str]) -> Iterator[str]:
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    while True:
        yield from DICE.choices(vocabulary, cum_weights=weights, k=100_000)


def texts() -> Iterator[tuple[str, str]]:
    english, russian = zipf(ENGLISH), zipf(RUSSIAN)
    for number in itertools.count():
        kind = number % 10
        if kind == 7:
            text, language = " ".join(itertools.islice(russian, 300)), "ru"
            text += " договора" if number % 500 == 7 else ""
        elif kind == 8:
            text, language = "".join(DICE.choices(KANJI, k=600)), "ja"
            text += "条約" if number % 500 == 8 else ""
        elif kind == 9:
            text = " ".join("".join(DICE.choices(HANGUL, k=3)) for _ in range(200))
            language = "ko"
            text += " 조약이" if number % 500 == 9 else ""
        else:
            text, language = " ".join(itertools.islice(english, 300)), "en"
            text += " The treaty of Zanzibar is a pact." if number % 500 == 1 else ""
        yield text, language


def build(path: Path, articles: int) -> None:
    db = connect(str(path), create=True)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    for number, (text, language) in zip(range(1, articles + 1), texts(), strict=False):
        title = text[:60]
        at = to_us(NOW - timedelta(seconds=20 * (articles - number)))
        story = (number + STORY_SIZE - 1) // STORY_SIZE
        if number % STORY_SIZE == 1:
            db.execute(
                "INSERT INTO stories (id, story_id, title, language, first_seen_at, newest_at, members,"
                " centroid_json, facts_json) VALUES (?, ?, ?, ?, ?, ?, ?, '{}', '[]')",
                (story, f"st_{story}", title, language, at, at, STORY_SIZE),
            )
        outlet = OUTLETS[number % len(OUTLETS)]
        db.execute(
            "INSERT INTO articles (id, url, feed_id, outlet, first_seen_at, story, story_why, versions, version,"
            " origin, text_hash, title, language, published, shingles)"
            " VALUES (?, ?, 'f', ?, ?, ?, '', 1, ?, 'page', ?, ?, ?, ?, 400)",
            (number, f"https://bench.example/{number}", outlet, at, story, number, str(number), title, language, at),
        )  # fmt: skip
        db.execute(
            "INSERT INTO versions (id, article_id, number, fetched_at, origin, text_hash, text_json, text)"
            " VALUES (?, ?, 1, ?, 'page', '', '{}', ?)",
            (number, number, at, text),
        )
        db.execute(
            "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
            (number, spaced(title), spaced(text)),
        )
        if number % 1_000 == 0:
            db.execute("COMMIT")
            db.execute("BEGIN")
    db.execute("COMMIT")
    db.close()


async def measure(path: Path, config: Config, rounds: int) -> None:
    store = await open_store(f"sqlite:///{path}")
    floor = sqlite3.connect(path)
    print(f"{'query':22}{'found':>7}{'ms':>9}{'CPU ms':>9}{'plain FTS5':>12}")
    for name, (query, given) in QUERIES.items():
        waited, worked, plain, found = [], [], [], 0
        for _ in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            result = await search(store, config, query, SearchFilters(**given), limit=20)
            waited.append((time.perf_counter() - wall) * 1000)
            worked.append((time.process_time() - cpu) * 1000)
            found = len(result.found)
            plain.append(_floor(floor, query))
        print(
            f"{name:22}{found:7}{statistics.median(waited):9.1f}{statistics.median(worked):9.1f}"
            f"{statistics.median(plain):12.1f}"
        )
    floor.close()
    await store.close()


def _floor(db: sqlite3.Connection, query: str) -> float:
    """Return what the first word of a query takes in FTS5, best 20 by bm25."""
    word = query.split(maxsplit=1)[0].strip("=(")
    began = time.process_time()
    match = expression(f'"{word.strip(chr(34)).rstrip("*")}"' + ("*" if "*" in word else ""))
    db.execute(
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rank LIMIT 20", (match,)
    ).fetchall()
    return (time.process_time() - began) * 1000


def cost(path: Path, articles: int) -> None:
    db = sqlite3.connect(path)
    cleaned = db.execute("SELECT sum(length(CAST(text AS BLOB))) FROM versions").fetchone()[0]
    index = db.execute("SELECT sum(length(block)) FROM articles_fts_data").fetchone()[0]
    sample = [row[0] for row in db.execute("SELECT text FROM versions LIMIT 500")]
    page = ("<div class='nav'><a href='/'>Home</a></div>" * 500).encode()
    raw = sum(len(zstandard.compress(page + text.encode(), 3)) for text in sample) // len(sample)
    print(
        f"an article: {cleaned // articles:,} bytes cleaned, {index // articles:,} full-text index,"
        f" {raw:,} raw (a page of {len(page):,} bytes of markup, zstd);"
        f" file {path.stat().st_size // articles:,}"
    )
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the archive here, and use it again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        path = folder / f"search-{asked.articles}.db"
        if not path.exists():
            began = time.process_time()
            build(path, asked.articles)
            print(f"built in {time.process_time() - began:.0f} s of CPU")
        (Path(scratch) / "feeds.yaml").write_text("version: 1\n", encoding="utf-8")
        asyncio.run(measure(path, load_config(Path(scratch) / "feeds.yaml", {}), asked.rounds))
        cost(path, asked.articles)


if __name__ == "__main__":
    main()
