"""Keeping the archive in order."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from crawler.model.settings import Retention


class UpkeepStore(Protocol):
    """Keeping the archive in order."""

    async def prune(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Drop what retention lets go; returns how many rows of which kind."""
        ...

    async def prunable(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Count what ``prune`` would drop now, at least: emptying some may empty others."""
        ...

    async def give_back_space(self) -> int:
        """Give room that was freed back to the disk, a bounded amount; returns bytes."""
        ...
