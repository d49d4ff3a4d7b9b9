"""Apprise is real here; only the services behind it are played, at the seam where bytes leave."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import IPv4Network
from typing import Any

import pytest

requests = pytest.importorskip("requests", reason="the extra `apprise` is not installed")
pytest.importorskip("apprise", reason="the extra `apprise` is not installed")

from crawler.deliver.apprise import AppriseDeliverer  # noqa: E402 - after the skips
from crawler.model.alert import AppriseChannel  # noqa: E402
from crawler.model.errors import DeliveryError, RejectedError  # noqa: E402
from crawler.model.secret import Secret  # noqa: E402
from tests.sample_alerts import message  # noqa: E402
from tests.sinks import Answer, HookSink, hook_sink  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")  # Apprise's


@pytest.fixture
def sink() -> Iterator[HookSink]:
    with hook_sink() as receiver:
        yield receiver


def channel(url: str, timeout: timedelta | None = None) -> AppriseDeliverer:
    to = AppriseChannel(name="chat", url=Secret(url), timeout=timeout)
    return AppriseDeliverer(to, [IPv4Network("127.0.0.0/8")])


def at(sink: HookSink, scheme: str, path: str = "") -> str:
    return f"{scheme}://{sink.url.split('/')[2]}/{path}"


async def test_the_gist_arrives_under_its_subject(sink: HookSink) -> None:
    await channel(at(sink, "json")).deliver(message())
    sent = json.loads(sink.calls[0].body)
    assert sent["title"] == "[Treaty watch] Parliament ratifies the treaty"
    assert "https://wire.example/a/1" in sent["message"]


async def test_a_refusal_is_tried_again(sink: HookSink) -> None:
    sink.script.append(Answer(status=500))
    with pytest.raises(DeliveryError, match="did not take the message") as caught:
        await channel(at(sink, "json")).deliver(message())
    assert not isinstance(caught.value, RejectedError)


@pytest.mark.parametrize("scheme", ["json", "form", "xml", "mailto", "mqtt"])
async def test_a_private_address_is_refused_unless_it_is_allowed(
    sink: HookSink, scheme: str
) -> None:
    pytest.importorskip("paho.mqtt" if scheme == "mqtt" else "requests")
    to = AppriseChannel(name="chat", url=Secret(at(sink, scheme).replace("127.0.0.1", "localhost")))
    with pytest.raises(
        DeliveryError, match=r"(127\.0\.0\.1|::1), which is not on .*allow_networks"
    ) as caught:
        await AppriseDeliverer(to, ()).deliver(message())
    assert not isinstance(caught.value, RejectedError)
    assert sink.calls == []


async def test_a_redirect_is_a_refusal_and_not_followed(sink: HookSink) -> None:
    sink.script.append(Answer(status=302, headers={"location": f"{sink.url}/elsewhere"}))
    with pytest.raises(DeliveryError, match="did not take the message"):
        await channel(at(sink, "json")).deliver(message())
    assert len(sink.calls) == 1


async def test_an_unknown_kind_of_url_says_where_to_look_without_showing_it() -> None:
    with pytest.raises(DeliveryError, match="appriseit") as caught:
        await channel("nonsense://s3cret").deliver(message())
    assert "s3cret" not in str(caught.value)


async def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(DeliveryError, match=r"pip install 'wirewatch\[apprise\]'"):
        await channel("json://localhost").deliver(message())


async def test_a_slow_service_is_given_up(sink: HookSink) -> None:
    with pytest.raises(DeliveryError, match=r"no answer within 0\.001 s"):
        await channel(at(sink, "json"), timedelta(milliseconds=1)).deliver(message())


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Take what requests would send, and answer 200."""
    sent: list[Any] = []

    def send(_adapter: object, request: Any, **_options: object) -> Any:
        sent.append(request)
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url
        response._content = b'{"ok": true, "id": 1}'
        return response

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return sent


SLACK = "slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#news"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"
DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
MATTERMOST = "mmosts://chat.example/3ccdd113474722377935511fc85d3dd4"
UNSEEN = "\u200b"

ATTEMPTS = [
    # what a stranger writes, then what Slack, Telegram (HTML) and Discord (Markdown) are sent
    ("*b* _i_ ~s~ `c`", "*b* _i_ ~s~ `c`", "*b* _i_ ~s~ `c`", r"\*b\* \_i\_ \~s\~ \`c\`"),
    ("||spoiler||", "||spoiler||", "||spoiler||", r"\|\|spoiler\|\|"),
    ("<!channel>", "&lt;!channel&gt;", "&lt;!channel&gt;", r"\<!channel\>"),
    ("<@here>", f"&lt;@{UNSEEN}here&gt;", f"&lt;@{UNSEEN}here&gt;", rf"\<@{UNSEEN}here\>"),
    ("@everyone", f"@{UNSEEN}everyone", f"@{UNSEEN}everyone", f"@{UNSEEN}everyone"),
    ("<#C1|x>", "&lt;#C1|x&gt;", "&lt;#C1|x&gt;", r"\<\#C1\|x\>"),
    ("[x](javascript:alert)", "[x](javascript:alert)", "[x](javascript:alert)", r"\[x\]\(javascript:alert\)"),
    ("<https://evil.example|ok>", "&lt;https://evil.example|ok&gt;", "&lt;https://evil.example|ok&gt;", r"\<https://evil.example\|ok\>"),
    ("<b>h</b><script>", "&lt;b&gt;h&lt;/b&gt;&lt;script&gt;", "&lt;b&gt;h&lt;/b&gt;&lt;script&gt;", r"\<b\>h\</b\>\<script\>"),
    ("&lt;b&gt; &amp;", "&amp;lt;b&amp;gt; &amp;amp;", "&amp;lt;b&amp;gt; &amp;amp;", "&lt;b&gt; &amp;"),
    (r"\*b\*", r"\*b\*", r"\*b\*", r"\\\*b\\\*"),
    ("_*[]()~`>#+-=|{}.!", "_*[]()~`&gt;#+-=|{}.!", "_*[]()~`&gt;#+-=|{}.!", r"\_\*\[\]\(\)\~\`\>\#+\-=\|{}.!"),
]  # fmt: skip


def all_texts(value: Any) -> str:
    """Return every text of a JSON document, one a line."""
    if isinstance(value, str):
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "\n".join(map(all_texts, inner))


async def posted(wire: list[Any], url: str, text: str) -> str:
    """Return what a service is sent when a stranger's ``text`` is the title and the reason."""
    sent = message(article={"title": f"x {text} x"}, why={"sentence": f"x {text} x"})
    await channel(url).deliver(sent)
    return all_texts(json.loads(wire[-1].body))


@pytest.mark.parametrize(
    ("url", "column"),
    [
        (SLACK, 1),
        (f"{SLACK}?format=markdown", 1),
        (TELEGRAM, 2),
        (f"{TELEGRAM}?format=text", 2),
        (f"{TELEGRAM}?format=markdown", 2),
        (f"{TELEGRAM}?format=markdown&mdv=v2", 2),
        (DISCORD, 3),
        (f"{DISCORD}?format=markdown", 3),
        (MATTERMOST, 3),
    ],
)
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=[attempt[0] for attempt in ATTEMPTS])
async def test_markup_of_strangers_is_shown_and_not_obeyed(
    attempt: tuple[str, ...], url: str, column: int, wire: list[Any]
) -> None:
    body = await posted(wire, url, attempt[0])
    assert body.count(f"x {attempt[column]} x") == 2  # the title and the text


async def test_google_chat_gets_no_bracket_it_could_find_a_mention_in(wire: list[Any]) -> None:
    body = await posted(
        wire, "gchat://workspace/key/token", "<users/all> <https://evil.example|ok>"
    )
    assert "<users" not in body
    assert "<https" not in body


@pytest.mark.parametrize("url", ["mastodon://token@host", "ntfy://topic"])
async def test_no_service_is_sent_a_mention(url: str, wire: list[Any]) -> None:
    assert "@someone" not in await posted(wire, url, "@someone@elsewhere.example")


async def test_a_link_with_an_at_sign_stays_a_link(wire: list[Any]) -> None:
    await channel(MATTERMOST).deliver(message(article={"url": "https://wire.example/@ann/1"}))
    assert "\nhttps://wire.example/%40ann/1\n" in all_texts(json.loads(wire[-1].body))
