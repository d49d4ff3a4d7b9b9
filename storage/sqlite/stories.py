"""Stories: looked up with all that is known of them; those that prove to be one are merged."""

from collections.abc import Collection, Mapping
from datetime import datetime

import storage.history
import storage.merging
import storage.stories
from crawler.model.history import StoryHistory
from crawler.model.story import Source, Story
from storage.protocol import DecideMerger
from storage.sqlite.connections import Connections


class SqliteStories(Connections):
    """Stories: looked up with all that is known of them; those that prove to be one are merged."""

    async def story(self, story_id: str) -> Story | None:
        """Return a story with its sources in order of publication, also by an id it had before."""
        return await self._read(lambda db: storage.stories.get(db, story_id))

    async def sources(self, story_ids: Collection[str]) -> Mapping[str, tuple[Source, ...]]:
        """Return the sources of stories, as ``story`` does; of an id that is none nothing."""
        return await self._read(lambda db: storage.stories.sources(db, story_ids))

    async def story_history(self, story_id: str) -> StoryHistory | None:
        """Return all that is known of a story, also by an id it had before."""
        return await self._read(lambda db: storage.history.story(db, story_id))

    async def stories_beginning(self, beginning: str) -> tuple[str, ...]:
        """Return up to two ids that begin so, those of merged stories included."""
        return await self._read(lambda db: storage.history.stories_beginning(db, beginning))

    async def merge_stories(self, decide: DecideMerger, now: datetime, limit: int) -> int:
        """Let up to ``limit`` stories that changed be compared with others, in one transaction."""
        return await self._writer.run(lambda db: storage.merging.merge(db, decide, now, limit))
