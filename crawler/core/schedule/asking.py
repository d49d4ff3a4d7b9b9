"""What is asked of a feed: Feed + FeedState -> Request."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.core.targets import target_of
from crawler.model.feed import Feed, FeedState, FeedType
from crawler.model.web import NO_VALIDATORS, Purpose, Request

FULL_EVERY = timedelta(hours=24)
"""Validators are left out once in this time: some servers say 304 for ever."""
MOVES_BELIEVED = 3
"""A permanent redirect seen this often in a row replaces the URL that is asked."""
PURPOSES = {
    FeedType.FEED: Purpose.FEED,
    FeedType.SITEMAP: Purpose.SITEMAP,
    FeedType.PAGE: Purpose.FEED,  # named by the user: robots.txt is not asked
}
"""What a feed of each type is fetched for."""


def request_for(feed: Feed, state: FeedState, now: datetime) -> Request:
    """Return what to fetch for a feed.

    Once in `FULL_EVERY` the request is unconditional. A permanent move seen `MOVES_BELIEVED`
    times in a row is followed at once; at a new origin the user's headers stay behind.
    """
    url = _asked_url(feed, state)
    headers = {name: secret.reveal() for name, secret in feed.headers.items()}
    if url != feed.url and target_of(url).origin != target_of(feed.url).origin:
        headers = {}
    full = state.last_full_at is None or now - state.last_full_at >= FULL_EVERY
    return Request(
        url=url,
        purpose=PURPOSES[feed.type],
        validators=NO_VALIDATORS if full else state.validators,
        headers=headers,
    )


def moved(state: FeedState, moved_to: str | None, feed: Feed) -> FeedState:
    """Return the state after an answer that was redirected for good, or was not."""
    if moved_to is None:
        if _asked_url(feed, state) == feed.url:  # no redirect any more
            return replace(state, moved_to=None, moved_seen=0)
        return state  # the new URL answers by itself
    seen = state.moved_seen + 1 if moved_to == state.moved_to else 1
    return replace(state, moved_to=moved_to, moved_seen=seen)


def _asked_url(feed: Feed, state: FeedState) -> str:
    if state.moved_to is not None and state.moved_seen >= MOVES_BELIEVED:
        return state.moved_to
    return feed.url
