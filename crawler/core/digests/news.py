"""An alert's data, read back into values that every rendering shares.

Texts are made harmless here, once: no control character, bidi override or odd link gets further.
What is missing is left out: an alert is never lost because a field of it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.core.digests.changes import Diff, read_diff
from crawler.core.digests.fields import (
    LONGEST_LABEL,
    count,
    label,
    moment,
    number,
    part,
    parts,
    text,
)
from crawler.core.escaping import harmless, harmless_lines, one_line, web_link
from crawler.model.alert import Alert, Json, Message, MessageType
from crawler.model.topic import AlertKind

_NAME = 100
_CODE = 20
_RECOGNISED = 30
"""Code points by which the beginning of a quote is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text that stands out, or does not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A source of the story."""

    name: str
    title: str
    link: str | None
    at: datetime | None
    """Published, or first seen where no date is known."""
    language: str | None
    copy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One alert, ready to be shown."""

    id: str
    kind: str
    created_at: datetime
    topic: str
    topic_title: str
    story_id: str
    story_title: str
    sources: tuple[Outlet, ...]
    """In order of publication, the article's own included."""
    sources_more: int
    """Sources beyond those."""
    independent: int
    """Outlets among them that did not copy."""
    title: str
    link: str | None
    author: str | None
    outlet: str
    published: datetime | None
    language: str | None
    problem: str
    """Why the page could not be read, when the feed's own text stands in."""
    excerpt: str
    """The beginning of the text, without what the quotes say."""
    headline: tuple[Piece, ...]
    """The title, with the words marked that were found in it."""
    quotes: tuple[tuple[Piece, ...], ...]
    """Sentences of the text; the title is not among them."""
    score: float | None
    terms: tuple[str, ...]
    """What was found, as the query writes it, each once."""
    why: str
    diff: Diff
    """What an edit changed."""
    article_id: str
    """What `wirewatch article` calls it."""
    latency: Mapping[str, datetime]
    """When it was published, first_seen, fetched, matched and alerted."""
    first_alert_id: str

    @property
    def others(self) -> tuple[Outlet, ...]:
        """The story's other sources, the article itself left out."""
        return tuple(source for source in self.sources if source.link != self.link)


KINDS = {
    MessageType.CREATED: "new",
    MessageType.UPDATED: "growing",
    MessageType.EDITED: "edited",
}


def news_of_message(message: Message) -> News:
    """Read the news out of a message that carries one alert."""
    return read_news(
        message.data,
        alert_id=message.id,
        kind=_kind(message),
        created_at=message.created_at,
    )


def _kind(message: Message) -> str:
    """Return what happened: a surge is a new alert to receivers, and a word of its own to people."""
    if text(part(message.data, "why"), "event") == AlertKind.SURGE:
        return AlertKind.SURGE
    return KINDS.get(message.type, "new")


def news_of_alert(alert: Alert) -> News:
    """Read the news out of an alert."""
    return read_news(
        alert.data, alert_id=alert.id, kind=alert.kind.value, created_at=alert.created_at
    )


def read_news(data: Json, *, alert_id: str, kind: str, created_at: datetime) -> News:
    """Read an alert's data (``crawler.model.alert.ALERT_DATA``)."""
    topic, story, article = (part(data, key) for key in ("topic", "story", "article"))
    match, why = part(data, "match"), part(data, "why")
    title = label(text(article, "title"), text(story, "title"), "(no title)")
    sources = tuple(map(_outlet, parts(story, "sources")))
    quotes, bare = parts(match, "quotes"), (Piece(text=title, marked=False),)
    return News(
        id=one_line(alert_id, _NAME),
        kind=kind,
        created_at=created_at,
        topic=one_line(text(topic, "name") or "", _NAME),
        topic_title=label(text(topic, "title"), text(topic, "name"), "Wirewatch"),
        story_id=one_line(text(story, "id") or alert_id, _NAME),
        story_title=label(text(story, "title"), title),
        sources=sources,
        sources_more=count(story, "sources_more"),
        independent=count(story, "independent") or sum(not source.copy for source in sources),
        title=title,
        link=web_link(text(article, "url")),
        author=one_line(text(article, "author") or "", _NAME) or None,
        outlet=one_line(text(article, "outlet") or _outlet_at(story, article), _NAME),
        published=moment(article, "published"),
        language=_language(article),
        problem=one_line(text(article, "problem") or "", LONGEST_LABEL),
        excerpt=_unquoted(harmless_lines(text(article, "excerpt") or ""), quotes),
        headline=next((tuple(_pieces(quote)) for quote in quotes if _is(quote, title)), bare),
        quotes=tuple(tuple(_pieces(quote)) for quote in quotes if not _is(quote, title)),
        score=number(match, "score"),
        terms=tuple(
            dict.fromkeys(harmless(text(span, "term") or "") for span in parts(match, "spans"))
        ),
        why=harmless(text(why, "sentence") or ""),
        diff=read_diff(data),
        article_id=str(count(article, "id") or ""),
        latency={
            key: at for key in part(data, "latency") if (at := moment(part(data, "latency"), key))
        },
        first_alert_id=one_line(text(part(data, "thread"), "first_alert_id") or alert_id, _NAME),
    )


def _language(data: Json) -> str | None:
    return one_line(text(data, "language") or "", _CODE) or None


def _outlet(source: Json) -> Outlet:
    return Outlet(
        name=label(text(source, "outlet"), "(unknown)"),
        title=one_line(text(source, "title") or "", LONGEST_LABEL),
        link=web_link(text(source, "url")),
        at=moment(source, "published") or moment(source, "first_seen_at"),
        language=_language(source),
        copy=source.get("copy") is True,
    )


def _outlet_at(story: Json, article: Json) -> str:
    """Return the outlet of the story's source that is the article."""
    url = text(article, "url")
    return next(
        (
            text(source, "outlet") or ""
            for source in parts(story, "sources")
            if text(source, "url") == url
        ),
        "",
    )


def _unquoted(excerpt: str, quotes: Iterable[Json]) -> str:
    """Return an excerpt with an ellipsis in the place of what is quoted anyway."""
    for quote in quotes:
        said = harmless(text(quote, "text") or "").strip("… ")
        start = excerpt.find(said[:_RECOGNISED]) if said else -1
        if start < 0:
            continue
        rest = excerpt[start:]
        if rest.startswith(said):
            excerpt = f"{excerpt[:start]}…{rest[len(said) :]}"
        elif said.startswith(rest.rstrip("… ")):  # the excerpt was cut within the quote
            excerpt = f"{excerpt[:start]}…"
    kept = "\n\n".join(each for each in excerpt.split("\n\n") if each.strip("… "))
    return kept.removeprefix("…").strip()


def _is(quote: Json, title: str) -> bool:
    return harmless(text(quote, "text") or "") == title


def _pieces(quote: Json) -> Iterator[Piece]:
    """Cut a quote at its marks; marks that overlap or lie outside are clipped."""
    whole, at = harmless(text(quote, "text") or ""), 0
    marks = quote.get("marks")
    for begin, stop in sorted(
        map(tuple, filter(_is_mark, marks if isinstance(marks, list | tuple) else ()))
    ):
        start, end = max(begin, at), min(stop, len(whole))
        if start >= end:
            continue
        if start > at:
            yield Piece(text=whole[at:start], marked=False)
        yield Piece(text=whole[start:end], marked=True)
        at = end
    if at < len(whole):
        yield Piece(text=whole[at:], marked=False)


def _is_mark(mark: object) -> bool:
    return isinstance(mark, list | tuple) and len(mark) == 2 and all(type(n) is int for n in mark)  # noqa: PLR2004
