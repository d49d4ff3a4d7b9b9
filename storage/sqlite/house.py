"""Who runs on the archive."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import storage.claims
import storage.deliveries
import storage.feeds
import storage.health
import storage.holding
import storage.opening
import storage.pages
import storage.setback
from crawler.model.alert import Message, Trouble
from storage.protocol import Holder
from storage.sqlite.connections import Connections

_HOLD_TRIES, _HOLD_PAUSE_S = 5, 0.05
"""A command that looks whether a daemon lives has the lock for a moment: not to be refused by it."""


class SqliteHouse(Connections):
    """Who runs on the archive."""

    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
        if self._reader is not None:
            await self._reader.close()
        await self._writer.close()
        self._free_lock()

    async def hold(self, holder: Holder) -> None:
        """Become the one daemon on this database; the leases of a dead one come back at once."""
        if self._path != storage.opening.MEMORY:
            self._hold = await self._take_lock()

        def become(db: sqlite3.Connection) -> None:
            storage.claims.release_all(db)
            storage.deliveries.free_all(db)
            storage.setback.since_last_fetch(db, holder.since)
            storage.holding.write_holder(db, holder)

        await self._writer.run(become)

    async def heartbeat(self, now: datetime, config_error: str | None) -> timedelta:
        """Say that the daemon is alive; return by how much the clock was set back meanwhile."""

        def beat(db: sqlite3.Connection) -> timedelta:
            storage.holding.check_in_place(self._path, self._opened)
            set_back = storage.setback.since_last_beat(db, now)
            storage.holding.beat(db, now, config_error)
            return set_back

        if self._path != storage.opening.MEMORY:
            storage.holding.check_room(self._path)
        return await self._writer.run(beat)

    async def free_bytes(self) -> int | None:
        """Return the room left on the disk of the archive, or None when it is not on one."""
        if self._path == storage.opening.MEMORY:
            return None
        return storage.holding.free_bytes(self._path)

    async def troubles(self) -> Mapping[str, Trouble]:
        """Return what was noted to be wrong with the watch, by key."""
        return await self._read(storage.health.troubles)

    async def record_health(
        self,
        begun: Mapping[str, Trouble],
        ended: Collection[str],
        message: Message,
        channels: Sequence[str],
    ) -> None:
        """Note troubles that began and those that ended, and queue the message that says so."""
        await self._writer.run(
            lambda db: storage.health.record(db, begun, ended, message, channels)
        )

    async def give_back(self) -> None:
        """Hand every lease back, and stay the one daemon."""
        await self._writer.run(_release_all)

    async def let_go(self) -> None:
        """Give up the hold and hand every lease back."""

        def leave(db: sqlite3.Connection) -> None:
            _release_all(db)
            storage.holding.drop_holder(db)

        await self._writer.run(leave)
        self._free_lock()

    async def holder(self) -> tuple[Holder, str | None] | None:
        """Return who holds the database (and its config error), or None; dead ones do not count."""
        if self._path != storage.opening.MEMORY and not storage.holding.is_held(self._path):
            return None
        return await self._read(storage.holding.read_holder)

    async def _take_lock(self) -> storage.holding.Hold:
        for _ in range(_HOLD_TRIES):
            hold = storage.holding.take(self._path)
            if hold is not None:
                return hold
            await asyncio.sleep(_HOLD_PAUSE_S)
        noted = await self._read(storage.holding.read_holder)
        raise storage.holding.locked(self._path, noted and noted[0])

    def _free_lock(self) -> None:
        if self._hold is not None:
            self._hold.let_go()
            self._hold = None


def _release_all(db: sqlite3.Connection) -> None:
    storage.feeds.release_all(db)
    storage.pages.release_all(db)
    storage.claims.release_all(db)
    storage.deliveries.release_all(db)
