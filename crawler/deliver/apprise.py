"""Any service that Apprise knows, through the same outbox (extra ``wirewatch[apprise]``)."""

import asyncio
import importlib
from collections.abc import Iterable
from datetime import timedelta
from types import ModuleType
from typing import Any

from crawler.core.addresses import Network
from crawler.core.digests.brief import render_brief
from crawler.core.digests.text import subject
from crawler.core.escaping import markdown_text, unbracketed, unpinged
from crawler.deliver.sockets import guarded
from crawler.model.alert import AppriseChannel, Message
from crawler.model.errors import DeliveryError

TOTAL = timedelta(seconds=45)
"""One whole attempt; below the 60 s for which a delivery is leased."""
_MARKDOWN_CHATS = frozenset({"discord", "guilded", "mmosts", "ryver", "zulip"})
"""Services that read plain text as Markdown. Apprise escapes what it sends to the others (Slack's
``<!channel>``, Telegram's HTML), but never a mention by ``@``."""
_FORMATS = dict.fromkeys(_MARKDOWN_CHATS | {"slack"}, "text") | {"tgram": "html"}
"""The one format that Apprise escapes rightly for a service, whichever the URL asks for: of Slack's
Markdown it leaves ``<``, and its MarkdownV2 of some texts is refused by Telegram."""
_BRACKETS = "gchat"
"""Google Chat reads ``<users/all>`` and ``<url|words>``; Apprise lets the opening bracket through."""

_NOT_PUBLIC = (
    "it leads to {}, which is not on the public internet (if this is meant, add its network to "
    "network.allow_networks)"
)


class AppriseDeliverer:
    """Sends messages to one Apprise URL."""

    def __init__(self, channel: AppriseChannel, networks: Iterable[Network]) -> None:
        self._channel, self._networks = channel, tuple(networks)

    async def deliver(self, message: Message) -> None:
        """Send the gist of one message.

        Raises:
            DeliveryError: Apprise is not installed, does not know the URL, the service did not
                take the message, or it is not on the public internet nor in a network allowed.
        """
        total = self._channel.timeout or TOTAL
        try:
            async with asyncio.timeout(total.total_seconds()):
                await asyncio.to_thread(self._notify, message)
        except TimeoutError as error:
            raise self._failure(f"no answer within {total.total_seconds():g} s") from error

    def _notify(self, message: Message) -> None:
        """Send; Apprise blocks, so this runs in a thread of its own."""
        apprise = self._apprise()
        service = self._service(apprise)
        title, text = subject(message), render_brief(message)
        safe = markdown_text if service.secure_protocol in _MARKDOWN_CHATS else unpinged
        title, text = safe(title), safe(text)
        if service.secure_protocol in _FORMATS:
            service.notify_format = apprise.NotifyFormat(_FORMATS[service.secure_protocol])
        if service.secure_protocol == _BRACKETS:
            title, text = unbracketed(title), unbracketed(text)
        sender = apprise.Apprise()
        sender.add(service)
        with guarded(self._networks) as guard:
            taken = sender.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT)
        if guard.refused:
            raise self._failure(_NOT_PUBLIC.format(guard.refused))
        if not taken:
            raise self._failure("the service did not take the message")

    async def understood(self) -> None:
        """Check all that can be checked without sending.

        Raises:
            DeliveryError: Apprise is not installed, or does not know the URL.
        """
        await asyncio.to_thread(lambda: self._service(self._apprise()))

    def _service(self, apprise: ModuleType) -> Any:
        """Return Apprise's object for the URL."""
        url = self._channel.url.reveal()
        # A redirected POST becomes a GET, whose 200 would be taken for the receiver's.
        asset = apprise.AppriseAsset(http_redirects=False)
        service = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if service is None:
            raise self._failure("Apprise does not know this kind of URL, see https://appriseit.com")
        return service

    def _apprise(self) -> ModuleType:
        try:
            return importlib.import_module("apprise")  # an extra, and slow to import
        except ImportError as error:
            raise self._failure("needs Apprise: pip install 'wirewatch[apprise]'") from error

    def _failure(self, problem: str) -> DeliveryError:
        return DeliveryError(self._channel.name, problem)
