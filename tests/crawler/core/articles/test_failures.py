"""Pages without an article are told apart, never passed on as one."""

import pytest

from crawler.core.articles import extract
from crawler.model.errors import ExtractError

URL = "https://news.example/world/pact"
PROSE = "<p>" + "The pact obliges both sides to help each other without delay. " * 5 + "</p>"
TEASERS = "".join(
    f"<div><h3><a href=/{n}>Headline number {n} of the day</a></h3><p>It says a little more about it here.</p></div>"
    for n in range(30)
)


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<title>Pact</title><form><input type=password></form><p>Log in to go on.</p>", "login form"),
        (f"<title>Log in</title><form><input type=password></form>{PROSE}", "login form"),
        (f"<h1>로그인</h1><form><input type=password></form>{PROSE}", "login form"),
        (f"<title>Just a moment...</title>{PROSE}", "wall against robots"),
        ("<title>news.example</title><p>Please enable JavaScript and cookies to continue</p>", "wall against robots"),
        ("<title>news.example</title><p>Подтвердите, что вы не робот, и продолжайте.</p>", "wall against robots"),
        (f"<title>404 - Page not found</title>{PROSE}", "nothing at this address"),
        ("<h1>Seite nicht gefunden</h1><p>Es tut uns leid.</p>", "nothing at this address"),
        ('<meta property="og:type" content="video.other"><p>Watch.</p>', "a video"),
        (f"<h1>World</h1><p>{'All news of the world, from every country there is. ' * 4}</p>{TEASERS}", "list of articles"),
        ("<h1>World</h1>" + TEASERS, "no text"),
        ('<meta property="og:type" content="article"><p>x</p>', "no text"),
        ("<p>A little text.</p>", "no text"),
    ],
)  # fmt: skip
def test_what_stands_instead_of_an_article_is_named(html: str, problem: str) -> None:
    with pytest.raises(ExtractError, match=problem):
        extract(f"<html><body>{html}".encode(), url=URL)


def test_the_front_page_of_a_site_is_no_article() -> None:
    with pytest.raises(ExtractError, match="front page"):
        extract(f"<h1>News</h1>{PROSE}".encode(), url="https://news.example/")


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Error 404 puzzles astronomers</h1>"  # a long text about it
        + "".join(PROSE.replace("pact", f"pact of {year}") for year in range(2000, 2004)),
        f'<meta property="og:type" content="article"><h1>Pact</h1>{PROSE}{TEASERS}',
        '<meta property="article:published_time" content="2024-06-19"><title>Ministry hit by DDoS</title><p>The pact was signed in spite of it, the minister told reporters.</p>',
        '<meta property="article:published_time" content="2024-06-19"><title>Missing ship not found</title><p>The search goes on, the coastguard said late on Sunday.</p>',
        f'<title>Pact | News</title><form>Log in<input type=password></form><h1>Pact</h1>{PROSE}',
        '<meta property="article:published_time" content="2024-06-19"><p>The pact was signed in Pyongyang on Wednesday.</p>',
        "<p>" + "조약은 한쪽이 공격을 받으면 다른 쪽이 돕도록 규정한다. " * 3 + "</p>",
    ],
)  # fmt: skip
def test_articles_that_resemble_failures_are_kept(html: str) -> None:
    assert extract(f"<html><body>{html}".encode(), url=URL).text


def test_a_file_without_an_address_can_be_read() -> None:
    assert extract(f"<h1>News</h1>{PROSE}".encode(), url="").canonical_url is None
