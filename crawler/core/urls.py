"""URLs: resolved, cleaned for people, folded for identity. Nothing here ever fetches.

Two forms of one address are kept apart: `normalise` gives what is shown and fetched, `url_key`
gives what two spellings of one address have in common and is never fetched.
"""

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import idna

MAX_URL_CHARS = 2_048
"""Longer ones are refused: no browser or cache handles them alike."""

TRACKING_PREFIXES = ("utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "at_", "ga_", "__twitter_")
"""Families of campaign parameters: Google, Matomo, HubSpot, AT Internet (Piano)."""

TRACKING_NAMES = frozenset(
    # click identifiers of advertising networks and social sites
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid "
    "igsh epik scclid rb_clickid wickedid vero_id _openstat srsltid "
    # newsletters and mailing tools
    "mc_cid mc_eid _hsenc _hsmi mkt_tok oly_anon_id oly_enc_id nlid ncid emci emdi ceid "
    # referrers and internal campaigns of news sites
    "xtor xts cmpid cmp s_cid smid smtyp soc_src soc_trk guccounter guce_referrer "
    "guce_referrer_sig ref_src ref_url ocid ito ftag intcmp icid sr_share taid srnd maca "
    "traffic_source mbid _ga _gl spm share_from feedtype wt_zmc wt_mc rss_id".split()
)
"""Parameters that say how a reader came, never what is read."""

CHANNEL_NAMES = frozenset("ref source src from via partner origin feature output cid".split())
"""Parameters that may name the content; dropped only with a value of `CHANNEL_VALUES`."""

CHANNEL_VALUES = frozenset(
    "rss rss2 rssfeed rss_feed rss-feed feed feeds atom feedburner twitter facebook telegram "
    "newsletter share email whatsapp".split()
)

_AMP_PARAMETERS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")})
_MOBILE_LABELS = ("www.", "m.", "mobile.", "amp.")
_DEFAULT_PORTS = {"http": 80, "https": 443}

_PLAIN = re.compile(r"https?://[a-zA-Z0-9.\-]+(?:[/?#]\S*)?")  # nearly all: no need to split them
_STRIPPED = re.compile(r"[\t\r\n]+")  # removed by every browser: WHATWG URL §4.4
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_USERINFO = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]{0,30}://)[^/?#@\s]+@")
_UNRESERVED = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"  # RFC 3986 §2.3
)
_KEPT = "/%:@!$&'()*+,;=~?"


def is_web(url: str) -> bool:
    """Tell whether ``url`` is an absolute http(s) address with a host, within the length cap."""
    if len(url) <= MAX_URL_CHARS and _PLAIN.fullmatch(url):
        return True
    return _web(url) is not None


def join(base: str | None, url: str) -> str | None:
    """Resolve a link as a document states it (RFC 3986 §5.2).

    Characters of the link are kept as they stand; only white space is treated the way browsers
    do: trimmed at the ends, line breaks removed, blanks escaped.

    Args:
        base: the absolute address relative links refer to, if any; one that is not http(s) is
            ignored.
        url: the link as written.

    Returns:
        An absolute http(s) URL, or None when the link is relative without a base, has another
        scheme, is malformed or is longer than `MAX_URL_CHARS`.
    """
    url = url.strip()
    if not url or len(url) > MAX_URL_CHARS:
        return None
    if _PLAIN.fullmatch(url):
        return url
    if "\n" in url or "\t" in url or "\r" in url:
        url = _STRIPPED.sub("", url)
    if " " in url:
        url = url.replace(" ", "%20")
    if not _SCHEME.match(url):
        if base is None or not is_web(base):
            return None
        try:
            url = urljoin(base, url)
        except ValueError:
            return None
    return url if is_web(url) else None


def normalise(url: str) -> str | None:
    """Clean an address for showing and storing: no tracking parameters, no fragment.

    The scheme and host are lower-cased and a default port goes; everything else keeps the
    publisher's spelling. A ``#!`` fragment names content and stays. Idempotent.

    Returns:
        The cleaned URL, or None when ``url`` is not an http(s) address.
    """
    parts = _web(url)
    if parts is None:
        return None
    query = "&".join(item for item in parts.query.split("&") if item and not _is_tracking(item))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    cleaned = urlunsplit((parts.scheme, _authority(parts), parts.path or "/", query, fragment))
    return cleaned if len(cleaned) <= MAX_URL_CHARS else None


def url_key(url: str) -> str | None:
    """Fold an address to what identifies its content, whatever the spelling.

    http and https, ``www.``, ``m.``, ``mobile.`` and ``amp.`` hosts, host case and IDNA form,
    default ports, a trailing slash, an AMP marker, the order of parameters, tracking parameters
    and percent-encoding make no difference. Path and parameters keep their case.

    Returns:
        A key such as ``example.org/a?id=1``, without scheme and not to be fetched, or None when
        ``url`` is not an http(s) address.
    """
    parts = _web(url)
    if parts is None:
        return None
    host = _folded_host(parts.hostname or "")
    port = _port(parts)
    host = f"[{host}]" if ":" in host else host
    place = host if port is None else f"{host}:{port}"
    path = _folded_escapes(parts.path).rstrip("/").removesuffix("/amp")
    wanted = sorted(
        _folded_escapes(item)
        for item in parts.query.split("&")
        if item and not _is_tracking(item) and not _is_amp(item)
    )
    query = "?" + "&".join(wanted) if wanted else ""
    fragment = "#" + parts.fragment if parts.fragment.startswith("!") else ""
    return f"{place}{path}{query}{fragment}"


def address_key(url: str) -> str | None:
    """Fold the spellings of one address, and nothing else: all its parameters stay.

    For sources: a feed is often told from its page by a parameter that `url_key` drops. http and
    https, ``www.``, host case and IDNA form, default ports, a trailing slash, percent-encoding
    and fragments make no difference.

    Returns:
        A key, not to be fetched, or None when ``url`` is not an http(s) address.
    """
    parts = _web(url)
    if parts is None:
        return None
    host = _ascii_host(parts.hostname or "").removeprefix("www.")
    port = _port(parts)
    query = f"?{_folded_escapes(parts.query)}" if parts.query else ""
    return f"{host}:{port or ''}{_folded_escapes(parts.path).rstrip('/')}{query}"


def host_of(url: str) -> str | None:
    """Return the host of an http(s) URL, lower-case and in IDNA form, or None."""
    parts = _web(url)
    if parts is None:
        return None
    return _ascii_host(parts.hostname or "")


def same_site(one: str, other: str) -> bool:
    """Tell whether two URLs have the same host, or one host is a subdomain of the other.

    ``www.``, ``m.``, ``mobile.`` and ``amp.`` count as no label at all. A shared registry suffix
    (``a.co.uk`` and ``b.co.uk``) never makes one site.
    """
    mine, theirs = host_of(one), host_of(other)
    if mine is None or theirs is None:
        return False
    mine, theirs = _folded_host(mine), _folded_host(theirs)
    return mine == theirs or mine.endswith("." + theirs) or theirs.endswith("." + mine)


def mask_userinfo(text: str) -> str:
    """Replace ``user:password@`` in every URL of a text by ``***@``, for logs and messages."""
    return _USERINFO.sub(r"\1***@", text) if "@" in text else text


def _web(url: str) -> SplitResult | None:
    """Split an absolute http(s) address with a host, within the length cap; else None."""
    if len(url) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port  # both are parsed late and may be malformed
    except ValueError:
        return None
    return parts if host and parts.scheme in _DEFAULT_PORTS else None


def _is_tracking(item: str) -> bool:
    name, _, value = item.partition("=")
    name = name.lower()
    if name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES):
        return True
    return name in CHANNEL_NAMES and value.lower() in CHANNEL_VALUES


def _is_amp(item: str) -> bool:
    name, _, value = item.lower().partition("=")
    return (name, value) in _AMP_PARAMETERS


def _port(parts: SplitResult) -> int | None:
    return None if parts.port == _DEFAULT_PORTS[parts.scheme] else parts.port


def _authority(parts: SplitResult) -> str:
    userinfo, at, _ = parts.netloc.rpartition("@")
    host = (parts.hostname or "").lower()
    place = f"[{host}]" if ":" in host else host
    port = _port(parts)
    return f"{userinfo}{at}{place}" if port is None else f"{userinfo}{at}{place}:{port}"


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except UnicodeError:
        return host


def _folded_host(host: str) -> str:
    host = _ascii_host(host)
    for label in _MOBILE_LABELS:
        rest = host.removeprefix(label)
        if len(rest) < len(host) and "." in rest:  # m.example.org may lose its m, m.example not
            return rest
    return host


def _folded_escapes(text: str) -> str:
    """Decode escaped unreserved characters, upper-case other escapes, escape the rest.

    Source: RFC 3986 §6.2.2.1 and §6.2.2.2.
    """
    if "%" in text:
        text = _ESCAPE.sub(_folded_escape, text)
    return text if text.isascii() and " " not in text else quote(text, safe=_KEPT, errors="replace")


def _folded_escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()
