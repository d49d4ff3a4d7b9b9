"""Another process on the same archive: `python -m tests.storage.other_process hold|work URL`.

hold    becomes the daemon, says so, and waits to be killed
work    files pages one by one, saying each that is filed, and waits in mid-transaction after the
        third
"""

import asyncio
import os
import sys
import threading

from crawler.model.filing import Archive, Draft, Filing
from storage import open_store
from storage.protocol import Holder
from tests.storage.given import NOON, alerting, draft, tasks

FILED_BEFORE = 3


async def hold(url: str) -> None:
    store = await open_store(url)
    await store.hold(Holder(pid=os.getpid(), host="here", since=NOON, heartbeat_at=NOON))
    print("held", flush=True)
    threading.Event().wait()


async def work(url: str) -> None:
    store = await open_store(url)
    await store.hold(Holder(pid=os.getpid(), host="here", since=NOON, heartbeat_at=NOON))
    lease, found = await tasks(store)
    for number, task in enumerate(found):
        decide = alerting() if number < FILED_BEFORE else _stuck
        await store.file(lease, [draft(task)], decide, NOON)
        print(task.url, flush=True)


def _stuck(of: Draft, archive: Archive) -> Filing:
    """Stay in the middle of the transaction until killed."""
    archive.article_at(of.url_keys)
    print("in mid-transaction", flush=True)
    threading.Event().wait()
    return alerting()(of, archive)


if __name__ == "__main__":
    asyncio.run({"hold": hold, "work": work}[sys.argv[1]](sys.argv[2]))
