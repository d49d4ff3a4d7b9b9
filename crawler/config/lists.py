"""The feeds of lists at an address, joined to those of the file."""

from collections.abc import Iterable
from dataclasses import replace

from crawler.config.feed_names import free_id, outlet
from crawler.config.opml_feeds import tidied
from crawler.core.urls import address_key
from crawler.model.feed import Feed, FeedId
from crawler.model.listing import ListState, OpmlFeed
from crawler.model.settings import Config, OpmlSource


def with_lists(config: Config, states: Iterable[ListState]) -> Config:
    """Return the configuration with the feeds of its lists, each source once.

    A feed that the file names too keeps the file's options and gains the list's tags; of two
    lists that name one feed the first gives it its options, and both their tags.

    Args:
        config: as the file has it.
        states: what is known of its lists.
    """
    known = {state.location: state.feeds for state in states}
    feeds = {_key(feed): feed for feed in config.feeds}
    taken = {str(feed.id) for feed in config.feeds}
    for source in config.opml:
        for listed in known.get(source.location, ()):
            feed = tidied(listed)
            if feed is None:
                continue
            key = (address_key(feed.url), False)
            tags = (*source.tags, *feed.tags)
            if key not in feeds:
                feeds[key] = _feed(feed, source, taken)
            feeds[key] = _tagged(feeds[key], tags)
    return replace(config, feeds=tuple(feeds.values()))


def _key(feed: Feed) -> tuple[str | None, object]:
    """Return what a source is told by: a page read by selectors is not the feed of its address."""
    return address_key(feed.url), feed.select or False


def _feed(feed: OpmlFeed, source: OpmlSource, taken: set[str]) -> Feed:
    feed_id = free_id(feed.title, feed.url, taken)
    taken.add(feed_id)
    return replace(
        source.like, id=FeedId(feed_id), url=feed.url, name=feed.title or outlet(feed.url), tags=()
    )


def _tagged(feed: Feed, tags: Iterable[str]) -> Feed:
    return replace(feed, tags=tuple(dict.fromkeys((*feed.tags, *tags))))
