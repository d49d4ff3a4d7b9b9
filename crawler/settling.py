"""The later look at the stories: those that prove to be one are merged, in small transactions."""

import logging
from dataclasses import dataclass

from crawler.clock import Clock
from crawler.core.stories.merging import find_merger
from storage.protocol import Store

log = logging.getLogger(__name__)

AT_ONCE = 25
"""Stories compared in one transaction: some 50 ms in which nothing else is written."""
MOST = 2_000
"""Stories a look: more than a busy watch changes between two of them; the rest waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settler:
    """Who takes the later look."""

    store: Store
    clock: Clock

    async def settle(self) -> None:
        """Compare the stories that changed since the last look with those they may be one with.

        Raises:
            StoreError: the archive failed.
        """
        for _ in range(0, MOST, AT_ONCE):
            looked_at = await self.store.merge_stories(find_merger, self.clock.now(), AT_ONCE)
            if looked_at < AT_ONCE:
                return
        log.info("stories changed faster than they are compared", extra={"compared": MOST})
