"""Times in which a feed was not read: what it brings afterwards comes late, and all at once.

The watch was down or paused, the machine slept, the network or the publisher was gone: whatever
the reason, the feed should have been read and was not. Ordinary bursts are none of this.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.model.feed import FeedId, FeedState, Gap
from crawler.model.filing import Archive, Draft, Filing

GAP = timedelta(hours=1)
"""What is told so much later than it was due is late."""
HOLD = timedelta(minutes=5)
"""Late alerts wait so long for each other."""


def gap_ended(state: FeedState, now: datetime) -> Gap | None:
    """Return the gap a fetch ends, if the feed should have been read an hour ago or earlier.

    Args:
        state: as it was before the fetch that succeeded now.
        now: the moment of that fetch.
    """
    if state.last_ok_at is None:
        return None
    planned = state.last_ok_at + timedelta(seconds=state.interval_s)
    return Gap(since=planned, fetched_at=now) if now - planned >= GAP else None


def with_gaps(
    decide: Callable[[Draft, Archive], Filing], gaps: Mapping[FeedId, Gap], now: datetime
) -> Callable[[Draft, Archive], Filing]:
    """Return a decision whose alerts are marked as late where their feed was not read for long.

    Args:
        decide: the decision itself.
        gaps: the last gap of each feed that had one.
        now: the moment of filing.
    """

    def decided(draft: Draft, archive: Archive) -> Filing:
        filing, gap = decide(draft, archive), gaps.get(FeedId(draft.task.feed_id))
        if gap is None or draft.task.article_id or draft.task.feed_fetched_at != gap.fetched_at:
            return filing
        late = (replace(alert, due_at=gap.since, held_until=now + HOLD) for alert in filing.alerts)
        return replace(filing, alerts=tuple(late))

    return decided
