"""A static report: an index, a page per topic, a page per story, and the feeds beside them.

Pages hold no script and load nothing: their policy forbids it, whatever a title holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.core.digests.feed import atom, json_feed
from crawler.core.digests.markup import fill
from crawler.core.digests.threads import Thread, threads
from crawler.core.slugs import slug
from crawler.model.alert import Alert
from crawler.model.topic import Topic


def publication(
    alerts: Sequence[Alert], topics: Iterable[Topic], *, now: datetime
) -> Mapping[str, bytes]:
    """Return everything that is published: feeds and report.

    Args:
        alerts: in any order.
        topics: as configured; each gets its page and feeds, alerts or not.
        now: when it is written, for the foot of the index.

    Returns:
        Content by path below the publishing directory: ``index.html``, ``alerts.atom``,
        ``alerts.json``, ``topics/NAME.html|atom|json``, ``stories/ID.html``.
    """
    files = dict(report(alerts, topics, now=now))
    files["alerts.atom"] = atom(alerts, name="all", title="Wirewatch alerts")
    files["alerts.json"] = json_feed(alerts, name="all", title="Wirewatch alerts")
    for name, title in _topic_titles(alerts, topics).items():
        own = [alert for alert in alerts if alert.topic == name]
        path = f"topics/{slug(name)}"
        files[f"{path}.atom"] = atom(own, name=slug(name), title=title)
        files[f"{path}.json"] = json_feed(own, name=slug(name), title=title)
    return files


def report(
    alerts: Iterable[Alert], topics: Iterable[Topic], *, now: datetime
) -> Mapping[str, bytes]:
    """Return the pages of the report by path; arguments as of ``publication``."""
    alerts = list(alerts)
    titles = _topic_titles(alerts, topics)
    by_topic, by_story = defaultdict[str, list[Thread]](list), defaultdict[str, list[Thread]](list)
    for thread in threads(alerts):
        by_topic[thread.newest.topic].append(thread)
        by_story[thread.newest.story_id].append(thread)
    pages = {"index.html": fill("index.html.j2", titles=titles, by_topic=by_topic, now=now)}
    for name, title in titles.items():
        pages[f"topics/{slug(name)}.html"] = fill(
            "topic.html.j2", name=name, title=title, threads=by_topic[name]
        )
    for story, told in by_story.items():
        pages[f"stories/{slug(story)}.html"] = fill("story.html.j2", threads=told)
    return {path: page.encode("utf-8", "replace") for path, page in pages.items()}


def _topic_titles(alerts: Iterable[Alert], topics: Iterable[Topic]) -> dict[str, str]:
    """Return the title of each topic by name: those configured first, then those of old alerts."""
    titles = {topic.name: topic.title for topic in topics}
    for thread in threads(alerts):
        titles.setdefault(thread.newest.topic, thread.newest.topic_title)
    return titles
