"""How much of anything one fetch may take.

The figures follow what long-running readers and proxies use: Mastodon 30 s in all, Miniflux 10 s
to connect and 15 MiB decoded, Camo 4 redirects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from crawler.core import robots
from crawler.model.web import Purpose

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one fetch."""

    total_s: float = 30.0
    """All hops, from the first name look-up to the last byte; waiting our turn not counted."""
    connect_s: float = 10.0
    """Name look-up, TCP and TLS of one hop."""
    read_s: float = 15.0
    """Silence between two reads."""
    queue_s: float = 400.0
    """Waiting for our own turn, all hops together: twenty slow feeds of one host fit, and so do
    eight pages of a site with the longest crawl-delay."""
    retry_after_s: float = 5.0
    """A failed look-up or a body that broke off is tried once more after this; the transport tries a
    connection that closed without an answer once more at once, since it may have been idle."""
    wire_bytes: int = 10 * MIB
    decoded_bytes: int = 15 * MIB
    whole: bool = True
    """A body over these two is an error; where not, its beginning is taken."""
    redirects: int = 5
    ratio: int = 200
    """Decoded to wire; more is a bomb, once ``ratio_from_bytes`` are decoded."""
    ratio_from_bytes: int = MIB
    error_bytes: int = 64 * KIB
    """Of the body that comes with an error status: evidence of bot walls, no more."""

    def for_error(self) -> "Limits":
        """Return the bounds for the body of an error status."""
        return replace(self, wire_bytes=self.error_bytes, decoded_bytes=4 * self.error_bytes)


_PAGE = Limits(total_s=60.0)

LIMITS: Mapping[Purpose, Limits] = MappingProxyType(
    {
        Purpose.FEED: Limits(),
        Purpose.SITEMAP: Limits(total_s=60.0, wire_bytes=50 * MIB, decoded_bytes=50 * MIB),
        Purpose.ARTICLE: _PAGE,
        Purpose.ROBOTS: Limits(
            total_s=15.0, wire_bytes=robots.MAX_BYTES, decoded_bytes=robots.MAX_BYTES, whole=False
        ),
    }
)
"""Sitemaps may have 50 MB by their protocol (sitemaps.org); of a robots.txt the beginning counts
(RFC 9309 §2.5)."""
