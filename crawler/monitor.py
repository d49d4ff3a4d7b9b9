"""``GET /health``: a running watch answers monitors and container runtimes.

200 = it works; what it cannot see or tell is listed beside. A watch that pauses (disk full), is
stopped or hangs does not answer.
"""

import asyncio
import logging
from dataclasses import dataclass

from aiohttp import web

from crawler.core.digests.moments import iso
from storage.protocol import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """A small web server beside the crews."""

    host: str
    port: int
    store: Store

    async def serve(self, stop: asyncio.Event) -> None:
        """Answer until ``stop`` is set; a port that is taken is logged, the watch goes on."""
        app = web.Application()
        app.router.add_get("/health", self._health)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
        except OSError as error:
            log.error("no health page", extra={"port": self.port, "error": str(error.strerror)})  # noqa: TRY400 - the sentence is enough
        try:
            await stop.wait()
        finally:
            await runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        troubles = await self.store.troubles()
        listed = [
            {
                "key": key,
                "name": each.name,
                "problem": each.problem,
                "since": iso(each.since) if each.since else None,
            }
            for key, each in troubles.items()
        ]
        return web.json_response(
            {"status": "trouble" if listed else "ok", "troubles": listed},
            headers={"Cache-Control": "no-store"},
        )
