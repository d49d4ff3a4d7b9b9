"""Gzipped documents, opened under a limit (a sitemap is often served as a .gz file)."""

import zlib

from crawler.core.feeds.limits import MAX_DECODED_BYTES, MAX_SITEMAP_BYTES
from crawler.model.errors import ParseError

_MAGIC = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16


def unpacked(data: bytes, max_bytes: int = MAX_DECODED_BYTES) -> bytes:
    """Return the document, decompressed if it begins like gzip; one layer only.

    Raises:
        ParseError: it is larger than ``max_bytes``, damaged or cut off.
    """
    if data.startswith(_MAGIC):
        data = _gunzipped(data, max_bytes)
    if len(data) > max_bytes:
        problem = f"the document is larger than {max_bytes >> 20} MiB"
        raise ParseError(None, "too_large", problem, _advice(max_bytes))
    return data


def _advice(max_bytes: int) -> str:
    smaller = "look for a smaller feed of the same publisher"
    if max_bytes == MAX_SITEMAP_BYTES:
        return smaller
    return f"{smaller}; a sitemap may have {MAX_SITEMAP_BYTES >> 20} MiB under `type: sitemap`"


def _gunzipped(data: bytes, max_bytes: int) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        plain = inflater.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise ParseError(None, "malformed", f"the gzip data is damaged: {error}") from error
    if not inflater.eof and len(plain) <= max_bytes:
        raise ParseError(None, "malformed", "the gzip data is cut off")
    return plain
