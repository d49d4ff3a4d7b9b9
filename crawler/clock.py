"""The only room with a clock and dice."""

import random
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the shells ask for the time and for jitter."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...

    def spread(self) -> float:
        """Return a number in [0, 1) for jitter."""
        ...


class SystemClock:
    """The machine's clock and dice."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def spread(self) -> float:
        """Return a number in [0, 1) for jitter."""
        return random.random()  # noqa: S311 - jitter, not a secret
