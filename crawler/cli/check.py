"""``wirewatch check``: every error of the configuration with its place, or what it comes to."""

import argparse
import json
import os

from crawler.cli.online import document, probes, show
from crawler.cli.options import add_config_option, add_json_option, config_path
from crawler.config.load import load_config
from crawler.model.errors import ConfigError, ConfigErrors
from crawler.model.settings import Config
from crawler.probing import Probe

FAILED, WRONG = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_config_option(parser)
    add_json_option(parser)
    parser.add_argument(
        "--online", action="store_true", help="also try each feed and channel; nothing is sent"
    )


def run(args: argparse.Namespace) -> int:
    """Print the summary; return 0, 2 with the errors, or 1 when something failed online.

    Raises:
        ConfigError: the file cannot be read at all.
        ConfigErrors: the file is wrong.
    """
    if args.json:
        return _run_for_programs(args)
    config = load_config(config_path(args), os.environ)
    for warning in config.warnings:
        print(f"warning: {warning}")
    print(f"{config_path(args)} is fine: " + ", ".join(_counted(config)))
    if not args.online:
        return 0
    found = probes(config)
    show(found)
    return 0 if all(probe.ok for probe in found) else FAILED


def _run_for_programs(args: argparse.Namespace) -> int:
    errors: tuple[ConfigError, ...] = ()
    warnings: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    found: tuple[Probe, ...] | None = None
    try:
        config = load_config(config_path(args), os.environ)
        counts, warnings = _counts(config), config.warnings
        found = probes(config) if args.online else None
    except ConfigError as error:
        errors = (error,)
    except ConfigErrors as several:
        errors = several.errors
    listed = [{"where": e.where, "problem": e.problem, "hint": e.hint} for e in errors]
    failed = any(not probe.ok for probe in found or ())
    summary = {"ok": not (errors or failed), "errors": listed, "warnings": list(warnings), **counts}
    tried = {} if found is None else {"online": [document(probe) for probe in found]}
    print(json.dumps(summary | tried, ensure_ascii=False))
    if errors:
        return WRONG
    return FAILED if failed else 0


def _counts(config: Config) -> dict[str, int]:
    return {
        "feeds": len(config.feeds),
        "lists": len(config.opml),
        "aliases": len(config.aliases),
        "topics": len(config.topics),
        "channels": len(config.channels),
        "digests": len(config.digests),
    }


def _counted(config: Config) -> list[str]:
    counts = {**_counts(config), "warnings": len(config.warnings)}
    return [
        f"{count} {_singular(name) if count == 1 else name}"
        for name, count in counts.items()
        if count or name != "lists"
    ]


def _singular(name: str) -> str:
    return name.removesuffix("es") if name == "aliases" else name.removesuffix("s")
