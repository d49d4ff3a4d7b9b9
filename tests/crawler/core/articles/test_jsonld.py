"""JSON-LD as publishers write it: broken, nested, about other things too."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.articles.jsonld import MAX_SCRIPT_CHARS, read_linked_data, text_of

URL = "https://news.example/a"
ARTICLE = {"@type": "NewsArticle", "headline": "Pact signed", "datePublished": "2024-06-19"}


def headline(*scripts: str) -> str:
    return text_of(read_linked_data(scripts, URL).article.get("headline"))


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(ARTICLE),
        json.dumps([ARTICLE]),
        json.dumps([[ARTICLE]]),
        json.dumps({"@graph": [{"@type": "WebSite"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({**ARTICLE, "@type": ["Thing", "http://schema.org/ReportageNewsArticle"]}),
        "<!-- " + json.dumps(ARTICLE) + " -->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        json.dumps(ARTICLE) + ";",
        json.dumps(ARTICLE)[:-1] + ", }",
        '{"@type": "NewsArticle", "headline": "Pact signed", "datePublished": "x", "articleBody": "a\nb\tc"}',
    ],
)
def test_the_article_is_found_however_it_is_wrapped(script: str) -> None:
    assert headline(script) == "Pact signed"


@pytest.mark.parametrize(
    "script",
    ["", "null", "7", "{", '{"a":' * 100_000, "x" * (MAX_SCRIPT_CHARS + 1), '{"@type": 7}'],
)
def test_what_cannot_be_read_is_nothing(script: str) -> None:
    assert headline(script) == ""


def test_articles_in_lists_of_others_are_not_the_page() -> None:
    teaser = {**ARTICLE, "headline": "Another"}
    page = {"@type": "ItemList", "itemListElement": [teaser], "hasPart": teaser}
    assert headline(json.dumps(page)) == ""
    assert headline(json.dumps(page), json.dumps(ARTICLE)) == "Pact signed"


def test_of_several_articles_the_one_with_the_pages_address_wins() -> None:
    other = {**ARTICLE, "headline": "Another", "url": "https://news.example/b"}
    own = {**ARTICLE, "mainEntityOfPage": {"@id": "http://www.news.example/a?utm_source=x"}}
    assert headline(json.dumps([other, own])) == "Pact signed"


def test_references_lead_to_the_fullest_object_of_that_name() -> None:
    script = json.dumps(
        [{"@id": "#a"}, {"@id": "#a", "@type": "Person", "name": "Ana"}, {"@id": "#a"}]
    )
    data = read_linked_data([script], URL)
    assert text_of(data.resolve({"@id": "#a"})) == "Ana"
    assert data.resolve({"@id": "#b"}) == {"@id": "#b"}
    assert data.resolve("Ana") == "Ana"


def test_the_web_page_is_known_too() -> None:
    page = {"@type": "WebPage", "datePublished": "2024"}
    assert read_linked_data([json.dumps(page)], URL).page == page


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (7, ""),
        ([], ""),
        (["a", "b"], "a"),
        ({"name": ["Ana &amp; Co"]}, "Ana & Co"),
        ({"@value": " x "}, "x"),
        ({"@id": "#a"}, "#a"),
        ({}, ""),
        ([[[[["deep"]]]]], ""),
    ],
)
def test_any_value_has_a_text(value: object, text: str) -> None:
    assert text_of(value) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "headline", "url"]), inner
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_json_of_any_shape_raises_nothing(value: object) -> None:
    data = read_linked_data([json.dumps(value)], URL)
    text_of(data.resolve(data.article.get("author")))
