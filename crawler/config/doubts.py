"""What works but is probably not meant: the warnings about topics."""

import re
from collections.abc import Iterator

from crawler.config.build_feeds import Sources
from crawler.config.findings import Findings
from crawler.config.nodes import NodePath
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.schema_topics import TopicEntry
from crawler.core.topics.grammar import parse_query
from crawler.core.topics.nodes import And, Node, Not, Or, Pattern
from crawler.model.errors import QueryError
from crawler.model.feed import Feed

_REFERENCE = re.compile(r"@([\w-]+)")


def warn_of_topics(file: FeedsFile, sources: Sources, places: Places, findings: Findings) -> None:
    """Warn of queries cut by comments, unused aliases, costly patterns, topics nothing feeds."""
    used: set[str] = set()
    for path, text in _queries(file):
        used.update(_REFERENCE.findall(text))
        scalar = places.scalar(*path)
        if scalar is not None and scalar.comment:
            findings.warn(
                scalar.place,
                f"the query ends before '{scalar.comment[:40]}', since the rest of the line is a "
                "comment; put the whole query in quotes if # belongs to it",
            )
    for name in file.aliases:
        if name not in used:
            findings.warn(places.key("aliases", name), f"no topic uses the alias '{name}'")
    for number, topic in enumerate(file.topics):
        _warn_of_topic(topic, ("topics", number), sources, places, findings)


def _warn_of_topic(
    topic: TopicEntry, path: NodePath, sources: Sources, places: Places, findings: Findings
) -> None:
    name = places.value(*path, "name")
    if topic.within is not None and not topic.all:
        findings.warn(
            places.value(*path, "within"),
            "within concerns the clauses under all:, and there are none",
        )
    positive = [*topic.all, *topic.any, *([topic.query] if topic.query is not None else [])]
    if positive and all(map(_is_pattern, positive)):
        findings.warn(
            name,
            f"the topic '{topic.name}' has patterns only, which run over every article; "
            "add a word that must occur",
        )
    if sources.feeds and not sources.lists and not any(_feeds(f, topic) for f in sources.feeds):
        findings.warn(
            name, f"no feed fits the topic '{topic.name}': see its sources, tags, feeds and langs"
        )


def _queries(file: FeedsFile) -> Iterator[tuple[NodePath, str]]:
    """Yield every clause of a topic and every member of an alias with its path."""
    for alias, members in file.aliases.items():
        for index, member in enumerate(members):
            yield ("aliases", alias, index), member
    for number, topic in enumerate(file.topics):
        for key, texts in (("all", topic.all), ("any", topic.any), ("none", topic.none)):
            for index, text in enumerate(texts):
                yield ("topics", number, key, index), text
        if topic.query is not None:
            yield ("topics", number, "query"), topic.query


def _is_pattern(text: str) -> bool:
    """Whether nothing but patterns can satisfy a clause."""
    if "/" not in text:
        return False
    try:
        return _needs_pattern(parse_query(text))
    except QueryError:
        return False  # an error of its own


def _needs_pattern(node: Node) -> bool:
    match node:
        case Pattern():
            return True
        case And(parts=parts):
            return all(_needs_pattern(part) for part in parts if not isinstance(part, Not))
        case Or(parts=parts):
            return any(map(_needs_pattern, parts))
        case _:
            return False


def _feeds(feed: Feed, topic: TopicEntry) -> bool:
    return (
        (not topic.feeds or feed.id in topic.feeds)
        and (not topic.tags or not set(topic.tags).isdisjoint(feed.tags))
        and (not topic.sources or feed.name.casefold() in map(str.casefold, topic.sources))
        and (not topic.langs or feed.lang is None or feed.lang in topic.langs)
    )
