"""What the records of a WARC say in the cases an archive of a few articles does not have."""

import gzip

import pytest

from crawler.core.exports import warc
from crawler.core.exports.http import request_head, response_head
from crawler.core.exports.records import as_uri
from crawler.core.exports.warc import Warc
from tests.storage.archives import PAGE_BODY, capture
from tests.storage.given import MINUTE, NOON


def test_a_request_asks_for_path_and_query_of_the_host() -> None:
    asked = capture("https://me:pw@a.example:8080/новости?q=1", b"")
    lines = request_head(asked).split(b"\r\n")
    assert lines[0] == b"GET /%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?q=1 HTTP/1.1"
    assert lines[1] == b"Host: a.example:8080"
    assert request_head(capture("https://a.example", b"")).startswith(b"GET / HTTP/1.1")


def test_a_header_cannot_begin_another() -> None:
    head = response_head(capture("https://a.example/", b"", headers=(("x", "a\r\nb: c"),)), 0)
    assert b"x: a  b: c\r\n" in head


def test_a_status_without_a_phrase_has_none() -> None:
    head = response_head(capture("https://a.example/", b"", status=299), 0)
    assert head.startswith(b"HTTP/1.1 299\r\n")


def test_an_address_is_a_uri() -> None:
    assert as_uri("https://a.example/a b%20c") == "https://a.example/a%20b%2520c".replace(
        "2520", "20"
    )


def test_what_was_forgotten_is_written_in_full_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "REMEMBERED", 1)
    written = Warc()

    def kind(url: str, body: bytes, minutes: int) -> bytes:
        first, _ = written.exchange(capture(url, body, at=NOON + minutes * MINUTE), body)
        return gzip.decompress(first).split(b"\r\n")[1]

    assert kind("https://a.example/1", PAGE_BODY, 0) == b"WARC-Type: response"
    assert kind("https://a.example/2", PAGE_BODY, 1) == b"WARC-Type: revisit"
    assert kind("https://a.example/3", b"another", 2) == b"WARC-Type: response"
    assert kind("https://a.example/1", PAGE_BODY, 3) == b"WARC-Type: response"
