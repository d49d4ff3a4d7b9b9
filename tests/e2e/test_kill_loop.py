"""A watch that is killed again and again tells everything, each alert under one id.

``WIREWATCH_KILL_ROUNDS=50 pytest -s tests/e2e/test_kill_loop.py`` prints the rows of the table in
docs/operations.md.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import cycle

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Mood, Newsroom
from tests.e2e.test_daemon import CRASH_POINTS, daemon, tell, told

ROUNDS = int(os.environ.get("WIREWATCH_KILL_ROUNDS", "5"))
TOLD_A_ROUND = 3
IN_FLIGHT = 2
"""Messages sent to one channel at once: only these may come again after a kill."""
PATIENT = f"retry: [{', '.join(['0s'] * 3 + ['1s'] * 9)}], timeout: 2s"
RECEIVERS = {
    "well": (Mood.TAKES,),
    "flaky": (Mood.TAKES, Mood.REFUSES, Mood.TAKES, Mood.DROPS, Mood.TAKES, Mood.HANGS),
}


def deaths() -> Iterator[str | None]:
    """Yield how each round ends: by SIGKILL, or at a crash point, all of them in turn."""
    for point in cycle(CRASH_POINTS):
        yield None
        yield point


@pytest.mark.timeout(60 + 60 * ROUNDS)
@pytest.mark.parametrize("receiver", RECEIVERS)
def test_a_watch_killed_at_any_moment_loses_nothing_and_gives_no_second_id(
    desk: Desk, room: Newsroom, receiver: str
) -> None:
    desk.configure("wire", hook=PATIENT)
    room.moods = cycle(RECEIVERS[receiver])
    urls: set[str] = set()
    for round_, point in zip(range(ROUNDS), deaths(), strict=False):
        with daemon(desk, {"WIREWATCH_CRASH_AT": point} if point else None) as process:
            seen = room.requests["/wire/feed.xml"]
            assert room.wait_for_requests("/wire/feed.xml", seen + 1, 60)
            urls |= {tell(room, len(urls) + n) for n in range(TOLD_A_ROUND)}
            if point:
                assert process.wait(60) == 137
            else:
                pass_some_time(room, round_)
                process.kill()
    with daemon(desk):
        while not urls <= set(told(room)):
            assert room.wait_for_hooks(len(room.hooks) + 1, 60)
    ids: dict[str, set[str]] = defaultdict(set)
    for identifier, body in room.hooks:
        ids[body["data"]["article"]["url"]].add(identifier)
    twice = len(room.hooks) - len(ids)
    second = sum(len(each) - 1 for each in ids.values())
    print(f"| {receiver} | {ROUNDS} | {len(urls)} | {len(urls - set(ids))} | {twice} | {second} |")
    assert set(ids) == urls
    assert second == 0
    assert receiver != "well" or twice <= IN_FLIGHT * ROUNDS


def pass_some_time(room: Newsroom, round_: int) -> None:
    """Let a message or two be taken, or up to two seconds pass: another moment each round."""
    room.wait_for_hooks(len(room.hooks) + round_ // 2 % 4, round_ * 7 % 20 / 10)
