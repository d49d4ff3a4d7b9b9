"""An archive that cannot be written pauses the watch; what was published meanwhile arrives later."""

import os
import resource
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from storage.holding import MIN_FREE_BYTES
from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import tell, told

LESS_THAN_A_PAGE = 4096
"""No file may grow beyond: the database's log cannot take a single frame, like on a full disk."""

UNCOMPILED = {"PYTHONDONTWRITEBYTECODE": "1"}
"""A module compiled onto a full disk is cut off, and breaks whatever imports it later."""


def limit_files(process: subprocess.Popen[bytes], most: int) -> None:
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def told_alone(room: Newsroom) -> Counter[str]:
    """Return how often each article's alert was taken, words on health aside."""
    bodies = (body for body in room.alerts() if body["type"] != "health")
    return Counter(body["data"]["article"]["url"] for body in bodies)


def wait_for_line(process: subprocess.Popen[bytes], words: bytes) -> bytes:
    """Return the next line of the log that holds ``words``."""
    assert process.stderr is not None
    return next(line for line in process.stderr if words in line)


@pytest.mark.timeout(240)
def test_a_full_disk_pauses_the_watch_and_nothing_is_lost(desk: Desk, room: Newsroom) -> None:
    before = tell(room, 1)
    desk.configure("wire")
    process = desk.start("run", env=UNCOMPILED, stderr=subprocess.PIPE)
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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with a little more room than a watch needs."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MIN_FREE_BYTES + 2**24}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.timeout(240)
def test_a_disk_that_fills_up_is_told_once_when_there_is_room_again(
    small_disk: Path, desk: Desk, room: Newsroom
) -> None:
    desk = Desk(small_disk, room)
    before = tell(room, 1)
    desk.configure("wire", extra="health: {notify: [hook]}\n")
    process = desk.start("run", env=UNCOMPILED, stderr=subprocess.PIPE)
    ballast = small_disk / "ballast"
    try:
        assert room.wait_for_hooks(1, 60)
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(2**16))
        wait_for_line(process, b"paused")
        during = tell(room, 2)
        ballast.unlink()
        wait_for_line(process, b"going on")
        while {before, during} > told_alone(room).keys():
            assert room.wait_for_hooks(len(room.hooks) + 1, 60)
        process.terminate()
        assert process.wait(10) == 0
        assert process.stderr is not None
        log = process.stderr.read()
    finally:
        process.kill()
        process.communicate()
    words = [body["data"] for body in room.alerts("health")]
    assert [
        [each["name"] for each in data["recovered"]] for data in words if data["recovered"]
    ] == [["archive"]]
    assert b"paused" not in log


@pytest.mark.timeout(240)
def test_a_paused_watch_can_be_stopped(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    process = desk.start("run", env=UNCOMPILED, stderr=subprocess.PIPE)
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
