"""What the outbox tells of channels and of the way to the reader."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The way of an alert from its publisher to the first receiver that took it."""

    outlet: str
    published: datetime | None
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disabled:
    """Why a channel is sent nothing any more."""

    since: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRecord:
    """How the deliveries of a channel ended."""

    channel: str
    last_sent_at: datetime | None = None
    last_dead_at: datetime | None = None
    """When a message for it last became a dead letter."""
    refused_since: datetime | None = None
    """When the oldest message that was tried and is still to be tried again was queued."""
    last_error: str | None = None
    """Of that oldest message, or else of its newest dead letter."""
    disabled: Disabled | None = None
    """Set while nothing is sent, because the receiver wants no more."""

    @property
    def gave_up(self) -> bool:
        """Whether a message became a dead letter since one was taken."""
        if self.last_dead_at is None:
            return False
        return self.last_sent_at is None or self.last_dead_at >= self.last_sent_at
