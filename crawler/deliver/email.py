"""Sending messages as mail.

What a server says is judged by where it says it. A refusal of the message (5xx to MAIL, RCPT or
DATA) is for good; one of the session (greeting, TLS, login) is tried again, as Postfix does: the
password may be mended, the message is not at fault. Whether a server that fell silent after DATA
took the message is unknowable, so it is sent again under its old Message-ID.

Source: RFC 5321 §4.2.1 (reply codes), §6.1 (responsibility after DATA).
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from crawler.clock import Clock
from crawler.core.digests.email import render_email
from crawler.core.escaping import one_line
from crawler.model.alert import EmailChannel, Message
from crawler.model.errors import DeliveryError, RejectedError

TOTAL = timedelta(seconds=45)
"""One whole attempt; below the 60 s for which a delivery is leased."""
GOODBYE_S = 1.0
_PERMANENT = range(500, 600)
_SHOWN = 200
_LOGIN = "the server refuses the login (user and password of `smtp`)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    """Where mail is handed over, as the SMTP URL says."""

    host: str
    port: int
    implicit_tls: bool
    start_tls: bool
    user: str | None
    password: str | None


_SCHEMES = {
    "smtp": (587, False, True),
    "smtps": (465, True, False),
    "smtp+plain": (25, False, False),
}


class EmailDeliverer:
    """Sends messages from one address to some, through one server."""

    def __init__(
        self, channel: EmailChannel, clock: Clock, tls: ssl.SSLContext | None = None
    ) -> None:
        self._channel, self._clock = channel, clock
        self._server = _read_url(channel.smtp.reveal())
        self._tls = tls or ssl.create_default_context()
        self._accepted: dict[str, frozenset[str]] = {}
        """Receivers that have a message the others do not have yet, by message id."""

    async def deliver(self, message: Message) -> None:
        """Send one message to all its receivers that do not have it yet.

        Raises:
            DeliveryError: no connection, no TLS, no login, a temporary refusal, or a silence.
            RejectedError: the server refuses the message or a receiver for good.
        """
        mail = self._rendered(message)
        async with self._session() as client:
            try:
                refused = await self._hand_over(client, mail, self._waiting(message))
            except aiosmtplib.SMTPRecipientsRefused as error:
                refused = {each.recipient: (each.code, each.message) for each in error.recipients}
            except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as error:
                raise self._answered(error.code, error.message) from error
        self._remember(message, refused)

    async def connected(self) -> str:
        """Connect, encrypt and log in as the URL says, and part again; return what was done.

        Raises:
            DeliveryError: no connection, no TLS, no login, or a silence.
        """
        async with self._session():
            pass
        server = self._server
        encrypted = ", encrypted" if server.implicit_tls or server.start_tls else ""
        return f"connected{encrypted}{', logged in' if server.user else ''}; nothing was sent"

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """Yield a client that is connected and logged in; what fails is said in our words."""
        total, server = self._channel.timeout or TOTAL, self._server
        client = self._client(total)
        try:
            async with AsyncExitStack() as parting, asyncio.timeout(total.total_seconds()):
                await client.connect()
                parting.push_async_callback(_part, client, client.transport)
                if server.start_tls:
                    await client.starttls()
                if server.user:
                    await client.login(server.user, server.password or "")
                yield client
        except TimeoutError as error:
            raise self._later(f"the server took longer than {total.total_seconds():g} s") from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise self._later(f"{_LOGIN}: {error.code} {error.message}") from error
        except aiosmtplib.SMTPResponseException as error:
            raise self._later(f"the session failed: {error.code} {error.message}") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise self._later(str(error) or type(error).__name__) from error

    def _rendered(self, message: Message) -> bytes:
        try:
            return render_email(
                message,
                sender=self._channel.sender,
                to=self._channel.to,
                now=self._clock.now(),
                list_unsubscribe=self._channel.list_unsubscribe,
            ).as_bytes()
        except ValueError as error:
            raise RejectedError(self._channel.name, str(error)) from error

    def _client(self, total: timedelta) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.implicit_tls,
            start_tls=False,  # done after it, to part from a server that fails there
            tls_context=self._tls if server.implicit_tls or server.start_tls else None,
            timeout=total.total_seconds(),
        )

    async def _hand_over(
        self, client: aiosmtplib.SMTP, mail: bytes, receivers: list[str]
    ) -> dict[str, tuple[int, str]]:
        """Hand the mail over; return who was refused, with the server's words."""
        refused, _ = await client.sendmail(parseaddr(self._channel.sender)[1], receivers, mail)
        return {receiver: (answer.code, answer.message) for receiver, answer in refused.items()}

    def _waiting(self, message: Message) -> list[str]:
        receivers = [parseaddr(receiver)[1] for receiver in self._channel.to]
        return [each for each in receivers if each not in self._accepted.get(message.id, ())]

    def _remember(self, message: Message, refused: dict[str, tuple[int, str]]) -> None:
        """Note who has the message, and fail for those who do not."""
        if not refused:
            self._accepted.pop(message.id, None)
            return
        got = frozenset(self._waiting(message)) - refused.keys()
        self._accepted[message.id] = self._accepted.get(message.id, frozenset()) | got
        said = "; ".join(f"{who}: {code} {words}" for who, (code, words) in refused.items())
        if all(code in _PERMANENT for code, _ in refused.values()):
            del self._accepted[message.id]
            raise RejectedError(self._channel.name, self._shown(f"refused {said}"))
        raise self._later(f"not now {said}")

    def _answered(self, code: int, words: str) -> DeliveryError:
        problem = self._shown(f"{code} {words}")
        kind = RejectedError if code in _PERMANENT else DeliveryError
        return kind(self._channel.name, problem)

    def _later(self, problem: str) -> DeliveryError:
        return DeliveryError(self._channel.name, self._shown(problem))

    def _shown(self, problem: str) -> str:
        """Return a problem in one line, without the password, whoever repeated it."""
        password = self._server.password
        return one_line(problem.replace(password, "***") if password else problem, _SHOWN)


async def _part(client: aiosmtplib.SMTP, transport: asyncio.BaseTransport | None) -> None:
    """Say goodbye, as RFC 5321 §4.1.1.10 asks, and leave whatever is answered.

    It is no part of the attempt: the server has the mail by now, or never will. The connection is
    dropped and not shut down, for which a server could keep it open half a minute longer.
    """
    with suppress(aiosmtplib.SMTPException, OSError):
        if client.is_connected:
            await client.quit(timeout=GOODBYE_S)
    client.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def _read_url(url: str) -> _Server:
    """Read an SMTP URL that the configuration has checked; user and password percent-decoded."""
    parts = urlsplit(url)
    port, implicit_tls, start_tls = _SCHEMES[parts.scheme]
    return _Server(
        host=parts.hostname or "",
        port=parts.port or port,
        implicit_tls=implicit_tls,
        start_tls=start_tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
