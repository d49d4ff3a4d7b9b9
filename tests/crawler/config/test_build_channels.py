import importlib.util
from collections.abc import Callable

from crawler.model.settings import Config

Load = Callable[..., Config]


def test_an_apprise_channel_without_apprise_is_warned_of(load: Load) -> None:
    config = load("channels: {c: {type: apprise, url: slack://a/b}}\nhealth: {notify: [c]}")
    is_there = importlib.util.find_spec("apprise") is not None
    assert any("wirewatch[apprise]" in warning for warning in config.warnings) != is_there


def test_a_channel_is_used_by_a_topic_a_digest_or_health(load: Load) -> None:
    config = load(
        "channels: {a: {type: terminal}, b: {type: terminal}, c: {type: terminal}}\n"
        "topics: [{name: t, query: x, notify: [a], digest: [d]}]\n"
        "digests: {d: {cron: 0 6 * * *, to: [b]}}\n"
        "health: {notify: [c]}\n"
    )
    assert config.warnings == ()
