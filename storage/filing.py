"""Filing: each draft decided and written, in order, inside one transaction.

decide(draft, archive) ─▶ Filing
New, Copy   story ─ article ─ version 1 ─ urls ─ matches
Revised     version n ─ urls ─ matches            (and a story, where it moves)
Same        urls
Missing     absence
each        alerts with their deliveries ─ suppressions ─ when to look again
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from crawler.model.alert import Alert, Json
from crawler.model.article import ArticleId, Origin
from crawler.model.errors import StoreError
from crawler.model.filing import (
    NEW_ARTICLE_ID,
    Containment,
    Copy,
    Draft,
    Filed,
    Filing,
    Missing,
    New,
    Revised,
    Same,
)
from crawler.model.lease import Lease, PageReason
from storage import absences, alerts, articles, bodies, documents, lines, pages, stories, surges
from storage.archive import SqliteArchive
from storage.index import TextIndex
from storage.protocol import Decide
from storage.queries import SQL
from storage.rows import spans_json, to_us


def file(
    db: sqlite3.Connection, lease: Lease, drafts: Sequence[Draft], decide: Decide, now: datetime
) -> tuple[Filed, ...]:
    """Decide and write each draft; each decision sees the drafts before it."""
    archive, index = SqliteArchive(db), TextIndex(db)
    filed = []
    for draft in drafts:
        pages.require(db, lease, draft.task.id)
        filing = decide(draft, archive)
        article_id = _write_article(db, index, draft, filing, now)
        filing = with_article_id(filing, article_id)
        for alert in filing.alerts:
            alerts.put(db, alert, now)
        for held_back in filing.suppressed:
            alerts.put_suppressed(db, held_back)
        surges.note(db, filing.surging, now)
        for passage in filing.passages:
            both = {"inner": passage.inner_id, "outer": passage.outer_id}
            db.execute(SQL["put_passage"], both)
        if filing.shifted is not None:
            lines.note(db, filing.shifted, article_id, draft.fetched_at)
        _plan_next_look(db, draft, filing, article_id)
        filed.append(Filed(article_id=article_id, filing=filing))
    index.feed()
    return tuple(filed)


def with_article_id(filing: Filing, article_id: ArticleId) -> Filing:
    """Return a decision with the article's real id wherever ``NEW_ARTICLE_ID`` stood for it."""
    return replace(
        filing,
        alerts=tuple(_alert_with_id(alert, article_id) for alert in filing.alerts),
        suppressed=tuple(
            replace(each, article_id=article_id) if each.article_id == NEW_ARTICLE_ID else each
            for each in filing.suppressed
        ),
        passages=tuple(
            Containment(
                inner_id=_or_new(each.inner_id, article_id),
                outer_id=_or_new(each.outer_id, article_id),
            )
            for each in filing.passages
        ),
    )


def _or_new(stated: ArticleId, new: ArticleId) -> ArticleId:
    return new if stated == NEW_ARTICLE_ID else stated


def _alert_with_id(alert: Alert, article_id: ArticleId) -> Alert:
    data: dict[str, Any] = dict(alert.data)
    if "article" in data:
        data["article"] = _with_id(data["article"], article_id)
    if "sources" in data.get("story", {}):
        sources = [_with_id(source, article_id) for source in data["story"]["sources"]]
        data["story"] = {**data["story"], "sources": sources}
    return replace(alert, article_id=_or_new(alert.article_id, article_id), data=data)


def _with_id(data: Json, article_id: ArticleId) -> Mapping[str, Any]:
    return {**data, "id": article_id} if data.get("id") == NEW_ARTICLE_ID else data


def _write_article(
    db: sqlite3.Connection, index: TextIndex, draft: Draft, filing: Filing, now: datetime
) -> ArticleId:
    verdict = filing.verdict
    if isinstance(verdict, Missing):
        problem, at = draft.absence or "", draft.fetched_at
        absences.missed(db, verdict.article_id, problem, at, confirmed=verdict.confirmed)
        return verdict.article_id
    if isinstance(verdict, Same | Revised) and draft.origin is Origin.PAGE:
        absences.found_again(db, verdict.article_id, draft.fetched_at)
    if isinstance(verdict, Same):
        articles.put_urls(db, verdict.article_id, draft.url_keys)
        return verdict.article_id
    if isinstance(verdict, Revised):
        article_id = verdict.article_id
        _move(db, draft, filing, article_id, now)
    else:
        article_id = _put_article(db, draft, filing, now)
        if isinstance(verdict, New) and verdict.supersedes is not None:
            articles.fold_under(db, article_id, draft, verdict.supersedes)
    if draft.capture is not None:
        bodies.put(db, draft.capture, draft.fetched_at)
    document = documents.of_page(db, draft.task.id) if draft.origin is Origin.FEED else None
    articles.put_version(db, index, article_id, draft, document)
    documents.put_entry(db, article_id, draft.task.entry)
    articles.put_urls(db, article_id, draft.url_keys)
    _write_matches(db, draft, article_id)
    return article_id


def _put_article(db: sqlite3.Connection, draft: Draft, filing: Filing, now: datetime) -> ArticleId:
    change = filing.story
    if change is None:
        raise StoreError(f"{draft.url}: a new article was filed without a story")
    verdict = filing.verdict
    original = verdict.original_id if isinstance(verdict, Copy) else None
    if isinstance(verdict, New) and verdict.supersedes is None:
        # A text counts once: copies would make a term look commoner than it is.
        fingerprint = draft.fingerprint
        stories.count_document(db, fingerprint.terms, fingerprint.language, now)
    story = stories.put(db, change, draft, now)
    stories.count_member(db, story, 1)
    return articles.put_article(db, draft, story=story, why=change.why, copy_of=original)


def _move(
    db: sqlite3.Connection, draft: Draft, filing: Filing, article_id: ArticleId, now: datetime
) -> None:
    """Write the story's values after a revision; the article may belong to another one now."""
    if filing.story is None:
        return
    before: int = db.execute(SQL["story_of_article"], {"id": article_id}).fetchone()["story"]
    after = stories.put(db, filing.story, draft, now)
    if after != before:
        stories.count_member(db, before, -1)
        stories.count_member(db, after, 1)
        moved = {"id": article_id, "story": after, "story_why": filing.story.why}
        db.execute(SQL["move_article"], moved)


def _write_matches(db: sqlite3.Connection, draft: Draft, article_id: ArticleId) -> None:
    for match in draft.matches:
        db.execute(
            SQL["put_match"],
            {
                "article_id": article_id,
                "topic": match.topic,
                "score": match.score,
                "spans_json": spans_json(match.spans),
                "matched_at": to_us(draft.matched_at),
            },
        )


def _plan_next_look(
    db: sqlite3.Connection, draft: Draft, filing: Filing, article_id: ArticleId
) -> None:
    """Keep the task for a retry or a re-check, or be done with it; one for each article.

    A page known to be gone is only re-checked: it may come back.
    """
    known_gone = isinstance(filing.verdict, Missing) and filing.verdict.confirmed
    retry_at = None if known_gone else draft.retry_at
    again = retry_at or draft.recheck_at
    task = {"id": draft.task.id, "article_id": article_id}
    if again is None or db.execute(SQL["other_look"], task).fetchone() is not None:
        db.execute(SQL["page_read"], task)
        return
    retry = retry_at is not None
    db.execute(
        SQL["look_again"],
        {
            **task,
            "reason": PageReason.RETRY if retry else PageReason.RECHECK,
            "due_at": to_us(again),
            "attempts": draft.task.attempts if retry else 0,
            "etag": draft.validators.etag,
            "last_modified": draft.validators.last_modified,
            "problem": draft.problem,
        },
    )
