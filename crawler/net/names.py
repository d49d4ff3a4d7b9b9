"""Names to addresses, in threads of their own.

``loop.getaddrinfo`` shares the event loop's few threads with everything else and Python waits
for them at exit; a handful of silent name servers would then stop the house. Here every look-up
has a daemon thread, which costs about 0.1 ms, and giving up on it costs nothing.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Takes a host name; returns its addresses as text, or raises ``OSError``."""


async def system_lookup(name: str) -> Sequence[str]:
    """Ask the system's resolver.

    Raises:
        OSError: the name does not resolve, or is no host name at all.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def ask() -> None:
        tell = _look_up(name, answer)
        with suppress(RuntimeError):  # the loop may be closed by now: nobody waits any more
            loop.call_soon_threadsafe(tell)

    threading.Thread(target=ask, name=f"resolve {name}", daemon=True).start()
    return await answer


def _addresses(name: str) -> Sequence[str]:
    try:
        answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise socket.gaierror(socket.EAI_NONAME, f"{name!r} is no host name") from error
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


def _look_up(name: str, answer: asyncio.Future[Sequence[str]]) -> Callable[[], None]:
    """Resolve in this thread; return what the event loop must run to tell the answer."""
    try:
        found = _addresses(name)
    except OSError as error:
        problem = error  # `error` itself is unbound when this clause ends
        return lambda: None if answer.done() else answer.set_exception(problem)
    return lambda: None if answer.done() else answer.set_result(found)
