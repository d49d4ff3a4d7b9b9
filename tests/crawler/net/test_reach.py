"""A connection and nothing more, under the guard of all requests."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from crawler.model.errors import ForbiddenError, UnreachableError
from crawler.model.settings import NetworkPolicy
from crawler.net.reach import reach

LOOPBACK = NetworkPolicy(user_agent="x", allow_networks=(ip_network("127.0.0.0/8"),))


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


async def test_a_server_that_listens_is_reached(port: int) -> None:
    await reach(f"http://127.0.0.1:{port}/secret", LOOPBACK)


async def test_the_next_address_is_tried_when_one_does_not_answer(port: int) -> None:
    async def lookup(_: str) -> list[str]:
        return ["127.0.0.9", "127.0.0.1"]

    await reach(f"http://two.example:{port}/", LOOPBACK, lookup=lookup)


async def test_a_name_that_leads_inside_is_refused(port: int) -> None:
    async def lookup(_: str) -> list[str]:
        return ["127.0.0.1"]

    with pytest.raises(ForbiddenError, match=r"in.example:\d+ leads to 127.0.0.1, which is not"):
        await reach(
            f"http://in.example:{port}/secret", NetworkPolicy(user_agent="x"), lookup=lookup
        )


async def test_a_server_without_tls_is_not_reached_by_https() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        place = server.sockets[0].getsockname()[1]
        with pytest.raises(UnreachableError, match="cannot be reached") as caught:
            await reach(
                f"https://127.0.0.1:{place}/secret", LOOPBACK, tls=ssl.create_default_context()
            )
    assert "secret" not in str(caught.value)
