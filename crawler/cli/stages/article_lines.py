"""Articles as JSON lines, the input of `match`: each line becomes a draft or says what is wrong."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.core.articles.language import normal_code, settle
from crawler.core.stories.fingerprint import fingerprint
from crawler.core.topics import Matcher
from crawler.core.urls import url_key
from crawler.model.article import ArticleText, Origin
from crawler.model.entry import Entry
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.filing import Draft
from crawler.model.lease import PageReason, PageTask
from crawler.model.topic import Document

EXPECTED = 'expected {"id", "url", "source", "author", "lang", "published", "title", "text"}'
_EARLY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """A line that is an article."""

    id: str | int
    """As the line states it."""
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that is none."""

    id: str | int | None
    problem: str
    """With the number of the line."""


def read_lines(
    lines: Iterable[str], matcher: Matcher, feeds: Iterable[Feed]
) -> Iterator[ArticleLine | BadLine]:
    """Read and match the lines of a file; blank ones are passed over.

    Args:
        lines: of the file.
        matcher: the topics.
        feeds: those configured: a line whose source is the name of one has its id and tags.
    """
    known = {feed.name: feed for feed in feeds}
    moment = _EARLY
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _row(line)
        if isinstance(row, str):
            yield BadLine(id=None, problem=f"line {number}: {row}")
            continue
        problem = _problem(row)
        if problem is not None:
            own = row.get("id")
            own = own if isinstance(own, str | int) else None
            yield BadLine(id=own, problem=f"line {number}: {problem}")
            continue
        published = _moment(row.get("published"))
        moment = published or moment  # one without a date is taken for as old as the line before
        yield ArticleLine(id=row["id"], draft=_draft(row, published, moment, matcher, known))


def _row(line: str) -> dict[str, Any] | str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error}); {EXPECTED}"
    return row if isinstance(row, dict) else f"not a JSON object; {EXPECTED}"


def _problem(row: Mapping[str, Any]) -> str | None:
    if not isinstance(row.get("id"), str | int):
        return f'"id" is missing or neither text nor a number; {EXPECTED}'
    for name in ("url", "source", "author", "lang", "published", "title", "text"):
        if not isinstance(row.get(name), str | None):
            return f'"{name}" is {row[name]!r}, neither text nor null'
    published = row.get("published")
    if published and _moment(published) is None:
        return f'"published" is {published!r}, no date such as 2026-05-01T08:00:00Z'
    if not row.get("title") and not row.get("text"):
        return 'neither "title" nor "text" holds anything'
    return None


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # the year 1 or 9999, on the wrong side of Greenwich
        return None


def _draft(
    row: Mapping[str, Any],
    published: datetime | None,
    moment: datetime,
    matcher: Matcher,
    feeds: Mapping[str, Feed],
) -> Draft:
    title, text, source = row.get("title") or "", row.get("text") or "", row.get("source") or ""
    url, lang = row.get("url") or "", row.get("lang")
    feed = feeds.get(source) or _feed(source)
    language = normal_code(lang) if lang else settle(None, f"{title}\n\n{text}")
    document = Document(
        title=title,
        text=text,
        url=url,
        author=row.get("author") or "",
        source=source,
        lang=language,
        tags=feed.tags,
        feed_id=feed.id,
    )
    return Draft(
        task=_task(url, feed, moment),
        feed=feed,
        url=url,
        url_keys=(url_key(url) or f"line:{row['id']}",),
        text=ArticleText(
            title=title,
            text=text,
            author=row.get("author"),
            published=published,
            language=language,
            extractor="line",
        ),
        origin=Origin.PAGE,
        fingerprint=fingerprint(title, text, language),
        matches=matcher.match(document),
        fetched_at=moment,
        matched_at=moment,
    )


def _feed(source: str) -> Feed:
    return Feed(
        id=FeedId(source),
        url="",
        name=source,
        bounds=(timedelta(0), timedelta(0)),
        full_text=False,
        recheck=timedelta(0),
        first_run=FirstRun.ALERT,
    )


def _task(url: str, feed: Feed, moment: datetime) -> PageTask:
    return PageTask(
        id=0,
        reason=PageReason.NEW,
        url=url,
        feed_id=feed.id,
        entry=Entry(url=url),
        seen_at=moment,
        feed_fetched_at=moment,
        baseline=False,
        attempts=1,
    )
