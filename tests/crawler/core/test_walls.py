"""Walls against robots are told from pages that only speak of them."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.walls import MAX_WALL_BYTES, wall_of
from crawler.model.web import Response

SCRIPT = "<script>(function(){var a='" + "x" * 20_000 + "';})()</script>"


def wall(status: int, body: str, **headers: str) -> str | None:
    return wall_of(
        Response(
            url="https://example.org/feed",
            final_url="https://example.org/feed",
            status=status,
            headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
            body=body.encode(),
            fetched_at=datetime(2024, 11, 9, tzinfo=UTC),
        )
    )


@pytest.mark.parametrize("status", [200, 202, 203, 401, 403, 405, 406, 429, 451, 503])
@pytest.mark.parametrize(
    ("page", "owner"),
    [
        (
            (
                "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
                "<noscript>Enable JavaScript and cookies to continue</noscript>"
                "<script>window._cf_chl_opt = {cType: 'managed'};</script>"
            ),
            "Cloudflare",
        ),
        (
            (
                "<html><head><title>example.org</title></head><body><p id='cmsg'>Please enable JS and "
                "disable any ad blocker</p><script src='https://ct.Captcha-Delivery.com/c.js'></script>"
            ),
            "DataDome",
        ),
        (
            (
                "<html><head><script src='/_Incapsula_Resource?SWJIYLWA=1'></script></head>"
                "<body><iframe></iframe>"
            ),
            "Imperva",
        ),
        (
            (
                "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. "
                "Please consult with your administrator.<br>Your support ID is: 123</body>"
            ),
            "F5",
        ),
        (
            (
                "\n<!doctype html><title>Making sure you&#39;re not a bot!</title>"
                "<script id='anubis_challenge' type='application/json'>{}</script>"
            ),
            "Anubis",
        ),
        (
            "<html><script>var arg1='ABC';document.cookie='acw_sc__v2='+x;location.reload()</script>",
            "Alibaba Cloud",
        ),
        (
            (
                "<html><body><form action='/check'><div class='g-recaptcha'></div>"
                "Please verify that you are a human.</form>"
            ),
            "a captcha",
        ),
        (
            (
                "<html><title>Before we continue</title><body>Press &amp; Hold to confirm you are a human "
                "(and not a bot)."
            ),
            "a check for robots",
        ),
        (
            "<html><title>Ой!</title><body>Подтвердите, что запросы отправляли вы, а не робот</body>",
            "a check for robots",
        ),
        ("<html><head><title>安全验证</title></head><body></body></html>", "a check for robots"),
        (
            (
                "<html><body>Pardon Our Interruption... something about your browser made us think you "
                "were a bot."
            ),
            "a check for robots",
        ),
    ],
)
def test_a_challenge_is_a_wall_whatever_its_status(status: int, page: str, owner: str) -> None:
    assert wall(status, page) == owner
    assert wall(status, page + SCRIPT) == owner


@pytest.mark.parametrize(
    ("status", "headers", "owner"),
    [
        (200, {"cf_mitigated": "challenge"}, "Cloudflare"),
        (403, {"cf_mitigated": "challenge"}, "Cloudflare"),
        (202, {"x_amzn_waf_action": "challenge"}, "AWS WAF"),
        (405, {"x_amzn_waf_action": "captcha"}, "AWS WAF"),
        (429, {"x_vercel_mitigated": "challenge"}, "Vercel"),
        (403, {"x_datadome": "protected"}, "DataDome"),
        (200, {"x_datadome": "protected"}, None),
        (200, {"cf_mitigated": "none"}, None),
        (404, {"cf_mitigated": "challenge"}, None),
    ],
)
def test_headers_give_a_wall_away(status: int, headers: dict[str, str], owner: str | None) -> None:
    assert wall(status, "", **headers) == owner


def test_a_script_that_sets_a_cookie_and_comes_back_is_a_wall() -> None:
    page = (
        "<html><body><script src='/aes.js'></script><script>document.cookie = '__test=' + key;"
        "location.href = '/feed?i=1';</script><noscript>This site needs Javascript</noscript>"
    )
    assert wall(200, page) == "a script that sets a cookie"


LINKS = "<nav>" + "<a href='/x'>Section</a> " * 6 + "</nav>"
ARTICLE = "<p>" + "Sites ask readers to verify they are human. " * 60 + "</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<html><title>How captchas verify you are human</title>"
        + LINKS
        + "<div class=g-recaptcha>",
        "<html><title>Just a moment: a history</title><h1>Captchas</h1>" + ARTICLE,
        "<html><title>News</title>"
        + LINKS
        + "<p>I'm not a robot</p><script src=captcha-delivery.com>",
        (
            "<html><title>App</title><noscript>You need to enable JavaScript to run this app.</noscript>"
            "<div id=root></div><script>document.cookie='theme=dark'</script>"
        ),
        "<html><body><form><input type=password><div class='g-recaptcha'></div></form></body></html>",
        "<html><p>unusual traffic</p>" + "<!--" + "x" * MAX_WALL_BYTES + "-->",
        "<rss><channel><item><title>Just a moment... are you a robot?</title></item></channel></rss>",
        '{"items": [{"title": "captcha-delivery.com"}]}',
        "User-agent: *\nDisallow: /cf-chl-",
        "",
    ],
)
def test_a_page_that_speaks_of_walls_is_none(page: str) -> None:
    assert wall(200, page) is None


@pytest.mark.parametrize("status", [200, 301, 304, 404, 410, 500])
def test_other_answers_are_what_their_status_says(status: int) -> None:
    page = "just a moment..." if status == 200 else "<html><title>Just a moment...</title>"
    assert wall(status, page) is None


def test_a_refusal_without_a_wall_is_only_that() -> None:
    assert wall(403, "<html><h1>Forbidden</h1>nginx") is None


@pytest.mark.parametrize(
    "piece", ["<", "<script", "<!--", "</script ", "<a ", "location ", "<title "]
)
def test_looking_at_a_page_made_to_be_slow_takes_linear_time(piece: str) -> None:
    page = "<html>" + piece * (MAX_WALL_BYTES // len(piece) - 10)
    began = time.process_time()
    wall(200, page)
    wall(403, page)
    assert time.process_time() - began < 1


@given(status=st.sampled_from([200, 403]), body=st.text(max_size=300))
def test_any_page_is_a_wall_or_none(status: int, body: str) -> None:
    assert wall(status, "<html>" + body) is None or isinstance(wall(status, "<html>" + body), str)
