"""Carrying messages to where they are read.

A deliverer makes one attempt and says how it went by its type of error alone; when to try again
is decided by ``crawler.core.delivery_schedule`` and remembered by the store.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, TextIO, assert_never

import httpx

from crawler.clock import Clock
from crawler.core.addresses import Network
from crawler.deliver.apprise import AppriseDeliverer
from crawler.deliver.email import EmailDeliverer
from crawler.deliver.terminal import TerminalDeliverer
from crawler.deliver.webhook import WebhookDeliverer
from crawler.model.alert import (
    AppriseChannel,
    Channel,
    EmailChannel,
    Message,
    TerminalChannel,
    WebhookChannel,
)


class Deliverer(Protocol):
    """One channel, ready to carry messages."""

    async def deliver(self, message: Message) -> None:
        """Make one attempt; returning means that the receiver accepted the message.

        Raises:
            DeliveryError: not this time; try again, not before ``until`` if it is set.
            RejectedError: the receiver will never take this message.
            ChannelGoneError: the receiver is gone for good.
        """
        ...


def deliverers(
    channels: Mapping[str, Channel],
    *,
    transport: httpx.AsyncBaseTransport,
    networks: Iterable[Network],
    clock: Clock,
    out: TextIO,
    published_at: str | None = None,
) -> Mapping[str, Deliverer]:
    """Return a deliverer for each channel, by name.

    Args:
        channels: as configured.
        transport: what webhooks are posted over, guarded against private addresses; it belongs
            to the caller, who closes it.
        networks: private networks that the services of Apprise may be in.
        clock: for the ``Date`` of mails and the time stamp of webhooks.
        out: what terminal channels write to.
        published_at: where the report can be read, for links to it.
    """
    client = httpx.AsyncClient(
        transport=transport,
        follow_redirects=False,
        trust_env=False,
        timeout=None,  # noqa: S113 - an attempt has its total; httpx's 5 s cut slow receivers off
    )

    def deliverer(channel: Channel) -> Deliverer:
        match channel:
            case EmailChannel():
                return EmailDeliverer(channel, clock)
            case WebhookChannel():
                return WebhookDeliverer(channel, client, clock, published_at)
            case AppriseChannel():
                return AppriseDeliverer(channel, networks)
            case TerminalChannel():
                return TerminalDeliverer(channel, out)
            case _:
                assert_never(channel)

    return {name: deliverer(channel) for name, channel in channels.items()}
