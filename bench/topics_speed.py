"""Topics against articles: the engine beside what else one might use, in one run.

    python -m bench.topics_speed [--topics 10 1000 10000] [--articles 400] [--dense]

CPU seconds of one core over 4 kB articles of invented words with the frequencies of a natural
language (Zipf). A topic is (a OR b OR c) AND (d OR e OR f); two of five terms are phrases of two
words. Selective terms are rare words; dense ones make some fifty topics match every article.
What each way answers differs and is printed: the engine gives spans and scores, re2's Set only
numbers, FTS5 only rows, PostgreSQL (a table of tsquery, if its server is installed; its process's
CPU seconds) only a count. The ways take turns, so that a busy machine slows all of them alike.
"""

import argparse
import gc
import random
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate

import re2

from bench.tsquery import Session, programs, server
from crawler.core.topics import Matcher, compile_topics
from crawler.model.topic import Document, Topic

VOCABULARY = 30_000
ARTICLE_CHARS = 4_100
BATCH = 200
FEW_ARTICLES = 8
"""For ways that take a tenth of a second an article and more."""
Clauses = tuple[tuple[str, ...], tuple[str, ...]]
Way = Callable[[list[str]], list[int]]


@dataclass(frozen=True)
class Corpus:
    articles: list[str]
    topics: list[Clauses]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 1_000, 10_000])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dense", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = programs()
        postgres = stack.enter_context(server(folder)) if folder else None
        for count in options.topics:
            corpus = make_corpus(options.articles, count, dense=options.dense)
            compare(corpus, options.rounds, postgres)


def make_corpus(articles: int, topics: int, *, dense: bool) -> Corpus:
    dice = random.Random(20241109)
    words = sorted({invented(dice) for _ in range(VOCABULARY * 2)})
    dice.shuffle(words)
    words = words[:VOCABULARY]
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    texts = []
    for _ in range(articles):
        drawn = dice.choices(words, cum_weights=weights, k=700)
        texts.append(punctuated(drawn, dice)[:ARTICLE_CHARS])
    lowest = 100 if dense else 2_000

    rare = set(words[lowest:])

    def term() -> str:
        if dice.random() < 0.4:
            while True:
                text = re.findall(r"\w+", dice.choice(texts).lower())
                place = dice.randrange(len(text) - 2)
                if dense or not rare.isdisjoint(text[place : place + 2]):
                    return " ".join(text[place : place + 2])
        return words[dice.randrange(lowest, VOCABULARY)]

    return Corpus(
        texts,
        [(tuple(term() for _ in range(3)), tuple(term() for _ in range(3))) for _ in range(topics)],
    )


def invented(dice: random.Random) -> str:
    return "".join(
        dice.choice("bdfgklmnprstvz") + dice.choice("aeiou")
        for _ in range(dice.choice((1, 2, 2, 3, 3, 4)))
    ) + dice.choice(("", "n", "s", "r"))


def punctuated(words: Sequence[str], dice: random.Random) -> str:
    parts = []
    capital = True
    for word in words:
        parts.append(word.capitalize() if capital else word)
        capital = dice.random() < 0.05
        parts.append(". " if capital else ", " if dice.random() < 0.06 else " ")
    return "".join(parts)


def compare(corpus: Corpus, rounds: int, postgres: Session | None) -> None:
    print(
        f"\n{len(corpus.topics):,} topics, {len(corpus.articles)} articles of {ARTICLE_CHARS / 1000:.1f} kB"
    )
    ways: dict[str, Way] = {}
    for name, build in (
        ("wirewatch", engine),
        ("re2 Set", re2_set),
        ("SQLite FTS5", fts5),
        ("PostgreSQL tsquery", tsquery(postgres) if postgres else None),
        ("naive regex loop", naive),
    ):
        if build is None:
            print(f"  {name:18} left out: no PostgreSQL server is installed")
            continue
        clock = clock_of(name, postgres)
        started = clock()
        ways[name] = build(corpus.topics)
        print(f"  {name:18} built in {clock() - started:6.2f} s")
    gc.collect()
    gc.freeze()  # as the daemon does after a reload: what was built is not looked through again
    rates: dict[str, list[float]] = {name: [] for name in ways}
    hits: dict[str, float] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            is_slow = name.startswith(("naive", "Postgre")) and len(corpus.topics) > 100
            some = corpus.articles[:FEW_ARTICLES] if is_slow else corpus.articles
            clock = clock_of(name, postgres)
            started = clock()
            found = way(some)
            rates[name].append(len(some) / max(0.01, clock() - started))
            hits[name] = sum(found) / len(some)
    for name, measured in rates.items():
        best = max(measured)
        print(
            f"  {name:18} {best:10,.1f} articles/s  {1000 / best:8.3f} ms an article  {hits[name]:6.2f} topics match"
        )


def clock_of(name: str, postgres: Session | None) -> Callable[[], float]:
    return postgres.cpu_s if postgres and name.startswith("Postgre") else time.process_time


def tsquery(session: Session) -> Callable[[Sequence[Clauses]], Way]:
    def build(topics: Sequence[Clauses]) -> Way:
        session.watch(topics)
        return session.match

    return build


def engine(topics: Sequence[Clauses]) -> Callable[[list[str]], list[int]]:
    matcher: Matcher = compile_topics(
        [
            Topic(
                name=str(n),
                title=str(n),
                all=tuple(
                    " OR ".join(f'"{t}"' if " " in t else t for t in clause) for clause in both
                ),
            )
            for n, both in enumerate(topics)
        ],
        {},
    )
    return lambda articles: [len(matcher.match(Document(title="", text=text))) for text in articles]


def naive(topics: Sequence[Clauses]) -> Callable[[list[str]], list[int]]:
    compiled = [
        tuple(re.compile(alternation(clause), re.IGNORECASE) for clause in both) for both in topics
    ]
    return lambda articles: [
        sum(a.search(text) is not None and b.search(text) is not None for a, b in compiled)
        for text in articles
    ]


def re2_set(topics: Sequence[Clauses]) -> Callable[[list[str]], list[int]]:
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 30
    patterns = re2.Set.SearchSet(options)
    for both in topics:
        for clause in both:
            patterns.Add(alternation(clause))
    patterns.Compile()

    def match(articles: list[str]) -> list[int]:
        counts = []
        for text in articles:
            found = set(patterns.Match(text) or ())
            counts.append(sum(number ^ 1 in found for number in found if number % 2 == 0))
        return counts

    return match


def fts5(topics: Sequence[Clauses]) -> Callable[[list[str]], list[int]]:
    queries = [
        " AND ".join("(" + " OR ".join(f'"{term}"' for term in clause) + ")" for clause in both)
        for both in topics
    ]

    def match(articles: list[str]) -> list[int]:
        counts = [0] * len(articles)
        for start in range(0, len(articles), BATCH):
            database = sqlite3.connect(":memory:")
            database.execute("create virtual table articles using fts5(text, detail=full)")
            database.executemany(
                "insert into articles(rowid, text) values (?, ?)",
                enumerate(articles[start : start + BATCH], start + 1),
            )
            for query in queries:
                for (row,) in database.execute(
                    "select rowid from articles where articles match ?", (query,)
                ):
                    counts[row - 1] += 1
            database.close()
        return counts

    return match


def alternation(clause: Sequence[str]) -> str:
    return r"\b(?:" + "|".join(re.escape(term).replace(r"\ ", r"\W+") for term in clause) + r")\b"


if __name__ == "__main__":
    main()
