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
