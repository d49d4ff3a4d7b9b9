import asyncio
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from crawler.clock import SystemClock
from crawler.config.load import load_config
from crawler.demo.show import LOOKS, SECRET, Shown, perform
from tests.pages import README, blocks

TREATY = "russia-dprk-treaty"
COPIES = {"ratified-courier", "ratified-bay", "ratified-valley", "clashes-bay"}


@dataclass(frozen=True)
class Played:
    shown: Shown
    printed: str
    folder: Path

    @property
    def events(self) -> list[dict[str, Any]]:
        return [hook.event for hook in self.shown.received.hooks]

    @property
    def pages(self) -> list[str]:
        return [Path(event["data"]["article"]["url"]).stem for event in self.events]

    @property
    def digest(self) -> str:
        mails = self.shown.received.mails
        return next(plain(mail) for mail in mails if "digest" in str(mail["Subject"]))


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder, out = tmp_path_factory.mktemp("demo"), io.StringIO()
    shown = asyncio.run(perform(folder, SystemClock(), out))
    return Played(shown, out.getvalue(), folder)


def test_the_first_look_alerts_nobody(played: Played) -> None:
    first = datetime.fromisoformat(min(event["timestamp"] for event in played.events))
    assert first >= LOOKS[1].at


def test_copies_never_alert_by_themselves(played: Played) -> None:
    assert COPIES.isdisjoint(played.pages)


def test_the_copies_are_told_with_their_original(played: Played) -> None:
    edited = next(event for event in played.events if event["type"] == "article.edited")
    copies = {source["outlet"] for source in edited["data"]["story"]["sources"] if source["copy"]}
    assert copies == {"Northern Courier", "Bay Telegraph", "Valley Gazette"}


def test_a_topic_is_alerted_once_for_a_story(played: Played) -> None:
    created = [
        (event["data"]["topic"]["name"], event["data"]["story"]["id"])
        for event in played.events
        if event["type"] == "alert.created"
    ]
    assert len(created) == len(set(created))
    assert TREATY in dict(created)


def test_what_only_shares_the_words_never_alerts(played: Played) -> None:
    elsewhere = {
        "football",
        "floods",
        "fisheries",
        "champions",
        "river-treaty",
        "kyiv-bridges",
        "trains",
    }
    assert elsewhere.isdisjoint(played.pages)
    assert "paris-valley" not in played.pages


def test_the_rewritten_report_arrives_as_an_edit_with_its_words(played: Played) -> None:
    (edit,) = [
        event["data"]
        for event in played.events
        if event["type"] == "article.edited" and event["data"]["topic"]["name"] == TREATY
    ]
    assert "12,000" in " ".join(d["text"] for d in edit["why"]["diff"] if d["op"] == "insert")


def test_every_webhook_is_signed(played: Played) -> None:
    for hook in played.shown.received.hooks:
        at = datetime.fromtimestamp(int(hook.headers["webhook-timestamp"]), UTC)
        signed = Webhook(SECRET).sign(hook.headers["webhook-id"], at, hook.body.decode())
        assert signed in hook.headers["webhook-signature"].split()
    ids = [hook.headers["webhook-id"] for hook in played.shown.received.hooks]
    assert len(ids) == len(set(ids))


def test_mails_are_plain_text_and_html_in_one(played: Played) -> None:
    mails = played.shown.received.mails
    assert mails
    for mail in mails:
        assert mail.get_content_type() == "multipart/alternative"
        parts = [part.get_content_type() for part in mail.iter_parts()]
        assert parts == ["text/plain", "text/html"]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)


def test_the_digest_tells_the_week_in_many_languages(played: Played) -> None:
    assert all(word in played.digest for word in ("Harbour Wire", "Приморский вестник", "東方通信"))
    assert played.digest.splitlines()[1].startswith("10 Nov 2024, 05:00 KST – 13 Nov 2024, 06:30")
    assert "14 feeds ok;" in played.digest
    assert played.digest in played.printed


def test_the_report_and_the_feeds_are_there(played: Played) -> None:
    assert played.shown.report == played.folder / "out" / "index.html"
    assert "Putin" in played.shown.report.read_text("utf-8")
    feed = json.loads((played.folder / "out" / "alerts.json").read_text("utf-8"))
    assert feed["items"]
    assert str(played.shown.report) in played.printed


def test_the_mail_of_the_readme_is_one_of_the_mails(played: Played) -> None:
    block = next(b for b in blocks(README, "") if b.startswith("Putin"))
    shown = [" ".join(part.split()) for part in block.strip().split("\n\n")]
    mails = [" ".join(plain(mail).split()) for mail in played.shown.received.mails]
    assert any(all(part in mail for part in shown) for mail in mails)


def test_what_is_left_can_be_looked_at_with_the_environment_beside_it(played: Played) -> None:
    assert ". ./demo.env" in played.printed
    lines = (played.folder / "demo.env").read_text("utf-8").splitlines()
    environ = dict(line.removeprefix("export ").split("=", 1) for line in lines)
    config = load_config(played.folder / "feeds.yaml", environ)
    assert set(config.channels) == {"desk-mail", "desk-hook", "terminal"}
