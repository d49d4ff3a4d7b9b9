"""Alerts as files: Atom and JSON Feed per topic and a static report, written atomically."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from crawler.clock import Clock
from crawler.core.digests.publication import publication
from crawler.model.topic import Topic
from crawler.workers import Bell
from storage.protocol import Store

log = logging.getLogger(__name__)

ALERTS_SHOWN = 500  # newest; older ones stay in the archive
SETTLE_S = 5.0  # alerts that come together are published together
WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Writes what was alerted to a directory that any web server or reader can serve."""

    folder: Path
    topics: tuple[Topic, ...]
    store: Store
    clock: Clock
    bell: Bell
    published_at: str | None = None
    """The folder's address, for links to it."""

    async def serve(self, stop: asyncio.Event) -> None:
        """Publish once, then again after every ring of the bell, until ``stop`` is set."""
        await self.publish()
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            ring = asyncio.create_task(self.bell.wait())
            await asyncio.wait({ring, stopping}, return_when=asyncio.FIRST_COMPLETED)
            ring.cancel()
            await asyncio.wait({stopping}, timeout=SETTLE_S)
            await self.publish()
        stopping.cancel()

    async def publish(self) -> None:
        """Render the newest alerts and replace the files; a full disk is logged, not fatal."""
        now = self.clock.now()
        alerts = await self.store.alerts(None, now - WINDOW, ALERTS_SHOWN)
        files = await asyncio.to_thread(publication, self.topics, alerts, now, self.published_at)
        try:
            await asyncio.to_thread(write_all, self.folder, files)
        except OSError as error:
            log.error("not published", extra={"folder": self.folder, "error": str(error)})  # noqa: TRY400 - the sentence is enough


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file under a temporary name and move it into place; leave equal ones alone.

    Raises:
        OSError: the folder cannot be written.
    """
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file() and target.read_bytes() == content:
            continue
        _replace(target, content)


def _replace(target: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one.

    The part has a name of its own, so that one left behind by a kill is written over.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
