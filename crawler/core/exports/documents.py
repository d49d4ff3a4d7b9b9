"""An archived article as one JSON document, for a line of its own (https://jsonlines.org)."""

import hashlib
import json
from typing import Any

from crawler.core.exports.moments import exact, maybe_exact
from crawler.model.archived import ArchivedArticle, ArchivedVersion
from crawler.model.article import ArticleText, Capture


def article_line(archived: ArchivedArticle) -> bytes:
    """Return an article with all its versions and their provenance as one line of JSON."""
    return (json.dumps(_article(archived), ensure_ascii=False) + "\n").encode()


def text_sha256(text: str) -> str:
    """Return what anybody can hash: SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _article(archived: ArchivedArticle) -> dict[str, Any]:
    article = archived.article
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "feed": article.feed_id,
        "first_seen": exact(article.first_seen_at),
        "story": article.story_id,
        "copy_of": article.copy_of,
        "topics": archived.topics,
        "title": article.title,
        "author": article.author,
        "published": maybe_exact(article.published),
        "language": article.language,
        "origin": article.origin,
        "problem": article.problem,
        "text": article.text,
        "text_sha256": text_sha256(article.text),
        "versions": [_version(version) for version in archived.versions],
    }


def _version(version: ArchivedVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "fetched_at": exact(version.fetched_at),
        "origin": version.origin,
        "problem": version.problem,
        **stated(version.text),
        "seal": version.seal,
        "page": version.page and _capture(version.page),
        "feed_document": version.feed_document and _capture(version.feed_document),
    }


def stated(text: ArticleText) -> dict[str, Any]:
    """Return what an extractor read, under the names of ``wirewatch extract``."""
    return {
        "title": text.title,
        "author": text.author,
        "published": maybe_exact(text.published),
        "published_precision": text.published_precision,
        "updated": maybe_exact(text.updated),
        "language": text.language,
        "canonical_url": text.canonical_url,
        "text": text.text,
        "text_sha256": text_sha256(text.text),
        "extractor": text.extractor,
    }


def _capture(capture: Capture) -> dict[str, Any]:
    return {
        "url": capture.url,
        "hops": [
            {"url": url, "status": status, "location": location}
            for url, status, location in capture.hops
        ],
        "final_url": capture.final_url,
        "status": capture.status,
        "http_version": capture.http_version,
        "ip": capture.ip,
        "fetched_at": exact(capture.fetched_at),
        "request_headers": capture.request_headers,
        "headers": capture.headers,
        "sha256": capture.sha256,
    }
