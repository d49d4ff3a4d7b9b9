"""Which of two texts alike is the original: the one published first, in whatever order they are read.

A feed may be looked at hours after another; what counts is when a text was published, where both
say so and it can be believed.
"""

from datetime import UTC, datetime, time, timedelta

from crawler.core.stories.placing import SKEW
from crawler.model.article import Article, ArticleText, Precision
from crawler.model.filing import Draft

BELIEVED_EARLIER = timedelta(days=2)
"""A reprint follows within hours. A date that lies further back is that of an address used again, or
of a template, and proves nothing."""


def was_published_before(draft: Draft, original: Article) -> bool:
    """Tell whether an article being filed was published before the one that was read first.

    Args:
        draft: has the text of ``original``, at another outlet.
        original: the first of them that was read.
    """
    mine, theirs = _latest(draft.text), original.published
    if mine is None or theirs is None or mine > draft.task.seen_at + SKEW:
        return False
    theirs = min(theirs, original.first_seen_at)
    return theirs - BELIEVED_EARLIER <= mine < theirs


def _latest(text: ArticleText) -> datetime | None:
    """Return the latest moment a publication date can mean: a day alone may mean its end."""
    if text.published is None or text.published_precision is Precision.TIME:
        return text.published
    return datetime.combine(text.published.astimezone(UTC), time.max, UTC)
