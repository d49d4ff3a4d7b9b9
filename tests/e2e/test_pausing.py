"""An archive that cannot be written pauses the watch; what was published meanwhile arrives later."""

import resource
import subprocess

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import tell, told

LESS_THAN_A_PAGE = 4096
"""No file may grow beyond: the database's log cannot take a single frame, like on a full disk."""


def limit_files(process: subprocess.Popen[bytes], most: int) -> None:
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def wait_for_line(process: subprocess.Popen[bytes], words: bytes) -> bytes:
    """Return the next line of the log that holds ``words``."""
    assert process.stderr is not None
    return next(line for line in process.stderr if words in line)


@pytest.mark.timeout(240)
def test_a_full_disk_pauses_the_watch_and_nothing_is_lost(desk: Desk, room: Newsroom) -> None:
    before = tell(room, 1)
    desk.configure("wire")
    process = desk.start("run", stderr=subprocess.PIPE)
    try:
        assert room.wait_for_hooks(1, 60)
        limit_files(process, LESS_THAN_A_PAGE)
        said = wait_for_line(process, b"paused")
        assert b"wirewatch.db" in said
        during = tell(room, 2)
        limit_files(process, resource.RLIM_INFINITY)
        wait_for_line(process, b"going on")
        while during not in told(room):  # the first may come again: taken, and not recorded
            assert room.wait_for_hooks(len(room.hooks) + 1, 60)
        assert set(told(room)) == {before, during}
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.timeout(240)
def test_a_paused_watch_can_be_stopped(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    process = desk.start("run", stderr=subprocess.PIPE)
    try:
        assert room.wait_for_hooks(1, 60)
        limit_files(process, LESS_THAN_A_PAGE)
        wait_for_line(process, b"paused")
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()
    assert desk.status()["storage"]["articles"] == 1
