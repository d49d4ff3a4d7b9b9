"""Claims under any interleaving: one holder a host, nothing lost, a stale token never writes."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from crawler.model.errors import LeaseLostError
from crawler.model.lease import PageHostLease
from storage import claims, open_store
from tests.storage.given import LEASE_S, NOON, draft, feed, fetched, new_article, page

T = TypeVar("T")
MAX_UNREAD = claims.MAX_UNREAD
HOSTS = ("a.example", "b.example", "")


@dataclass(frozen=True)
class Held:
    lease: PageHostLease


class Claims(RuleBasedStateMachine):
    """Workers claim page hosts, file, give back, or die; time passes."""

    leases: Bundle[Held] = Bundle("leases")

    @initialize()
    def open(self) -> None:
        claims.MAX_UNREAD = 10**9  # giving up is tested elsewhere
        self.loop = asyncio.new_event_loop()
        self.store = self.run(open_store("sqlite:///:memory:"))
        self.run(self.store.sync_feeds([feed("a")], NOON))
        self.now: datetime = NOON
        self.pages = 0
        self.filed: set[int] = set()
        self.live: dict[str, tuple[int, datetime]] = {}
        """Of each host: the newest token and until when it is held."""
        self.ended: set[int] = set()
        """Tokens that were given back."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @rule(host=st.sampled_from(HOSTS), count=st.integers(1, 4))
    def show(self, host: str, count: int) -> None:
        new = [page(self.pages + n, host=host) for n in range(count)]
        self.pages += count
        assert self.run(fetched(self.store, "a", *new, now=self.now)) == count

    @rule(target=leases, limit=st.integers(1, 3))
    def claim(self, limit: int) -> MultipleResults[Held] | Held:
        claimed = self.run(self.store.claim_page_host(self.now, LEASE_S, limit, 2 * limit))
        if claimed is None:
            return multiple()
        token, until = self.live.get(claimed.host, (0, NOON))
        assert claimed.lease.token > token
        assert until <= self.now, "a host was handed out twice"
        assert not {task.id for task in claimed.pages} & self.filed
        assert 0 < len(claimed.pages) <= (limit if claimed.host else 2 * limit)
        self.live[claimed.host] = claimed.lease.token, claimed.lease.until
        return Held(claimed)

    @rule(held=leases)
    def file(self, held: Held) -> None:
        fresh = [task for task in held.lease.pages if task.id not in self.filed]
        if not fresh:
            return
        current = self._is_current(held)
        try:
            self.run(self.store.file(held.lease.lease, [draft(fresh[0])], new_article, self.now))
        except LeaseLostError:
            assert not current
        else:
            assert current
            self.filed.add(fresh[0].id)

    @rule(held=consumes(leases))
    def release(self, held: Held) -> None:
        current = self._is_current(held)
        try:
            self.run(self.store.release_page_host(held.lease.lease, self.now, self.now))
        except LeaseLostError:
            assert not current
        else:
            assert current
            self.live[held.lease.host] = held.lease.lease.token, NOON
            self.ended.add(held.lease.lease.token)

    @rule()
    def restart(self) -> None:
        self.run(self.store.let_go())
        self.ended |= {token for token, _ in self.live.values()}
        self.live = {host: (token, NOON) for host, (token, _) in self.live.items()}

    def _is_current(self, held: Held) -> bool:
        token = held.lease.lease.token
        return self.live[held.lease.host][0] == token and token not in self.ended

    @rule(seconds=st.integers(1, 90))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def nothing_is_lost(self) -> None:
        counts = self.run(self.store.counts())
        assert counts.articles == len(self.filed)
        assert counts.pages_waiting == self.pages - len(self.filed)

    def teardown(self) -> None:
        self.run(self._drain())
        self.run(self.store.close())
        self.loop.close()
        claims.MAX_UNREAD = MAX_UNREAD

    async def _drain(self) -> None:
        """Whatever happened, a worker that goes on long enough files every page."""
        self.now += timedelta(days=1)
        while (claimed := await self.store.claim_page_host(self.now, LEASE_S, 5, 5)) is not None:
            drafts = [draft(task) for task in claimed.pages]
            await self.store.file(claimed.lease, drafts, new_article, self.now)
            self.filed |= {task.id for task in claimed.pages}
            await self.store.release_page_host(claimed.lease, self.now, self.now)
        assert len(self.filed) == self.pages


TestClaims = Claims.TestCase
TestClaims.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
