"""The effective configuration, as the house uses it: defaults applied, names checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import PurePath

from crawler.model.alert import Channel, Digest, Quiet
from crawler.model.feed import Feed
from crawler.model.secret import Secret
from crawler.model.topic import Topic

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPolicy:
    """How we behave towards servers."""

    user_agent: str
    user_agent_secret: bool = False
    """It holds a value from the environment: `config show` masks it."""
    allow_networks: tuple[Network, ...] = ()
    """Private networks that may be reached."""
    concurrency: int = 32
    """Fetches in flight, all hosts together."""
    connections_per_host: int = 2
    gap: timedelta = timedelta(seconds=1)
    """Between two requests to one host."""
    robots: bool = True
    """Article pages obey robots.txt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how long things are kept; None = for ever."""

    raw: timedelta | None = timedelta(days=90)
    articles: timedelta | None = None
    alerts: timedelta | None = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRule:
    """When the watch says that it cannot see."""

    notify: tuple[str, ...] = ()
    feed_silent: timedelta | float | None = 3.0
    """A duration, or a multiple of the feed's own habit."""
    feed_failing: timedelta = timedelta(hours=24)
    listen: tuple[str, int] | None = None
    """Host and port where a monitor may ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlSource:
    """A whole list of feeds at an address."""

    location: str
    """An http(s) URL: lists in files are read with the configuration."""
    like: Feed
    """What its feeds are like: the defaults and the options of the list's entry."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything feeds.yaml says."""

    path: PurePath
    storage: Secret
    """sqlite:///absolute/path or postgresql://…; may hold a password."""
    storage_shown: str = "***"
    """The same for people: without a password, *** when it came from the environment."""
    network: NetworkPolicy
    feeds: tuple[Feed, ...] = ()
    opml: tuple[OpmlSource, ...] = ()
    """Lists elsewhere, to be fetched and read again daily."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """`terminal` is always among them."""
    digests: tuple[Digest, ...] = ()
    quiet: Quiet | None = None
    retention: Retention = Retention()
    health: HealthRule = HealthRule()
    publish_alerts: PurePath | None = None
    """The directory of feeds and report, absolute."""
    publish_url: str | None = None
    """Where that directory can be read; ends with a slash."""
    files: tuple[PurePath, ...] = ()
    """Every file that was read: a change of any reloads."""
    warnings: tuple[str, ...] = ()
    """What `check` shows besides errors, each with its place."""
