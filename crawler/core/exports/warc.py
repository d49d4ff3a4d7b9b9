"""The evidence as a WARC 1.1 file: who was asked, what was answered, what was read from it.

    warcinfo   what wrote the file, and which articles were asked for
    response   one for each hop on the way (its status and where it led), one for the answer
    revisit    in place of a response whose body is in the file already
    request    what was sent to the last hop, without private headers
    metadata   what the extractor read, by version; refers to the response it was read from

A response that proves several versions (a feed's document; a page read by two extractors) is
written once. A body that retention let go leaves the metadata, with its hash.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from crawler.core.exports.documents import stated
from crawler.core.exports.http import redirect, request_head, response_head
from crawler.core.exports.moments import exact
from crawler.core.exports.records import (
    as_uri,
    digest_from_hex,
    metadata_id,
    record,
    record_id,
    response_id,
)
from crawler.model.archived import ArchivedArticle, ArchivedVersion
from crawler.model.article import Capture

T = TypeVar("T")

CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
RESPONSE, REQUEST = "application/http;msgtype=response", "application/http;msgtype=request"
REMEMBERED = 10_000
"""Bodies known to be in the file, most lately written ones: enough for feeds and re-readings, which
come close together, and a few megabytes. What was forgotten is written in full again."""


class Warc:
    """Makes the records of one file, in order."""

    def __init__(self) -> None:
        self._info = ""
        self._bodies: OrderedDict[str, Capture] = OrderedDict()
        self._responses: OrderedDict[str, None] = OrderedDict()

    def info(self, software: str, description: str, now: datetime) -> bytes:
        """Return the first record: what wrote the file, and what is in it."""
        self._info = record_id("warcinfo", software, description, now)
        block = (
            f"software: {software}\r\nformat: WARC File Format 1.1\r\nconformsTo: {CONFORMS_TO}\r\n"
            f"description: {description}\r\n"
        )
        fields = [("WARC-Record-ID", self._info), ("WARC-Date", exact(now))]
        return record("warcinfo", fields, "application/warc-fields", block.encode())

    def has(self, capture: Capture) -> bool:
        """Tell whether a response was written already."""
        return response_id(capture) in self._responses

    def exchange(self, capture: Capture, body: bytes) -> Iterator[bytes]:
        """Yield the records of a response that was not written yet, with its redirects."""
        for number, (url, status, location) in enumerate(capture.hops):
            own = record_id("hop", number, url, capture.fetched_at, location)
            block = redirect(capture, status, location)
            yield record("response", self._fields(own, url, capture), RESPONSE, block)
        own = response_id(capture)
        yield self._answer(own, capture, body)
        asked = self._fields(record_id("request", own), capture.final_url, capture)
        yield record(
            "request", [*asked, ("WARC-Concurrent-To", own)], REQUEST, request_head(capture)
        )
        _remember(self._responses, own, None)

    def metadata(self, archived: ArchivedArticle, version: ArchivedVersion) -> bytes:
        """Return the record of what was read: a version."""
        capture = version.feed_document or version.page
        article = archived.article
        fields = [
            ("WARC-Record-ID", metadata_id(version, article.id)),
            ("WARC-Date", exact(version.fetched_at)),
            ("WARC-Target-URI", as_uri(capture.final_url if capture else article.url)),
            ("WARC-Warcinfo-ID", self._info),
        ]
        if capture is not None and self.has(capture):
            fields.append(("WARC-Refers-To", response_id(capture)))
        told = {
            "article": article.id,
            "url": article.url,
            "outlet": article.outlet,
            "version": version.number,
            "origin": version.origin,
            "problem": version.problem,
            **stated(version.text),
            "seal": version.seal,
            "raw_sha256": capture and capture.sha256,
            "raw_in_this_file": capture is not None and self.has(capture),
        }
        block = json.dumps(told, ensure_ascii=False).encode()
        return record("metadata", fields, "application/json", block)

    def _answer(self, own: str, capture: Capture, body: bytes) -> bytes:
        fields = self._fields(own, capture.final_url, capture)
        fields.append(("WARC-Payload-Digest", digest_from_hex(capture.sha256)))
        head = response_head(capture, len(body))
        earlier = self._bodies.get(capture.sha256)
        if earlier is None:
            _remember(self._bodies, capture.sha256, capture)
            return record("response", fields, RESPONSE, head + body)
        fields += [
            ("WARC-Profile", IDENTICAL),
            ("WARC-Refers-To", response_id(earlier)),
            ("WARC-Refers-To-Target-URI", as_uri(earlier.final_url)),
            ("WARC-Refers-To-Date", exact(earlier.fetched_at)),
        ]
        return record("revisit", fields, RESPONSE, head)

    def _fields(self, own: str, url: str, capture: Capture) -> list[tuple[str, str]]:
        fields = [
            ("WARC-Record-ID", own),
            ("WARC-Date", exact(capture.fetched_at)),
            ("WARC-Target-URI", as_uri(url)),
            ("WARC-Warcinfo-ID", self._info),
        ]
        if capture.ip is not None and url == capture.final_url:
            fields.append(("WARC-IP-Address", capture.ip))
        return fields


def _remember(memory: OrderedDict[str, T], key: str, value: T) -> None:
    memory[key] = value
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
