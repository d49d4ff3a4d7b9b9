import io

import httpx
import pytest

from crawler.clock import SystemClock
from crawler.deliver import deliverers
from crawler.deliver.apprise import AppriseDeliverer
from crawler.deliver.email import EmailDeliverer
from crawler.deliver.terminal import TerminalDeliverer
from crawler.deliver.webhook import WebhookDeliverer
from crawler.model.alert import (
    TERMINAL,
    AppriseChannel,
    Channel,
    EmailChannel,
    WebhookChannel,
)
from crawler.model.secret import Secret
from tests.sample_alerts import message

MAIL = EmailChannel(name="x", smtp=Secret("smtp://h"), sender="a@b.example", to=("c@d.example",))
HOOK = WebhookChannel(name="x", url=Secret("https://hook.example/x"))
CHAT = AppriseChannel(name="x", url=Secret("json://h"))


async def _never(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(500)


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        (MAIL, EmailDeliverer),
        (HOOK, WebhookDeliverer),
        (CHAT, AppriseDeliverer),
        (TERMINAL, TerminalDeliverer),
    ],
)
def test_each_channel_has_its_deliverer(channel: Channel, kind: type) -> None:
    made = deliverers(
        {"a": channel},
        transport=httpx.MockTransport(_never),
        networks=(),
        clock=SystemClock(),
        out=io.StringIO(),
    )
    assert list(made) == ["a"]
    assert isinstance(made["a"], kind)


async def test_webhooks_go_over_the_transport_they_are_given_and_terminals_to_the_output() -> None:
    seen: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        assert set(request.extensions["timeout"].values()) == {None}  # the whole attempt has one
        return httpx.Response(204, stream=httpx.ByteStream(b""))

    out = io.StringIO()
    made = deliverers(
        {"hook": HOOK, "terminal": TERMINAL},
        transport=httpx.MockTransport(answer),
        networks=(),
        clock=SystemClock(),
        out=out,
    )
    for deliverer in made.values():
        await deliverer.deliver(message())
    assert seen == ["https://hook.example/x"]
    assert "Parliament ratifies the treaty" in out.getvalue()
