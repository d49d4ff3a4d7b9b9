"""A URL has one reading, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.targets import redirect_target, target_of
from crawler.model.errors import ForbiddenError


@pytest.mark.parametrize(
    ("url", "sent", "host", "port"),
    [
        ("https://example.org", "https://example.org/", "example.org", 443),
        ("HTTP://Example.ORG:80/A?b#c", "http://example.org/A?b", "example.org", 80),
        ("https://example.org:8443/a", "https://example.org:8443/a", "example.org", 8443),
        ("http://example.org:/a", "http://example.org/a", "example.org", 80),
        ("http://example.org?q=1", "http://example.org/?q=1", "example.org", 80),
        ("http://u:p@example.org/a@b", "http://example.org/a@b", "example.org", 80),
        ("https://пример.рф/новости", "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", "xn--e1afmkfd.xn--p1ai", 443),
        ("http://a_b.example.org./x", "http://a_b.example.org./x", "a_b.example.org.", 80),
        ("http://8.8.8.8/%2F?sig=%2b", "http://8.8.8.8/%2F?sig=%2b", "8.8.8.8", 80),
        ("http://[2001:DB8:0::1]:81/", "http://[2001:db8::1]:81/", "2001:db8::1", 81),
        ("http://7.example.org/", "http://7.example.org/", "7.example.org", 80),
        ("http://example.org/a?b=\\", "http://example.org/a?b=\\", "example.org", 80),
    ],
)  # fmt: skip
def test_a_plain_url_is_read(url: str, sent: str, host: str, port: int) -> None:
    target = target_of(url)
    assert (target.url, target.host, target.port) == (sent, host, port)
    assert target.origin == (target.scheme, host, port)


def test_credentials_are_taken_out_and_unescaped() -> None:
    assert target_of("http://me%40x:p%3Aw@example.org/").credentials == ("me@x", "p:w")
    assert target_of("http://me@example.org/").credentials == ("me", "")
    assert target_of("http://example.org/").credentials is None


def test_addresses_are_recognised_and_names_are_not() -> None:
    assert str(target_of("http://8.8.8.8/").address) == "8.8.8.8"
    assert str(target_of("http://[::1]/").address) == "::1"
    assert target_of("http://example.org/").address is None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "data:text/plain,a",
        "javascript:alert(1)", "mailto:a@example.org", "ws://example.org/", " file:/etc/passwd",
        "//example.org/", "example.org", "/path", "", "http:", "http:/x", "http://", "http:///a",
        "http://:80/", "http://example.org:99999/", "http://example.org:0/",
        "http://example.org:123456/", "http://example.org:8o/", "http://example.org:80:80/",
        "http://exa mple.org/", "http://example.org/a b", "http://example.org/\n", "http://example.org/\x00",
        "http://example.org\\@127.0.0.1/", "http://example.org\\/", "http://example.org/\\x",
        "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://2130706433/",
        "http://127.1/", "http://127.0.1/", "http://127.0.0.01/", "http://1.2.3.4.5/",
        "http://256.1.1.1/", "http://127.0.0.1./", "http://0x/", "http://example.0x1f/",
        "http://１２７.0.0.1/", "http://127。0.0.1/", "http://ｅxample.org/", "http://①.org/",
        "http://[::1%25eth0]/", "http://[::1/", "http://::1/", "http://[1:2]/", "http://[v1.x]/",
        "http://exa%6Dple.org/", "http://exa<mple.org/", "http://.../", "http://a@b@c/",
        "http://-\u200d.org/",
    ],
)  # fmt: skip
def test_whatever_has_another_reading_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenError) as raised:
        target_of(url)
    assert raised.value.problem


def test_a_refusal_does_not_show_credentials() -> None:
    for url in ("http://me:hush@0x7f.1/", "ftp://me:hush@example.org/", "http://me:hush@a:99999/"):
        with pytest.raises(ForbiddenError) as raised:
            target_of(url)
        assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://example.org/b"),
        ("c?d#e", "https://example.org/a/c?d"),
        ("//other.org/x", "https://other.org/x"),
        ("http://other.org", "http://other.org/"),
        (" /with blanks ", "https://example.org/with%20blanks"),
        ("?page=2", "https://example.org/a/b?page=2"),
    ],
)
def test_redirects_are_resolved_against_what_answered(location: str, target: str) -> None:
    assert redirect_target("https://example.org/a/b", location).url == target


@pytest.mark.parametrize(
    "location", ["http://u:p@other.org/", "file:///etc/passwd", "http://[", "http://a\\@b/"]
)
def test_redirects_with_a_trick_are_refused(location: str) -> None:
    with pytest.raises(ForbiddenError):
        redirect_target("https://example.org/", location)


def test_the_root_of_an_origin_keeps_its_port() -> None:
    assert target_of("http://example.org:81/a/b?c").at("/robots.txt") == (
        "http://example.org:81/robots.txt"
    )


@given(st.text() | st.text().map("http://{}".format) | st.from_regex(r"https?://[^/]*(/.*)?"))
def test_any_text_is_read_or_refused_and_reading_is_stable(url: str) -> None:
    try:
        target = target_of(url)
    except ForbiddenError:
        return
    again = target_of(target.url)
    assert target.url.isascii()
    assert (again.url, again.origin, again.address) == (target.url, target.origin, target.address)
    assert again.credentials is None
