"""Gzipped documents, opened under a limit (a sitemap is often served as a .gz file)."""

import zlib

from crawler.core.feeds.limits import MAX_DECODED_BYTES
from crawler.model.errors import ParseError

_MAGIC = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16


def unpacked(data: bytes) -> bytes:
    """Return the document, decompressed if it begins like gzip; one layer only.

    Raises:
        ParseError: it is larger than `MAX_DECODED_BYTES`, damaged or cut off.
    """
    if data.startswith(_MAGIC):
        data = _gunzipped(data)
    if len(data) > MAX_DECODED_BYTES:
        limit = MAX_DECODED_BYTES >> 20
        raise ParseError(None, "malformed", f"the document is larger than {limit} MiB")
    return data


def _gunzipped(data: bytes) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        plain = inflater.decompress(data, MAX_DECODED_BYTES + 1)
    except zlib.error as error:
        raise ParseError(None, "malformed", f"the gzip data is damaged: {error}") from error
    if not inflater.eof and len(plain) <= MAX_DECODED_BYTES:
        raise ParseError(None, "malformed", "the gzip data is cut off")
    return plain
