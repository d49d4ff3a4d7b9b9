"""Told to stop while everything hangs: ten seconds, exit 0, and nothing is kept from the next."""

import socket
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import repeat

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Mood, Newsroom
from tests.e2e.test_daemon import STOP_S, daemon, tell

HANGING_FEEDS = 64
CHANNELS = ("h1", "h2", "h3", "h4")
HANGING_HOOKS = 2 * len(CHANNELS)
HELD = """
SELECT (SELECT count(*) FROM feeds WHERE token IS NOT NULL)
  + (SELECT count(*) FROM hosts WHERE token IS NOT NULL)
  + (SELECT count(*) FROM deliveries WHERE token IS NOT NULL)
"""


@contextmanager
def silent_server(count: int) -> Iterator[tuple[int, threading.Event]]:
    """Take connections at all of loopback's addresses, which are so many hosts, and say nothing.

    Yields the port, and what is set at the ``count``-th.
    """
    taken, full = list[socket.socket](), threading.Event()
    with socket.create_server(("", 0), backlog=count) as server:

        def take() -> None:
            while len(taken) < count:
                taken.append(server.accept()[0])
            full.set()

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], full
        finally:
            for connection in taken:
                connection.close()


def configure(desk: Desk, port: int) -> None:
    feeds = "".join(
        f"  - {{url: http://127.0.1.{number}:{port}/feed, name: silent{number}}}\n"
        for number in range(1, HANGING_FEEDS + 1)
    )
    hooks = "".join(
        f"  {name}: {{type: webhook, url: {desk.room.base}/{name}}}\n" for name in CHANNELS
    )
    (desk.folder / "feeds.yaml").write_text(
        "defaults: {every: 1h, first_run: alert, full_text: false}\n"
        "network: {allow_networks: [127.0.0.0/8], concurrency: 64,"
        " per_host: {connections: 8, gap: 0s}}\n"
        f"feeds:\n  - {{url: {desk.room.feed_url('wire')}, name: wire}}\n{feeds}"
        f"topics: [{{name: t, all: [treaty], notify: [{', '.join(CHANNELS)}]}}]\n"
        f"channels:\n{hooks}",
        encoding="utf-8",
    )


@pytest.mark.timeout(120)
def test_it_stops_in_time_while_fetches_and_deliveries_hang_and_the_next_takes_over(
    desk: Desk, room: Newsroom
) -> None:
    for story in range(3):
        tell(room, story)
    room.moods = repeat(Mood.HANGS)
    with silent_server(HANGING_FEEDS) as (port, full):
        configure(desk, port)
        with daemon(desk) as process:
            assert full.wait(60)
            assert room.wait_for_hooks(HANGING_HOOKS, 60)
            process.terminate()
            assert process.wait(STOP_S) == 0
    with closing(sqlite3.connect(desk.folder / "wirewatch.db")) as archive:
        assert archive.execute(HELD).fetchone() == (0,)
        states = archive.execute("SELECT state, attempts FROM deliveries").fetchall()
    assert states == [("pending", 0)] * 3 * len(CHANNELS)  # nobody's fault: no attempt is counted
    hung = Counter(message_id for message_id, _ in room.hooks)
    room.moods = repeat(Mood.TAKES)
    room.hooks.clear()
    assert desk.run("once").returncode == 0
    again = Counter(message_id for message_id, _ in room.hooks)
    assert hung.keys() <= again.keys()
    assert set(again.values()) == {len(CHANNELS)}
