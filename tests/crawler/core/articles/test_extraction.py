"""A page in, an article out: our own pages, hostile shapes, arbitrary bytes."""

import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.articles import extract
from crawler.model.article import Precision
from crawler.model.errors import ExtractError

DATA = Path(__file__).resolve().parents[3] / "data" / "articles"
URL = "https://news.example/world/pact"
PARAGRAPH = (
    "<p>Paragraph {n} of the article about the treaty says something of its own, in a sentence"
    " that is long enough to be taken for one.</p>"
)
BODY = "".join(PARAGRAPH.format(n=n) for n in range(12))
HEAD = "<html><head><title>The treaty</title></head><body><h1>The treaty</h1>"
ARTICLE = f"{HEAD}<article>{BODY}</article>"


@pytest.mark.parametrize("page", sorted(DATA.glob("*.html")), ids=lambda page: page.stem)
def test_a_page_gives_exactly_what_a_reader_would_copy(page: Path) -> None:
    wanted = json.loads(page.with_suffix(".json").read_text("utf-8"))
    got = extract(page.read_bytes(), url=wanted.pop("url"))
    assert {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name in wanted
        for value in [getattr(got, name)]
    } == wanted


def _unit_of_cpu_s() -> float:
    """Time a fixed piece of work, so that a slow or busy machine does not fail a test."""
    start = time.process_time()
    sum(len(str(number)) for number in range(300_000))
    return time.process_time() - start


UNITS = 40
"""One second of the machine the limits were set on takes about 40 units."""

HOSTILE = {
    "a hundred thousand inline tags": ARTICLE
    + "<div>"
    + "<b><i><a href=/x>link</a></i></b>" * 100_000,
    "a hundred thousand links": ARTICLE + "<ul>" + "<li><a href=/x>some link</a></li>" * 100_000,
    "one script of 20 MB": ARTICLE + "<script>" + "var a='x';" * 2_000_000 + "</script>",
    "5 MB of paragraphs": HEAD + "".join(PARAGRAPH.format(n=n) for n in range(35_000)),
    "5,000 nested elements": HEAD + "<div>" * 5_000 + BODY + "</div>" * 5_000,
    "50,000 nested elements": HEAD + "<div>" * 50_000 + BODY + "</div>" * 50_000,
    "20,000 nested tables": HEAD + "<table><tr><td>" * 20_000 + BODY,
    "3,000 unclosed formatting elements": HEAD
    + "".join(f"<b id=b{n}>" for n in range(3_000))
    + BODY,
    "an element with 100,000 attributes": ARTICLE
    + "<div "
    + " ".join(f"a{n}=1" for n in range(100_000))
    + ">x</div>",
    "2 MB of opening brackets": ARTICLE + "<" * 2_000_000,
    "deep JSON": ARTICLE + "<script type=application/ld+json>" + '{"a":' * 100_000 + "</script>",
    "20,000 teaser cards": ARTICLE
    + "<div><h3><a href=x>A headline</a></h3><p>A teaser long enough to be counted.</p></div>"
    * 20_000,
    "20,000 copies of the title": ARTICLE
    + "<h1>The treaty</h1><p>A teaser of some length.</p>" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_page_is_read_with_its_body_in_bounded_time(shape: str) -> None:
    data = HOSTILE[shape].encode()
    unit = _unit_of_cpu_s()
    start = time.process_time()
    text = extract(data, url=URL).text
    spent = time.process_time() - start
    assert all(f"Paragraph {n} of" in text for n in range(12))
    assert spent < UNITS * max(unit, _unit_of_cpu_s())


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
