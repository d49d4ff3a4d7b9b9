"""Alerts on the standard output, for a watch without a configured channel."""

from typing import TextIO

from crawler.core.digests.text import render_terminal
from crawler.model.alert import Message, TerminalChannel
from crawler.model.errors import DeliveryError


class TerminalDeliverer:
    """Prints messages; nothing in them can steer the terminal."""

    def __init__(self, channel: TerminalChannel, stream: TextIO) -> None:
        self._channel, self._stream = channel, stream

    async def deliver(self, message: Message) -> None:
        """Print one message.

        Raises:
            DeliveryError: nobody reads the output any more, or it cannot be written.
        """
        text = render_terminal(message)
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            raise DeliveryError(self._channel.name, f"cannot write: {error}") from error
