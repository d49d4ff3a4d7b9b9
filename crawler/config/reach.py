"""Which topics can ever match: a topic that no feed feeds is a mistake that nothing else shows."""

from crawler.config.build_feeds import Sources
from crawler.config.findings import Findings
from crawler.config.near import suggestion
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.schema_topics import TopicEntry
from crawler.model.feed import Feed


def check_reach(file: FeedsFile, sources: Sources, places: Places, findings: Findings) -> None:
    """Note feeds that topics name and that do not exist; warn of topics that nothing feeds.

    A file without feeds is for `match`, and a list elsewhere may hold anything: both pass; so does one whose
    feeds are partly wrong, since the right one may be among them.
    """
    if not sources.feeds or sources.lists or not places.is_whole("feeds"):
        return
    ids = [feed.id for feed in sources.feeds]
    for number, topic in enumerate(file.topics):
        unknown = [index for index, name in enumerate(topic.feeds) if name not in ids]
        for index in unknown:
            name = topic.feeds[index]
            findings.error(
                places.value("topics", number, "feeds", index),
                f"the topic '{topic.name}' names the feed '{name}', which does not exist",
                suggestion(name, ids, "define it under feeds:"),
            )
        if not unknown and not any(_feeds(feed, topic) for feed in sources.feeds):
            findings.warn(
                places.value("topics", number, "name"),
                f"no feed fits the topic '{topic.name}': see its sources, tags, feeds and langs",
            )


def _feeds(feed: Feed, topic: TopicEntry) -> bool:
    return (
        (not topic.feeds or feed.id in topic.feeds)
        and (not topic.tags or bool(_folded(topic.tags) & _folded(feed.tags)))
        and (not topic.sources or feed.name.casefold() in _folded(topic.sources))
        and (not topic.langs or feed.lang is None or feed.lang in topic.langs)
    )


def _folded(words: tuple[str, ...]) -> set[str]:
    return {word.casefold() for word in words}
