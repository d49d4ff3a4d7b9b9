"""The daemon: hold the archive, serve one configuration after another until told to stop.

held(config)          one daemon a database; leases of a dead one come back
while not stopped:    an archive that cannot be written (disk full) pauses it, until it can;
                      a new configuration that is sound replaces the old one,
    built(config)     one that is not is reported, and the old one keeps running
    serve             crews, calendar, publisher; SIGTERM finishes within 10 s
"""

import asyncio
import logging
import os
import platform
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TextIO

from crawler.clock import Clock
from crawler.config.load import load_config
from crawler.house import House, built
from crawler.lists import read_lists, with_known_lists
from crawler.model.alert import Trouble
from crawler.model.errors import ConfigError, ConfigErrors, StoreUnavailableError, first_of
from crawler.model.settings import Config
from crawler.rounds import calendar_of
from crawler.sandbox import Sandbox, sandboxed
from crawler.supervisor import ALIVE, READY, STOPPING, doing, tell
from storage import open_store
from storage.protocol import Holder, Store

log = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=10)
LOOK_AT_FILES = timedelta(seconds=2)
LOOK_AT_LISTS = timedelta(minutes=10)
SAME_SIGNAL_S = 1.0  # a group of processes is told as a whole and by its leader: that is once
PROBE = timedelta(seconds=5)  # how often a paused watch looks whether it can go on
GRACE_S = 8.0  # of the 10 s the contract gives a stop: the rest is for closing


@asynccontextmanager
async def held(config: Config, clock: Clock) -> AsyncIterator[Store]:
    """Open the archive as its one daemon; give everything back at the end.

    Raises:
        StoreError: it cannot be opened.
        LockedError: another daemon holds it.
    """
    store = await open_store(config.storage.reveal())
    try:
        now = clock.now()
        me = Holder(pid=os.getpid(), host=platform.node(), since=now, heartbeat_at=now)
        await store.hold(me)
        try:
            yield store
        finally:
            await _let_go(store)
    finally:
        await store.close()


class Daemon:
    """Runs until SIGTERM or SIGINT; SIGHUP and a changed file reload the configuration."""

    def __init__(self, path: Path, environ: Mapping[str, str], clock: Clock, out: TextIO) -> None:
        self._path, self._environ, self._clock, self._out = path, environ, clock, out
        self._stopped = asyncio.Event()
        self._stopped_at = 0.0
        self._turn = asyncio.Event()  # set to end serving this configuration
        self._next: Config
        self._config_error: str | None = None
        self._paused: Trouble | None = None
        self._seen: dict[Path, float] = {}

    async def run(self, config: Config) -> None:
        """Serve until stopped.

        Raises:
            StoreError: the archive failed or is held by another daemon.
        """
        self._on_signals()
        async with held(config, self._clock) as store, sandboxed() as sandbox:
            self._next = config
            while not self._stopped.is_set():
                config = self._next
                self._turn.clear()
                self._seen = _changed_at(config)
                for warning in config.warnings:
                    log.warning("configuration: %s", warning)
                try:
                    await self._take_turn(config, store, sandbox)
                except* StoreUnavailableError as errors:
                    await self._pause(store, first_of(errors))
            log.info("stopped")

    async def _take_turn(self, config: Config, store: Store, sandbox: Sandbox) -> None:
        """Serve one configuration until it is replaced or the daemon is stopped."""
        config = await with_known_lists(config, store)
        async with built(
            config, store=store, sandbox=sandbox, clock=self._clock, out=self._out
        ) as house:
            if self._paused is not None:
                await house.health.tell_pause(self._paused)
                self._paused = None
            tell(
                READY, doing(f"watching {len(config.feeds)} feeds for {len(config.topics)} topics")
            )
            log.info("watching", extra={"feeds": len(config.feeds), "topics": len(config.topics)})
            await self._serve(house, partial(self._look_at_lists, config, store, sandbox))

    async def _pause(self, store: Store, why: Exception) -> None:
        """Do nothing until the archive can be used again: what is not recorded must not be done."""
        log.error("paused", extra={"error": str(why)})
        tell(doing(f"paused: {why}"))
        since = self._clock.now()
        while not self._stopped.is_set():
            tell(ALIVE)
            try:
                async with asyncio.timeout(PROBE.total_seconds()):
                    await self._stopped.wait()
            except TimeoutError:
                try:
                    await self._beat(store)
                    await store.give_back()
                except StoreUnavailableError:
                    continue
                log.warning("going on", extra={"after": str(why)})
                self._paused = Trouble(name="archive", problem=str(why), since=since)
                return

    async def _serve(self, house: House, look_at_lists: Callable[[], Awaitable[None]]) -> None:
        """Let the crews work until this configuration's turn ends, then GRACE_S longer at most."""
        try:
            async with (
                asyncio.timeout(None) as grace,
                calendar_of(house, self._clock) as calendar,
                asyncio.TaskGroup() as crews,
            ):
                calendar.every(HEARTBEAT, partial(self._beat, house.store))
                calendar.every(LOOK_AT_FILES, self._look_at_files)
                calendar.soon(look_at_lists)
                calendar.every(LOOK_AT_LISTS, look_at_lists)
                crews.create_task(calendar.failed(self._turn))
                crews.create_task(house.feeds.serve(self._turn))
                crews.create_task(house.pages.serve(self._turn))
                crews.create_task(house.deliveries.serve(self._turn))
                for service in (house.publisher, house.monitor):
                    if service is not None:
                        crews.create_task(service.serve(self._turn))
                await self._turn.wait()
                grace.reschedule(asyncio.get_running_loop().time() + GRACE_S)
        except TimeoutError:
            log.warning("jobs cut off", extra={"after_s": GRACE_S})

    async def _beat(self, store: Store) -> None:
        set_back = await store.heartbeat(self._clock.now(), self._config_error)
        tell(ALIVE)
        if set_back:
            log.warning("clock set back", extra={"by_s": round(set_back.total_seconds())})
            self._turn.set()  # a new calendar: the digests of this one wait for the old time

    async def _look_at_lists(self, config: Config, store: Store, sandbox: Sandbox) -> None:
        """Read lists that are due; one that names other feeds now takes effect at once."""
        if await read_lists(config, store=store, sandbox=sandbox, clock=self._clock):
            log.info("lists changed")
            self._turn.set()

    # --- signals and files

    def _on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        loop.add_signal_handler(signal.SIGHUP, self._reload)

    def _stop(self) -> None:
        now = self._clock.monotonic()
        if self._stopped.is_set():
            if now - self._stopped_at > SAME_SIGNAL_S:
                os._exit(1)  # whoever asks twice does not want to wait
            return
        log.info("stopping")
        tell(STOPPING)
        self._stopped_at = now
        self._stopped.set()
        self._turn.set()

    async def _look_at_files(self) -> None:
        if _changed_at_paths(self._seen) != self._seen:
            self._reload()

    def _reload(self) -> None:
        """Read the configuration again; a bad one is refused and the running one stays."""
        self._seen = _changed_at_paths(self._seen)
        try:
            config = load_config(self._path, self._environ)
            self._check_storage(config)
        except (ConfigError, ConfigErrors) as error:
            self._config_error = str(error)
            log.error("configuration refused", extra={"error": str(error)})  # noqa: TRY400 - the sentence is enough
            return
        self._config_error = None
        self._next = config
        log.info("configuration accepted")
        self._turn.set()

    def _check_storage(self, config: Config) -> None:
        """Refuse another archive: this one is open and held, its work half done.

        Raises:
            ConfigError: ``storage`` names another archive than the one in use.
        """
        if config.storage.reveal() != self._next.storage.reveal():
            raise ConfigError(
                str(self._path),
                "`storage` cannot be changed while the watch runs",
                "stop it and start it again, or write the old address back",
            )


async def _let_go(store: Store) -> None:
    try:
        await store.let_go()
    except StoreUnavailableError as error:  # a full disk is no reason not to stop
        log.warning("leases left to run out", extra={"error": str(error)})


def _changed_at(config: Config) -> dict[Path, float]:
    return _changed_at_paths({Path(file): 0.0 for file in config.files})


def _changed_at_paths(files: Mapping[Path, float]) -> dict[Path, float]:
    return {file: _changed_last(file) for file in files}


def _changed_last(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # being replaced, or not ours to see at the moment
        return 0.0
