"""The feed's own text, and which of feed and page is believed about what."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.articles import from_entry, reconcile
from crawler.core.articles.feedtext import FEED_EXTRACTOR
from crawler.model.article import ArticleText, Precision
from crawler.model.entry import Entry
from crawler.model.errors import ExtractError

URL = "https://news.example/a"
NOW = datetime(2024, 11, 12, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG = "<p>" + "The pact obliges both sides to help each other at once. " * 20 + "</p>"
PAGE = ArticleText(
    title="Page title",
    author="Ana Field",
    language="en",
    text="Page text.",
    extractor="wirewatch-1",
)


def page(**changed: object) -> ArticleText:
    return ArticleText(
        **{
            field: getattr(PAGE, field)
            for field in ("title", "author", "language", "text", "extractor")
        }
        | changed
    )


def test_the_longer_of_content_and_summary_becomes_paragraphs() -> None:
    entry = Entry(
        title="Pact",
        summary="Short.",
        content="<p>One &amp; two.</p><ul><li>Three</li></ul>",
        author="Ana",
        published=NOW,
        updated=NOW + HOUR,
    )
    got = from_entry(entry, "en", url=URL)
    assert (got.title, got.text, got.author) == ("Pact", "One & two.\n\nThree", "Ana")
    assert (got.published, got.updated, got.language) == (NOW, NOW + HOUR, "en")
    assert (got.canonical_url, got.extractor) == (None, FEED_EXTRACTOR)


def test_a_title_alone_is_enough() -> None:
    assert from_entry(Entry(title="Pact"), None, url=URL).text == ""


def test_a_text_alone_gives_its_beginning_as_title() -> None:
    got = from_entry(Entry(summary=LONG), None, url=URL)
    assert got.title == got.text[:120]


@pytest.mark.parametrize(
    "entry", [Entry(), Entry(summary="<img src=a>"), Entry(title="", content=" <br> ")]
)
def test_neither_title_nor_text_is_an_error(entry: Entry) -> None:
    with pytest.raises(ExtractError, match="neither a title nor a text"):
        from_entry(entry, None, url=URL)


def test_the_entrys_language_goes_before_the_feeds_and_the_text_before_both() -> None:
    assert from_entry(Entry(title="Pact", language="fr"), "de", url=URL).language == "fr"
    assert from_entry(Entry(title="Pact", summary=LONG), "de", url=URL).language == "en"


def test_an_entry_without_publication_takes_its_update() -> None:
    assert from_entry(Entry(title="Pact", updated=NOW), None, url=URL).published == NOW


@pytest.mark.parametrize(
    ("feed", "page_date", "precision", "wanted"),
    [
        (NOW, NOW - 5 * HOUR, Precision.TIME, (NOW, Precision.TIME)),
        (None, NOW, Precision.DAY, (NOW, Precision.DAY)),
        (NOW, None, Precision.TIME, (NOW, Precision.TIME)),
        (None, None, Precision.TIME, (None, Precision.TIME)),
        # a feed that only knows the day
        (NOW.replace(hour=0), NOW, Precision.TIME, (NOW, Precision.TIME)),
        (
            NOW.replace(hour=0),
            NOW - timedelta(days=3),
            Precision.TIME,
            (NOW.replace(hour=0), Precision.TIME),
        ),
        # dates that cannot be
        (NOW + timedelta(days=2), NOW, Precision.TIME, (NOW, Precision.TIME)),
        (
            datetime(1970, 1, 1, tzinfo=UTC),
            NOW + timedelta(days=2),
            Precision.TIME,
            (None, Precision.TIME),
        ),
        (NOW + 23 * HOUR, None, Precision.TIME, (NOW + 23 * HOUR, Precision.TIME)),
    ],
)
def test_the_feeds_date_goes_first_when_it_can_be_true(
    feed: datetime | None,
    page_date: datetime | None,
    precision: Precision,
    wanted: tuple[datetime | None, Precision],
) -> None:
    got = reconcile(
        page(published=page_date, published_precision=precision), Entry(published=feed), NOW
    )
    assert (got.published, got.published_precision) == wanted


def test_the_page_goes_first_about_everything_else() -> None:
    entry = Entry(
        title="Feed title", author="Feed author", language="fr", summary="Feed text.", updated=NOW
    )
    got = reconcile(page(updated=NOW - HOUR), entry, NOW)
    assert (got.title, got.author, got.language, got.text) == (
        "Page title",
        "Ana Field",
        "en",
        "Page text.",
    )
    assert got.updated == NOW - HOUR


def test_the_feed_fills_what_the_page_leaves_open() -> None:
    entry = Entry(title="Feed title", author="Feed author", language="fr", updated=NOW)
    got = reconcile(page(title="", author=None, language=None), entry, NOW)
    assert (got.title, got.author, got.language, got.updated) == (
        "Feed title",
        "Feed author",
        "fr",
        NOW,
    )


def test_a_change_before_the_publication_is_dropped() -> None:
    assert reconcile(page(updated=NOW - HOUR), Entry(published=NOW), NOW).updated is None


def test_a_full_text_feed_beats_the_teaser_of_a_paywall() -> None:
    got = reconcile(PAGE, Entry(content=LONG), NOW)
    assert got.text.startswith("The pact obliges")
    assert got.extractor == FEED_EXTRACTOR


@given(st.text(max_size=300))
def test_any_html_in_a_feed_gives_text_or_an_error(html: str) -> None:
    with suppress(ExtractError):
        from_entry(Entry(content=html), None, url=URL).text.encode("utf-8")


def test_titles_names_and_texts_of_a_feed_are_tidied() -> None:
    got = from_entry(
        Entry(title=" A\ud800\u200b pact", author="Ana\x07", content="<p>so\u00ad it is"),
        None,
        url=URL,
    )
    assert (got.title, got.author, got.text) == ("A pact", "Ana", "so it is")
    assert (
        reconcile(page(title="", author=None), Entry(title="A\ufeff", author="\x00"), NOW).author
        is None
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>The pact was signed. <a href=x>Continue reading</a></p>",
        "<p>The pact was signed. <a href=x>Read more →</a></p>",
        "The pact was signed.<br><a href=x>Weiterlesen</a>",
        "<p>The pact was signed.</p><p>The post <a href=x>Pact</a> appeared first on <a href=y>The Wire</a>.</p>",
        "<p>The pact was signed.</p><p>Der Beitrag <a href=x>Pakt</a> erschien zuerst auf <a href=y>Draht</a>.</p>",
        "<p>The pact was signed.</p><p>Сообщение <a href=x>Пакт</a> появились сначала на <a href=y>Лента</a>.</p>",
        "<p>The pact was signed.</p><p>Follow us on Telegram</p><p>© 2024 The Wire</p>",
    ],
)
def test_what_systems_add_to_every_entry_of_a_feed_is_left_out(html: str) -> None:
    assert (
        from_entry(Entry(title="Pact", content=html), None, url=URL).text == "The pact was signed."
    )


def test_a_sentence_that_ends_in_the_words_of_a_label_is_kept() -> None:
    html = "<p>Nobody wanted to read more <a href=x>of the pact</a>, least of all to read more</p>"
    text = from_entry(Entry(title="Pact", content=html), None, url=URL).text
    assert text == "Nobody wanted to read more of the pact, least of all to read more"


def test_share_bars_and_pointers_in_a_feeds_text_are_left_out() -> None:
    html = "<p>The pact was signed.</p><p><a href=x>Continue reading</a></p><p>Read more: <a>all of it</a></p><p>#pact</p>"
    assert (
        from_entry(Entry(title="Pact", content=html), None, url=URL).text == "The pact was signed."
    )
