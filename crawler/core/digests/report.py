"""A static report: an index, a page per topic, a page per story.

Pages hold no script and load nothing: their policy forbids it, whatever a title holds.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from crawler.core.digests.markup import fill
from crawler.core.digests.places import story_path, topic_path
from crawler.core.digests.threads import Thread


def report(
    titles: Mapping[str, str], threads: Sequence[Thread], now: datetime
) -> Mapping[str, bytes]:
    """Return the pages of the report by path below the publishing directory.

    Args:
        titles: of the topics, by name; each gets its page, alerts or not.
        threads: the one updated last first.
        now: when it is written, for the head of the index.

    Returns:
        ``index.html``, ``topics/NAME.html``, ``stories/ID.html``.
    """
    by_topic, by_story = defaultdict[str, list[Thread]](list), defaultdict[str, list[Thread]](list)
    for thread in threads:
        by_topic[thread.newest.topic].append(thread)
        by_story[thread.newest.story_id].append(thread)
    pages = {"index.html": fill("index.html.j2", titles=titles, by_topic=by_topic, now=now)}
    for name, title in titles.items():
        pages[topic_path(name)] = fill(
            "topic.html.j2", name=name, title=title, threads=by_topic[name]
        )
    for story, told in by_story.items():
        pages[story_path(story)] = fill("story.html.j2", threads=told)
    return {path: page.encode("utf-8", "replace") for path, page in pages.items()}
