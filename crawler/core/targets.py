"""Where a URL really leads: the strict reading that a fetch starts from.

Clients and address filters that read one URL differently are the classic way around a filter
(RFC 3986 §7.6). So whatever has two readings is refused here: backslashes, control characters,
numbers that only some resolvers take for an address, letters that only look like ASCII.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, unquote, urljoin

import idna

from crawler.core.addresses import Address
from crawler.core.urls import mask_userinfo
from crawler.model.errors import ForbiddenError

_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?:(?P<user>[^/?#@\\]*)@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[^/?#:@\[\]\\%]+)"
    r"(?::(?P<port>[0-9]{0,5}))?"
    r"(?P<rest>(?:/[^?#\\]*)?(?:\?[^#]*)?)"
    r"(?:\#.*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.\-]*):")
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_PLAIN_HOST = re.compile(r"[a-z0-9._\-]+")
_NUMBER = re.compile(r"[0-9]*|0x[0-9a-f]*")  # WHATWG URL §3.5, "ends in a number"
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # IDNA treats them as dots, RFC 3490 §3.1
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65_535
_ASCII = "".join(map(chr, range(0x21, 0x7F)))  # kept as written; the rest is escaped as UTF-8
_ONLY_WEB = "only http and https addresses are fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL with one reading."""

    url: str
    """As it is sent: ASCII, without credentials and fragment."""
    scheme: str
    host: str
    """Lower case; IDNA form; an IPv6 address without brackets."""
    port: int
    address: Address | None
    """Set when the host is an address and nothing is left to resolve."""
    credentials: tuple[str, str] | None
    """User name and password, percent-decoded."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what secrets may not cross (RFC 6454 §4)."""
        return self.scheme, self.host, self.port

    def at(self, path: str) -> str:
        """Return the URL of another path of the same origin."""
        return self.url[: self.url.index("/", len(self.scheme) + 3)] + path


@lru_cache(maxsize=512)  # a fetch reads its URL twice, here and at the guard; a thousand take 1 MB
def target_of(url: str) -> Target:
    """Read a URL strictly.

    Raises:
        ForbiddenError: the scheme is not http or https, or the URL has more than one reading.
    """
    found = _URL.fullmatch(url)
    if found is None or _UNSAFE.search(url):
        raise _refusal(url)
    scheme = found["scheme"].lower()
    host, address = _host(url, found["host"].lower())
    port = int(found["port"] or _DEFAULT_PORTS[scheme])
    if not 0 < port <= _MAX_PORT:
        raise ForbiddenError(mask_userinfo(url), f"there is no port {port}", "check the address")
    shown = f"[{host}]" if isinstance(address, IPv6Address) else host
    place = shown if port == _DEFAULT_PORTS[scheme] else f"{shown}:{port}"
    rest = quote(found["rest"], safe=_ASCII)
    return Target(
        url=f"{scheme}://{place}{rest if rest.startswith('/') else '/' + rest}",
        scheme=scheme,
        host=host,
        port=port,
        address=address,
        credentials=_credentials(found["user"]),
    )


def redirect_target(base: str, location: str) -> Target:
    """Read where a redirect leads.

    Args:
        base: the URL that answered.
        location: its Location header, relative or absolute; blanks are escaped, since browsers
            follow such redirects and publishers do not notice them.

    Raises:
        ForbiddenError: as `target_of`, or the location carries credentials: a server has no
            business handing out names and passwords.
    """
    try:
        joined = urljoin(base, location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise _refusal(location) from error
    target = target_of(joined)
    if target.credentials is not None:
        raise ForbiddenError(
            target.url, "a redirect names a user and password in its address", "check the address"
        )
    return target


def _refusal(url: str) -> ForbiddenError:
    scheme = _SCHEME.match(url)
    shown = mask_userinfo(url)
    if scheme is None:
        return ForbiddenError(shown, "this is not an absolute web address", _ONLY_WEB)
    if scheme[1].lower() not in _DEFAULT_PORTS:
        return ForbiddenError(shown, f"the scheme {scheme[1]!r} is not fetched", _ONLY_WEB)
    return ForbiddenError(
        shown, "this address can be read in more than one way", "write it plainly, fully escaped"
    )


def _credentials(user: str | None) -> tuple[str, str] | None:
    if user is None:
        return None
    name, _, password = user.partition(":")
    return unquote(name), unquote(password)


def _host(url: str, host: str) -> tuple[str, Address | None]:
    try:
        if host.startswith("["):
            address: Address = IPv6Address(host[1:-1])
            return address.compressed, address
        if not host.isascii():
            host = _ascii_name(host)
        last = host.rstrip(".").rpartition(".")[2]
        if _NUMBER.fullmatch(last) or not _PLAIN_HOST.fullmatch(host):
            address = ip_address(host)  # refuses octal, hexadecimal and short forms
            return host, address
    except ValueError as error:
        raise ForbiddenError(
            mask_userinfo(url),
            f"the host {host!r} is no plain name or address",
            "write an IPv4 address as four decimal numbers",
        ) from error
    return host, None


def _ascii_name(host: str) -> str:
    if _DOTS.search(host) or unicodedata.normalize("NFKC", host) != host:
        raise ValueError(host)  # letters that a resolver would silently turn into others
    return idna.encode(host).decode("ascii")
