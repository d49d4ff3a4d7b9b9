"""The data of an alert (crawler.model.alert.ALERT_DATA): all that is sent is rendered from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from crawler.core.edits import Edit
from crawler.model.alert import Alert, AlertId, Json
from crawler.model.article import ArticleId
from crawler.model.filing import Draft
from crawler.model.story import Source, Story
from crawler.model.topic import AlertKind, Match, Quote, Span, Topic

EXCERPT_CHARACTERS = 400
MAX_SPANS = 50
MAX_QUOTES = 5
MOST_SOURCES = 50
"""Sources of its story that an alert lists; a story may have hundreds, the archive has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an alert tells, before it is JSON."""

    topic: Topic
    match: Match
    quotes: tuple[Quote, ...]
    draft: Draft
    article_id: ArticleId
    story_id: str
    story_title: str
    story_first_seen_at: datetime
    sources: Sequence[Source]
    """The article's own included, in order of publication."""
    outlets: int
    """Independent ones among them."""
    kind: AlertKind
    sentence: str
    edit: Edit | None
    first_alert_id: AlertId | None
    now: datetime


def alert_data(telling: Telling) -> Json:
    """Return the payload of an alert, ready for JSON."""
    return {
        "topic": {"name": telling.topic.name, "title": telling.topic.title},
        "story": {
            "id": telling.story_id,
            "title": telling.story_title,
            "first_seen_at": iso(telling.story_first_seen_at),
            "independent": telling.outlets,
            **_sources(telling.sources, telling.article_id),
        },
        "article": _article(telling),
        "match": _match(telling),
        "why": _why(telling),
        "latency": {
            "published": iso(telling.draft.text.published),
            "first_seen": iso(telling.draft.task.seen_at),
            "fetched": iso(telling.draft.fetched_at),
            "matched": iso(telling.draft.matched_at),
            "alerted": iso(telling.now),
        },
        "thread": {"first_alert_id": telling.first_alert_id},
    }


def with_sources(alert: Alert, story: Story) -> Alert:
    """Return an alert whose story lists all outlets that tell it by now: what a digest shows."""
    independent = len({source.outlet for source in story.sources if source.copy_of is None})
    told = {key: value for key, value in alert.data["story"].items() if key != "sources_more"}
    told |= {"independent": independent, **_sources(story.sources, alert.article_id)}
    return replace(alert, data={**alert.data, "story": told})


def _sources(sources: Sequence[Source], own: ArticleId) -> dict[str, Any]:
    """Return the first sources of a story and the article's own; the others are counted."""
    first = sources[:MOST_SOURCES]
    told = [*first, *(source for source in sources[MOST_SOURCES:] if source.article_id == own)]
    more = len(sources) - len(told)
    listed = {"sources": [source_data(source) for source in told]}
    return {**listed, "sources_more": more} if more else listed


def iso(moment: datetime | None) -> str | None:
    """Return a moment as RFC 3339 in UTC, or None for None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def excerpt(text: str, most: int = EXCERPT_CHARACTERS) -> str:
    """Return the beginning of a text, cut at a word."""
    plain = " ".join(text[: 4 * most].split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    head, _, _ = cut.rpartition(" ")
    # Scripts without spaces have no word to cut at.
    return f"{head if len(head) > most // 2 else cut}…"


def source_data(source: Source) -> Json:
    """Return an outlet's article as an alert lists it."""
    return {
        "id": source.article_id,
        "outlet": source.outlet,
        "url": source.url,
        "title": source.title,
        "language": source.language,
        "published": iso(source.published),
        "first_seen_at": iso(source.first_seen_at),
        "copy": source.copy_of is not None,
    }


def diff_data(edit: Edit) -> list[Json]:
    """Return a word diff as JSON: pieces of one passage are joined as they are."""
    return [
        {"op": piece.op, "text": piece.text, "passage": number, "field": passage.field}
        for number, passage in enumerate(edit.passages)
        for piece in passage.pieces
    ]


def _article(telling: Telling) -> Json:
    draft = telling.draft
    return {
        "id": telling.article_id,
        "url": draft.url,
        "title": draft.text.title,
        "author": draft.text.author,
        "published": iso(draft.text.published),
        "language": draft.text.language,
        "outlet": draft.feed.name,
        "excerpt": excerpt(draft.text.text),
        "origin": draft.origin.value,
        "problem": draft.problem,
    }


def _match(telling: Telling) -> Json:
    return {
        "score": round(telling.match.score, 4),
        "spans": [_span(span) for span in telling.match.spans[:MAX_SPANS]],
        "quotes": [
            {
                "field": quote.field,
                "text": quote.text,
                "marks": [list(mark) for mark in quote.marks],
            }
            for quote in telling.quotes[:MAX_QUOTES]
        ],
    }


def _span(span: Span) -> Json:
    return {
        "field": span.field,
        "start": span.start,
        "end": span.end,
        "term": span.term,
        "clause": span.clause,
        "alias": span.alias,
    }


def _why(telling: Telling) -> Json:
    why = {"event": telling.kind.value, "sentence": telling.sentence}
    if telling.edit is None:
        return why
    edit = telling.edit
    return why | {
        "changes": [change.name.lower() for change in edit.changes],
        "figures": [*edit.figures],
        "diff": diff_data(edit),
        "passages_more": edit.more,
    }
