"""feedparser, for documents nothing else can make sense of: rare, so it may be slow.

It runs in the sandbox like every parser; its sanitiser and link resolving stay off (they are
where it hangs), and what it finds goes through the same cleaning as everything else.
"""

from collections.abc import Mapping
from typing import Any

from crawler.core.dates import parse_date
from crawler.core.feeds.document import categories
from crawler.core.feeds.limits import MAX_CONTENT_CHARS, MAX_ENTRIES_PARSED, MAX_SUMMARY_CHARS
from crawler.core.feeds.text import authors, identifier, markup, plain, valid
from crawler.core.urls import join
from crawler.model.entry import Entry, FeedInfo, ParsedFeed

_ITS_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What feedparser lets escape on damaged input; it promises nothing (bench/fuzz.py found two)."""


def parse_tolerantly(text: str, url: str | None) -> ParsedFeed | None:
    """Read a document with feedparser; None when it finds no entry or fails."""
    import feedparser  # noqa: PLC0415 - for start-up time: a tenth of a second, hardly ever needed

    try:
        found = feedparser.parse(
            text.encode("utf-8", "replace"),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except _ITS_FAILURES:
        return None
    read = (_entry(each, url) for each in found.entries[:MAX_ENTRIES_PARSED])
    entries = tuple(entry for entry in read if entry.url or entry.id or entry.title)
    if not entries:
        return None
    feed = found.feed
    info = FeedInfo(
        title=plain(_text(feed, "title")),
        link=join(url, _text(feed, "link")),
        language=_text(feed, "language") or None,
        format=found.version or "rss20",
    )
    return ParsedFeed(feed=info, entries=entries, dropped=len(found.entries) - len(entries))


def _entry(found: Mapping[str, Any], url: str | None) -> Entry:
    texts = found.get("content") or [{}]
    return Entry(
        id=identifier(_text(found, "id")),
        url=join(url, _text(found, "link")),
        title=plain(_text(found, "title")),
        published=parse_date(_text(found, "published")),
        updated=parse_date(_text(found, "updated")),
        author=authors([_text(found, "author")]),
        summary=markup(_text(found, "summary"), url, MAX_SUMMARY_CHARS),
        content=markup(_text(texts[0], "value"), url, MAX_CONTENT_CHARS),
        categories=categories(_text(tag, "term") for tag in found.get("tags", ())),
    )


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return valid(value) if isinstance(value, str) else ""
