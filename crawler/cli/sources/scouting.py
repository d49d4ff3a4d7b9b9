"""What the commands that search the network for sources share: address, manners, progress."""

import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from rich.console import Console

from crawler.cli.options import DEFAULT_CONFIG
from crawler.clock import SystemClock
from crawler.config.load import load_about_sources
from crawler.config.schema_feeds import NetworkSection
from crawler.config.values import is_complete_url
from crawler.core.escaping import for_terminal
from crawler.core.urls import mask_userinfo
from crawler.discovery import Scout
from crawler.model.errors import ConfigError
from crawler.model.settings import NetworkPolicy
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport
from crawler.sandbox import sandboxed

_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")


def web_address(text: str) -> str:
    """Return an address as a user types it in full: ``example.org`` is ``https://example.org``.

    Raises:
        ConfigError: it is no address of the web.
    """
    url = text.strip() if _HAS_SCHEME.match(text.strip()) else f"https://{text.strip()}"
    if "${" in url:
        raise ConfigError(
            "URL",
            "an address with a variable cannot be tried from here",
            "write it into feeds.yaml by hand: - url: ...",
        )
    if not is_complete_url(url):
        raise ConfigError(
            "URL",
            f"{for_terminal(mask_userinfo(text))!r} is not an address of the web",
            "write it in full: https://www.example.org/news",
        )
    return url


def manners(path: Path, environ: Mapping[str, str]) -> NetworkPolicy:
    """Return how to behave towards servers: as configured, or the defaults before there is a file.

    Raises:
        ConfigError: the file was named and does not exist, or cannot be read.
        ConfigErrors: the file is wrong.
    """
    if path == Path(DEFAULT_CONFIG) and not path.exists():
        return NetworkPolicy(user_agent=NetworkSection().user_agent)
    return load_about_sources(path, environ).network


@asynccontextmanager
async def scouting(policy: NetworkPolicy) -> AsyncIterator[Scout]:
    """Open the way to the network, and show on a terminal what is looked at."""
    clock = SystemClock()
    with _shown() as looking_at:
        async with guarded_transport(policy) as transport, sandboxed() as sandbox:
            fetcher = Fetcher(policy=policy, clock=clock, transport=transport)
            yield Scout(fetcher=fetcher, sandbox=sandbox, clock=clock, looking_at=looking_at)


@contextmanager
def _shown() -> Iterator[Callable[[str], None]]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True, markup=False).status("looking ...") as status:
        yield lambda url: status.update(f"looking at {for_terminal(mask_userinfo(url))}")
