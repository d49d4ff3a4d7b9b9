"""A backup made under load is put in place of the archive: nothing is lost, nothing gets a second id."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import STOP_S, daemon, tell


def ids(room: Newsroom) -> dict[str, set[str]]:
    """Return the ids under which each article's alert was received."""
    found: dict[str, set[str]] = defaultdict(set)
    for message_id, body in room.hooks:
        found[body["data"]["article"]["url"]].add(message_id)
    return found


@pytest.mark.slow
def test_a_backup_made_under_load_restores_the_watch(desk: Desk, room: Newsroom) -> None:
    desk.configure("wire")
    urls = {tell(room, number) for number in range(5)}
    with daemon(desk) as process:
        assert room.wait_for_hooks(5, 30)
        urls |= {tell(room, number) for number in range(5, 15)}
        assert desk.run("backup", "copy.db").returncode == 0
        assert room.wait_for_hooks(15, 30)
        process.kill()
        process.wait()
    restore(desk.folder)
    assert desk.run("verify").returncode == 0
    urls |= {tell(room, 15)}
    before = len(room.hooks)
    with daemon(desk) as process:
        assert room.wait_for_hooks(before + 1, 30)
        process.terminate()
        assert process.wait(STOP_S) == 0
    desk.once()
    told = ids(room)
    assert told.keys() == urls
    assert {url: len(each) for url, each in told.items()} == dict.fromkeys(urls, 1)
    assert desk.run("verify").returncode == 0


def restore(folder: Path) -> None:
    """Put the backup in place, as docs/archive.md says."""
    for name in ("wirewatch.db-wal", "wirewatch.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copyfile(folder / "copy.db", folder / "wirewatch.db")


def test_a_backup_put_beside_another_databases_log_is_refused(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    desk.once()
    assert desk.run("backup", "copy.db").returncode == 0
    with daemon(desk) as process:
        tell(room, 2)
        assert room.wait_for_hooks(2, 30)
        process.kill()
        process.wait()
    log = desk.folder / "wirewatch.db-wal"
    assert log.stat().st_size > 0
    shutil.copyfile(desk.folder / "copy.db", desk.folder / "wirewatch.db")
    done = desk.run("status")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"delete {log}" in done.stderr
    log.unlink()
    assert desk.run("status").returncode == 0
    assert desk.run("verify").returncode == 0
