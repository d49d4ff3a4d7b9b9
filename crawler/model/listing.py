"""Lists of feeds, as OPML has them, and what the archive remembers of one at an address."""

from dataclasses import dataclass
from datetime import datetime

from crawler.model.web import NO_VALIDATORS, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """A feed as a list names it."""

    url: str
    """Absolute, http(s)."""
    title: str | None = None
    tags: tuple[str, ...] = ()
    """Names of the folders it lies in, outermost first, then its own categories."""
    html_url: str | None = None
    """The site it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """A list at an address: its last good version, and how the last attempt went."""

    location: str
    feeds: tuple[OpmlFeed, ...] = ()
    """Of the last version that was good: a broken one never drops feeds."""
    validators: Validators = NO_VALIDATORS
    read_at: datetime | None = None
    """When it was last good, changed or not."""
    tried_at: datetime | None = None
    problem: str | None = None
    """Why the last attempt brought nothing."""
