"""The guard on connections of libraries that make their own sockets.

Python tells every connection and datagram to audit hooks before it leaves, with the very address
(PEP 578). So whatever a library resolves, follows or is redirected to is checked where it is
connected, and no second resolution comes in between. What runs in the context of ``guarded``, in
this thread or in one that was given the context, is under the guard; all else is let pass.

A hook stays until the process ends; it is set when the first guard is.
"""

import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from ipaddress import ip_address

from crawler.core.addresses import Network, allows

_OUTGOING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class Guard:
    """Where the connections of a context may lead.

    Attributes:
        refused: the first address that was refused, None = none.
    """

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)
        self.refused: str | None = None

    def check(self, host: str) -> None:
        """Let a connection pass, or not.

        Args:
            host: the address; or a name, which the system would resolve after this.

        Raises:
            PermissionError: it is no address of the public internet, nor in a network allowed.
        """
        try:
            allowed = allows(ip_address(host.partition("%")[0]), self._networks)
        except ValueError:  # a name may lead anywhere
            allowed = False
        if not allowed:
            self.refused = self.refused or host
            raise PermissionError(f"{host} is not on the public internet")


_guard = ContextVar[Guard | None]("_guard", default=None)


@contextmanager
def guarded(networks: Iterable[Network]) -> Iterator[Guard]:
    """Guard what is connected within the block: the public internet and ``networks`` alone."""
    _set_hook()
    guard = Guard(networks)
    token = _guard.set(guard)
    try:
        yield guard
    finally:
        _guard.reset(token)


@cache
def _set_hook() -> None:
    sys.addaudithook(_hook)


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event in _OUTGOING and (guard := _guard.get()) is not None:
        match args:
            case (socket.socket(family=socket.AF_INET | socket.AF_INET6), (str(host), *_)):
                guard.check(host)
            case _:  # not to a network
                pass
