"""When to ask a feed again, and why then: the rules, one by one.

What the user writes is taken literally. Where he leaves it to us, servers may slow us down and
never speed us up. Failures back off and never end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import assert_never

from crawler.core.addresses import is_public
from crawler.core.schedule.forecast import forecast
from crawler.core.schedule.polling import Cause, Pause, pause_after
from crawler.model.entry import FeedInfo
from crawler.model.feed import Feed
from crawler.model.habit import Habit

RETRY = timedelta(minutes=15)
"""A feed left to us that fails is asked again as if its interval were this."""
CEILING = timedelta(hours=24)
"""No feed waits longer, whatever happened to it."""
MIN_WAIT = timedelta(seconds=1)
JITTER = 0.05
"""Part of an automatic interval by which feeds drift apart: later, never sooner."""
MAX_JITTER = timedelta(minutes=1)
"""Many publish by the clock: what is meant for five past must not become a quarter past."""
BACK_OFF_JITTER = 0.25
PATIENCE = 10
"""Failures in a row after which a feed that answers, but with nothing of use, is asked daily."""

HOST_FEEDS = 2
"""Throttled feeds of one host that make the host pause."""

_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_HOUR = timedelta(hours=1)
_ROUND_FROM = 10
_DAY_HOURS = 24
_MAX_DOUBLINGS = 20  # a second doubled this often is past the ceiling


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The next fetch of a feed."""

    next_at: datetime
    reason: str
    """Shown by `status`: why then."""
    interval: timedelta
    """The feed's interval when all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a server and a feed say about asking again."""

    not_before: datetime | None = None
    """Cache-Control or Expires."""
    ttl: timedelta | None = None
    """rss:ttl or sy:updatePeriod."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which nothing changes."""

    @classmethod
    def of(cls, info: FeedInfo, not_before: datetime | None) -> "Hints":
        """Gather the hints of a feed just read."""
        return cls(not_before=not_before, ttl=info.ttl, skip_hours=info.skip_hours)


def when_well(feed: Feed, hints: Hints, habit: Habit, now: datetime, spread: float) -> Schedule:
    """Schedule a feed that was fetched and read.

    Args:
        feed: as configured; an ``every`` of the user's is taken literally.
        hints: they slow down an automatic interval, within its bounds.
        habit: how the feed brings its news, as of this fetch.
        now: the moment of the fetch.
        spread: in [0, 1): the part of the jitter that is added.
    """
    if feed.every is not None:
        return Schedule(
            next_at=now + feed.every,
            reason=f"every {duration(feed.every)} as configured",
            interval=feed.every,
        )
    lowest, highest = feed.bounds
    limit = now + min(highest, CEILING)
    pause = pause_after(habit, lowest.total_seconds(), min(highest, CEILING).total_seconds())
    interval = timedelta(seconds=pause.length_s)
    next_at = min(now + interval + min(interval * JITTER, MAX_JITTER) * spread, limit)
    auto = f"auto: {duration(_rough(interval))}"
    reason = f"{auto}, {_why(pause, habit)}"
    for moment, hint in _wishes(hints, now):
        if moment > next_at:
            next_at, reason = min(moment, limit), f"{auto}, {hint}"
    changing_at = _out_of(hints.skip_hours, next_at)
    if changing_at > next_at:
        next_at = min(changing_at, limit)
        reason = f"{auto}, outside its skipHours"
    return Schedule(next_at=next_at, reason=reason, interval=interval)


def after_failures(
    feed: Feed, failures: int, now: datetime, spread: float, *, hopeless: bool
) -> Schedule:
    """Schedule a feed that failed: the interval doubles with each failure in a row.

    Args:
        feed: as configured.
        failures: in a row, this one included; at least 1.
        now: the moment of the failure.
        spread: in [0, 1): ±25 % of the wait.
        hopeless: the server answers, but with nothing of use (404, 403, no feed); after
            `PATIENCE` of these the feed is asked daily.
    """
    interval = _retry_interval(feed)
    if hopeless and failures >= PATIENCE:
        wait, reason = CEILING, f"daily after {failures} failures"
    else:
        wait = min(max(interval, MIN_WAIT) * 2 ** min(failures, _MAX_DOUBLINGS), CEILING)
        reason = f"back-off after {failures} failure{'s' if failures > 1 else ''}"
    wait = min(wait * (1 + BACK_OFF_JITTER * (2 * spread - 1)), CEILING)
    return Schedule(next_at=now + wait, reason=reason, interval=interval)


def when_throttled(feed: Feed, until: datetime, now: datetime) -> Schedule:
    """Schedule a feed whose server asked us to wait: not sooner, and not before its interval."""
    interval = _retry_interval(feed)
    return Schedule(
        next_at=max(until, now + interval),
        reason=f"throttled until {until:%Y-%m-%d %H:%M} UTC",
        interval=interval,
    )


def host_pause(host: str, throttled_until: Sequence[datetime]) -> datetime | None:
    """Decide whether a whole host is left alone, because several of its feeds were throttled.

    Only a public host is: a bridge on a private one serves feeds of many sites, and a wish of
    one of them says nothing about the others.

    Args:
        host: its name or address.
        throttled_until: what the feeds throttled in this pass were told.

    Returns:
        The earliest of these moments, or None when fewer than `HOST_FEEDS` were throttled.
    """
    if len(throttled_until) < HOST_FEEDS or not _is_public_name(host):
        return None
    return min(throttled_until)


def when_gone(feed: Feed, now: datetime, spread: float) -> Schedule:
    """Schedule a feed that is gone for good: one look a week, in case it was a mistake."""
    wait = timedelta(days=7) * (1 + JITTER * (2 * spread - 1))
    return Schedule(
        next_at=now + wait,
        reason="paused: the server says 410 Gone; looked at weekly",
        interval=_retry_interval(feed),
    )


def duration(span: timedelta) -> str:
    """Write a span as the configuration does: ``90s``, ``5m``, ``2h``, ``7d``."""
    seconds = round(span.total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _retry_interval(feed: Feed) -> timedelta:
    if feed.every is not None:
        return feed.every
    lowest, highest = feed.bounds
    return min(max(RETRY, lowest), highest)


def _why(pause: Pause, habit: Habit) -> str:
    """Say what decided about an automatic interval."""
    pace = f"it brings about {_figure(forecast(habit).a_day())} a day"
    match pause.cause:
        case Cause.HABIT:
            return pace
        case Cause.WINDOW:
            return f"before its {habit.window} entries could all be new"
        case Cause.OVERRUN:
            return "shorter because its entries were all new: some may have been missed"
        case Cause.LOWEST:
            return f"the shortest allowed; {pace}"
        case Cause.HIGHEST:
            return f"the longest allowed; {pace}"
        case _:
            assert_never(pause.cause)


def _rough(span: timedelta) -> timedelta:
    """Return a span as exactly as it is worth showing."""
    unit = _HOUR / 60 if span < 2 * _HOUR else _HOUR / 4
    return span if span < _HOUR / 60 else round(span / unit) * unit


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= _ROUND_FROM else f"{value:.2g}"


def _is_public_name(host: str) -> bool:
    try:
        return is_public(ip_address(host))
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_SUFFIXES)


def _wishes(hints: Hints, now: datetime) -> list[tuple[datetime, str]]:
    """Return the moments server and feed ask for, each with its reason, the latest last."""
    wishes: list[tuple[datetime, str]] = []
    if hints.not_before is not None:
        wishes.append((hints.not_before, "slower because of its caching headers"))
    if hints.ttl is not None:
        wishes.append((now + min(hints.ttl, CEILING), "slower because the feed says so (ttl)"))
    return sorted(wishes)


def _out_of(skip_hours: tuple[int, ...], moment: datetime) -> datetime:
    """Move a moment out of the hours in which a feed does not change (RSS skipHours, UTC)."""
    if moment.hour not in skip_hours or len(set(skip_hours)) >= _DAY_HOURS:
        return moment
    moment = moment.replace(minute=0, second=0, microsecond=0)
    while moment.hour in skip_hours:
        moment += _HOUR
    return moment
