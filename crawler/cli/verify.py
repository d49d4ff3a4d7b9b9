"""``wirewatch verify``: everything that can be proven is proven again; what is damaged is named."""

import argparse
import json
import os
from dataclasses import asdict

from crawler.cli.archive import sqlite_path
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.cli.progress import bars
from crawler.config.load import load_config
from crawler.core.escaping import for_terminal
from crawler.model.archived import Damage
from storage.verification import KINDS, Verification, verification

CLEAN, DAMAGED = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print what is damaged, then what was looked at; return 0 if nothing is, else 1."""
    path = sqlite_path(load_config(config_path(args), os.environ))
    checked = dict.fromkeys(KINDS, 0)
    with bars() as bar:

        def progress(kind: str, count: int) -> None:
            checked[kind] += count
            bar.advance(kind, count)

        with verification(path, progress) as found:
            for kind, total in found.totals().items():
                bar.expect(kind, total)
            show = _in_json if args.json else _in_words
            return show(found, checked)


def _in_words(found: Verification, checked: dict[str, int]) -> int:
    damaged = 0
    for each in found.damage():
        damaged += 1
        print(for_terminal(_sentence(each)))
    print(
        "checked: "
        + ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in checked.items())
    )
    for let_go in found.let_go() if not damaged else ():
        when = f"on {let_go.day}" if let_go.day else "before this was noted"
        print(f"raw dropped by retention {when}: {let_go.bodies}, hashes and headers are kept")
    print(f"{damaged} damaged: restore a backup, or keep what is sound" if damaged else "all sound")
    return DAMAGED if damaged else CLEAN


def _in_json(found: Verification, checked: dict[str, int]) -> int:
    """Print one document, the damage as it is found: there may be a great deal of it."""
    damaged = 0
    print('{"damage": [', end="")
    for each in found.damage():
        print(", " if damaged else "", json.dumps(asdict(each), ensure_ascii=False), sep="", end="")
        damaged += 1
    dropped = [
        {"day": each.day and each.day.isoformat(), "bodies": each.bodies}
        for each in (() if damaged else found.let_go())
    ]
    rest = {"damaged": damaged, "clean": not damaged, "checked": checked, "raw_dropped": dropped}
    print("], ", json.dumps(rest)[1:], sep="")
    return DAMAGED if damaged else CLEAN


def _sentence(damage: Damage) -> str:
    """Return what is wrong in one line that begins with the thing."""
    place = [damage.thing]
    if damage.article_id is not None:
        place.append(f"article {damage.article_id}")
    if damage.version is not None:
        place.append(f"version {damage.version}")
    place += [each for each in (damage.url, damage.sha256) if each]
    return f"{', '.join(place)}: {damage.problem}"
