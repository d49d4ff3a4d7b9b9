"""What is told of an article: where its date was stated, where it stood, when it was gone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.core.edits import chronicle
from crawler.core.history import history_document, is_day_only, published_from, url_chain
from crawler.model.archived import ArchivedVersion
from crawler.model.article import (
    Absence,
    Article,
    ArticleId,
    ArticleText,
    Capture,
    Origin,
    Precision,
)
from crawler.model.entry import Entry
from crawler.model.history import ArticleHistory

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = Capture(
    body=b"",
    sha256="ab",
    url="https://a.example/1?x",
    final_url="https://a.example/one",
    hops=(("https://a.example/1?x", 301, "https://a.example/one"),),
    status=200,
    fetched_at=NOON,
)
VERSION = ArchivedVersion(
    id=1,
    number=1,
    fetched_at=NOON,
    origin=Origin.PAGE,
    problem=None,
    text=ArticleText(title="Treaty", text="Signed.", published=NOON, extractor="test-1"),
    seal=None,
    page=PAGE,
    feed_document=None,
)


def history(version: ArchivedVersion, entry: Entry | None = None) -> ArticleHistory:
    article = Article(
        id=ArticleId(7),
        url="https://a.example/one",
        feed_id="a",
        outlet="A",
        first_seen_at=NOON,
        story_id="st1",
        versions=1,
        origin=version.origin,
        text_hash="h",
        title="Treaty",
        published=version.text.published,
        text="Signed.",
    )
    absence = Absence(since=NOON, confirmed_at=NOON, problem="gone (410)")
    return ArticleHistory(
        article=article,
        story_title="Treaty",
        story_why="opened by this article",
        addresses=("a.example/one",),
        entry=entry,
        versions=(version,),
        absences=(absence,),
        matched=(),
        alerts=(),
        next_look_at=None,
    )


UNDATED = replace(VERSION, text=replace(VERSION.text, published=None))
FROM_FEED = replace(VERSION, origin=Origin.FEED, page=None)


@pytest.mark.parametrize(
    ("version", "entry", "stated"),
    [
        (VERSION, None, "page"),
        (VERSION, Entry(published=NOON), "feed"),
        (VERSION, Entry(published=None), "page"),
        (FROM_FEED, None, "feed"),
        (UNDATED, None, None),
    ],
)
def test_a_date_names_who_stated_it(
    version: ArchivedVersion, entry: Entry | None, stated: str | None
) -> None:
    assert published_from(history(version, entry)) == stated


def test_every_address_on_the_way_is_told_once() -> None:
    assert url_chain(history(VERSION)) == ["https://a.example/1?x", "https://a.example/one"]
    assert url_chain(history(FROM_FEED)) == ["https://a.example/one"]


def test_a_date_may_be_known_to_the_day_only() -> None:
    day = replace(VERSION, text=replace(VERSION.text, published_precision=Precision.DAY))
    assert is_day_only(history(day))
    assert not is_day_only(history(VERSION))


def test_the_document_tells_when_the_page_was_gone() -> None:
    document = history_document(history(VERSION), chronicle([VERSION]))
    assert document["absences"] == [
        {
            "since": "2026-03-01T12:00:00Z",
            "confirmed": "2026-03-01T12:00:00Z",
            "back": None,
            "problem": "gone (410)",
        }
    ]
    (version,) = document["versions"]
    assert (version["raw_sha256"], version["change"]) == ("ab", "first version")
    (bare,) = history_document(history(FROM_FEED), chronicle([FROM_FEED]))["versions"]
    assert bare["raw_sha256"] is None
