"""Gzipped documents, opened under a limit (a sitemap is often served as a .gz file)."""

import zlib

from crawler.core.feeds.limits import MAX_DECODED_BYTES, MAX_SITEMAP_BYTES
from crawler.model.errors import ParseError

_MAGIC = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16
_PIECE_BYTES = 2**16
"""Given to zlib at once: after each member it copies what is left of a piece."""
_MAX_MEMBERS = 10_000
"""Blocks of 64 KiB, as bgzip makes them, are 800 in the largest sitemap."""


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
    """Decompress all members (RFC 1952 §2.2), one byte beyond the limit; padding is ignored."""
    plain, place = bytearray(), 0
    for _ in range(_MAX_MEMBERS):
        inflater = zlib.decompressobj(_GZIP)
        while not inflater.eof and place < len(data) and len(plain) <= max_bytes:
            piece = data[place : place + _PIECE_BYTES]
            try:
                plain += inflater.decompress(piece, max_bytes + 1 - len(plain))
            except zlib.error as error:
                raise ParseError(None, "malformed", f"the gzip data is damaged: {error}") from error
            place += len(piece) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
        if len(plain) > max_bytes or (inflater.eof and not data.startswith(_MAGIC, place)):
            return bytes(plain)
        if not inflater.eof:
            raise ParseError(None, "malformed", "the gzip data is cut off")
    raise ParseError(None, "malformed", f"the gzip data has more than {_MAX_MEMBERS:,} members")
