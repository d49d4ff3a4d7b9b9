import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.load import load_config
from crawler.model.alert import AppriseChannel, EmailChannel, TerminalChannel, WebhookChannel
from crawler.model.errors import ConfigError, ConfigErrors
from crawler.model.feed import FeedType, FirstRun
from crawler.model.settings import Config
from crawler.model.topic import AlertKind, AlertPer

Load = Callable[..., Config]

SIGNING = "whsec_" + base64.b64encode(b"planted-" * 4).decode()
ENVIRON = {
    "PRESS_COOKIE": "planted-cookie",
    "SMTP_URL": "smtp://wire:planted-password@mail.example.org:587",
    "HOOK_SECRET": SIGNING,
    "CHAT_URL": "slack://planted/chat/url",
}


def contract_example(shared: Path) -> str:
    return (shared / "design" / "contract.md").read_text().split("```yaml\n")[1].split("```")[0]


@pytest.fixture
def example(shared: Path, tmp_path: Path) -> Config:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "asia-wires.opml").write_text(
        '<opml version="2.0"><body><outline text="Wires">'
        '<outline text="Wire X" xmlUrl="https://x.example.org/feed"/></outline></body></opml>'
    )
    path = tmp_path / "feeds.yaml"
    path.write_text(contract_example(shared), encoding="utf-8")
    return load_config(path, ENVIRON)


def test_the_contract_example_is_understood(example: Config, tmp_path: Path) -> None:
    assert example.storage.reveal() == f"sqlite:///{tmp_path}/wirewatch.db"
    assert [feed.id for feed in example.feeds] == [
        "yna-co-kr-rss-northkorea-xml",
        "tass",
        "example-org-sitemap-news-xml",
        "example-net-press",
        "wire-x",
    ]
    tass = example.feeds[1]
    assert (tass.every, tass.tags) == (timedelta(minutes=5), ("wire", "ru-state"))
    assert example.feeds[0].every is None
    assert example.feeds[0].bounds == (timedelta(minutes=5), timedelta(hours=12))
    assert example.feeds[2].type is FeedType.SITEMAP
    page = example.feeds[3]
    assert page.select is not None
    assert page.select.date == "time@datetime"
    assert page.headers["Cookie"].reveal() == "planted-cookie"
    assert example.feeds[4].tags == ("asia", "Wires")
    assert example.aliases["dprk"][1] == '"North Korea*"'
    assert example.publish_alerts == tmp_path / "out"
    assert example.files == (tmp_path / "feeds.yaml", tmp_path / "seeds" / "asia-wires.opml")


def test_the_contract_example_says_who_is_told_and_when(example: Config) -> None:
    topic = example.topics[0]
    assert (topic.notify, topic.digest) == (("desk-mail", "desk-hook"), ("morning",))
    assert topic.alert.per is AlertPer.STORY
    assert topic.alert.events == (AlertKind.NEW, AlertKind.GROWING, AlertKind.EDITED)
    assert topic.alert.cooldown == timedelta(hours=2)
    mail, hook = example.channels["desk-mail"], example.channels["desk-hook"]
    assert isinstance(mail, EmailChannel)
    assert mail.smtp.reveal() == ENVIRON["SMTP_URL"]
    assert (mail.sender, mail.to) == ("wire@example.org", ("desk@example.org",))
    assert isinstance(hook, WebhookChannel)
    assert [secret.reveal() for secret in hook.secrets] == [SIGNING]
    assert isinstance(example.channels["desk-chat"], AppriseChannel)
    assert isinstance(example.channels["terminal"], TerminalChannel)
    digest = example.digests[0]
    assert (digest.cron, digest.tz) == ("30 6 * * mon,tue,wed,thu,fri", "Asia/Seoul")
    assert example.quiet is not None
    assert (example.quiet.start_minute, example.quiet.end_minute) == (22 * 60 + 30, 6 * 60)
    assert example.quiet.exempt == ("desk-hook",)
    assert (example.retention.articles, example.retention.alerts) == (None, timedelta(days=730))
    assert (example.health.notify, example.health.feed_silent) == (("desk-hook",), 3.0)


def test_an_empty_file_has_every_default(load: Load, tmp_path: Path) -> None:
    for text in ("", "# nothing yet\n", "version: 1\n", "feeds:\ntopics:\nnetwork:\n"):
        config = load(text)
        assert [*config.feeds, *config.topics, *config.digests, *config.warnings] == []
        assert list(config.channels) == ["terminal"]
        assert config.storage_shown == f"sqlite:///{tmp_path}/wirewatch.db"
        assert config.quiet is None
        assert config.network.gap == timedelta(seconds=1)
        assert config.network.robots


def test_aliases_and_topics_alone_are_enough(load: Load, shared: Path) -> None:
    config = load((shared / "matching-dev" / "topics.yaml").read_text(encoding="utf-8"))
    assert len(config.topics) == 3
    assert config.topics[0].notify == ("terminal",)


def test_a_topic_with_a_digest_only_waits_for_it(load: Load) -> None:
    config = load(
        "topics: [{name: t, query: a, digest: [d]}]\n"
        "digests: {d: {cron: 0 6 * * *, to: [terminal]}}"
    )
    assert (config.topics[0].notify, config.topics[0].digest) == ((), ("d",))
    assert config.digests[0].tz == "UTC"
    assert not config.digests[0].send_empty


def test_figures_are_taken_literally(load: Load) -> None:
    config = load(
        "defaults: {every: 1s, recheck: 0, first_run: alert, full_text: false}\n"
        "network: {per_host: {connections: 8, gap: 0s}, robots: false, allow_networks: [127.0.0.0/8]}\n"
        "feeds: [https://a.org/f, {url: https://b.org/f, every: auto, full_text: true}]"
    )
    first, second = config.feeds
    assert (first.every, first.recheck) == (timedelta(seconds=1), timedelta(0))
    assert (first.first_run, first.full_text) == (FirstRun.ALERT, False)
    assert (second.every, second.full_text) == (None, True)
    assert config.network.gap == timedelta(0)
    assert str(config.network.allow_networks[0]) == "127.0.0.0/8"


def test_everything_a_channel_can_say_arrives(load: Load) -> None:
    config = load(
        "channels:\n"
        "  a: {type: webhook, url: https://h.org/x, retry: [5s, 5m], timeout: 20s,"
        f" secret: [{SIGNING}, {SIGNING}]}}\n"
        "  b: {type: email, smtp: smtp+plain://127.0.0.1:2525, from: Wire <w@e.org>, to: [a@b.c],"
        " list_unsubscribe: 'mailto:stop@e.org'}\n"
        "  terminal: {type: terminal, timeout: 5s}\n"
        "health: {notify: [a, b], feed_silent: 12h}\n"
    )
    hook, mail = config.channels["a"], config.channels["b"]
    assert isinstance(hook, WebhookChannel)
    assert hook.retry == (timedelta(seconds=5), timedelta(minutes=5))
    assert hook.timeout == timedelta(seconds=20)
    assert len(hook.secrets) == 2
    assert isinstance(mail, EmailChannel)
    assert (mail.sender, mail.list_unsubscribe) == ("Wire <w@e.org>", "mailto:stop@e.org")
    assert config.channels["terminal"].timeout == timedelta(seconds=5)
    assert config.health.feed_silent == timedelta(hours=12)


def test_silence_may_be_ignored(load: Load) -> None:
    assert load("health: {feed_silent: never}").health.feed_silent is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "feeds: [{url: https://a.org/f, every: 30s}]",
            "1:39: fetches more often than once a minute",
        ),
        ("defaults: {every: 59s}", "1:19: fetches more often"),
        ("topics:\n  - name: t\n    query: treaty #pact", "3:12: the query ends before '#pact'"),
        (
            "aliases:\n  a:\n    - x #y\ntopics: [{name: t, all: ['@a']}]",
            "3:7: the query ends before",
        ),
        (
            "topics: [{name: t, all: [/a+/], query: '/b/ OR c'}]",
            "1:17: the topic 't' has patterns only",
        ),
        ("topics: [{name: t, query: '/b/ AND /a/ NOT c'}]", "patterns only"),
        (
            "feeds: [https://a.org/f]\ntopics: [{name: t, query: a, tags: [x]}]",
            "2:17: no feed fits the topic 't'",
        ),
        ("feeds: [https://a.org/f]\ntopics: [{name: t, query: a, sources: [x]}]", "no feed fits"),
        (
            "feeds: [{url: https://a.org/f, lang: ru}]\ntopics: [{name: t, query: a, langs: [en]}]",
            "no feed fits",
        ),
        ("channels: {c: {type: terminal}}", "1:12: nothing is sent to the channel 'c'"),
        ("aliases: {c: [x]}", "1:11: no topic uses the alias 'c'"),
        (
            "digests: {d: {cron: 0 6 * * *, to: [terminal]}}",
            "1:11: no topic goes into the digest 'd'",
        ),
        (
            "topics: [{name: t, query: a, within: 5}]",
            "1:38: within concerns the clauses under all:",
        ),
        ("include: [none.d/*.yaml]", "1:11: no file matches"),
    ],
)
def test_doubtful_things_are_warned_of(load: Load, text: str, sentence: str) -> None:
    warnings = load(text).warnings
    assert len(warnings) == 1
    assert sentence in warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "topics: [{name: t, query: /a/ AND b}]",
        "topics: [{name: t, query: a/b}]",
        "topics: [{name: t, query: 'a #b'}] # a comment",
        "topics:\n  - name: t # a comment\n    query: a\n",
        "feeds: [https://www.A.org/f]\ntopics: [{name: t, query: a, sources: [A.ORG]}]",
        "aliases: {a: ['@b'], b: [x]}\ntopics: [{name: t, query: '@a'}]",
    ],
)
def test_sound_things_are_not(load: Load, text: str) -> None:
    assert load(text).warnings == ()


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "feeds.yaml", {})
    assert "wirewatch init" in caught.value.hint


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="folder"):
        load_config(tmp_path, {})


def test_a_path_the_system_refuses_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / ("x" * 5000), {})


def test_other_encodings_are_named_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes("version: 1\n# Кремль".encode("cp1251"))
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    assert caught.value.where == f"{path}:2:3"
    assert "UTF-8" in caught.value.problem


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"\xef\xbb\xbfversion: 1\r\n")
    assert load_config(path, {}).path == path


def test_a_file_of_unreasonable_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"#" * (16 * 1024 * 1024 + 1))
    with pytest.raises(ConfigError, match="larger"):
        load_config(path, {})


SCALARS = st.one_of(st.text(max_size=12), st.integers(), st.booleans(), st.none(), st.floats())
KEYS = st.sampled_from(
    "version include storage defaults network feeds aliases topics channels digests quiet "
    "retention health publish name url type all any query notify digest to cron every x".split()
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_any_tree_loads_or_is_explained(
    tmp_path_factory: pytest.TempPathFactory, tree: object
) -> None:
    _load_or_explain(tmp_path_factory, yaml.safe_dump(tree, allow_unicode=True).encode())


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_load_or_are_explained(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    _load_or_explain(tmp_path_factory, data)


def _load_or_explain(folders: pytest.TempPathFactory, data: bytes) -> None:
    path = folders.getbasetemp() / "law.yaml"
    path.write_bytes(data)
    for error in _errors(path):
        assert error.hint
        assert error.where.startswith(f"{path}:")


def _errors(path: Path) -> tuple[ConfigError, ...]:
    try:
        load_config(path, {})
    except ConfigErrors as several:
        return several.errors
    except ConfigError as error:
        return (error,)
    return ()
