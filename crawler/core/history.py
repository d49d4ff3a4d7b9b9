"""An article's history as JSON: what `wirewatch article --json` prints."""

from collections.abc import Sequence

from crawler.core.edits.chronicle import Step
from crawler.core.payload import diff_data, iso
from crawler.model.alert import Json
from crawler.model.archived import ArchivedVersion
from crawler.model.article import Absence, Capture, Origin, Precision
from crawler.model.history import ArticleHistory


def history_document(history: ArticleHistory, steps: Sequence[Step]) -> Json:
    """Return all that is known of an article; moments are RFC 3339 in UTC."""
    article, newest = history.article, history.versions[-1]
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "author": article.author,
        "outlet": article.outlet,
        "feed": article.feed_id,
        "language": article.language,
        "published": iso(article.published),
        "published_precision": newest.text.published_precision.value,
        "published_from": published_from(history),
        "updated": iso(newest.text.updated),
        "first_seen": iso(article.first_seen_at),
        "fetched": iso(newest.fetched_at),
        "next_look": iso(history.next_look_at),
        "urls": url_chain(history),
        "addresses": [*history.addresses],
        "copy_of": article.copy_of,
        "contained_in": [each.outer_id for each in history.passages if each.inner_id == article.id],
        "contains": [each.inner_id for each in history.passages if each.outer_id == article.id],
        "story": {
            "id": article.story_id,
            "title": history.story_title,
            "why": history.story_why,
        },
        "topics": [
            {
                "name": each.topic,
                "score": round(each.score, 4),
                "version": each.version,
                "matched": iso(each.matched_at),
            }
            for each in history.matched
        ],
        "alerts": [
            {
                "id": alert.id,
                "topic": alert.topic,
                "kind": alert.kind.value,
                "created_at": iso(alert.created_at),
            }
            for alert in history.alerts
        ],
        "absences": [_absence(absence) for absence in history.absences],
        "versions": [step_document(step) for step in steps],
    }


def published_from(history: ArticleHistory) -> str | None:
    """Return where the moment of publication was stated: ``feed`` or ``page``; None = nowhere."""
    newest, entry = history.versions[-1], history.entry
    if newest.text.published is None:
        return None
    if newest.origin is Origin.FEED:
        return "feed"
    return "feed" if entry is not None and entry.published == newest.text.published else "page"


def is_day_only(history: ArticleHistory) -> bool:
    """Return whether the publication is known to the day only."""
    return history.versions[-1].text.published_precision is Precision.DAY


def url_chain(history: ArticleHistory) -> list[str]:
    """Return every URL on the way to the newest version: asked, redirected to, answered, canonical."""
    newest = history.versions[-1]
    page = newest.page
    asked = [page.url, *(hop[2] for hop in page.hops), page.final_url] if page else []
    return [*dict.fromkeys(filter(None, [*asked, newest.text.canonical_url, history.article.url]))]


def _absence(absence: Absence) -> Json:
    return {
        "since": iso(absence.since),
        "confirmed": iso(absence.confirmed_at),
        "back": iso(absence.back_at),
        "problem": absence.problem,
    }


def step_document(step: Step) -> Json:
    """Return a version, and how it differs from an earlier one."""
    version, edit = step.version, step.edit
    document = {
        "number": version.number,
        "fetched": iso(version.fetched_at),
        "origin": version.origin.value,
        "problem": version.problem,
        "extractor": version.text.extractor,
        "title": version.text.title,
        "text": version.text.text,
        "raw_sha256": _hash(version),
        "change": step.what,
    }
    if edit is None:
        return document
    return document | {
        "changes": [change.name.lower() for change in edit.changes],
        "figures": [*edit.figures],
        "diff": diff_data(edit),
        "passages_more": edit.more,
    }


def _hash(version: ArchivedVersion) -> str | None:
    source: Capture | None = version.page or version.feed_document
    return source.sha256 if source else None
