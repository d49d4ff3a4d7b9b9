"""A page in, an article out: our own pages, hostile shapes, arbitrary bytes."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hostile_pages import ARTICLE, BODY, HEAD, LINES, SHAPES
from crawler.core.articles import extract
from crawler.model.article import Precision
from crawler.model.errors import ExtractError

DATA = Path(__file__).resolve().parents[3] / "data" / "articles"
URL = "https://news.example/world/pact"


@pytest.mark.parametrize("page", sorted(DATA.glob("*.html")), ids=lambda page: page.stem)
def test_a_page_gives_exactly_what_a_reader_would_copy(page: Path) -> None:
    wanted = json.loads(page.with_suffix(".json").read_text("utf-8"))
    got = extract(page.read_bytes(), url=wanted.pop("url"))
    assert {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name in wanted
        for value in [getattr(got, name)]
    } == wanted


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_page_is_read_with_its_body(shape: str) -> None:
    text = extract(SHAPES[shape].encode(), url=URL).text
    assert [line for line in LINES if line not in text] == []


@given(st.binary(max_size=2_000))
def test_arbitrary_bytes_give_an_article_or_an_extract_error(data: bytes) -> None:
    with suppress(ExtractError):
        assert extract(data, url=URL).text


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class=sidebar>",
            "</div>",
            "<a href=x>",
            "</a>",
            "<li>",
            "<table><tr><td>",
        ),
        *(
            "<h1>The treaty</h1>",
            "<br>",
            "<script type=application/ld+json>",
            "</script>",
            "<time datetime=",
        ),
        *(
            '{"@type":"NewsArticle","headline":["x"],"author":{"name":[null]},"datePublished":7}',
            "[",
            "{",
        ),
        *(
            "A sentence that is long enough to be taken for running text.",
            "&#xD800;",
            "\0",
            "\ud800"[:0],
        ),
        *(
            '<meta property="og:title" content="',
            '">',
            "2024-13-45",
            "<b>",
            "<!--",
            "<svg><title>x</title>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_soup_of_markup_gives_clean_text_or_an_extract_error(soup: str) -> None:
    try:
        got = extract(soup.encode(), url=URL)
    except ExtractError:
        return
    whole = f"{got.title}{got.author}{got.text}"
    whole.encode("utf-8")
    assert not any((ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in whole)
    assert all(line == " ".join(line.split()) for line in got.text.split("\n"))


def test_a_date_only_a_reader_sees_is_marked_as_exact_to_the_day() -> None:
    page = f"{HEAD}<span>9 November 2024, 18:00</span><article>{BODY}</article>"
    got = extract(page.encode(), url=URL)
    assert got.published == datetime(2024, 11, 9, 18, tzinfo=UTC)
    assert got.published_precision is Precision.DAY


def test_the_day_in_the_address_is_the_last_resort() -> None:
    got = extract(ARTICLE.encode(), url="https://news.example/2024/11/09/pact.html")
    assert got.published == datetime(2024, 11, 9, tzinfo=UTC)
    assert got.published_precision is Precision.DAY


def test_without_any_date_there_is_none() -> None:
    assert extract(ARTICLE.encode(), url=URL).published is None


def test_a_page_without_a_title_is_called_by_its_first_words() -> None:
    got = extract(f"<body>{BODY}".encode(), url=URL)
    assert got.title.startswith("Paragraph 0 of the article")


def test_a_page_without_a_body_element_is_no_article() -> None:
    with pytest.raises(ExtractError, match="no text"):
        extract(b"<frameset><frame src=a></frameset>", url=URL)
