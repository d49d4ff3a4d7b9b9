"""What a status, its headers and its body mean."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.replies import (
    MAX_NOT_BEFORE,
    MAX_RETRY_AFTER,
    MIN_RETRY_AFTER,
    interpret,
    retry_after,
)
from crawler.model.errors import (
    BlockedError,
    FetchError,
    GoneError,
    StatusError,
    ThrottledError,
    UnreadableError,
)
from crawler.model.web import Fresh, Hop, NotModified, Response, Validators

NOON = datetime(2024, 11, 9, 12, tzinfo=UTC)  # a Saturday
HTTP_NOON = "Sat, 09 Nov 2024 12:00:00 GMT"
URL = "https://example.org/feed"


def response(
    status: int = 200,
    body: bytes = b"<rss/>",
    hops: tuple[Hop, ...] = (),
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    return Response(
        url=hops[0].url if hops else URL,
        final_url=hops[-1].location if hops else URL,
        hops=hops,
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        request_headers=(("if-none-match", '"v1"'),),
        body=body,
        fetched_at=NOON,
    )


def fresh(reply: object) -> Fresh:
    assert isinstance(reply, Fresh)
    return reply


def test_validators_are_kept_as_they_came() -> None:
    reply = fresh(
        interpret(response(headers={"etag": 'W/"a, b"', "last_modified": "last tuesday"}), NOON)
    )
    assert reply.validators == Validators(etag='W/"a, b"', last_modified="last tuesday")


@pytest.mark.parametrize("etag", ["", '"ü"', '"a\x01"', '"' + "a" * 2_000 + '"'])
def test_validators_that_cannot_be_sent_back_are_dropped(etag: str) -> None:
    assert fresh(interpret(response(headers={"etag": etag}), NOON)).validators == Validators()


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_an_empty_answer_is_no_news(body: bytes) -> None:
    with pytest.raises(UnreadableError, match="sends nothing") as raised:
        interpret(response(body=body), NOON)
    assert raised.value.kind == "malformed"
    assert raised.value.advice


def test_not_modified_answers_a_condition_only() -> None:
    assert interpret(response(304, b""), NOON) == NotModified()
    unasked = Response(
        url=URL, final_url=URL, status=304, request_headers=(("accept", "*/*"),), fetched_at=NOON
    )
    with pytest.raises(StatusError, match="although we asked for all"):
        interpret(unasked, NOON)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, None),
        ({"cache_control": "public, max-age=600"}, 10),
        ({"cache_control": 'Max-Age="600"'}, 10),
        ({"cache_control": "max-age=600", "age": "240"}, 6),
        ({"cache_control": "max-age=600", "age": "600"}, None),
        ({"cache_control": "max-age=600, no-cache"}, None),
        ({"cache_control": "no-store", "expires": "Sat, 09 Nov 2024 13:00:00 GMT"}, None),
        ({"cache_control": "max-age=soon"}, None),
        ({"cache_control": "max-age=-1"}, None),
        ({"cache_control": "max-age=0", "expires": "Sat, 09 Nov 2024 13:00:00 GMT"}, None),
        ({"cache_control": "private", "expires": "Sat, 09 Nov 2024 13:00:00 GMT"}, 60),
        ({"expires": "Sat, 09 Nov 2024 11:00:00 GMT"}, None),
        ({"expires": "0"}, None),
        ({"expires": "Sat, 09 Nov 2024 13:00:00 GMT", "date": "Sat, 09 Nov 2024 12:50:00 GMT"}, 10),
        ({"expires": "Sat, 09 Nov 2024 13:00:00 GMT", "date": "Sat, 01 Jan 2000 00:00:00 GMT"}, 60),
        ({"cache_control": "max-age=31536000"}, 24 * 60),
        ({"cache_control": "max-age=" + "9" * 400}, 24 * 60),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 24 * 60),
    ],
)
def test_caching_headers_say_when_asking_makes_sense(
    headers: dict[str, str], minutes: int | None
) -> None:
    expected = None if minutes is None else NOON + timedelta(minutes=minutes)
    assert fresh(interpret(response(headers=headers), NOON)).not_before == expected
    unchanged = interpret(response(304, b"", headers=headers), NOON)
    assert unchanged.not_before == expected


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((), None),
        ((301,), "https://new.example/1"),
        ((308, 301), "https://new.example/2"),
        ((301, 302), None),
        ((302,), None),
        ((307,), None),
        ((303, 301), None),
    ],
)
def test_only_purely_permanent_redirects_move_a_feed(
    statuses: tuple[int, ...], moved: str | None
) -> None:
    urls = [URL, *(f"https://new.example/{number + 1}" for number in range(len(statuses)))]
    hops = tuple(
        Hop(url=url, status=status, location=urls[index + 1])
        for index, (url, status) in enumerate(zip(urls, statuses, strict=False))
    )
    assert fresh(interpret(response(hops=hops), NOON)).moved_to == moved
    assert interpret(response(304, b"", hops=hops), NOON).moved_to == moved


def test_a_move_from_https_to_http_is_not_believed() -> None:
    hops = (Hop(url=URL, status=301, location="http://example.org/feed"),)
    assert fresh(interpret(response(hops=hops), NOON)).moved_to is None


@pytest.mark.parametrize(
    ("chain", "insecure"),
    [
        (["https://a.example/", "http://a.example/"], True),
        (["https://a.example/", "http://a.example/", "https://b.example/"], True),
        (["http://a.example/", "https://a.example/", "http://b.example/"], True),
        (["http://a.example/", "https://a.example/"], False),
        (["http://a.example/", "http://b.example/"], False),
        (["https://a.example/"], False),
    ],
)
def test_a_way_that_leaves_https_is_reported(chain: list[str], insecure: bool) -> None:
    hops = tuple(Hop(url=a, status=302, location=b) for a, b in pairwise(chain))
    assert fresh(interpret(response(hops=hops), NOON)).insecure is insecure
    unchanged = interpret(response(304, b"", hops=hops), NOON)
    assert unchanged.insecure is insecure


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (410, GoneError, "gone"),
        (429, ThrottledError, "throttled"),
        (503, StatusError, "status"),
        (404, StatusError, "status"),
        (400, StatusError, "status"),
        (401, StatusError, "status"),
        (403, StatusError, "status"),
        (500, StatusError, "status"),
        (599, StatusError, "status"),
        (204, StatusError, "status"),
        (206, StatusError, "status"),
        (302, StatusError, "status"),
        (999, StatusError, "status"),
    ],
)
def test_every_other_status_is_an_error_with_a_kind_and_a_way_out(
    status: int, error: type[FetchError], kind: str
) -> None:
    with pytest.raises(error) as raised:
        interpret(response(status, b"sorry"), NOON)
    assert (raised.value.kind, raised.value.url) == (kind, URL)
    assert str(status) in raised.value.problem
    assert raised.value.advice


@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_wall_is_a_blocked_feed_whatever_its_status(status: int) -> None:
    wall = response(status, b"<html><title>Just a moment...</title>", headers={"retry_after": "9"})
    with pytest.raises(BlockedError, match=rf"keeps robots out \(status {status}\)") as raised:
        interpret(wall, NOON)
    assert raised.value.kind == "blocked"
    for way_out in ("news sitemap", "another feed", "`headers:`"):
        assert way_out in raised.value.advice


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {}, timedelta(minutes=15)),
        (429, {"retry_after": "600"}, timedelta(minutes=10)),
        (429, {"retry_after": " 600 "}, timedelta(minutes=10)),
        (429, {"retry_after": "1"}, timedelta(minutes=1)),
        (429, {"retry_after": "0"}, timedelta(minutes=1)),
        (429, {"retry_after": "9" * 400}, timedelta(hours=24)),
        (429, {"retry_after": "soon"}, timedelta(minutes=15)),
        (429, {"retry_after": "-5"}, timedelta(minutes=15)),
        (429, {"retry_after": "٣٠"}, timedelta(minutes=15)),
        (503, {"retry_after": "Sat, 09 Nov 2024 12:30:00 GMT"}, timedelta(minutes=30)),
        (503, {"retry_after": "Sat, 09 Nov 2024 11:00:00 GMT"}, timedelta(minutes=1)),
        (503, {"retry_after": "Fri, 31 Dec 9999 23:59:59 GMT"}, timedelta(hours=24)),
        (503, {"retry_after": "Sat, 09 Nov 2024 99:00:00 GMT"}, timedelta(minutes=15)),
        (
            503,
            {
                "retry_after": "Sat, 09 Nov 2024 10:20:00 GMT",
                "date": "Sat, 09 Nov 2024 10:00:00 GMT",
            },
            timedelta(minutes=20),
        ),
    ],
)
def test_throttling_lasts_as_long_as_the_server_asks_within_reason(
    status: int, headers: dict[str, str], wait: timedelta
) -> None:
    with pytest.raises(ThrottledError) as raised:
        interpret(response(status, b"", headers=headers), NOON)
    assert raised.value.until == NOON + wait


@given(st.text() | st.integers().map(str) | st.datetimes().map(str))
def test_any_retry_after_leads_to_a_moment_within_bounds(value: str) -> None:
    assert NOON + MIN_RETRY_AFTER <= retry_after(value, NOON) <= NOON + MAX_RETRY_AFTER


@given(
    status=st.integers(100, 999),
    body=st.binary(max_size=30),
    headers=st.dictionaries(
        st.sampled_from(["etag", "cache_control", "age", "expires", "date", "retry_after"]),
        st.text() | st.integers().map(str) | st.sampled_from([HTTP_NOON, "max-age=1"]),
    ),
)
def test_any_response_is_a_reply_or_a_fetch_error(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    try:
        reply = interpret(response(status, body, headers=headers), NOON)
    except FetchError:
        return
    assert reply.not_before is None or NOON < reply.not_before <= NOON + MAX_NOT_BEFORE
