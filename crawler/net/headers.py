"""What a request says of us, and what of that may be kept."""

from base64 import b64encode
from collections.abc import Collection, Mapping
from types import MappingProxyType

from crawler.core.targets import Target
from crawler.model.errors import ForbiddenError
from crawler.model.web import MASKED, Purpose, Request
from crawler.net.decode import ACCEPT_ENCODING

Headers = tuple[tuple[str, str], ...]

_ACCEPT: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.FEED: "application/atom+xml, application/rss+xml, application/feed+json, "
        "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1",
        Purpose.SITEMAP: "application/xml, text/xml, */*;q=0.1",
        Purpose.ARTICLE: "text/html, application/xhtml+xml, */*;q=0.1",
        Purpose.ROBOTS: "text/plain, */*;q=0.1",
    }
)


def common_headers(request: Request, user_agent: str) -> Headers:
    """Return what any server of a fetch may see; validators are sent back as they came."""
    headers = [
        ("user-agent", user_agent),
        ("accept", _ACCEPT[request.purpose]),
        ("accept-encoding", ACCEPT_ENCODING),
    ]
    if request.validators.etag is not None:
        headers.append(("if-none-match", request.validators.etag))
    if request.validators.last_modified is not None:
        headers.append(("if-modified-since", request.validators.last_modified))
    return tuple(headers)


def private_headers(request: Request, target: Target) -> Headers:
    """Return what only the origin the user named may see: his headers, the URL's credentials.

    Raises:
        ForbiddenError: a value holds a control character, which would forge another header.
    """
    headers = [(name.lower(), value) for name, value in request.headers.items()]
    if target.credentials is not None:
        pair = ":".join(target.credentials).encode()
        headers.append(("authorization", f"Basic {b64encode(pair).decode()}"))
    for name, value in headers:
        if not (name + value).replace("\t", " ").isprintable():
            raise ForbiddenError(
                target.url, f"the header {name!r} holds a control character", "correct `headers:`"
            )
    return tuple(headers)


def merged(common: Headers, private: Headers) -> Headers:
    """Return one set of headers; a private one replaces a common one of its name."""
    names = {name for name, _ in private}
    return tuple(header for header in common if header[0] not in names) + private


def shown(common: Headers, private: Headers, secret: Collection[str] = ()) -> Headers:
    """Return the headers as they may be stored: private values masked, and those named ``secret``."""
    public = tuple((name, MASKED if name in secret else value) for name, value in common)
    return merged(public, tuple((name, MASKED) for name, _ in private))
