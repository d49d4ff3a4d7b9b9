"""Batches of files for the pure stages: JSON lines in, one JSON line each out, in order.

Each file is read in the sandbox, as the daemon reads what it fetches: one that hangs, hoards or
crashes costs its own answer only.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.model.errors import SandboxError
from crawler.sandbox import Sandbox

Answer = dict[str, Any]
"""The document of the contract, or ``error``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to read."""

    file: str
    url: str | None
    content_type: str | None


Read = Callable[[Wanted], Answer]


def print_batch(listing: Path, read: Read) -> None:
    """Print the answer to every line of a list that is not blank.

    Args:
        listing: a file of JSON lines ``{"file", "url", "content_type"}``.
        read: a module-level function that answers for one file and raises nothing.

    Raises:
        OSError: the list cannot be read.
    """
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
