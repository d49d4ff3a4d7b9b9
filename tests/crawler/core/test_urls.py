"""Addresses: resolved, cleaned, folded; junk is None and never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.urls import (
    MAX_URL_CHARS,
    address_key,
    host_of,
    is_web,
    join,
    mask_userinfo,
    normalise,
    same_site,
    url_key,
)

BASE = "https://news.example/world/"
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"https?://[a-zäю.%:@\[\]]{0,20}/[a-zA-Z0-9%äю/?&=#;.\- ]{0,60}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("a", "https://news.example/world/a"),
        ("/a?b=1&amp;c", "https://news.example/a?b=1&amp;c"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?page=2", "https://news.example/world/?page=2"),
        (" https://other.example/ä \n", "https://other.example/ä"),
        ("https://other.example/a b", "https://other.example/a%20b"),
        ("https://other.example/a\nb", "https://other.example/ab"),
        ("HTTP://OTHER.example/", "HTTP://OTHER.example/"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@b.example", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://host:port/", None),
        ("http://[::1", None),
        ("//[::1", None),
        ("", None),
        ("/" + "a" * MAX_URL_CHARS, None),
        ("a" * (MAX_URL_CHARS - 5), None),
    ],
)
def test_links_become_absolute_or_nothing(link: str, url: str | None) -> None:
    assert join(BASE, link) == url


@pytest.mark.parametrize("base", [None, "", "file:///a/", "javascript:x", "x" * 5000])
def test_a_base_that_is_not_http_is_no_base(base: str | None) -> None:
    assert join(base, "a") is None
    assert join(base, "https://a.example/") == "https://a.example/"


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        (
            "HTTPS://News.Example:443/A?utm_source=x&id=7&fbclid=z#top",
            "https://news.example/A?id=7",
        ),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:8080/?b=2&a=1", "http://news.example:8080/?b=2&a=1"),
        ("https://news.example/a?ref=rss&ref=123", "https://news.example/a?ref=123"),
        ("https://news.example/#!/a/5", "https://news.example/#!/a/5"),
        ("https://u:p@news.example/", "https://u:p@news.example/"),
        ("https://[::1]:443/", "https://[::1]/"),
        ("https://news.example/a?at_medium=RSS&xtor=RSS-1", "https://news.example/a"),
        ("ftp://news.example/", None),
        ("no address", None),
    ],
)
def test_cleaning_removes_tracking_and_fragments_only(url: str, cleaned: str | None) -> None:
    assert normalise(url) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/a", "https://www.news.example/a/"),
        ("https://news.example/a?x=1&y=2", "https://news.example/a?y=2&x=1&utm_medium=rss"),
        ("https://m.news.example/a", "https://amp.news.example/a"),
        ("https://news.example/a/amp/", "https://news.example/a?amp=1"),
        ("https://news.example:443/%7Ea/%e4", "https://news.example/~a/%E4"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://news.example./a", "https://NEWS.example/a#b"),
    ],
)
def test_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/", "https://news.example:8080/"),
        ("https://m.example/", "https://example/"),
        ("https://news.example/example", "https://news.example/ex/amp/le"),
        ("https://news.example/#!1", "https://news.example/#!2"),
    ],
)
def test_different_addresses_have_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_a_key_of_what_is_no_address_is_none() -> None:
    assert url_key("mailto:a@b.example") is None
    assert url_key("https://" + "a" * MAX_URL_CHARS) is None


def test_hosts_and_sites() -> None:
    assert host_of("https://BÜCHER.example:8080/x") == "xn--bcher-kva.example"
    assert host_of("nothing") is None
    assert host_of("https://ä\ud800.example/") == "ä\ud800.example"
    assert same_site("https://www.news.example/", "http://m.news.example/x")
    assert same_site("https://sport.news.example/", "https://news.example/")
    assert not same_site("https://a.co.example/", "https://b.co.example/")
    assert not same_site("https://a.example/", "nothing")


def test_credentials_are_masked_wherever_they_stand() -> None:
    text = "cannot reach https://user:pass@host.example/a and smtp://x@mail.example"
    assert (
        mask_userinfo(text) == "cannot reach https://***@host.example/a and smtp://***@mail.example"
    )
    assert mask_userinfo("mail a@b.example") == "mail a@b.example"


@given(ADDRESSES)
def test_nothing_raises_and_cleaning_twice_changes_nothing(url: str) -> None:
    cleaned = normalise(url)
    host_of(url)
    url_key(url)
    if cleaned is not None:
        assert is_web(cleaned)
        assert normalise(cleaned) == cleaned
        assert url_key(cleaned) == url_key(url)


@given(st.none() | ADDRESSES, ADDRESSES)
def test_a_joined_link_is_always_a_web_address(base: str | None, link: str) -> None:
    joined = join(base, link)
    assert joined is None or is_web(joined)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/feed", "http://www.A.example:80/feed/#top"),
        ("https://a.example/%7Ex", "https://a.example/~x"),
        ("https://a.example:8443/", "https://a.example:8443"),
    ],
)
def test_spellings_of_one_source_have_one_address_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?output=rss", "https://a.example/"),
        ("https://a.example/feed", "https://a.example/Feed"),
        ("https://a.example/feed", "https://m.a.example/feed"),
        ("http://a.example:8080/", "http://a.example/"),
    ],
)
def test_two_sources_have_two_address_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_what_is_no_web_address_has_no_address_key() -> None:
    assert address_key("ftp://a.example/") is None
