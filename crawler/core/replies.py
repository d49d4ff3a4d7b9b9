"""What a response means: news, nothing new, or a reason why neither can be had."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from crawler.core.walls import wall_of
from crawler.model.errors import (
    AGAIN,
    BlockedError,
    GoneError,
    StatusError,
    ThrottledError,
    UnreadableError,
)
from crawler.model.web import Fresh, NotModified, Reply, Response, Validators

MIN_RETRY_AFTER = timedelta(seconds=60)
MAX_RETRY_AFTER = timedelta(hours=24)
UNREADABLE_RETRY_AFTER = timedelta(minutes=15)
MAX_NOT_BEFORE = timedelta(hours=24)
"""A longer promise not to change is not believed."""
MAX_CLOCK_ERROR = timedelta(days=366)
"""A server further off has no clock."""
MAX_VALIDATOR_CHARS = 1_024
INSECURE = "its https address leads to plain http, which anybody on the way can change"
"""Said of a feed whose redirects give the protection up that its address promises."""

_PERMANENT = frozenset({301, 308})
_SENTENCES = {
    400: ("the server finds our request malformed", "check the address"),
    401: ("the page wants a login", "give the credentials under `headers:`"),
    403: ("the server refuses us", "ask the publisher, or look for another feed or sitemap"),
    404: ("there is nothing at this address", "look for its new address on the publisher's site"),
    406: ("the server has no form of this that we can read", "look for another feed"),
    451: ("withheld for legal reasons", "look for another feed of the same publisher"),
}
_SERVER_ERROR = 500


def interpret(response: Response, now: datetime) -> Reply:
    """Say what a complete response means.

    Args:
        response: as the fetcher hands it on; its body is complete.
        now: the moment of the answer, for servers that send no date of their own.

    Returns:
        ``Fresh`` with the validators for the next request, or ``NotModified``. ``not_before``
        is at most `MAX_NOT_BEFORE` away and only ever meant to slow us down.

    Raises:
        GoneError: 410.
        ThrottledError: 429, or 503 with a Retry-After.
        BlockedError: a wall against robots stands before the page.
        UnreadableError: a 200 without a body.
        StatusError: any other status than 200, 203 and 304; a 304 that answers no condition.

    Source: RFC 9110 §15 (statuses), §10.2.3 (Retry-After); RFC 9111 §4.2, §5 (freshness).
    """
    wall = wall_of(response)
    if wall is not None:
        raise BlockedError(
            response.final_url,
            f"{wall} keeps robots out (status {response.status})",
            "ask the publisher for access and give it under `headers:`, or look for another feed"
            " or its news sitemap",
        )
    match response.status:
        case HTTPStatus.NOT_MODIFIED:
            if not _was_conditional(response):
                problem = "'not modified', although we asked for all of it"
                raise StatusError(response.final_url, response.status, problem, AGAIN)
            return NotModified(
                not_before=_not_before(response, now),
                moved_to=_moved_to(response),
                insecure=_is_insecure(response),
            )
        case HTTPStatus.OK | HTTPStatus.NON_AUTHORITATIVE_INFORMATION:
            if not response.body.strip():
                raise UnreadableError(
                    response.final_url, "the server says OK and sends nothing", AGAIN
                )
            return Fresh(
                response=response,
                validators=_validators(response),
                not_before=_not_before(response, now),
                moved_to=_moved_to(response),
                insecure=_is_insecure(response),
            )
        case HTTPStatus.GONE:
            raise GoneError(
                response.final_url,
                "the server says it is gone for good (410)",
                "look for its new address",
            )
        case _:
            raise _refusal(response, now)


def retry_after(value: str, now: datetime, *, server_now: datetime | None = None) -> datetime:
    """Read a Retry-After header: seconds, or an HTTP date (RFC 9110 §10.2.3).

    Args:
        value: the header.
        now: our clock.
        server_now: the server's clock (its Date header), which its dates are meant against.

    Returns:
        A moment between `MIN_RETRY_AFTER` and `MAX_RETRY_AFTER` from ``now``;
        `UNREADABLE_RETRY_AFTER` from it when the header makes no sense.
    """
    wait = _seconds(value.strip())
    if wait is None:
        moment = _http_date(value)
        wait = UNREADABLE_RETRY_AFTER if moment is None else moment - (server_now or now)
    return now + min(max(wait, MIN_RETRY_AFTER), MAX_RETRY_AFTER)


def _refusal(response: Response, now: datetime) -> ThrottledError | StatusError:
    status, url = response.status, response.final_url
    asked = response.header("retry-after")
    if status == HTTPStatus.TOO_MANY_REQUESTS or (
        status == HTTPStatus.SERVICE_UNAVAILABLE and asked is not None
    ):
        return ThrottledError(
            url,
            f"the server asks us to wait (status {status})",
            retry_after(asked or "", now, server_now=_server_now(response, now)),
            "raise `every:`",
        )
    problem, advice = _sentence(status)
    return StatusError(url, status, f"{problem} (status {status})", advice)


def _sentence(status: int) -> tuple[str, str]:
    if status in _SENTENCES:
        return _SENTENCES[status]
    if status >= _SERVER_ERROR:
        return "the server is in trouble", AGAIN
    return "this is no answer to our question", "open the address in a browser"


def _was_conditional(response: Response) -> bool:
    sent = dict(response.request_headers)
    return not sent or "if-none-match" in sent or "if-modified-since" in sent


def _validators(response: Response) -> Validators:
    return Validators(
        etag=_sendable(response.header("etag")),
        last_modified=_sendable(response.header("last-modified")),
    )


def _sendable(value: str | None) -> str | None:
    """Keep a validator only if it can be sent back byte for byte."""
    if value and len(value) <= MAX_VALIDATOR_CHARS and value.isascii() and value.isprintable():
        return value
    return None


def _moved_to(response: Response) -> str | None:
    """Return where only permanent redirects led; never from https to http."""
    hops = response.hops
    if not hops or any(hop.status not in _PERMANENT for hop in hops):
        return None
    if hops[0].url.startswith("https:") and not response.final_url.startswith("https:"):
        return None
    return response.final_url


def _is_insecure(response: Response) -> bool:
    """Tell whether a redirect gave up the protection of https."""
    return any(
        hop.url.startswith("https:") and not hop.location.startswith("https:")
        for hop in response.hops
    )


def _not_before(response: Response, now: datetime) -> datetime | None:
    """Return until when the answer stays fresh, if its server says so (RFC 9111 §4.2.1)."""
    fresh_for = _max_age(response)
    if fresh_for is None:
        expires = _http_date(response.header("expires") or "")
        fresh_for = expires - _server_now(response, now) if expires is not None else None
    if fresh_for is None or fresh_for <= timedelta(0):
        return None
    return now + min(fresh_for, MAX_NOT_BEFORE)


def _max_age(response: Response) -> timedelta | None:
    """Return what is left of Cache-Control's max-age; zero when it must not be reused."""
    found = None
    for name, value in response.headers:
        if name == "cache-control":
            for directive in value.lower().split(","):
                key, _, argument = directive.strip().partition("=")
                if key in {"no-cache", "no-store"}:
                    return timedelta(0)
                if key == "max-age":
                    found = _seconds(argument.strip(' "'))
    age = _seconds((response.header("age") or "").strip())
    return found if found is None else found - (age or timedelta(0))


def _seconds(text: str) -> timedelta | None:
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:10]), 10**9))
    return None


def _server_now(response: Response, now: datetime) -> datetime:
    """Return the server's idea of now, against which its dates are meant, if it is sane."""
    told = _http_date(response.header("date") or "")
    return told if told is not None and abs(told - now) < MAX_CLOCK_ERROR else now


def _http_date(text: str) -> datetime | None:
    """Read an HTTP date (RFC 9110 §5.6.7); one without a zone is UTC."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
