"""``wirewatch deliveries``: the outbox: what waits, what is tried again, what became a dead letter."""

import argparse
import asyncio
import json
import os

from crawler.cli.archive import archive
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.core.digests.moments import iso
from crawler.core.digests.text import subject
from crawler.core.escaping import for_terminal
from crawler.model.alert import Delivery, DeliveryState
from crawler.model.settings import Config

SHOWN = 1000
_DONE = {DeliveryState.SENT, DeliveryState.CARRIED}
_UNSENT = tuple(state for state in DeliveryState if state not in _DONE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument(
        "--dead",
        dest="states",
        action="store_const",
        const=(DeliveryState.DEAD,),
        default=_UNSENT,
        help="dead letters only",
    )
    chosen.add_argument(
        "--all",
        dest="states",
        action="store_const",
        const=tuple(DeliveryState),
        help="what was sent and what a digest of late alerts carried, too",
    )
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print the deliveries, newest first; return 0."""
    config = load_config(config_path(args), os.environ)
    found = asyncio.run(_deliveries(config, args.states))
    if args.json:
        print(json.dumps([delivery_document(delivery) for delivery in found], ensure_ascii=False))
        return 0
    for delivery in found:
        print(for_terminal(_line(delivery)))
        if delivery.carried_by:
            print(f"{'':8}late, told by {for_terminal(delivery.carried_by)}")
        elif delivery.last_error:
            print(f"{'':8}{for_terminal(delivery.last_error)}")
    if not found:
        print("nothing of this kind in the outbox")
    elif any(delivery.state is DeliveryState.DEAD for delivery in found):
        print(
            "\n`wirewatch retry ID` puts one back in the queue, `wirewatch retry` all dead letters"
        )
    return 0


async def _deliveries(config: Config, states: tuple[DeliveryState, ...]) -> tuple[Delivery, ...]:
    async with archive(config) as store:
        return await store.deliveries(states, SHOWN)


def _line(delivery: Delivery) -> str:
    return (
        f"{delivery.id:<7} {delivery.state.value:8} {_when(delivery)}  {delivery.channel}  "
        f"{delivery.attempts} attempts  {subject(delivery.message)}"
    )


def _when(delivery: Delivery) -> str:
    moment = delivery.done_at or delivery.next_at
    word = "at" if delivery.done_at else "next"
    return f"{word:4} {moment:%Y-%m-%d %H:%M:%S}"


def delivery_document(delivery: Delivery) -> dict[str, object]:
    """Return a delivery as `--json` shows it."""
    return {
        "id": delivery.id,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": None if delivery.done_at else iso(delivery.next_at),
        "sent_at": iso(delivery.sent_at) if delivery.sent_at else None,
        "done_at": iso(delivery.done_at) if delivery.done_at else None,
        "last_error": delivery.last_error,
        "carried_by": delivery.carried_by,
        "message": {
            "id": delivery.message.id,
            "type": delivery.message.type.value,
            "created_at": iso(delivery.message.created_at),
            "subject": subject(delivery.message),
        },
    }
