"""Everything that is published as files: the report and, beside it, the feeds."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from crawler.core.digests.feed import atom, json_feed
from crawler.core.digests.report import report, topic_titles
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
    files = dict(report(topics, alerts, now))
    files["alerts.atom"] = atom(alerts, name="all", title=_ALL)
    files["alerts.json"] = json_feed(alerts, name="all", title=_ALL)
    for name, title in topic_titles(topics, alerts).items():
        own = [alert for alert in alerts if alert.topic == name]
        files[f"topics/{slug(name)}.atom"] = atom(own, name=slug(name), title=title)
        files[f"topics/{slug(name)}.json"] = json_feed(own, name=slug(name), title=title)
    return files
