"""``wirewatch export``: the evidence as WARC, the articles as JSON lines or CSV."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crawler import __version__
from crawler.cli.archive import archive, sqlite_path
from crawler.cli.newfile import new_file
from crawler.cli.options import add_config_option, config_path
from crawler.cli.progress import Bars, bars
from crawler.cli.selection import add_selection_options, selection_of
from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.core.exports.documents import article_line
from crawler.core.exports.table import article_row, table_head
from crawler.exporting import Evidence, archived
from crawler.model.archived import Selection
from crawler.model.errors import WirewatchError
from storage.backup import refuse_own_files
from storage.protocol import Store

DONE, INCOMPLETE = 0, 1
FORMATS = {"warc": ".warc.gz", "jsonl": ".jsonl", "csv": ".csv"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("format", choices=list(FORMATS), help="what to write")
    add_config_option(parser)
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="where to (default: standard output)"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    add_selection_options(parser)


def run(args: argparse.Namespace) -> int:
    """Write the export; return 0, or 1 when a raw body was too damaged to be evidence."""
    config = load_config(config_path(args), os.environ)
    wanted = selection_of(args, SystemClock().now())
    if args.output is not None:
        refuse_own_files(sqlite_path(config), args.output)
    with _opened(args) as (out, bar):

        async def write() -> int:
            async with archive(config) as store:
                return await _write(store, args.format, wanted, out, bar)

        return asyncio.run(write())


async def _write(store: Store, form: str, wanted: Selection, out: BinaryIO, bar: Bars) -> int:
    bar.expect("articles", None)
    evidence = Evidence(store)
    match form:
        case "warc":
            pieces = evidence.records(wanted, f"Wirewatch/{__version__}", SystemClock().now())
        case "jsonl":
            pieces = _lines(store, wanted)
        case _:
            pieces = _rows(store, wanted)
    async for piece in pieces:
        out.write(piece)
        bar.advance("articles", 1)
    out.flush()
    if evidence.let_go:
        print(f"{evidence.let_go} responses without a body: retention let it go", file=sys.stderr)
    for problem in evidence.damaged:
        print(f"left out: {problem}", file=sys.stderr)
    return INCOMPLETE if evidence.damaged else DONE


async def _lines(store: Store, wanted: Selection) -> AsyncIterator[bytes]:
    async for each in archived(store, wanted):
        yield article_line(each)


async def _rows(store: Store, wanted: Selection) -> AsyncIterator[bytes]:
    yield table_head()
    async for each in archived(store, wanted):
        yield article_row(each)


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[tuple[BinaryIO, Bars]]:
    """Open what is written to.

    Raises:
        WirewatchError: the file is there already, or a terminal would get compressed bytes.
    """
    if args.output is None:
        if args.format == "warc" and sys.stdout.isatty():
            raise WirewatchError(
                "a WARC is compressed: write it to a file with --output news.warc.gz"
            )
        yield sys.stdout.buffer, Bars(None)
        return
    with new_file(args.output, force=args.force) as part, part.open("wb") as out, bars() as bar:
        yield out, bar
