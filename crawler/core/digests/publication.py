"""Everything that is published as files: the report and, beside it, the feeds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.core.digests.feed import FeedHead, atom, json_feed
from crawler.core.digests.places import topic_path
from crawler.core.digests.report import report
from crawler.core.digests.threads import Thread, threads
from crawler.core.slugs import slug
from crawler.model.alert import Alert
from crawler.model.topic import Topic

_ALL = "Wirewatch alerts"


def publication(
    topics: Sequence[Topic],
    alerts: Sequence[Alert],
    now: datetime,
    published_at: str | None = None,
) -> Mapping[str, bytes]:
    """Return the content of every published file.

    Args:
        topics: as configured; each gets its page and feeds, alerts or not.
        alerts: in any order.
        now: when it is written, for the head of the index.
        published_at: the directory's address, for links of the feeds to themselves.

    Returns:
        By path below the publishing directory: the pages of ``report``, ``alerts.atom``,
        ``alerts.json``, ``topics/NAME.atom`` and ``topics/NAME.json``.
    """
    every = threads(alerts)
    titles = _titles(topics, every)
    files = dict(report(titles, every, now))
    whole = FeedHead(name="all", title=_ALL, page="index.html", file="alerts")
    heads = [(whole, every)]
    for name, title in titles.items():
        own = tuple(thread for thread in every if thread.newest.topic == name)
        file = topic_path(name).removesuffix(".html")
        heads.append((FeedHead(name=slug(name), title=title, page=f"{file}.html", file=file), own))
    for head, told in heads:
        files[f"{head.file}.atom"] = atom(told, head, published_at)
        files[f"{head.file}.json"] = json_feed(told, head, published_at)
    return files


def _titles(topics: Iterable[Topic], threads: Iterable[Thread]) -> Mapping[str, str]:
    """Return the title of each topic by name: those configured first, then those of old alerts."""
    titles = {topic.name: topic.title for topic in topics}
    for thread in threads:
        titles.setdefault(thread.newest.topic, thread.newest.topic_title)
    return titles
