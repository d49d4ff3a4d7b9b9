import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from crawler.config.load import load_config
from crawler.config.masked import masked
from crawler.config.secrets import secrets_of
from crawler.model.settings import Config

Load = Callable[..., Config]

SIGNING = "whsec_" + base64.b64encode(b"planted-" * 4).decode()
ENVIRON = {
    "SMTP": "smtp://wire:planted%2Fpw@mail.example.org",
    "TOKEN": "planted-token",
    "DB": "planted-db",
    "AGENT": "planted-agent",
    "SIGNING": SIGNING,
}
SECRETIVE = f"""
storage: sqlite:///${{DB}}.db
network: {{user_agent: "${{AGENT}}"}}
feeds:
  - https://a.org/${{TOKEN}}
  - https://user:planted-inline@b.org/
  - {{url: https://c.org/, headers: {{Cookie: "${{TOKEN}}", X-Plain: planted-literal}}}}
  - {{opml: "https://user:planted-list@d.org/l.opml"}}
channels:
  mail: {{type: email, smtp: "${{SMTP}}", from: a@b.c, to: [a@b.c], retry: [5s], timeout: 9s}}
  hook: {{type: webhook, url: "https://h.org/planted-path", secret: ["${{SIGNING}}", {SIGNING}]}}
  chat: {{type: apprise, url: "slack://planted/a/b"}}
  screen: {{type: terminal}}
health: {{notify: [mail, hook, chat, screen], feed_silent: 12h}}
quiet: {{hours: "22:30-06:00", except: [hook]}}
digests: {{d: {{cron: 0 6 * * 1, to: [mail], empty: send}}}}
topics: [{{name: t, query: a, digest: [d], alert: {{cooldown: 90s}}}}]
retention: {{raw: 2y, alerts: forever}}
"""


def test_no_secret_is_shown(load: Load) -> None:
    config = load(SECRETIVE, ENVIRON)
    for text in (
        json.dumps(masked(config)),
        repr(config.channels),
        repr(config.storage),
        str(config.warnings),
    ):
        assert "planted" not in text
    assert config.storage_shown == "***"


def test_every_secret_is_known_to_the_log(load: Load) -> None:
    found = secrets_of(load(SECRETIVE, ENVIRON))
    assert found >= {
        "planted%2Fpw",
        "planted/pw",
        "https://a.org/planted-token",
        "planted-token",
        "planted-literal",
        "planted-agent",
        "https://h.org/planted-path",
        "slack://planted/a/b",
        SIGNING,
    }


def test_what_is_shown_is_a_configuration_again(load: Load, tmp_path: Path) -> None:
    """Durations, hours and choices are written in the words of the file."""
    text = (
        "feeds: [{url: https://a.org/, every: 90s, lang: ru, tags: [x]},"
        " {url: https://b.org/, type: page, select: {item: li, date: 'time@datetime'}}]\n"
        "network: {allow_networks: [10.0.0.0/8], per_host: {gap: 0.5s}}\n"
        "topics: [{name: t, all: [a], any: [b], none: [c], within: 9, alert: {max_per_day: 3}}]\n"
        "quiet: {hours: '22:30-06:00', tz: Asia/Seoul}\n"
        "health: {feed_silent: never}\n"
        "digests: {d: {cron: 0 6 * * *, to: [terminal]}}\n"
        "publish: {alerts: out}\n"
        "retention: {articles: 30d}\n"
    )
    first = load(text)
    path = tmp_path / "again.yaml"
    path.write_text(yaml.safe_dump(masked(first), allow_unicode=True), encoding="utf-8")
    second = load_config(path, {})
    assert masked(second) == masked(first)
    assert second.feeds == first.feeds
    assert second.topics == first.topics


@pytest.mark.parametrize("text", ["", "feeds: [https://a.org/]"])
def test_short_texts_are_no_secrets(load: Load, text: str) -> None:
    assert secrets_of(load(text)) == frozenset()
    config = load("feeds: [{url: https://a.org/, headers: {A: abc}}]")
    assert secrets_of(config) == frozenset()


def test_an_address_that_is_no_url_is_secret_as_a_whole(load: Load) -> None:
    config = load("channels: {c: {type: apprise, url: 'slack://[planted'}}")
    assert secrets_of(config) == {"slack://[planted"}


def test_an_address_is_secret_in_the_forms_that_errors_quote(load: Load) -> None:
    config = load(
        "feeds: [{url: '${PLANTED}'}]",
        {"PLANTED": "https://me:planted-pw@a.org/feed?key=planted-key#top"},
    )
    assert secrets_of(config) == {
        "https://me:planted-pw@a.org/feed?key=planted-key#top",
        "https://a.org/feed?key=planted-key",
        "key=planted-key",
        "planted-pw",
    }
