"""Requests and responses as they went over the wire, for a WARC.

Bodies are archived decoded: what says how they were encoded or how long that was is kept under
``X-Archive-Orig-…``, so that no reader decodes them twice, and the length is that of the body.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from crawler.core.exports.records import as_uri, one_line
from crawler.model.article import Capture
from crawler.model.web import MASKED

DEFAULT_VERSION = "HTTP/1.1"
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_RENAMED = "X-Archive-Orig-"


def response_head(capture: Capture, length: int) -> bytes:
    """Return a response's status line and headers, fit for its decoded body of ``length`` bytes."""
    headers = [
        (f"{_RENAMED}{name}" if name in _OF_THE_WIRE else name, value)
        for name, value in capture.headers
    ]
    return _head(_status_line(capture, capture.status), [*headers, ("Content-Length", str(length))])


def redirect(capture: Capture, status: int, location: str) -> bytes:
    """Return the answer of a hop on the way: its status and where it led are what was kept."""
    headers = [("Location", as_uri(location)), ("Content-Length", "0")]
    return _head(_status_line(capture, status), headers)


def request_head(capture: Capture) -> bytes:
    """Return the request of the last hop; what was private in it is left out."""
    parts = urlsplit(as_uri(capture.final_url))
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    sent = [(name, value) for name, value in capture.request_headers if value != MASKED]
    host = parts.netloc.rpartition("@")[2]
    line = f"GET {target} {capture.http_version or DEFAULT_VERSION}"
    return _head(line, [("Host", host), *sent])


def _status_line(capture: Capture, status: int) -> str:
    known = {each.value: each.phrase for each in HTTPStatus}
    return f"{capture.http_version or DEFAULT_VERSION} {status} {known.get(status, '')}".rstrip()


def _head(first: str, headers: list[tuple[str, str]]) -> bytes:
    lines = [first, *(f"{name}: {one_line(value)}" for name, value in headers)]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace") + b"\r\n"
