"""Which of the feeds found for a page is the one that is meant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.core.feeds.clues import Clue
from crawler.core.urls import url_key
from crawler.model.entry import Entry, ParsedFeed
from crawler.model.feed import FeedType

STALE = timedelta(days=365)
"""A feed without an entry for so long is listed behind the living ones."""
_AHEAD = timedelta(days=1)
"""Dates further in the future are mistakes."""
_COMMENTS = re.compile(r"comments?\b|комментар|kommentare|comentarios|commentaires", re.IGNORECASE)
_SITEMAPS = ("sitemap-news", "sitemap", "sitemap-index")
_FORMATS = ("atom10", "rss20", "json11", "json10")
"""Of one feed in several formats, the one that says most."""
_SAME = 0.8
_CLUES = tuple(Clue)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was fetched and read."""

    url: str
    clue: Clue
    type: FeedType
    format: str
    title: str | None
    link: str | None
    """The page it says it belongs to."""
    entries: int
    newest: datetime | None
    stories: frozenset[str]
    """Keys of the addresses of its entries: two feeds that share them are one."""
    same_as: str | None = None
    """A better feed with the same entries."""


def found_feed(url: str, clue: Clue, parsed: ParsedFeed, now: datetime) -> FoundFeed:
    """Return what a feed that was read has to offer."""
    is_sitemap = parsed.feed.format in _SITEMAPS
    keys = (url_key(entry.url) for entry in parsed.entries if entry.url)
    return FoundFeed(
        url=url,
        clue=clue,
        type=FeedType.SITEMAP if is_sitemap else FeedType.FEED,
        format=parsed.feed.format,
        title=parsed.feed.title,
        link=parsed.feed.link,
        entries=len(parsed.entries) + parsed.dropped,
        newest=newest(parsed.entries, now),
        stories=frozenset(filter(None, keys)),
    )


def newest(entries: Iterable[Entry], now: datetime) -> datetime | None:
    """Return when the newest entry is from; dates in the future do not count."""
    stated = (entry.published or entry.updated for entry in entries)
    return max((moment for moment in stated if moment and moment <= now + _AHEAD), default=None)


def ranked(feeds: Iterable[FoundFeed], page: str, now: datetime) -> tuple[FoundFeed, ...]:
    """Order feeds, the most useful first, and mark those that repeat a better one.

    Living feeds of the page itself come first, then other feeds, news sitemaps, sitemaps; those
    without entries, of comments only or without an entry for a year come last of their kind.

    Args:
        feeds: what was found.
        page: the address that was asked about.
        now: for telling the living.
    """
    kept: list[FoundFeed] = []
    for feed in sorted(feeds, key=lambda each: _order(each, page, now)):
        better = next((other for other in kept if _is_same(feed, other)), None)
        kept.append(replace(feed, same_as=better.url) if better else feed)
    return tuple(kept)


def clear_choice(feeds: Sequence[FoundFeed], page: str) -> FoundFeed | None:
    """Return the feed that is meant, or None when a person has to choose.

    It is clear when one useful feed is left, or one alone says that it belongs to this page; a
    news sitemap counts when there is no feed, any other sitemap never does.
    """
    useful = [feed for feed in feeds if feed.same_as is None and _is_useful(feed)]
    proper = [feed for feed in useful if feed.type is FeedType.FEED]
    news = [feed for feed in useful if feed.format == "sitemap-news"]
    asked = [feed for feed in useful if feed.clue is Clue.ASKED]
    own = [feed for feed in proper if _belongs_to(feed, page)]
    for group in (asked, proper, own, [] if proper else news):
        if len(group) == 1:
            return group[0]
    return None


def _order(feed: FoundFeed, page: str, now: datetime) -> tuple[bool | int, ...]:
    kind = _SITEMAPS.index(feed.format) + 1 if feed.type is FeedType.SITEMAP else 0
    formats = _FORMATS.index(feed.format) if feed.format in _FORMATS else len(_FORMATS)
    is_stale = feed.newest is not None and now - feed.newest > STALE
    return (
        kind,
        not _is_useful(feed),
        is_stale,
        not _belongs_to(feed, page),
        _CLUES.index(feed.clue),
        formats,
    )


def _is_useful(feed: FoundFeed) -> bool:
    is_comments = _COMMENTS.search(feed.url) or _COMMENTS.search(feed.title or "")
    return feed.entries > 0 and not is_comments


def _belongs_to(feed: FoundFeed, page: str) -> bool:
    return feed.link is not None and url_key(feed.link) == url_key(page)


def _is_same(one: FoundFeed, other: FoundFeed) -> bool:
    """Tell whether two feeds are one in two formats, by the stories they share."""
    if not one.stories or not other.stories or one.type is not other.type:
        return False
    shared = len(one.stories & other.stories)
    return shared >= _SAME * max(len(one.stories), len(other.stories))
