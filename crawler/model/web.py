"""Requests and responses, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What a fetch is for; it chooses the limits and whether robots.txt is asked."""

    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask again with, kept opaque (RFC 9110 §8.8)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()

MASKED = "***"
"""Stands for the value of a private request header wherever headers are kept or shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One URL to fetch."""

    url: str
    """Absolute, http or https."""
    purpose: Purpose
    validators: Validators = NO_VALIDATORS
    headers: Mapping[str, str] = field(default_factory=dict)
    """Extra headers of the user's (secrets included): dropped on a change of origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed."""

    url: str
    """The URL that answered with the redirect."""
    status: int
    location: str
    """The absolute URL it pointed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A complete answer: bounded, decompressed, every hop checked."""

    url: str
    """The URL asked for."""
    final_url: str
    """The URL that answered, after redirects."""
    hops: tuple[Hop, ...] = ()
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    """Lower-case names, in the order received, repeated ones kept."""
    request_headers: tuple[tuple[str, str], ...] = ()
    """What was sent on the last hop, without secrets."""
    body: bytes = b""
    """Content-Encoding undone, never partial."""
    wire_bytes: int = 0
    """Body bytes before decompression."""
    ip: str | None = None
    """The address that was connected on the last hop."""
    http_version: str | None = None
    """``HTTP/1.1``, as the server said."""
    fetched_at: datetime

    def header(self, name: str) -> str | None:
        """Return the first header called ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """The server sent the resource."""

    response: Response
    validators: Validators
    """For the next request; they belong to the final URL."""
    not_before: datetime | None = None
    """When caching headers say that asking again makes sense; only ever slows us down."""
    moved_to: str | None = None
    """Where a chain of purely permanent redirects (301, 308) led."""
    insecure: bool = False
    """A redirect led from https to plain http."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing changed (304)."""

    not_before: datetime | None = None
    moved_to: str | None = None
    insecure: bool = False


Reply = Fresh | NotModified
