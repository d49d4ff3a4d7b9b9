"""What a service manager hears: sd_notify(3) on a real datagram socket."""

import socket
from pathlib import Path

import pytest

from crawler.supervisor import ALIVE, READY, doing, tell


def test_a_manager_hears_the_states_in_one_datagram(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        tell(READY, doing("watching\n3 feeds"))
        assert manager.recv(4096) == b"READY=1\nSTATUS=watching 3 feeds"


def test_an_abstract_name_begins_with_an_at(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "wirewatch-test-notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0{name}")
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        tell(ALIVE)
        assert manager.recv(4096) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", ["", "/nowhere/to/be/found", "vsock:2:1234"])
def test_without_a_manager_nothing_happens(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    tell(READY)
