"""When a message is tried again, when it is given up, and when a dead channel is left in peace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.model.alert import Channel, EmailChannel

_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

WEBHOOK_WAITS = (
    5 * _SECOND, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR,
    10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 24 * _HOUR,
)  # fmt: skip
"""Waits after the first attempt, which is made at once (Standard Webhooks, "Retry schedule")."""

_MAIL_DAYS = timedelta(days=5)


def _mail_waits() -> tuple[timedelta, ...]:
    """Return 1, 5, 15 minutes, then doubling up to 67, for five days (Postfix's defaults)."""
    waits = [1 * _MINUTE, 5 * _MINUTE, 15 * _MINUTE]
    while sum(waits, timedelta()) < _MAIL_DAYS:
        waits.append(min(waits[-1] * 2, 67 * _MINUTE))
    return tuple(waits)


MAIL_WAITS = _mail_waits()
"""RFC 5321 §4.5.4.1: give up after four or five days."""

SPREAD = 0.2
"""Every wait is moved by up to a fifth, so that receivers are not asked in step."""
LONGEST_WISH = 24 * _HOUR
"""The latest moment a receiver's Retry-After can ask for."""


def waits_of(channel: Channel) -> Sequence[timedelta]:
    """Return how long to wait between the attempts of a channel: its own ``retry``, or its kind's."""
    if channel.retry is not None:
        return channel.retry
    return MAIL_WAITS if isinstance(channel, EmailChannel) else WEBHOOK_WAITS


def next_attempt(
    channel: Channel,
    attempts: int,
    now: datetime,
    spread: float,
    until: datetime | None = None,
) -> datetime | None:
    """Decide when a failed message is tried again.

    Attempts are counted, not days: a message that waited for a daemon that was down still gets
    all of them.

    Args:
        channel: whose schedule holds (``waits_of``).
        attempts: how many were made, the failed one included; at least 1.
        now: when the last one failed.
        spread: a number in [0, 1) drawn by the caller; 0.5 means no jitter, the extremes move
            the wait by a fifth.
        until: when the receiver wants to be asked again, if it said so; it can delay the attempt
            by up to a day and never hastens it.

    Returns:
        The moment, or None: the schedule is exhausted, the message becomes a dead letter.

    Raises:
        ValueError: ``attempts`` is below 1, or ``spread`` is outside [0, 1).
    """
    if attempts < 1 or not 0 <= spread < 1:
        raise ValueError(f"need attempts >= 1 and 0 <= spread < 1, got {attempts} and {spread!r}")
    waits = waits_of(channel)
    if attempts > len(waits):
        return None
    at = now + waits[attempts - 1] * (1 - SPREAD + 2 * SPREAD * spread)
    return max(at, min(until or at, now + LONGEST_WISH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """How a channel has been doing: after five failures in a row it is only probed.

    Failures of messages that the receiver judged and refused do not count: the channel works.
    """

    failures: int = 0
    """In a row."""
    resting_until: datetime | None = None

    def allows(self, now: datetime) -> bool:
        """Tell whether a message may be tried now."""
        return self.resting_until is None or now >= self.resting_until

    def failed(self, now: datetime) -> "Circuit":
        """Return the circuit after an attempt failed; after a success it is a new one."""
        failures = self.failures + 1
        resting = now + PROBE_EVERY if failures >= OPEN_AFTER else None
        return Circuit(failures=failures, resting_until=resting)


OPEN_AFTER = 5
"""Failures in a row after which a channel is only probed."""
PROBE_EVERY = 1 * _MINUTE
