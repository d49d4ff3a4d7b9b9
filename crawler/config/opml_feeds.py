"""Feeds out of a stranger's list, made fit to stand in a configuration."""

from crawler.config.values import is_complete_url
from crawler.core.escaping import one_line
from crawler.model.listing import OpmlFeed

LONGEST = 200
"""Characters of a name or tag that are kept: more is not a name."""


def tidied(feed: OpmlFeed) -> OpmlFeed | None:
    """Return a feed with its name and tags on one line each, without controls.

    None when its URL cannot be used, or when it holds ``${``: an imported list must not make us
    fill in a value from our environment.
    """
    if not is_complete_url(feed.url) or "${" in feed.url:
        return None
    title = one_line(feed.title or "", LONGEST).replace("${", "$ {")
    tags = (one_line(tag, LONGEST).replace("${", "$ {") for tag in feed.tags)
    return OpmlFeed(url=feed.url, title=title or None, tags=tuple(filter(None, tags)))
