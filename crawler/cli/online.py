"""``wirewatch check --online``: every feed, list and channel tried, side by side and politely."""

import asyncio
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from crawler.cli.progress import bars
from crawler.clock import SystemClock
from crawler.core.escaping import for_terminal
from crawler.core.payload import iso
from crawler.model.settings import Config
from crawler.net.fetcher import Fetcher
from crawler.net.transport import guarded_transport
from crawler.probing import Probe, Prober
from crawler.sandbox import sandboxed


def probes(config: Config) -> tuple[Probe, ...]:
    """Try everything that is configured; return how each fared, in the order of the file."""
    return tuple(asyncio.run(_probed(config)))


def show(found: Sequence[Probe]) -> None:
    """Print how each fared, what failed last, where it is seen."""
    console = Console(highlight=False, soft_wrap=True)
    for probe in sorted(found, key=lambda each: not each.ok):
        word = Text("ok  " if probe.ok else "FAIL", style="green" if probe.ok else "red")
        line = for_terminal(f"  {probe.what:7}  {probe.name}: {probe.says}")
        console.print(word.append(line, style="default"))
    failed = sum(1 for probe in found if not probe.ok)
    console.print(f"{len(found) - failed} ok, {failed} failed")


def document(probe: Probe) -> dict[str, object]:
    """Return how one fared, for a program."""
    return {
        "what": probe.what,
        "name": probe.name,
        "ok": probe.ok,
        "says": probe.says,
        "error_kind": probe.error_kind,
        "entries": probe.entries,
        "newest": iso(probe.newest),
    }


async def _probed(config: Config) -> list[Probe]:
    clock = SystemClock()
    async with guarded_transport(config.network) as transport, sandboxed() as sandbox:
        fetcher = Fetcher(policy=config.network, clock=clock, transport=transport)
        prober = Prober(policy=config.network, fetcher=fetcher, sandbox=sandbox, clock=clock)
        waiting = [asyncio.ensure_future(each) for each in prober.all_of(config)]
        with bars() as shown:
            shown.expect("tried", len(waiting))
            for each in waiting:
                each.add_done_callback(lambda _: shown.advance("tried", 1))
            return await asyncio.gather(*waiting)
