"""A watch under a service manager and a monitor."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import daemon, tell


@contextmanager
def manager(folder: Path) -> Iterator[socket.socket]:
    """Listen like systemd does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(folder / "notify"))
        listener.settimeout(20)
        yield listener


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_service_manager_hears_of_start_and_stop(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    with (
        manager(desk.folder) as heard,
        daemon(desk, {"NOTIFY_SOCKET": str(desk.folder / "notify")}) as process,
    ):
        assert heard.recv(4096) == b"READY=1\nSTATUS=watching 1 feeds for 1 topics"
        assert room.wait_for_hooks(1, 60)
        process.terminate()
        assert process.wait(10) == 0
        said = [heard.recv(4096)]
        while said[-1] != b"STOPPING=1":
            said.append(heard.recv(4096))
        assert set(said[:-1]) <= {b"WATCHDOG=1"}


def test_a_monitor_is_answered_while_the_watch_works(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    port = free_port()
    desk.configure("wire", extra=f"health: {{listen: '127.0.0.1:{port}'}}\n")
    with daemon(desk):
        assert room.wait_for_hooks(1, 60)
        monitor = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        monitor.request("GET", "/health")
        with monitor.getresponse() as answer:
            assert json.load(answer) == {"status": "ok", "troubles": []}
            assert answer.headers["Cache-Control"] == "no-store"
        monitor.close()


def test_a_port_that_is_taken_does_not_end_the_watch(desk: Desk, room: Newsroom) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        desk.configure("wire", extra=f"health: {{listen: '127.0.0.1:{port}'}}\n")
        tell(room, 1)
        with daemon(desk):
            assert room.wait_for_hooks(1, 60)
    assert "no health page" in (desk.folder / "daemon.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["8087", "127.0.0.1:0", "127.0.0.1:http", ":8087"])
def test_a_place_to_listen_has_a_host_and_a_port(desk: Desk, place: str) -> None:
    desk.configure("wire", extra=f"health: {{listen: '{place}'}}\n")
    done = desk.run("check")
    assert done.returncode == 2
    assert "127.0.0.1:8087" in done.stderr
