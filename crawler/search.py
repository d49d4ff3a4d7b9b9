"""The archive searched in the topic language, with the meaning topics have.

query -> bound tree -> full-text expression   store.candidates, newest first, a batch at a time
                                              matcher.match: the exact answer, spans, score
                                              until enough is found

Full-text search never misses an article the query could match and offers some that it does not;
the topic engine decides. A query it cannot narrow (only a pattern, only an address) is answered
by looking at the newest articles one by one, up to a bound that is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.core.topics import compile_topics, quotes
from crawler.core.topics.binding import Binder
from crawler.core.topics.documents import document_of
from crawler.core.topics.fulltext import fulltext
from crawler.core.topics.grammar import parse_query
from crawler.core.topics.matcher import Matcher, TopicErrors
from crawler.core.topics.view import primary
from crawler.core.topics.words import fold
from crawler.model.article import Article, ArticleId
from crawler.model.feed import Feed
from crawler.model.settings import Config
from crawler.model.topic import Match, Quote, Topic
from storage.protocol import Sought, Store

FIRST_BATCH = 64
"""Candidates asked for at first; each further batch is twice as large, up to MOST_BATCH."""
MOST_BATCH = 1_024
MOST_CANDIDATES = 20_000
"""Candidates looked at, and with MOST_SCANNED the articles of a query no index narrows."""
MOST_SCANNED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """Which articles are searched; None does not narrow."""

    since: datetime | None = None
    """First seen at this moment or later."""
    until: datetime | None = None
    """First seen before this moment."""
    source: str | None = None
    """The outlet, or the id of its feed; case does not matter."""
    lang: str | None = None
    tag: str | None = None
    """A tag of the feed, as it is configured now."""
    topic: str | None = None
    """The name of a topic the article matched when it was read."""


EVERYTHING = SearchFilters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that satisfies the query, and where."""

    article: Article
    match: Match
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found, newest first."""

    found: tuple[Found, ...]
    looked_at: int
    """Articles the exact evaluation saw."""
    complete: bool
    """Whether older articles could not hold more; False: a bound was reached."""


async def search(
    store: Store,
    config: Config,
    query: str,
    filters: SearchFilters = EVERYTHING,
    *,
    limit: int,
) -> SearchResult:
    """Search the archive.

    Args:
        store: the archive.
        config: its aliases, and the feeds with their tags.
        query: in the topic language.
        filters: what narrows the search.
        limit: how many articles are wanted, newest first.

    Raises:
        QueryError: the query does not follow the topic language, or asks for nothing that must
            occur.
        StoreError: the archive failed.
    """
    matcher = _matcher(query, config.aliases)
    expression = fulltext(Binder(config.aliases).bind(query, parse_query(query), stem=False))
    feeds: dict[str, Feed] = {feed.id: feed for feed in config.feeds}
    sought = _sought(filters, config.feeds)
    most = MOST_SCANNED if expression is None else MOST_CANDIDATES
    found: list[Found] = []
    below: ArticleId | None = None
    looked_at, batch = 0, FIRST_BATCH
    while looked_at < most:
        asked = min(batch, most - looked_at)
        articles = await store.candidates(expression, sought, below, asked)
        for hit in _matching(articles, feeds, matcher):
            found.append(hit)
            if len(found) == limit:
                return SearchResult(found=tuple(found), looked_at=looked_at, complete=True)
        looked_at += len(articles)
        if len(articles) < asked:
            return SearchResult(found=tuple(found), looked_at=looked_at, complete=True)
        below, batch = articles[-1].id, min(2 * batch, MOST_BATCH)
    return SearchResult(found=tuple(found), looked_at=looked_at, complete=False)


def _matcher(query: str, aliases: Mapping[str, Sequence[str]]) -> Matcher:
    topic = Topic(name="search", title="search", query=query)
    try:
        return compile_topics([topic], aliases)
    except TopicErrors as error:
        raise error.problems[0].error from error


def _sought(filters: SearchFilters, feeds: Iterable[Feed]) -> Sought:
    feeds = tuple(feeds)
    return Sought(
        since=filters.since,
        until=filters.until,
        sources=None if filters.source is None else _sources(filters.source, feeds),
        language=primary(filters.lang),
        feeds=None
        if filters.tag is None
        else tuple(feed.id for feed in feeds if filters.tag in feed.tags),
        topic=filters.topic,
    )


def _sources(name: str, feeds: Iterable[Feed]) -> tuple[str, ...]:
    """Return the ways the archive may call a source: as written, and as its feed is configured."""
    wanted = fold(name)
    known = (feed for feed in feeds if wanted in (fold(feed.name), fold(feed.id)))
    return (name, *dict.fromkeys(value for feed in known for value in (feed.name, feed.id)))


def _matching(
    articles: Iterable[Article], feeds: Mapping[str, Feed], matcher: Matcher
) -> Iterator[Found]:
    for article in articles:
        document = document_of(article, feeds.get(article.feed_id))
        for match in matcher.match(document):
            yield Found(article=article, match=match, quotes=quotes(match, document))
