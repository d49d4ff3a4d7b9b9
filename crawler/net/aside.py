"""Where work on a body is done: here while it is short, in a thread while the event loop goes on."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

QUICK_BYTES = 32 * 1024
"""Hashing or reading so much takes well under a millisecond."""


async def aside(size_bytes: int, work: Callable[[], T]) -> T:
    """Do ``work``, which takes time in proportion to ``size_bytes``."""
    return await asyncio.to_thread(work) if size_bytes > QUICK_BYTES else work()
