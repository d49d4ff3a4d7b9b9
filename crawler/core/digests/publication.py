"""Everything that is published as files: the report and, beside it, the feeds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.core.digests.feed import atom, json_feed
from crawler.core.digests.report import report
from crawler.core.digests.threads import Thread, threads
from crawler.core.slugs import slug
from crawler.model.alert import Alert
from crawler.model.topic import Topic

_ALL = "Wirewatch alerts"


def publication(
    topics: Sequence[Topic], alerts: Sequence[Alert], now: datetime
) -> Mapping[str, bytes]:
    """Return the content of every published file.

    Args:
        topics: as configured; each gets its page and feeds, alerts or not.
        alerts: in any order.
        now: when it is written, for the head of the index.

    Returns:
        By path below the publishing directory: the pages of ``report``, ``alerts.atom``,
        ``alerts.json``, ``topics/NAME.atom`` and ``topics/NAME.json``.
    """
    every = threads(alerts)
    titles = _titles(topics, every)
    files = dict(report(titles, every, now))
    files["alerts.atom"] = atom(every, name="all", title=_ALL)
    files["alerts.json"] = json_feed(every, name="all", title=_ALL)
    for name, title in titles.items():
        own = [thread for thread in every if thread.newest.topic == name]
        files[f"topics/{slug(name)}.atom"] = atom(own, name=slug(name), title=title)
        files[f"topics/{slug(name)}.json"] = json_feed(own, name=slug(name), title=title)
    return files


def _titles(topics: Iterable[Topic], threads: Iterable[Thread]) -> Mapping[str, str]:
    """Return the title of each topic by name: those configured first, then those of old alerts."""
    titles = {topic.name: topic.title for topic in topics}
    for thread in threads:
        titles.setdefault(thread.newest.topic, thread.newest.topic_title)
    return titles
