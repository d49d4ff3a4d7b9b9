"""WARC 1.1 records: named fields, a block, digests; each compressed by itself.

Source: ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import gzip
import hashlib
from base64 import b32encode
from collections.abc import Iterable
from urllib.parse import quote

from crawler.model.archived import ArchivedVersion
from crawler.model.article import Capture

Fields = Iterable[tuple[str, str]]

_GZIP_LEVEL = 6
_IN_URIS = "!#$%&'()*+,/:;=?@[]~"
"""What RFC 3986 lets stand in a URI beside letters, digits and ``-._``."""


def record(kind: str, fields: Fields, content_type: str, block: bytes) -> bytes:
    """Return one record as a gzip member, with the digest of its block (§5.8, annex D)."""
    head = [("WARC-Type", kind), *fields, ("Content-Type", content_type)]
    head += [("WARC-Block-Digest", digest_of(block)), ("Content-Length", str(len(block)))]
    lines = "".join(f"{name}: {one_line(value)}\r\n" for name, value in head)
    whole = b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(whole, _GZIP_LEVEL, mtime=0)


def digest_of(content: bytes) -> str:
    """Return a labelled digest as the format's readers know it: base 32."""
    return _labelled(hashlib.sha256(content).digest())


def digest_from_hex(sha256: str) -> str:
    """Return the same for a hash that is known already."""
    return _labelled(bytes.fromhex(sha256))


def record_id(*parts: object) -> str:
    """Return the id of what ``parts`` describe: exported twice, a record is known as the same.

    A UUID of version 8, made of a hash (RFC 9562 §5.8).
    """
    digest = bytearray(hashlib.sha256("\n".join(map(str, parts)).encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    hex_ = digest.hex()
    groups = (hex_[:8], hex_[8:12], hex_[12:16], hex_[16:20], hex_[20:])
    return f"<urn:uuid:{'-'.join(groups)}>"


def response_id(capture: Capture) -> str:
    """Return the id of the record that holds a response."""
    return record_id("response", capture.final_url, capture.fetched_at, capture.sha256)


def metadata_id(version: ArchivedVersion, article_id: int) -> str:
    """Return the id of the record that says what was read from a response."""
    return record_id("metadata", article_id, version.number, version.seal or version.fetched_at)


def as_uri(url: str) -> str:
    """Return an address as a URI: what may not stand in one is percent-encoded."""
    return quote(url, safe=_IN_URIS)


def one_line(text: str) -> str:
    """Return ``text`` so that it cannot begin another header."""
    return text.replace("\r", " ").replace("\n", " ").replace("\0", " ")


def _labelled(digest: bytes) -> str:
    return f"sha256:{b32encode(digest).decode()}"
