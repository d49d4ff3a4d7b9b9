"""Stories: looked up with all that is known of them; those that prove to be one are merged."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from crawler.model.history import StoryHistory
from crawler.model.story import Source, Story
from storage.protocol.values import DecideMerger


class StoryStore(Protocol):
    """Stories: looked up with all that is known of them; those that prove to be one are merged."""

    async def story(self, story_id: str) -> Story | None:
        """Return a story with its sources in order of publication, also by an id it had before."""
        ...

    async def sources(self, story_ids: Collection[str]) -> Mapping[str, tuple[Source, ...]]:
        """Return the sources of stories, as ``story`` does; of an id that is none nothing."""
        ...

    async def story_history(self, story_id: str) -> StoryHistory | None:
        """Return all that is known of a story, also by an id it had before."""
        ...

    async def stories_beginning(self, beginning: str) -> tuple[str, ...]:
        """Return up to two ids that begin so, those of merged stories included."""
        ...

    async def merge_stories(self, decide: DecideMerger, now: datetime, limit: int) -> int:
        """Let up to ``limit`` stories that changed be compared with others, in one transaction.

        Of those ``decide`` finds to be one the older stays: articles, alerts and what was held back
        move to it, the merge is recorded, the other's id keeps finding it. Returns how many were
        looked at; fewer than ``limit`` means that none is left. ``decide`` must be pure.
        """
        ...
