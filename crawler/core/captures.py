"""What is kept of a response: all that proves it, nothing that would let another in."""

import hashlib

from crawler.model.article import Capture
from crawler.model.feed import Feed
from crawler.model.web import MASKED, Response

_SESSION = "set-cookie"
"""Answers a login: worth as much as the cookie that was sent."""
_EVERYWHERE = "user-agent"
"""Masked where it comes from the environment, but no login: every server is told it."""


def capture_of(response: Response) -> Capture:
    """Return a response as the archive keeps it.

    Private request headers come masked. Where there were any, cookies the server set in return are
    masked as well.
    """
    private = any(
        value == MASKED and name != _EVERYWHERE for name, value in response.request_headers
    )
    return Capture(
        body=response.body,
        sha256=hashlib.sha256(response.body).hexdigest(),
        url=response.url,
        final_url=response.final_url,
        hops=tuple((hop.url, hop.status, hop.location) for hop in response.hops),
        status=response.status,
        headers=tuple(
            (name, MASKED if private and name == _SESSION else value)
            for name, value in response.headers
        ),
        request_headers=response.request_headers,
        ip=response.ip,
        http_version=response.http_version,
        fetched_at=response.fetched_at,
    )


def feed_capture(feed: Feed, response: Response) -> Capture | None:
    """Return a feed's response as the archive keeps it, or None where it may hold a secret.

    Feeds name their own address in their text: where that holds a value from the environment, the
    document is not kept.
    """
    return None if feed.url_secret else capture_of(response)
