"""Channels that are sent nothing any more, until their address changes or somebody tries again."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from crawler.model.health import Disabled
from storage.queries import SQL
from storage.rows import list_json, to_json, to_moment, to_us


def disable(db: sqlite3.Connection, channel: str, address: str, reason: str, now: datetime) -> bool:
    """Note that the receiver at a channel's address wants no more; say whether that is new."""
    noted = db.execute(
        SQL["disable_channel"],
        {
            "channel": channel,
            "address_hash": _hash(address),
            "since": to_us(now),
            "reason": reason,
        },
    )
    return noted.rowcount > 0


def disabled(db: sqlite3.Connection, channel: str) -> Disabled | None:
    """Return since when and why a channel is sent nothing, or None."""
    row = db.execute(SQL["disabled_channel"], {"channel": channel}).fetchone()
    return row and Disabled(since=to_moment(row["since"]), reason=row["reason"])


def sync(db: sqlite3.Connection, addresses: Mapping[str, str]) -> None:
    """Forget what was said of channels that lead elsewhere now, or are gone."""
    hashes = {channel: _hash(address) for channel, address in addresses.items()}
    db.execute(SQL["enable_readdressed"], {"addresses": to_json(hashes)})


def enable(db: sqlite3.Connection, deliveries: Sequence[int] | None) -> None:
    """Try the channels of these deliveries again (None = all channels)."""
    if deliveries is None:
        db.execute(SQL["enable_all"])
    else:
        db.execute(SQL["enable_channels_of"], {"ids": list_json(deliveries)})


def _hash(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()
