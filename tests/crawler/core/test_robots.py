"""robots.txt as RFC 9309 reads it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.robots import MAX_BYTES, MAX_CRAWL_DELAY_S, NO_RULES, read_rules, read_sitemaps

AGENT = "Wirewatch/1.0 (+https://example.org/bot)"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /private", "/private/a", False),
        ("User-agent: *\nDisallow: /private", "/public", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/a", True),
        ("User-agent: wirewatch\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: OtherBot\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("<html>not found</html>", "/a", True),
    ],
)
def test_the_most_specific_rule_for_us_decides(text: str, path: str, allowed: bool) -> None:
    rules = read_rules(text.encode(), AGENT)
    assert rules.agent == "Wirewatch"
    assert rules.allows(f"https://example.org{path}") is allowed


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 86400", MAX_CRAWL_DELAY_S),
        ("User-agent: *\nCrawl-delay: often", 0),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("", 0),
    ],
)
def test_a_crawl_delay_is_kept_within_reason(text: str, seconds: float) -> None:
    assert read_rules(text.encode(), AGENT).crawl_delay_s == seconds


def test_a_site_without_rules_allows_everything() -> None:
    assert NO_RULES.allows("https://example.org/a")
    assert NO_RULES.crawl_delay_s == 0


def test_a_huge_file_costs_little_and_counts_to_its_cap() -> None:
    huge = b"User-agent: *\nDisallow: /" + b"a*" * MAX_BYTES + b"\nDisallow: /late\n"
    began = time.perf_counter()
    rules = read_rules(huge, AGENT)
    assert rules.allows("https://example.org/" + "a" * 2_000)
    assert rules.allows("https://example.org/late")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_is_cut_by_the_cap_does_not_count(end: str) -> None:
    head, cut = f"User-agent: *{end}Disallow: /private{end}", f"{end}Disallow: /"
    filler = "#" * (MAX_BYTES - len(head) - len(cut))
    body = f"{head}{filler}{cut}only-this{end}".encode()
    assert body[:MAX_BYTES].endswith(b"Disallow: /")
    for known in (body, body[:MAX_BYTES]):
        rules = read_rules(known, AGENT)
        assert rules.allows("https://example.org/news")
        assert not rules.allows("https://example.org/private")


@given(st.binary(max_size=300))
def test_any_bytes_are_rules(body: bytes) -> None:
    rules = read_rules(body, AGENT)
    assert rules.allows("https://example.org/") in {True, False}
    assert 0 <= rules.crawl_delay_s <= MAX_CRAWL_DELAY_S


def test_sitemaps_are_read_in_order() -> None:
    assert read_sitemaps(
        b"\xef\xbb\xbfSitemap: /a.xml\nUser-agent: *\nsitemap: https://b.example/\n"
    ) == (
        "/a.xml",
        "https://b.example/",
    )
    assert read_sitemaps(b"\xff\xfe no robots") == ()
