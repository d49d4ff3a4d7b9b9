"""Whether a server can be reached at all: resolved, connected and greeted by TLS, nothing asked."""

import asyncio
import os
import ssl
from contextlib import suppress

import httpx

from crawler.core.targets import Target, target_of
from crawler.model.errors import FetchError, ForbiddenError, TimedOutError, UnreachableError
from crawler.model.settings import NetworkPolicy
from crawler.net.guard import AddressRefusedError, GuardedResolver
from crawler.net.names import Lookup, system_lookup

CONNECT_S = 10.0
"""For the name look-up, TCP and TLS together."""


async def reach(
    url: str,
    policy: NetworkPolicy,
    *,
    tls: ssl.SSLContext | None = None,
    lookup: Lookup = system_lookup,
) -> None:
    """Connect to the server of a URL and part again, under the guard every request is under.

    Args:
        url: http or https; its path is neither sent nor repeated in errors.
        policy: which private networks may be reached.
        tls: how certificates are verified; None = against certifi's or the system's roots.
        lookup: how names are resolved.

    Raises:
        ForbiddenError: the address is malformed or not on the public internet.
        UnreachableError: the name does not resolve, nobody answers, or TLS fails.
        TimedOutError: not within `CONNECT_S`.
    """
    target = target_of(url)
    place = f"{target.host}:{target.port}"
    context = (tls or httpx.create_ssl_context()) if target.scheme == "https" else None
    resolver = GuardedResolver(lookup, policy.allow_networks)
    try:
        async with asyncio.timeout(CONNECT_S):
            found = await resolver.resolve(target.host, target.port)
            await _connect([each["host"] for each in found], target, context)
    except AddressRefusedError as error:
        raise ForbiddenError(
            place,
            f"{place} leads to {error.address}, which {error.problem}",
            "if this is meant, add its network to network.allow_networks",
        ) from error
    except TimeoutError as error:
        raise TimedOutError(place, f"{place} did not answer within {CONNECT_S:g} s") from error
    except OSError as error:
        raise _unreachable(place, error) from error


async def _connect(addresses: list[str], target: Target, context: ssl.SSLContext | None) -> None:
    """Connect to the first address that answers; the last one's error counts."""
    name = target.host if context else None
    for number, address in enumerate(addresses, start=1):
        try:
            _, writer = await asyncio.open_connection(
                address, target.port, ssl=context, server_hostname=name
            )
        except OSError:
            if number == len(addresses):
                raise
            continue
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return


def _unreachable(place: str, error: OSError) -> FetchError:
    known = os.strerror(error.errno) if error.errno and error.errno > 0 else None
    reason = getattr(error, "verify_message", None) or known or error.strerror or str(error)
    return UnreachableError(place, f"{place} cannot be reached: {reason}")
