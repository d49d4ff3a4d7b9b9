"""Raw bodies: each kept once by the hash of what was received, compressed, and let go by age."""

import sqlite3
from datetime import datetime

import zstandard

from crawler.model.article import Capture
from crawler.model.errors import StoreError
from storage.queries import SQL
from storage.rows import to_us

_ZSTD_LEVEL = 3  # storebench: a sixth of gzip's time for 17 % fewer bytes
MOST_BYTES = 64 * 1024 * 1024
"""No response is larger than any purpose allows; a damaged length must not ask for gigabytes."""


def put(db: sqlite3.Connection, capture: Capture, now: datetime) -> None:
    """Keep a body once, however often it is received."""
    key = {"sha256": capture.sha256, "stored_at": to_us(now)}
    if db.execute(SQL["touch_raw"], key).rowcount:
        return
    db.execute(
        SQL["put_raw"], {**key, "bytes": len(capture.body), "body": compressed(capture.body)}
    )
    db.execute(SQL["raw_is_back"], key)


def get(db: sqlite3.Connection, sha256: str) -> bytes | None:
    """Return a body as it was received, or None when it is not there any more.

    Raises:
        StoreError: what is stored is damaged.
    """
    row = db.execute(SQL["get_raw"], {"sha256": sha256}).fetchone()
    if row is None:
        return None
    try:
        return decompressed(row["body"])
    except ValueError as error:
        raise StoreError(
            f"the raw body {sha256} is damaged ({error}); `wirewatch verify` names its articles"
        ) from error


def drop_old(db: sqlite3.Connection, before: datetime, now: datetime, limit: int) -> int:
    """Let go of bodies last received before a moment, and note it; return how many."""
    asked = {"before": to_us(before), "now": to_us(now), "limit": limit}
    db.execute(SQL["note_old_raw"], asked)
    return db.execute(SQL["drop_old_raw"], asked).rowcount


def drop_unneeded(db: sqlite3.Connection, sha256: str) -> None:
    """Forget a body that neither a version nor a feed document came from any more."""
    db.execute(SQL["drop_raw_of_nobody"], {"sha256": sha256})
    db.execute(SQL["forget_dropped_raw_of_nobody"], {"sha256": sha256})


def compressed(body: bytes) -> bytes:
    """Return ``body`` as it is stored."""
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)


def decompressed(stored: bytes) -> bytes:
    """Return what ``compressed`` was given.

    Raises:
        ValueError: the bytes are not what ``compressed`` returned.
    """
    try:
        parameters = zstandard.get_frame_parameters(stored)
        if parameters.content_size > MOST_BYTES:
            raise ValueError(f"it would take {parameters.content_size} bytes")
        return zstandard.ZstdDecompressor().decompress(stored)
    except zstandard.ZstdError as error:
        raise ValueError(f"not decompressed: {error}") from error
