"""Libraries that connect by themselves: held to the public internet, wherever the context goes."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from ipaddress import IPv4Network

import pytest

from crawler.deliver.sockets import Guard, guarded

LOOPBACK = IPv4Network("127.0.0.0/8")


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def connect(port: int) -> None:
    socket.create_connection(("localhost", port), timeout=1).close()


def test_what_is_connected_outside_the_block_is_let_pass(port: int) -> None:
    connect(port)
    with guarded(()), ThreadPoolExecutor(1) as pool:
        pool.submit(connect, port).result()  # not in this context
    connect(port)


def test_a_private_address_is_refused_where_it_is_connected(port: int) -> None:
    with guarded(()) as guard, pytest.raises(PermissionError, match="public internet"):
        connect(port)
    assert guard.refused in {"127.0.0.1", "::1"}


def test_a_thread_that_was_given_the_context_is_under_the_guard(port: int) -> None:
    with guarded(()), ThreadPoolExecutor(1) as pool, pytest.raises(PermissionError):
        pool.submit(copy_context().run, connect, port).result()


def test_a_network_that_is_allowed_is_connected(port: int) -> None:
    with guarded([LOOPBACK]) as guard:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    assert guard.refused is None


def test_a_datagram_is_refused_like_a_connection() -> None:
    with (
        guarded(()),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out,
        pytest.raises(PermissionError),
    ):
        out.sendto(b"", ("10.0.0.1", 514))


def test_a_socket_that_leads_to_no_network_is_let_pass() -> None:
    here, there = socket.socketpair()
    with guarded(()), here, there:
        here.sendall(b"x")
        with socket.socket(socket.AF_UNIX) as local, pytest.raises(FileNotFoundError):
            local.connect("/nowhere")


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111"])
def test_the_public_internet_is_allowed(host: str) -> None:
    Guard(()).check(host)


@pytest.mark.parametrize(
    "host", ["10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:127.0.0.1", "a.example"]
)
def test_what_is_not_public_or_only_a_name_is_refused_and_remembered(host: str) -> None:
    guard = Guard(())
    with pytest.raises(PermissionError):
        guard.check(host)
    with pytest.raises(PermissionError):
        guard.check("10.9.9.9")
    assert guard.refused == host
