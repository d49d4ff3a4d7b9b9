"""Feeds and proposals as they are shown, to people and to programs."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.config.written import WrittenFeed
from crawler.core.escaping import for_terminal
from crawler.core.feeds.choice import FoundFeed
from crawler.core.feeds.propose import Proposal
from crawler.core.payload import iso
from crawler.model.feed import FeedType

_SHOWN_ENTRIES = 5
_KINDS = {
    "sitemap-news": "news sitemap",
    "sitemap": "sitemap",
    "sitemap-index": "sitemap index",
    "atom10": "Atom",
    "atom03": "Atom 0.3",
    "rss20": "RSS",
    "json10": "JSON Feed",
    "json11": "JSON Feed",
}


def kind_of(feed: FoundFeed) -> str:
    """Return the name of a feed's format."""
    return _KINDS.get(feed.format, feed.format)


def as_written(feed: FoundFeed) -> WrittenFeed:
    """Return a feed found as it would stand in feeds.yaml."""
    return WrittenFeed(url=feed.url, type=feed.type)


def page_as_written(url: str, proposal: Proposal) -> WrittenFeed:
    """Return a proposal for a page as it would stand in feeds.yaml."""
    return WrittenFeed(url=url, type=FeedType.PAGE, select=proposal.select)


def feed_document(feed: FoundFeed) -> dict[str, object]:
    """Return a feed found for a program."""
    return {
        "url": feed.url,
        "type": feed.type.value,
        "format": feed.format,
        "title": feed.title,
        "entries": feed.entries,
        "newest": iso(feed.newest),
        "found": feed.clue.value,
        "same_as": feed.same_as,
        "yaml": as_written(feed).line(),
    }


def proposal_document(url: str, proposal: Proposal) -> dict[str, object]:
    """Return a proposal for a program."""
    written = page_as_written(url, proposal)
    plain = written.plain()
    return {
        "select": plain["select"] if not isinstance(plain, str) else {},
        "yaml": written.line(),
        "entries": [
            {"url": entry.url, "title": entry.title, "published": iso(entry.published)}
            for entry in proposal.parsed.entries
        ],
    }


def show_feeds(console: Console, feeds: tuple[FoundFeed, ...]) -> None:
    """Print feeds as a table."""
    table = Table("", "kind", "entries", "newest", "title", "found", box=None, pad_edge=False)
    for number, feed in enumerate(feeds, start=1):
        note = "the same as a feed above" if feed.same_as else feed.clue.value
        table.add_row(
            str(number),
            kind_of(feed),
            str(feed.entries),
            (iso(feed.newest) or "")[:10],
            Text(for_terminal(feed.title or "")[:60]),
            note,
        )
    console.print(table)


def show_proposal(console: Console, proposal: Proposal) -> None:
    """Print what a proposal gives."""
    for entry in proposal.parsed.entries[:_SHOWN_ENTRIES]:
        date = (iso(entry.published) or "no date")[:10]
        console.print(Text(for_terminal(f"  {date:10}  {entry.title or entry.url}")))
    more = len(proposal.parsed.entries) - _SHOWN_ENTRIES
    if more > 0:
        console.print(f"  ... and {more} more")
