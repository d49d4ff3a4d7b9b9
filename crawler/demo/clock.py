"""A clock that is set to the dates of the story, so that what is told of times reads as it was."""

from datetime import datetime, timedelta

from crawler.clock import Clock


class StoryClock:
    """Runs with a real clock, ahead of it or behind it by as much as it was last set."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._ahead = timedelta(0)

    def turn_to(self, moment: datetime) -> None:
        """Go on from a moment of the story."""
        self._ahead = moment - self._real.now()

    def now(self) -> datetime:
        """Return this moment of the story, aware, in UTC."""
        return self._real.now() + self._ahead

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return self._real.monotonic()

    def spread(self) -> float:
        """Return a number in [0, 1) for jitter."""
        return self._real.spread()
