"""What `parse` and `extract` share: one file, or a batch of them, answered as JSON or for people.

In a batch - JSON lines in, one JSON line each out, in order - each file is read in the sandbox, as the daemon reads what it fetches: one that hangs, hoards or
crashes costs its own answer only.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.model.errors import SandboxError
from crawler.sandbox import Sandbox

DONE, FAILED, USAGE = 0, 1, 2

Answer = dict[str, Any]
"""The document of the contract, or ``error``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to read."""

    file: str
    url: str | None
    content_type: str | None


Read = Callable[[Wanted], Answer]


def add_file_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """Declare the arguments of a stage that reads ``what``, such as "the feed"."""
    parser.add_argument("file", nargs="?", metavar="FILE", help=f"{what} as fetched")
    parser.add_argument("--url", metavar="U", help=f"the address {what} was fetched from")
    parser.add_argument("--content-type", metavar="T", help="its Content-Type header, if known")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--batch",
        type=Path,
        metavar="LIST",
        help='JSON lines {"file", "url", "content_type"} in, one JSON line each out, in order',
    )


def answer(args: argparse.Namespace, read: Read, readable: Callable[[Answer], str]) -> int:
    """Answer for the file or the batch the user named; return the exit code.

    A batch always ends with 0: what is wrong with a file stands in its line.

    Args:
        args: as ``add_file_arguments`` declared them.
        read: a module-level function that answers for one file and raises nothing.
        readable: writes an answer without ``error`` for people.

    Raises:
        OSError: the list of a batch cannot be read.
    """
    if args.batch is not None:
        _print_batch(args.batch, read)
        return DONE
    if args.file is None:
        print("wirewatch: give a FILE, or --batch LIST", file=sys.stderr)
        return USAGE
    found = read(Wanted(args.file, args.url, args.content_type))
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    elif "error" not in found:
        print(readable(found))
    if "error" in found:
        print(f"wirewatch: {found['error']}", file=sys.stderr)
        return FAILED
    return DONE


def _print_batch(listing: Path, read: Read) -> None:
    with listing.open(encoding="utf-8", errors="replace") as lines:
        asyncio.run(_print_all(filter(str.strip, lines), read))


async def _print_all(lines: Iterable[str], read: Read) -> None:
    sandbox = Sandbox(workers=1)
    try:
        for line in lines:
            print(json.dumps(await _answer(line, read, sandbox), ensure_ascii=False), flush=True)
    finally:
        sandbox.close()


async def _answer(line: str, read: Read, sandbox: Sandbox) -> Answer:
    wanted = wanted_in(line)
    if wanted is None:
        return failure(f'not a line such as {{"file": …, "url": …}}: {line.strip()[:100]}')
    try:
        return await sandbox.call(read, wanted)
    except SandboxError as error:
        return failure(f"{wanted.file}: {error}")


def wanted_in(line: str) -> Wanted | None:
    """Return what a line asks for, or None if it is no such line."""
    try:
        found = json.loads(line)
        file = found["file"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(file, str):
        return None
    return Wanted(file, _text(found.get("url")), _text(found.get("content_type")))


def failure(problem: str) -> Answer:
    """Return the answer that says what is wrong; names of files may hold anything."""
    return {"error": problem.encode("utf-8", "replace").decode()}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
