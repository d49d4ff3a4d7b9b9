"""feeds.yaml -> ``Config``, or every error of it at once.

files -> nodes with places -> ${NAME} filled in -> typed -> names and queries checked -> Config
"""

from collections.abc import Mapping
from pathlib import Path

from crawler.config.build_channels import (
    build_channels,
    build_digests,
    build_quiet,
    check_references,
)
from crawler.config.build_feeds import Sources, build_sources, check_feed_references
from crawler.config.build_topics import build_topics
from crawler.config.doubts import warn_of_topics
from crawler.config.environment import fill_in
from crawler.config.findings import Findings
from crawler.config.include import Source, read_source
from crawler.config.nodes import without
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.storage_url import resolve_storage
from crawler.config.validation import validate
from crawler.core.urls import mask_userinfo
from crawler.model.secret import Secret
from crawler.model.settings import Config, HealthRule, NetworkPolicy, Retention


def load_config(path: Path, environ: Mapping[str, str]) -> Config:
    """Read, check and complete the configuration.

    Args:
        path: the main file; other paths in it are relative to the file they stand in.
        environ: where ``${NAME}`` is looked up.

    Raises:
        ConfigError: the main file is missing, a folder, not readable or not UTF-8.
        ConfigErrors: everything that is wrong in it and in the files it includes, in order.
    """
    findings = Findings()
    return _load(read_source(path, findings), environ, findings, unset=findings)


def load_about_sources(path: Path, environ: Mapping[str, str], text: str | None = None) -> Config:
    """Read the configuration for commands about sources, which need no secrets.

    As `load_config`, but where a ``${NAME}`` is not set, what stands there is left out: adding a
    feed must not wait for the password of the mail server.

    Args:
        path: the main file.
        environ: where ``${NAME}`` is looked up.
        text: what the main file is to say, for whoever is about to write it; None = read it.

    Raises:
        ConfigError: the main file cannot be read.
        ConfigErrors: everything else that is wrong.
    """
    findings = Findings()
    return _load(read_source(path, findings, text), environ, findings, unset=Findings())


def _load(
    source: Source, environ: Mapping[str, str], findings: Findings, *, unset: Findings
) -> Config:
    whole, failed = fill_in(source.root, environ, unset)
    file, left = validate(without(whole, failed), findings)
    config = _build(file, Places(left, whole), source, findings)
    findings.raise_errors()
    return config


def _build(file: FeedsFile, places: Places, source: Source, findings: Findings) -> Config:
    main = source.files[0]
    sources: Sources = build_sources(file, places, findings)
    topics = build_topics(file, places, findings)
    channels = build_channels(file, places, findings)
    check_references(file, places, findings)
    check_feed_references(file, sources, places, findings)
    warn_of_topics(file, sources, places, findings)
    storage = resolve_storage(file.storage, places, findings)
    alerts = file.publish.alerts
    return Config(
        path=main.absolute(),
        storage=Secret(storage),
        storage_shown="***" if places.is_secret("storage") else mask_userinfo(storage),
        network=_network(file, places),
        feeds=sources.feeds,
        opml=sources.lists,
        aliases=dict(file.aliases),
        topics=topics,
        channels=channels,
        digests=build_digests(file),
        quiet=build_quiet(file),
        retention=Retention(**file.retention.model_dump()),
        health=HealthRule(**file.health.model_dump()),
        publish_alerts=(places.folder("publish", "alerts") / alerts).absolute() if alerts else None,
        publish_url=f"{file.publish.url.rstrip('/')}/" if file.publish.url else None,
        files=tuple(file.absolute() for file in source.files + sources.files),
        warnings=findings.warnings(),
    )


def _network(file: FeedsFile, places: Places) -> NetworkPolicy:
    network = file.network
    return NetworkPolicy(
        user_agent=network.user_agent,
        user_agent_secret=places.is_secret("network", "user_agent"),
        allow_networks=network.allow_networks,
        concurrency=network.concurrency,
        connections_per_host=network.per_host.connections,
        gap=network.per_host.gap,
        robots=network.robots,
    )
