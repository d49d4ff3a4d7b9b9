from dataclasses import replace

import pytest

from crawler.core.destinations import address_of
from crawler.model.alert import TERMINAL, AppriseChannel, Channel, EmailChannel, WebhookChannel
from crawler.model.secret import Secret

MAIL = EmailChannel(
    name="mail", smtp=Secret("smtp://a:p@mx.example"), sender="w@a.example", to=("x@a.example",)
)
HOOK = WebhookChannel(name="hook", url=Secret("https://a.example/s3cret"))
CHAT = AppriseChannel(name="chat", url=Secret("slack://a/b/c"))


@pytest.mark.parametrize("channel", [MAIL, HOOK, CHAT, TERMINAL])
def test_a_name_is_not_part_of_the_address(channel: Channel) -> None:
    assert address_of(replace(channel, name="other")) == address_of(channel)


@pytest.mark.parametrize(
    ("channel", "elsewhere"),
    [
        (MAIL, replace(MAIL, to=("y@a.example",))),
        (MAIL, replace(MAIL, smtp=Secret("smtp://a:p@mx2.example"))),
        (HOOK, replace(HOOK, url=Secret("https://a.example/other"))),
        (CHAT, replace(CHAT, url=Secret("slack://a/b/d"))),
    ],
)
def test_where_a_channel_leads_is(channel: Channel, elsewhere: Channel) -> None:
    assert address_of(channel) != address_of(elsewhere)
