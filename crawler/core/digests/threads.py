"""Alerts as feeds and reports show them: what followed on an alert is the same entry, updated."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.core.digests.news import News, news_of_alert
from crawler.model.alert import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An alert and what followed on it: growth and edits, oldest first."""

    id: str
    """The first alert's id."""
    news: tuple[News, ...]

    @property
    def first(self) -> News:
        """The alert that began it; an older one may be past retention."""
        return self.news[0]

    @property
    def newest(self) -> News:
        """The last alert, which knows all sources."""
        return self.news[-1]


def threads(alerts: Iterable[Alert]) -> tuple[Thread, ...]:
    """Gather alerts into threads, the one updated last first."""
    followed: dict[str, list[News]] = defaultdict(list)
    for news in map(news_of_alert, alerts):
        followed[news.first_alert_id].append(news)
    gathered = (
        Thread(id=first, news=tuple(sorted(items, key=lambda news: (news.created_at, news.id))))
        for first, items in followed.items()
    )
    return tuple(
        sorted(gathered, key=lambda thread: (thread.newest.created_at, thread.id), reverse=True)
    )
