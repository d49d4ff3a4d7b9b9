"""feeds.yaml as a whole. The JSON Schema and docs/configuration.md are made of these classes."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from crawler.config.schema_channels import ChannelEntry, DigestEntry, HealthSection, QuietSection
from crawler.config.schema_feeds import Defaults, FeedEntry, NetworkSection, OpmlEntry, form_of
from crawler.config.schema_topics import TopicEntry
from crawler.config.section import Section
from crawler.config.values import Line, Period, Text, WebUrl, Wrong

DEFAULT_STORAGE = "sqlite:///wirewatch.db"


def _version(value: object) -> object:
    if isinstance(value, str) and value != "1":
        raise Wrong("the version {found} of this file is not known", "write version: 1")
    return int(value) if isinstance(value, str) else value


class RetentionSection(Section):
    """For how long things are kept."""

    raw: Period = timedelta(days=90)
    """Raw pages, as they came over the wire."""
    articles: Period = None
    """Cleaned articles and their versions."""
    alerts: Period = timedelta(days=730)
    """Alerts and what was held back."""


class PublishSection(Section):
    """Alerts as files, for any feed reader and web server."""

    alerts: Line | None = None
    """A folder, relative to this file, for an Atom and a JSON feed per topic and an HTML report."""
    url: WebUrl | None = None
    """Where that folder can be read, for links to it in messages and feeds: `https://wire.example.org/`."""


FeedItem = Annotated[
    Annotated[WebUrl, Tag("url")]
    | Annotated[FeedEntry, Tag("feed")]
    | Annotated[OpmlEntry, Tag("opml")],
    Discriminator(form_of),
]


class FeedsFile(Section):
    """Everything in feeds.yaml; every section may be left out."""

    version: Annotated[Literal[1], BeforeValidator(_version)] = 1
    """The version of this format."""
    include: tuple[Line, ...] = ()
    """More files, as names or patterns relative to this one; their lists and maps are merged in."""
    storage: Line = DEFAULT_STORAGE
    """The archive: `sqlite:///file.db`, relative to this file."""
    defaults: Defaults = Defaults()
    """How feeds are watched; every key can be repeated on a feed to override it there."""
    network: NetworkSection = NetworkSection()
    """How servers are approached."""
    feeds: tuple[FeedItem, ...] = ()
    """The sources: a bare URL, the long form, or a whole OPML list."""
    aliases: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    """Names for groups of terms, used in clauses as `@name`."""
    topics: tuple[TopicEntry, ...] = ()
    """What is watched for."""
    channels: dict[str, ChannelEntry] = Field(default_factory=dict)
    """Where alerts go; one name is one complete destination."""
    digests: dict[str, DigestEntry] = Field(default_factory=dict)
    """Alerts gathered and sent on a schedule."""
    quiet: QuietSection | None = None
    """Hours of the day in which nothing is sent at once."""
    retention: RetentionSection = RetentionSection()
    """For how long things are kept."""
    health: HealthSection = HealthSection()
    """When the watch says that it cannot see."""
    publish: PublishSection = PublishSection()
    """Alerts as files, for any feed reader and web server."""
