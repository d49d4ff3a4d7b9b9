"""The show: three looks at the site while its story grows, then the morning digest."""

import asyncio
import base64
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from jinja2 import Template

from crawler.clock import Clock
from crawler.config.load import load_config
from crawler.daemon import held, sandboxed
from crawler.demo.server import Received, Stage, staged
from crawler.house import House, built
from crawler.model.settings import Config
from crawler.once import one_pass

SECRET = "whsec_" + base64.b64encode(b"a secret for the demo, not for you").decode()
FIRST_NIGHT = datetime(2024, 11, 9, 20, 0, tzinfo=UTC)
END = datetime(2025, 1, 1, tzinfo=UTC)
LOOKS = (
    ("the evening of 9 November 2024: the law is signed", FIRST_NIGHT, False),
    ("the days after: others tell it, copy it, react", END, False),
    ("one outlet rewrites its report", END, True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the show left behind."""

    received: Received
    report: Path


async def show(folder: Path, stage: Stage, clock: Clock, out: TextIO) -> Shown:
    """Run the whole pipeline over the site; print what is going on and the digest.

    Args:
        folder: where configuration, archive and report go.
        stage: the servers, already up.
        clock: time and dice.
        out: where the story is told.

    Raises:
        WirewatchError: the house failed.
    """
    config, site, received = _config(folder, stage), stage.site, stage.received
    async with (
        held(config, clock) as store,
        sandboxed() as sandbox,
        built(config, store=store, sandbox=sandbox, clock=clock, out=out) as house,
    ):
        for what, site.until, site.second_edition in LOOKS:
            before = len(received.hooks)
            await store.make_due(None, clock.now())
            await one_pass(house, clock.now())
            print(f"== {what}\n   {_summary(received.hooks[before:])}\n", file=out)
        await _digest(house)
    print(f"== the morning digest, as it reached the mailbox\n\n{_digest_text(received)}", file=out)
    return Shown(received=received, report=folder / "out" / "index.html")


async def serve(folder: Path, clock: Clock, out: TextIO, port: int) -> None:
    """Do the show, then keep the site up until interrupted.

    Raises:
        WirewatchError: the house failed.
    """
    with staged(port) as stage:
        report(await show(folder, stage, clock, out), out)
        print(f"   the site:     {stage.site.base} stays up until Ctrl-C", file=out, flush=True)
        await asyncio.Event().wait()


async def perform(folder: Path, clock: Clock, out: TextIO) -> Shown:
    """Do the show and stop.

    Raises:
        WirewatchError: the house failed.
    """
    with staged(0) as stage:
        shown = await show(folder, stage, clock, out)
    report(shown, out)
    return shown


def report(shown: Shown, out: TextIO) -> None:
    """Say what was sent and where the files are."""
    mails, hooks = len(shown.received.mails), len(shown.received.hooks)
    print(f"== sent: {mails} e-mails, {hooks} webhooks", file=out)
    print(f"   HTML report:  {shown.report}", file=out)
    print(f"   archive:      {shown.report.parents[1] / 'demo.db'}", file=out)


def _config(folder: Path, stage: Stage) -> Config:
    site = stage.site
    template = Template((files("seeds") / "demo" / "feeds.yaml.j2").read_text("utf-8"))
    path = folder / "feeds.yaml"
    path.write_text(
        template.render(outlets=site.outlets.values(), base=site.base, site=site), encoding="utf-8"
    )
    environ = {"DEMO_SMTP": stage.smtp, "DEMO_HOOK": f"{site.base}/hook", "DEMO_SECRET": SECRET}
    return load_config(path, environ)


async def _digest(house: House) -> None:
    for digest in house.config.digests:
        await house.digester.close(digest)
    nothing_more = asyncio.Event()
    nothing_more.set()
    await house.deliveries.drain(nothing_more)


def _digest_text(received: Received) -> str:
    part = received.mails[-1].get_body(("plain",)) if received.mails else None
    return str(part.get_content()) if part else "(no digest arrived)"


def _summary(hooks: Iterable[dict[str, object]]) -> str:
    kinds = Counter(str(hook["type"]) for hook in hooks)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no alert"
