"""Watched queries and why an article satisfies them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class AlertKind(StrEnum):
    """Why an alert is raised now; also the words of `alert.events`."""

    NEW = "new"
    GROWING = "growing"
    EDITED = "edited"
    SURGE = "surge"
    """Far more articles than usual; asked for by `alert.surge`, whatever `alert.events` says."""


class AlertPer(StrEnum):
    """One alert for a story, or one for each article."""

    STORY = "story"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """When the number of matching articles is news by itself."""

    window: timedelta
    """The stretch of time that is counted, up to now."""
    over: timedelta
    """The time before it that says what is usual."""
    factor: float
    """It takes more than so many times the usual."""
    floor: int
    """It takes so many at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """When a match becomes an alert."""

    per: AlertPer = AlertPer.STORY
    events: tuple[AlertKind, ...] = (AlertKind.NEW, AlertKind.GROWING, AlertKind.EDITED)
    cooldown: timedelta = timedelta(0)
    """At least this long between two alerts about one story."""
    max_per_day: int | None = None
    """Alerts of this topic in 24 hours; None = no bound."""
    min_sources: int = 1
    """Independent outlets that must tell the story before it alerts; copies count once."""
    surge: Surge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boost:
    """Weight of a hit by where it stands."""

    title: float = 3.0
    lead: float = 1.5
    text: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A watched query, as configured. Semantics: docs/topic-language.md."""

    name: str
    title: str
    """For people; the name when none is given."""
    description: str = ""
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    any_min: int = 1
    none: tuple[str, ...] = ()
    query: str | None = None
    within: int | None = None
    langs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    stem: bool = False
    boost: Boost = Boost()
    min_score: float = 0.0
    alert: AlertRule = AlertRule()
    notify: tuple[str, ...] = ()
    """Channels told at once."""
    digest: tuple[str, ...] = ()
    """Digests the alerts wait for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a topic is matched against."""

    title: str = ""
    text: str = ""
    url: str = ""
    author: str = ""
    source: str = ""
    """The outlet's name."""
    lang: str | None = None
    tags: tuple[str, ...] = ()
    feed_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a term was found: half-open code points of the source field."""

    field: str
    """title or text; url, source, author, lang, tag have no spans."""
    start: int
    end: int
    term: str
    """The term of the query as written, for example `"Северн* Коре*"`."""
    clause: str
    """The clause it belongs to: `all[0]`, `any[1]`, `query`."""
    alias: str | None = None
    """The alias the term came from, if it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic satisfied by a document, with at least one span."""

    topic: str
    score: float
    spans: tuple[Span, ...]
    """In order of field (title first) and start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A stretch of an article that shows why it matched: a title or a sentence."""

    field: str
    """title or text."""
    text: str
    marks: tuple[tuple[int, int], ...]
    """Half-open code points of ``text``: what matched, in order, never overlapping."""
