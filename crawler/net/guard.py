"""The guard on outgoing connections: every address is checked where it is connected.

A name is resolved once and all its answers are checked; then the socket for the very address
that will be connected is made here, after one more check. There is no second resolution that a
hostile name server could answer differently, and no way to a socket around this module,
literal addresses included.
"""

import socket
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.core.addresses import Network, allows, is_named
from crawler.core.ports import BLOCKED
from crawler.net.names import Lookup

AddrInfo = tuple[int, int, int, str, tuple[Any, ...]]  # as socket.getaddrinfo gives it


class AddressRefusedError(Exception):
    """A connection would leave the public internet, or talk to something else than the web.

    Attributes:
        address: where it would have gone.
        problem: what is wrong with that, as the end of a sentence about the address.
    """

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(address, problem)
        self.address, self.problem = address, problem


class GuardedResolver(AbstractResolver):
    """Resolves names for aiohttp and refuses a name as soon as one answer is not allowed."""

    def __init__(self, lookup: Lookup, networks: Iterable[Network]) -> None:
        self._lookup = lookup
        self._networks = tuple(networks)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve a name and check every answer.

        Raises:
            OSError: the name has no address.
            AddressRefusedError: one of its addresses, or the port, is not allowed. One is enough: a mixed
                answer is how a guard is probed until chance favours the attacker.
        """
        addresses = await self._lookup(host)
        for address in addresses:
            _check(address, port, self._networks)
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def socket_maker(networks: Iterable[Network]) -> Callable[[AddrInfo], socket.socket]:
    """Return the function that makes every socket: it checks what is to be connected."""
    allowed = tuple(networks)

    def open_socket(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, sockaddr = info
        _check(str(sockaddr[0]), sockaddr[1], allowed)
        return socket.socket(family=family, type=kind, proto=protocol)

    return open_socket


def _check(address: str, port: int, networks: tuple[Network, ...]) -> None:
    where = ip_address(address)
    if not allows(where, networks):
        raise AddressRefusedError(address, "is not on the public internet")
    if port in BLOCKED and not is_named(where, networks):
        problem = f"is asked on port {port}, where other services than the web live"
        raise AddressRefusedError(address, problem)
