"""Who runs on the archive."""

from datetime import datetime
from typing import Protocol

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

    async def heartbeat(self, now: datetime, config_error: str | None) -> None:
        """Say that the daemon is alive and whether the last reload was refused.

        Raises:
            StoreUnavailableError: the disk has too little room left to go on.
        """
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
