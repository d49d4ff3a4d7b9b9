"""What a channel is known by: the address that a receiver's word on it holds for."""

from typing import assert_never

from crawler.model.alert import (
    AppriseChannel,
    Channel,
    EmailChannel,
    TerminalChannel,
    WebhookChannel,
)


def address_of(channel: Channel) -> str:
    """Return where a channel leads, secrets included: to be hashed, never shown."""
    match channel:
        case EmailChannel():
            return " ".join((channel.smtp.reveal(), *channel.to))
        case WebhookChannel() | AppriseChannel():
            return channel.url.reveal()
        case TerminalChannel():
            return ""
        case _:
            assert_never(channel)
