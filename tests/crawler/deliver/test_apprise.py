"""Apprise is real here; only the services behind it are played, at the seam where bytes leave."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
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

HOSTILE = message(
    article={"title": "<b>*Treaty*</b> & @everyone <!channel>"},
    why={"sentence": "*bold* <i>x</i> & [link](https://evil.example) @here"},
)


@pytest.fixture
def sink() -> Iterator[HookSink]:
    with hook_sink() as receiver:
        yield receiver


def channel(url: str, timeout: timedelta | None = None) -> AppriseDeliverer:
    return AppriseDeliverer(AppriseChannel(name="chat", url=Secret(url), timeout=timeout))


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


async def posted(wire: list[Any], url: str) -> str:
    await channel(url).deliver(HOSTILE)
    body = wire[-1].body
    return json.dumps(json.loads(body), ensure_ascii=False)


async def test_slack_gets_its_control_characters_escaped(wire: list[Any]) -> None:
    body = await posted(wire, "slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#news")
    assert "&lt;!channel&gt;" in body
    assert "<!channel>" not in body
    assert "<i>" not in body


async def test_telegram_gets_html_escaped(wire: list[Any]) -> None:
    body = await posted(wire, "tgram://123456789:abcdefg_hijklmnop/12315544/")
    assert "&lt;i&gt;" in body
    assert "<i>" not in body


@pytest.mark.parametrize(
    "url",
    [
        "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
        "mmosts://chat.example/3ccdd113474722377935511fc85d3dd4",
    ],
)
async def test_chats_that_read_markdown_get_marks_escaped_and_mentions_broken(
    url: str, wire: list[Any]
) -> None:
    body = await posted(wire, url)
    assert r"\\*bold\\*" in body
    assert "@everyone" not in body
    assert "@here" not in body
    assert "[link](https" not in body
