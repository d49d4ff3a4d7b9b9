"""The sections of feeds.yaml about sources and the network."""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler import __version__
from crawler.config.section import Section
from crawler.config.values import (
    Cidr,
    Duration,
    Flag,
    HeaderValue,
    Interval,
    Language,
    Line,
    WebUrl,
    Wrong,
)
from crawler.model.feed import FeedType, FirstRun

_SELECTOR = re.compile(r"(?P<css>.*?)(?:@(?P<attribute>[A-Za-z_:][\w:.-]*))?", re.DOTALL)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2, token


def _selector(text: str) -> str:
    found = _SELECTOR.fullmatch(text)
    css = found["css"].strip() if found else text
    if css:
        try:
            LexborHTMLParser("<p>").css(css)
        except SelectolaxError as error:
            raise Wrong(
                "{found} is not a CSS selector", 'write a selector such as "ul.news li" or "a@href"'
            ) from error
    return text


def _header_name(text: str) -> str:
    if not _HEADER_NAME.fullmatch(text):
        raise Wrong(
            f"'{text}' is not the name of a header", "write a name such as Cookie or Authorization"
        )
    return text


def _pair(value: object) -> object:
    if isinstance(value, str | dict) or (isinstance(value, list) and len(value) != 2):  # noqa: PLR2004 - a pair
        raise Wrong(
            "bounds are two durations, the shortest and the longest", "write bounds: [5m, 12h]"
        )
    return value


def _ordered(bounds: tuple[timedelta, timedelta]) -> tuple[timedelta, timedelta]:
    if not timedelta(0) < bounds[0] <= bounds[1]:
        raise Wrong("bounds that do not go from shorter to longer", "write bounds: [5m, 12h]")
    return bounds


Bounds = Annotated[tuple[Duration, Duration], BeforeValidator(_pair), AfterValidator(_ordered)]
Selector = Annotated[Line, AfterValidator(_selector)]
HeaderName = Annotated[str, AfterValidator(_header_name)]


class Defaults(Section):
    """How feeds are watched; every key can be repeated on a feed to override it there."""

    every: Interval = None
    """How often a feed is fetched: `auto` (adapts to the feed) or an interval such as `10m`."""
    bounds: Bounds = (timedelta(minutes=5), timedelta(hours=12))
    """The shortest and the longest interval that `auto` may choose."""
    full_text: Flag = True
    """Fetch the article page, and keep its raw and its cleaned form."""
    recheck: Duration = timedelta(hours=48)
    """For how long an article is looked at again for silent edits; `0` = never."""
    first_run: FirstRun = FirstRun.BASELINE
    """What the first fetch of a feed does: `baseline` stores without alerting, `alert` alerts on all of it."""


class Select(Section):
    """CSS selectors for a page without a feed; `selector@attribute` reads an attribute."""

    item: Selector
    """One match for each entry."""
    link: Selector = "a@href"
    """The entry's address, inside the item."""
    title: Selector = "a"
    """The entry's title, inside the item."""
    date: Selector | None = None
    """The entry's date, inside the item."""
    summary: Selector | None = None
    """The entry's first lines, inside the item."""


class FeedEntry(Defaults):
    """A source in its long form; `${NAME}` is replaced in `url` and `headers`."""

    url: WebUrl
    """Where the feed is."""
    id: Line | None = None
    """What commands call it; made of `name` or `url` when not given."""
    name: Line | None = None
    """The outlet's name, which alerts show and `sources` of a topic refers to; default: the host."""
    type: FeedType = FeedType.FEED
    """`feed` (RSS, Atom, JSON Feed), `sitemap`, or `page` (a page without a feed, see `select`)."""
    tags: tuple[Line, ...] = ()
    """Labels that `tags` of a topic refers to."""
    lang: Language | None = None
    """The language of its articles, when they do not say."""
    select: Select | None = None
    """Where the entries are on a page; needed for `type: page`, and only there."""
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    """Request headers, for example a cookie of your subscription."""


class OpmlEntry(Defaults):
    """A whole list of feeds at once; its other keys are for each of them."""

    opml: Line
    """An OPML file, relative to this file, or the address of one, read again daily."""
    tags: tuple[Line, ...] = ()
    """Labels for all of them, besides the folders of the list."""
    lang: Language | None = None
    """The language of their articles, when they do not say."""


class PerHost(Section):
    """How gently one server is treated."""

    connections: int = Field(default=2, ge=1, le=64)
    """Connections to one host at a time."""
    gap: Duration = timedelta(seconds=1)
    """Pause between two requests to one host."""


class NetworkSection(Section):
    """How servers are approached."""

    user_agent: HeaderValue = f"Wirewatch/{__version__}"
    """How requests introduce themselves; name a page or an address where you can be reached."""
    allow_networks: tuple[Cidr, ...] = ()
    """Private networks that may be reached, as ranges; by default none."""
    concurrency: int = Field(default=32, ge=1, le=1024)
    """Requests in flight, all hosts together."""
    per_host: PerHost = PerHost()
    """How gently one server is treated."""
    robots: Flag = True
    """Article pages obey robots.txt; a feed named here is always fetched."""


FeedForm = Literal["url", "feed", "opml"]
"""The three ways to write a source."""


def form_of(value: object) -> FeedForm:
    """Say which way a source is written."""
    if value is None or isinstance(value, str):
        return "url"
    return "opml" if isinstance(value, dict) and "opml" in value else "feed"
