"""``wirewatch search QUERY``: the archive, in the topic language, with the words marked."""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import dataclass

from crawler.cli.archive import archive, as_document
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.core.topics import compile_topics
from crawler.core.topics.binding import Binder
from crawler.core.topics.fulltext import fulltext
from crawler.core.topics.grammar import parse_query
from crawler.core.topics.matcher import TopicErrors
from crawler.core.topics.quotes import highlight, quotes
from crawler.model.article import Article
from crawler.model.errors import QueryError
from crawler.model.settings import Config
from crawler.model.topic import Match, Quote, Topic

CANDIDATES = 1000  # the exact evaluation sees the best of what full-text search finds
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Found:
    """An article that satisfies the query, and where."""

    article: Article
    match: Match
    quotes: tuple[Quote, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("query", help="in the topic language; aliases of the configuration work")
    add_config_option(parser)
    parser.add_argument("--limit", type=int, default=20, help="how many articles (default: 20)")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was found, best first; return 0 even if nothing was."""
    config = load_config(config_path(args), os.environ)
    found = asyncio.run(_search(config, args.query))[: args.limit]
    if args.json:
        print(json.dumps([_document(each) for each in found], ensure_ascii=False))
        return 0
    marks = (BOLD, PLAIN) if sys.stdout.isatty() else ("[", "]")
    for each in found:
        _show(each, *marks)
    if not found:
        print("nothing found")
    return 0


async def _search(config: Config, query: str) -> list[Found]:
    topic = Topic(name="search", title="search", query=query)
    try:
        matcher = compile_topics([topic], config.aliases)
    except TopicErrors as error:
        raise error.problems[0].error from error
    expression = fulltext(Binder(config.aliases).bind(query, parse_query(query), stem=False))
    if expression is None:
        raise QueryError(query, 0, "nothing in it can be looked up", "add a word or a pre* to it")
    async with archive(config) as store:
        hits = await store.search(expression, CANDIDATES)
    documents = [(hit.article, as_document(hit.article, config)) for hit in hits]
    return [
        Found(article, match, quotes(match, document))
        for article, document in documents
        for match in matcher.match(document)
    ]


def _show(found: Found, opening: str, closing: str) -> None:
    article = found.article
    when = (article.published or article.first_seen_at).strftime("%Y-%m-%d %H:%M")
    print(
        f"{for_terminal(article.title)}\n  {for_terminal(article.outlet)}, {when}, article {article.id}"
    )
    print(f"  {for_terminal(article.url)}")
    for quote in found.quotes[:3]:
        print(f"  > {highlight(quote, opening, closing, for_terminal)}")
    print()


def _document(found: Found) -> dict[str, object]:
    article = found.article
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "language": article.language,
        "published": article.published and article.published.isoformat().replace("+00:00", "Z"),
        "first_seen": article.first_seen_at.isoformat().replace("+00:00", "Z"),
        "story": article.story_id,
        "score": found.match.score,
        "quotes": [{"field": q.field, "text": q.text, "marks": q.marks} for q in found.quotes],
    }
