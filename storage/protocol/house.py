"""Who runs on the archive."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from crawler.model.alert import Message, Trouble
from storage.protocol.values import Holder


class HouseStore(Protocol):
    """Who runs on the archive."""

    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
        ...

    async def hold(self, holder: Holder) -> None:
        """Become the one daemon on this database.

        Raises:
            LockedError: another daemon holds it and is alive.
        """
        ...

    async def heartbeat(self, now: datetime, config_error: str | None) -> timedelta:
        """Say that the daemon is alive and whether the last reload was refused.

        Where the clock was set back by a minute or more since the last heartbeat (or, at `hold`,
        since the last fetch), all that waits for a moment is brought forward by as much.

        Returns:
            By how much the clock was set back; zero as long as it runs.

        Raises:
            StoreUnavailableError: the disk has too little room left to go on.
        """
        ...

    async def free_bytes(self) -> int | None:
        """Return the room left on the disk of the archive, or None when it is not on one."""
        ...

    async def troubles(self) -> Mapping[str, Trouble]:
        """Return what was noted to be wrong with the watch, by key."""
        ...

    async def record_health(
        self,
        begun: Mapping[str, Trouble],
        ended: Collection[str],
        message: Message,
        channels: Sequence[str],
    ) -> None:
        """Note troubles that began and those that ended, and queue the message that says so."""
        ...

    async def give_back(self) -> None:
        """Hand every lease back, and stay the one daemon: those who held them were cut off."""
        ...

    async def let_go(self) -> None:
        """Give up the hold and hand every lease back."""
        ...

    async def holder(self) -> tuple[Holder, str | None] | None:
        """Return who holds the database (and its config error), or None; dead ones do not count."""
        ...
