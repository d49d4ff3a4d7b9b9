"""A static report: an index, a page per topic, a page per story.

Pages hold no script and load nothing: their policy forbids it, whatever a title holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.core.digests.markup import fill
from crawler.core.digests.threads import Thread, threads
from crawler.core.slugs import slug
from crawler.model.alert import Alert
from crawler.model.topic import Topic


def report(topics: Iterable[Topic], alerts: Sequence[Alert], now: datetime) -> Mapping[str, bytes]:
    """Return the pages of the report by path below the publishing directory.

    Args:
        topics: as configured; each gets its page, alerts or not.
        alerts: in any order.
        now: when it is written, for the head of the index.

    Returns:
        ``index.html``, ``topics/NAME.html``, ``stories/ID.html``.
    """
    titles = topic_titles(topics, alerts)
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


def topic_titles(topics: Iterable[Topic], alerts: Iterable[Alert]) -> dict[str, str]:
    """Return the title of each topic by name: those configured first, then those of old alerts."""
    titles = {topic.name: topic.title for topic in topics}
    for thread in threads(alerts):
        titles.setdefault(thread.newest.topic, thread.newest.topic_title)
    return titles
