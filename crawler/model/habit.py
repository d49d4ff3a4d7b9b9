"""How a feed brings its news: the few numbers a forecast is made of."""

from dataclasses import dataclass
from datetime import datetime

HOURS_OF_WEEK, MINUTES_OF_HOUR = 168, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What was learned of a feed's arrivals; counts fade, so that old ways are forgotten.

    An hour of the week is counted from the epoch in UTC: the first is Thursday, midnight to one.
    """

    since: datetime
    """The beginning of what was observed; it moves up as what lies before it fades."""
    at: datetime
    """The moment of the last observation."""
    week: tuple[float, ...] = (0.0,) * HOURS_OF_WEEK
    """Arrivals in each hour of the week that nothing before them called forth."""
    minutes: tuple[float, ...] = (0.0,) * MINUTES_OF_HOUR
    """Arrivals in each minute of the hour: many publish by the clock."""
    seen: float = 0.0
    """Arrivals of the last days, to be held against ``expected``: a feed wakes or goes to sleep."""
    expected: float = 0.0
    heat: float = 0.0
    """Arrivals of the last hour, faded to ``at``: news calls forth news."""
    followed: float = 0.0
    """Arrivals put down to ``heat``, out of ``chances``: how far news calls forth news here."""
    chances: float = 0.0
    window: int = 0
    """Entries the last document held."""
    surge: float = 0.0
    """The most entries that came at once beyond what was to be expected; fades."""
    limit_s: float | None = None
    """The interval an overrun window allows: halved each time, relaxed while all is well."""
    longest_gap_h: float = 0.0
    """The longest silence between two arrivals, in hours in which the feed usually is awake."""
    quiet_h: float = 0.0
    """The silence up to ``at``, in the same hours."""
    gaps: int = 0
    """Silences that ended: the evidence of what is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What one look at a feed brought."""

    dates: tuple[datetime | None, ...] = ()
    """Of each entry not seen before, the date it claims; of every entry where no habit is known."""
    entries: int | None = None
    """Entries the document held; None = nothing changed since the last."""


NOTHING_NEW = Arrivals()
