"""What is kept of a response: all that proves it, no secret."""

import hashlib
from dataclasses import replace

from crawler.core.captures import capture_of, feed_capture
from crawler.model.web import Hop, Response
from tests.storage.given import NOON, feed

RESPONSE = Response(
    url="https://a.example/feed",
    final_url="https://a.example/feed.xml",
    hops=(Hop(url="https://a.example/feed", status=301, location="https://a.example/feed.xml"),),
    status=200,
    headers=(("content-type", "text/xml"), ("set-cookie", "session=5")),
    request_headers=(("user-agent", "Wirewatch/1"),),
    body=b"<rss/>",
    ip="203.0.113.7",
    http_version="HTTP/1.1",
    fetched_at=NOON,
)


def test_everything_that_proves_a_response_is_kept() -> None:
    capture = capture_of(RESPONSE)
    assert capture.sha256 == hashlib.sha256(b"<rss/>").hexdigest()
    assert capture.hops == (("https://a.example/feed", 301, "https://a.example/feed.xml"),)
    assert (capture.ip, capture.http_version, capture.fetched_at) == (
        "203.0.113.7",
        "HTTP/1.1",
        NOON,
    )
    assert capture.headers == RESPONSE.headers
    assert capture.request_headers == RESPONSE.request_headers


def test_a_cookie_that_answers_a_login_is_masked() -> None:
    private = replace(RESPONSE, request_headers=(("cookie", "***"),))
    assert capture_of(private).headers == (("content-type", "text/xml"), ("set-cookie", "***"))


def test_a_feed_whose_address_is_secret_leaves_no_document() -> None:
    assert feed_capture(feed("a"), RESPONSE) == capture_of(RESPONSE)
    assert feed_capture(feed("a", url_secret=True), RESPONSE) is None
