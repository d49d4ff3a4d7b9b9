"""Keeping the archive in order."""

from collections.abc import Mapping
from datetime import datetime

import storage.retention
from crawler.model.settings import Retention
from storage.sqlite.connections import Connections


class SqliteUpkeep(Connections):
    """Keeping the archive in order."""

    async def prune(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Drop what retention lets go; returns how many rows of which kind."""
        return await storage.retention.prune(self._writer, retention, now)

    async def prunable(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Count what ``prune`` would drop now, at least: emptying some may empty others."""
        return await self._read(lambda db: storage.retention.prunable(db, retention, now))

    async def give_back_space(self) -> int:
        """Give room that was freed back to the disk, a bounded amount; returns bytes."""
        return await storage.retention.give_back_space(self._writer)
