"""Alerts as feeds: usable in any reader, without mail, server or account.

An entry is a thread: what grows or is edited later updates the entry under its id. The same
alerts give the same bytes, so that a feed that did not change is not written again.

Source: RFC 4287 (Atom), RFC 4151 (tag URIs), https://www.jsonfeed.org/version/1.1/.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from crawler.core.digests.markup import fill
from crawler.core.digests.moments import iso
from crawler.core.digests.phrases import plain_quote
from crawler.core.digests.threads import Thread
from crawler.model.alert import Json

MOST_ENTRIES = 100
_TAG = "tag:wirewatch,2026"
_NO_ALERT_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""`updated` of a feed without entries: constant, so that it does not change by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """What a feed says of itself."""

    name: str
    """What it is called in its id: a topic's slug, or ``all``."""
    title: str
    """What people read."""
    page: str
    """The path of the page with the same alerts."""
    file: str
    """Its own path, without the ending."""


def atom(threads: Sequence[Thread], head: FeedHead, published_at: str | None = None) -> bytes:
    """Return an Atom feed of alerts.

    Args:
        threads: the one updated last first; the first 100 are shown.
        head: what the feed says of itself.
        published_at: the address of the publishing directory, None = there is none: a feed that
            does not know where it is cannot link to itself.
    """
    shown = threads[:MOST_ENTRIES]
    updated = max((thread.newest.created_at for thread in shown), default=_NO_ALERT_YET)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{escape(_feed_id(head.name))}</id>",
        f"<title>{escape(head.title)}</title>",
        f"<updated>{iso(updated)}</updated>",
        "<author><name>Wirewatch</name></author>",
        *(_links(published_at, head) if published_at else ()),
        *map(_entry, shown),
        "</feed>\n",
    ]
    return "\n".join(lines).encode("utf-8", "xmlcharrefreplace")


def json_feed(threads: Sequence[Thread], head: FeedHead, published_at: str | None = None) -> bytes:
    """Return a JSON Feed 1.1 of alerts; arguments as of ``atom``."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "authors": [{"name": "Wirewatch"}],
        "_wirewatch": {"id": _feed_id(head.name)},
        **(_addresses(published_at, head) if published_at else {}),
        "items": [_item(thread) for thread in threads[:MOST_ENTRIES]],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _links(published_at: str, head: FeedHead) -> tuple[str, str]:
    own, page = f"{published_at}{head.file}.atom", published_at + head.page
    return (
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>',
    )


def _addresses(published_at: str, head: FeedHead) -> Json:
    return {
        "home_page_url": published_at + head.page,
        "feed_url": f"{published_at}{head.file}.json",
    }


def _feed_id(name: str) -> str:
    return f"{_TAG}:feed:{name}"


def _entry_id(thread: Thread) -> str:
    return f"{_TAG}:alert:{thread.id}"


def _entry(thread: Thread) -> str:
    news = thread.newest
    link = f'<link rel="alternate" href={quoteattr(news.link)}/>' if news.link else ""
    author = f"<author><name>{escape(news.author or news.outlet)}</name></author>"
    return (
        f"<entry><id>{escape(_entry_id(thread))}</id>"
        f"<title>{escape(news.title)}</title>{link}"
        f"<published>{iso(thread.first.created_at)}</published>"
        f"<updated>{iso(news.created_at)}</updated>"
        f"{author if news.author or news.outlet else ''}"
        f"<category term={quoteattr(news.topic)} label={quoteattr(news.topic_title)}/>"
        f"<summary>{escape(_summary(thread))}</summary>"
        f'<content type="html">{escape(_html(thread))}</content></entry>'
    )


def _item(thread: Thread) -> dict[str, Any]:
    news = thread.newest
    item: dict[str, Any] = {
        "id": _entry_id(thread),
        "title": news.title,
        "content_html": _html(thread),
        "summary": _summary(thread),
        "date_published": iso(thread.first.created_at),
        "date_modified": iso(news.created_at),
        "tags": [news.topic],
    }
    item |= {"url": news.link} if news.link else {}
    item |= (
        {"authors": [{"name": news.author or news.outlet}]} if news.author or news.outlet else {}
    )
    return item | ({"language": news.language} if news.language else {})


def _summary(thread: Thread) -> str:
    news = thread.newest
    return news.why or next(map(plain_quote, news.quotes), news.title)


def _html(thread: Thread) -> str:
    return fill("entry.html.j2", thread=thread)
