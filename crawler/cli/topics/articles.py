"""An article a user names, as topics see it: a page, a text, a JSON line, an address."""

import asyncio
import json
from pathlib import Path
from typing import Any

from crawler.cli.sources.scouting import web_address
from crawler.clock import SystemClock
from crawler.core.articles import extract
from crawler.core.articles.language import normal_code, settle
from crawler.core.feeds.sniff import Kind, sniff
from crawler.core.replies import interpret
from crawler.model.article import ArticleText
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config
from crawler.model.topic import Document
from crawler.model.web import NotModified, Purpose, Request
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport
from crawler.sandbox import sandboxed

MOST_BYTES = 15 * 2**20
"""The daemon fetches no larger page either."""


def article_named(name: str, config: Config, language: str | None) -> Document:
    """Read the article a user named.

    Args:
        name: an address, or the path of a page, a text or an article as a JSON line.
        config: how to behave towards servers.
        language: of the article, when the user says it.

    Raises:
        WirewatchError: it cannot be fetched or read, or holds no article.
        OSError: the file cannot be read.
    """
    if name.startswith(("http://", "https://")):
        return asyncio.run(_fetched(web_address(name), config, language))
    with Path(name).open("rb") as source:
        data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise WirewatchError(f"{name}: larger than {MOST_BYTES // 2**20} MiB")
    text = data.decode("utf-8-sig", "replace")
    kind = sniff(text)
    if kind is Kind.JSON:
        return _from_line(name, text, language)
    if kind in {Kind.HTML, Kind.XML}:
        return _from_page(asyncio.run(_extracted(data)), "", language)
    title, _, body = text.strip().partition("\n")
    if not title:
        raise WirewatchError(f"{name}: the file is empty")
    return _document(title.strip(), body.strip(), language=language)


async def _extracted(data: bytes) -> ArticleText:
    async with sandboxed() as sandbox:
        return await sandbox.call(extract, data, url="")


async def _fetched(url: str, config: Config, language: str | None) -> Document:
    clock = SystemClock()
    async with guarded_transport(config.network) as transport, sandboxed() as sandbox:
        fetcher = Fetcher(policy=config.network, clock=clock, transport=transport)
        request = Request(url=url, purpose=Purpose.ARTICLE)
        reply = interpret(await fetcher.fetch(request), clock.now())
        if isinstance(reply, NotModified):  # not asked for
            raise WirewatchError(f"{url}: the server says it has not changed")
        response = reply.response
        page = await sandbox.call(
            extract,
            response.body,
            url=response.final_url,
            content_type=response.header("content-type"),
        )
    return _from_page(page, response.final_url, language)


def _from_page(page: ArticleText, url: str, language: str | None) -> Document:
    return _document(
        page.title,
        page.text,
        url=page.canonical_url or url,
        author=page.author or "",
        language=language or page.language,
    )


def _from_line(name: str, text: str, language: str | None) -> Document:
    """Read the first line that is not blank, as `match` reads it."""
    try:
        row: Any = json.loads(next(line for line in text.splitlines() if line.strip()))
    except (ValueError, RecursionError) as error:
        raise WirewatchError(f"{name}: the first line is not JSON ({error})") from error
    if not isinstance(row, dict) or not (row.get("title") or row.get("text")):
        raise WirewatchError(f'{name}: no article; expected {{"title": …, "text": …}} in one line')
    known = {key: value for key, value in row.items() if isinstance(value, str)}
    return _document(
        known.get("title", ""),
        known.get("text", ""),
        url=known.get("url", ""),
        author=known.get("author", ""),
        source=known.get("source", ""),
        language=language or known.get("lang"),
    )


def _document(
    title: str,
    text: str,
    *,
    url: str = "",
    author: str = "",
    source: str = "",
    language: str | None = None,
) -> Document:
    spoken = normal_code(language) if language else settle(None, f"{title}\n\n{text}")
    return Document(title=title, text=text, url=url, author=author, source=source, lang=spoken)
