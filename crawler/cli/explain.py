"""``wirewatch explain ALERT``: clause, alias, language, field, quoted sentence, score, why now."""

import argparse
import asyncio
import json
import os

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.core.digests.text import render_terminal
from crawler.core.escaping import for_terminal
from crawler.model.alert import Alert, Json, message_of
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("alert", help="the id, or an unambiguous beginning of it")
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print why the alert was raised; return 0."""
    config = load_config(config_path(args), os.environ)
    alert = asyncio.run(_alert(config, args.alert))
    if args.json:
        print(
            json.dumps({"id": alert.id, "kind": alert.kind.value, **alert.data}, ensure_ascii=False)
        )
        return 0
    print(render_terminal(message_of(alert)))
    print("\nwhy it matched")
    for span in alert.data["match"]["spans"]:
        print("  " + for_terminal(_line(span, alert.data)))
    return 0


async def _alert(config: Config, alert_id: str) -> Alert:
    async with archive(config) as store:
        found = await store.alert(alert_id)
    if found is None:
        raise WirewatchError(f"no alert has the id {alert_id!r}; `wirewatch alerts` lists them")
    return found


def _line(span: Json, data: Json) -> str:
    alias = f" (alias @{span['alias']})" if span.get("alias") else ""
    place = f"{span['field']} {span['start']}-{span['end']}"
    return f"{span['clause']:8} {span['term']}{alias} in {place}, language {data['article']['language']}"
