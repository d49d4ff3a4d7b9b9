"""``wirewatch digest preview NAME``: what the next digest would say, sending nothing."""

import argparse
import asyncio
import json
import os
from pathlib import Path

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.digests.email import render_email
from crawler.core.digests.text import render_terminal
from crawler.digest import Digester
from crawler.model.alert import Digest, Message
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    preview = actions.add_parser("preview", help="print the digest as it would be sent now")
    preview.add_argument("name", help="of the digest, as in feeds.yaml")
    preview.add_argument(
        "--html", type=Path, metavar="FILE", help="also write the mail's HTML part"
    )
    add_config_option(preview)
    add_json_option(preview)


def run(args: argparse.Namespace) -> int:
    """Print the digest; return 0."""
    config = load_config(config_path(args), os.environ)
    message = asyncio.run(_preview(config, _digest(config, args.name)))
    if args.html is not None:
        args.html.write_text(_html(message), encoding="utf-8")
    if args.json:
        print(json.dumps(message.data, ensure_ascii=False))
    else:
        print(render_terminal(message))
    return 0


def _digest(config: Config, name: str) -> Digest:
    for digest in config.digests:
        if digest.name == name:
            return digest
    known = ", ".join(digest.name for digest in config.digests) or "none"
    raise WirewatchError(f"no digest is called {name!r}; feeds.yaml has: {known}")


async def _preview(config: Config, digest: Digest) -> Message:
    async with archive(config) as store:
        return await Digester(config=config, store=store, clock=SystemClock()).preview(digest)


def _html(message: Message) -> str:
    mail = render_email(
        message, sender="preview@localhost", to=("preview@localhost",), now=message.created_at
    )
    part = mail.get_body(("html",))
    return str(part.get_content()) if part else ""
