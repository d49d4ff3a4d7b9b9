"""Documents a hostile or careless publisher serves, each complete as far as HTTP can tell."""

import gzip

from tests.crawler.net.hostile import MIB, PAGES, Conversation

XML = "application/rss+xml"
HTML = "text/html; charset=utf-8"
ITEM = b"<item><title>News %d</title><link>http://news.example/%d</link></item>"


def rss(items: bytes, prolog: bytes = b"") -> bytes:
    """Return a feed of these items."""
    start = b"<?xml version='1.0'?>" + prolog + b"<rss version='2.0'><channel><title>t</title>"
    return start + items + b"</channel></rss>"


def _serve(
    path: str, body: bytes, kind: str = XML, *, status: str = "200 OK", **headers: str
) -> None:
    async def answer(it: Conversation) -> None:
        await it.answer(body, status, Content_Type=kind, **headers)

    PAGES[path] = answer


_LAUGHS = b"".join(
    b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha" * 50) for n in range(12)
)
_WALL = b"<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"

_serve("/empty", b"")
_serve("/blank", b" \r\n\t")
_serve("/missing", b"no", HTML, status="404 Not Found")
_serve("/gone", b"no", HTML, status="410 Gone")
_serve("/trouble", b"no", HTML, status="500 Oops")
_serve("/login", b"no", HTML, status="401 Unauthorized")
_serve("/throttled", b"no", HTML, status="429 Slow Down", Retry_After="600")
_serve("/maintenance", b"no", HTML, status="503 Later", Retry_After="600")
_serve("/wall-200", _WALL, HTML)
_serve("/wall-403", _WALL, HTML, status="403 Forbidden")
_serve("/wall-503", _WALL, HTML, status="503 Unavailable")
_serve("/not-modified", b"", status="304 Not Modified")
_serve(
    "/page",
    b"<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/ok'>"
    b"</head><body><p>A page with a feed elsewhere.</p></body></html>",
    HTML,
)
_serve("/binary", bytes(range(256)) * 200)
_serve("/nul", b"\x00" * 5_000)
_serve("/words", b"This is no feed at all.", "text/plain")
_serve("/torn", b"<rss><channel><item><title>half", XML)
_serve("/json-torn", b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": ', XML)
_serve("/laughs", rss(b"<item><title>&l11;</title></item>", b"<!DOCTYPE x [%s]>" % _LAUGHS))
_serve("/quadratic", rss(
    b"<item><title>" + b"&a;" * 40_000 + b"</title></item>",
    b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 40_000 + b"'>]>",
))  # fmt: skip
_serve("/deep", rss(b"<item>" * 200_000))
_serve("/attributes", rss(b"<item " + b" ".join(b"a%d='1'" % n for n in range(200_000)) + b"/>"))
_serve("/long-token", rss(b"<item><title>" + b"a" * (9 * MIB) + b"</title></item>"))
_serve("/json-deep", b"[" * 500_000 + b"]" * 500_000, "application/feed+json")
_serve("/bomb-file", gzip.compress(rss(b" " * (120 * MIB))), "application/gzip")
_serve("/many-items", rss(b"".join(ITEM % (n, n) for n in range(60_000))))


async def _external(it: Conversation) -> None:
    """Entities, a DTD and an inclusion from wherever the query says: a file or an address."""
    there = it.head.split(b" ", 2)[1].partition(b"?")[2]
    await it.answer(
        rss(
            b"<item xmlns:xi='http://www.w3.org/2001/XInclude'><title>Spy &spy;</title>"
            b"<link>http://news.example/spy</link>"
            b"<xi:include href='%s' parse='text'/></item>" % there,
            b"<!DOCTYPE rss SYSTEM '%s' [<!ENTITY %% p SYSTEM '%s'> %%p;"
            b"<!ENTITY spy SYSTEM '%s'>]>" % (there, there, there),
        ),
        Content_Type=XML,
    )


PAGES["/external"] = _external
