"""``wirewatch demo``: the whole pipeline, offline, in seconds."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from crawler import logs
from crawler.clock import SystemClock
from crawler.demo.show import perform, serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--serve", action="store_true", help="keep the demo site up afterwards")
    parser.add_argument(
        "--port", type=int, default=0, help="of the demo site (default: any free one)"
    )
    parser.add_argument(
        "--dir", type=Path, help="where archive and report go (default: a new folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Run the demo; return 0."""
    logs.configure(sys.stderr, level=logs.QUIET)
    folder = args.dir or Path(tempfile.mkdtemp(prefix="wirewatch-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    if args.serve:
        asyncio.run(serve(folder, SystemClock(), sys.stdout, args.port))
    else:
        asyncio.run(perform(folder, SystemClock(), sys.stdout))
    return 0
