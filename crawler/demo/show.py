"""The show: looks at the site while its story grows, and the digest that comes of it."""

import asyncio
import base64
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from jinja2 import Template

from crawler.clock import Clock
from crawler.config.load import load_config
from crawler.daemon import held
from crawler.demo.clock import StoryClock
from crawler.demo.server import Posted, Received, Stage, staged
from crawler.house import built
from crawler.model.settings import Config
from crawler.once import one_pass
from crawler.sandbox import sandboxed

SECRET = "whsec_" + base64.b64encode(b"a secret for the demo, not for you").decode()
DIGEST = "Weekly digest"
ENVIRONMENT = "demo.env"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A visit to the site at a moment of the story."""

    at: datetime
    what: str
    second_edition: bool = False


LOOKS = (
    Look(
        at=datetime(2024, 11, 8, 20, tzinfo=UTC),
        what="the first look stores what is there and alerts nobody",
    ),
    Look(at=datetime(2024, 11, 9, 20, tzinfo=UTC), what="Russia ratifies the treaty"),
    Look(at=datetime(2024, 11, 10, 20, tzinfo=UTC), what="others tell it, copy it, react"),
    Look(
        at=datetime(2024, 11, 12, 12, tzinfo=UTC),
        what="North Korea ratifies it; one outlet rewrites its report",
        second_edition=True,
    ),
    Look(
        at=datetime(2024, 11, 12, 21, 30, tzinfo=UTC),
        what="the hour of the digest",
        second_edition=True,
    ),
    Look(
        at=datetime(2024, 12, 17, 12, tzinfo=UTC),
        what="weeks later: the treaty is in force",
        second_edition=True,
    ),
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
        clock: the real time, and dice.
        out: where the story is told.

    Raises:
        WirewatchError: the house failed.
    """
    config, site, received = _config(folder, stage), stage.site, stage.received
    story = StoryClock(clock)
    story.turn_to(LOOKS[0].at)
    async with (
        held(config, story) as store,
        sandboxed() as sandbox,
        built(config, store=store, sandbox=sandbox, clock=story, out=out) as house,
    ):
        for look in LOOKS:
            before = len(received.hooks)
            story.turn_to(look.at)
            site.until, site.second_edition = look.at, look.second_edition
            await store.make_due(None, story.now())
            await one_pass(house, story.now())
            _tell(look, received.hooks[before:], out)
    print(f"== the digest, as it reached the mailbox\n\n{_digest_text(received.mails)}", file=out)
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
    folder = shown.report.parents[1]
    print(f"   archive:      {folder / 'demo.db'}", file=out)
    print(
        f"   look around:  cd {folder} && . ./{ENVIRONMENT} && wirewatch article 13 --diff",
        file=out,
    )


def _config(folder: Path, stage: Stage) -> Config:
    site = stage.site
    template = Template((files("seeds") / "demo" / "feeds.yaml.j2").read_text("utf-8"))
    path = folder / "feeds.yaml"
    path.write_text(
        template.render(outlets=site.outlets.values(), base=site.base, site=site), encoding="utf-8"
    )
    environ = {"DEMO_SMTP": stage.smtp, "DEMO_HOOK": f"{site.base}/hook", "DEMO_SECRET": SECRET}
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in environ.items())
    (folder / ENVIRONMENT).write_text(exports, encoding="utf-8")
    return load_config(path, environ)


def _tell(look: Look, hooks: Sequence[Posted], out: TextIO) -> None:
    """Print a line for each alert of a look: what happened, the topic, the article."""
    print(f"== {look.at:%d %b %Y, %H:%M} UTC: {look.what}", file=out)
    for hook in hooks:
        data = hook.event["data"]
        topic, article = data["topic"]["title"], data["article"]
        print(
            f"   {data['why']['event']:8} {topic}: {article['title']} ({article['outlet']})",
            file=out,
        )
    print("" if hooks else "   no alert\n", file=out)


def _digest_text(mails: Sequence[EmailMessage]) -> str:
    """Return the text of the first digest that arrived."""
    for mail in mails:
        part = mail.get_body(("plain",))
        if part is not None and str(mail["Subject"]).startswith(DIGEST):
            return str(part.get_content())
    return "(no digest arrived)"
