"""The sections of feeds.yaml about topics."""

from datetime import timedelta

from pydantic import Field

from crawler.config.section import Section
from crawler.config.values import Duration, Flag, Language, Line, Text
from crawler.model.topic import AlertKind, AlertPer


class BoostSection(Section):
    """Weight of a hit by where it stands."""

    title: float = Field(default=3.0, ge=0)
    """In the title."""
    lead: float = Field(default=1.5, ge=0)
    """In the first 50 words of the text."""
    text: float = Field(default=1.0, ge=0)
    """In the rest of the text."""


class SurgeSection(Section):
    """Alert when far more articles match than usual, copies counted once; once for each surge."""

    window: Duration = timedelta(hours=6)
    """The stretch of time that is counted, up to now."""
    over: Duration = timedelta(days=14)
    """The time before it that says what is usual; at least twice as long as `window`."""
    factor: float = Field(default=3.0, ge=1)
    """It takes more than so many times the usual."""
    floor: int = Field(default=10, ge=2)
    """It takes so many articles at least."""


class AlertSection(Section):
    """When a match becomes an alert."""

    per: AlertPer = AlertPer.STORY
    """`story`: copies and follow-ups fold under one alert; `article`: one alert for each article."""
    events: tuple[AlertKind, ...] = (AlertKind.NEW, AlertKind.GROWING, AlertKind.EDITED)
    """What is news: a `new` story, a `growing` one, an `edited` article (a `surge`: whenever `surge` is given)."""
    cooldown: Duration = timedelta(0)
    """At least this long between two alerts about one story."""
    max_per_day: int | None = Field(default=None, ge=1)
    """No more alerts of this topic than that in 24 hours; no bound when not given."""
    min_sources: int = Field(default=1, ge=1)
    """Independent outlets that must tell the story first; copies count once."""
    surge: SurgeSection | None = None
    """When the number of articles is news by itself, whatever `events` says; default: never."""


class TopicEntry(Section):
    """A watched query. A topic matches when everything that is given here holds."""

    name: Line
    """Its unique label; a slug of it names its files."""
    title: Line | None = None
    """Its name for people; default: `name`."""
    description: Text = ""
    """What it is about, for people."""
    all: tuple[Text, ...] = ()
    """Every one of these clauses must hold."""
    any: tuple[Text, ...] = ()
    """At least `any_min` of these clauses must hold."""
    any_min: int = Field(default=1, ge=1)
    """How many of `any`."""
    none: tuple[Text, ...] = ()
    """None of these clauses may hold."""
    query: Text | None = None
    """One more clause that must hold."""
    within: int | None = Field(default=None, ge=1)
    """A stretch of so many words must hold a hit of every `all` clause."""
    langs: tuple[Language, ...] = ()
    """Only articles in these languages."""
    sources: tuple[Line, ...] = ()
    """Only articles of these outlets (the `name` of a feed)."""
    tags: tuple[Line, ...] = ()
    """Only articles of feeds with one of these tags."""
    feeds: tuple[Line, ...] = ()
    """Only articles of these feeds (their `id`)."""
    stem: Flag = False
    """Compare the stems of words, by the article's language."""
    boost: BoostSection = BoostSection()
    """Weight of a hit by where it stands."""
    min_score: float = Field(default=0.0, ge=0)
    """Matches that score less are dropped."""
    alert: AlertSection = AlertSection()
    """When a match becomes an alert."""
    notify: tuple[Line, ...] = ()
    """Channels told at once; the terminal when neither this nor `digest` is given."""
    digest: tuple[Line, ...] = ()
    """Digests that carry the alerts."""
