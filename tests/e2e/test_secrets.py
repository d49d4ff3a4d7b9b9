"""Planted secrets: every command and the daemon run with them, then they are looked for everywhere."""

import base64
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cli.commands import COMMANDS
from tests.e2e.conftest import Desk, Done
from tests.e2e.newsroom import Newsroom, Reply
from tests.sinks import MailSink

pytest.importorskip("apprise", reason="the extra `apprise` is not installed")
pytestmark = [
    pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning"),  # Apprise's
    pytest.mark.slow,
]

PLANTED = "planted"
"""Part of every secret, and of nothing else."""
LOGIN = base64.b64encode(b"reader:plant").decode()
"""What every login begins with in a header."""
SIGNING = "whsec_cGxhbnRlZHBsYW50ZWRwbGFudGVkcGxhbnRlZA=="

CONFIGURATION = """\
version: 1
defaults: {every: 1s, recheck: 0s, first_run: alert}
network: {allow_networks: [127.0.0.0/8], robots: false, per_host: {gap: 0s}, user_agent: "${AGENT}"}
feeds:
  - {url: "${FEED_URL}", name: Wire, headers: {Cookie: "${COOKIE}"}}
  - {url: "${GONE_URL}", name: Gone}
  - {url: "${HTML_URL}", name: Html}
  - {url: "${DEAD_URL}", name: Dead}
  - {url: "LITERAL", name: Literal}
topics: [{name: treaty, all: [treaty], notify: [hook, mail, chat, lost], digest: [daily]}]
channels:
  hook: {type: webhook, url: "${HOOK_URL}", secret: "${HOOK_SECRET}", retry: [1h]}
  mail: {type: email, smtp: "${SMTP_URL}", from: w@example.org, to: [d@example.org], retry: [1h]}
  chat: {type: apprise, url: "${CHAT_URL}", retry: [1h]}
  lost: {type: webhook, url: "${LOST_URL}", retry: [1h]}
digests: {daily: {cron: "0 6 * * *", to: [hook], empty: send}}
health: {notify: [hook]}
publish: {alerts: out/}
"""

USES = {
    "init": ["init new"],
    "check": ["check", "check --online", "check --online --json"],
    "config": ["config show", "config show --json", "config schema"],
    "feeds": ["feeds export", "feeds fetch wire", "feeds fetch gone", "feeds fetch dead --json"],
    "once": ["once --all --verbose", "once --all"],
    "status": ["status", "status --json"],
    "search": ["search treaty", "search treaty --json"],
    "article": ["article 1", "article 1 --json"],
    "story": ["story {story}", "story {story} --json"],
    "alerts": ["alerts", "alerts --json", "alerts --suppressed"],
    "topic": ["topic test treaty {article}", "topic backtest treaty --json"],
    "mute": ["mute treaty --for 1h"],
    "unmute": ["unmute treaty"],
    "explain": ["explain {alert}", "explain {alert} --json"],
    "deliveries": ["deliveries --all", "deliveries --json"],
    "retry": ["retry"],
    "digest": ["digest preview daily --html digest.html", "digest preview daily --json"],
    "parse": ["parse --json feed.xml"],
    "extract": ["extract --json page.html --url https://example.org/a"],
    "match": ["match --json articles.jsonl"],
    "articles": ["articles re-extract --dry-run --json"],
    "export": [
        "export warc --output a.warc",
        "export jsonl --output a.jsonl",
        "export csv --output a.csv",
    ],
    "verify": ["verify", "verify --json"],
    "backup": ["backup copy.db"],
    "prune": ["prune --dry-run --json"],
    "notify": ["notify test hook", "notify test mail", "notify test chat", "notify test lost"],
}
"""What is run of each command; ``run`` has a test of its own, ``demo`` reads no configuration."""

FAILING = {
    "check --online",
    "check --online --json",
    "feeds fetch gone",
    "feeds fetch dead --json",
    "notify test mail",
    "notify test chat",  # by way of the proxy
    "notify test lost",
}


@pytest.fixture
def planted(desk: Desk, room: Newsroom) -> Iterator[dict[str, str]]:
    """Return an environment full of secrets, with a configuration that needs them all."""
    text = (f"In its {n} reading the house of {n} members ratified the treaty." for n in range(9))
    room.publish("wire", "a", "Russia ratifies treaty", *text)
    host = room.base.removeprefix("http://")
    room.faults["/html"] = Reply(body=b"<html><p>no feed")
    literal = f"http://reader:planted-pw-literal@{host}/wire/feed.xml?x=1"
    configured = CONFIGURATION.replace("LITERAL", literal)
    (desk.folder / "feeds.yaml").write_text(configured, encoding="utf-8")
    (desk.folder / "feed.xml").write_text("<rss><channel><title>x</title></channel></rss>")
    (desk.folder / "page.html").write_text(
        f"<article><h1>T</h1><p>{'Words of a page. ' * 40}</p></article>"
    )
    (desk.folder / "articles.jsonl").write_text('{"id": "1", "title": "treaty", "text": "t"}\n')
    with MailSink() as sink:
        yield {
            "AGENT": "Agent/planted-agent-contact",
            "FEED_URL": f"http://reader:planted-pw-feed@{host}/wire/feed.xml?key=planted-key-feed",
            "COOKIE": "session=planted-cookie",
            "GONE_URL": f"http://reader:planted-pw-gone@{host}/gone?key=planted-key-gone",
            "HTML_URL": f"{room.base}/html?key=planted-key-html",
            "DEAD_URL": f"https://reader:planted-pw-dead@{host}/feed?key=planted-key-dead",
            "HOOK_URL": f"{room.base}/hook/planted-path-token",
            "HOOK_SECRET": SIGNING,
            "LOST_URL": "http://127.0.0.1:9/planted-lost-token",
            "SMTP_URL": sink.url(login="desk:planted-pw-smtp@"),
            "CHAT_URL": f"json://user:planted-pw-chat@{host}/planted-chat-token",
            "HTTPS_PROXY": "http://proxy:planted-proxy@127.0.0.1:9",
            "HTTP_PROXY": "http://proxy:planted-proxy@127.0.0.1:9",
        }


def spread(text: str | bytes) -> list[str]:
    """Return what is around each secret that is found."""
    content = text if isinstance(text, str) else text.decode("utf-8", "replace")
    marks = (PLANTED, LOGIN, SIGNING, SIGNING.removeprefix("whsec_"))
    return [
        content[max(content.find(mark) - 80, 0) : content.find(mark) + 40]
        for mark in marks
        if mark in content
    ]


def files_with_secrets(folder: Path) -> dict[str, list[str]]:
    """Return the files below a folder that hold a secret, the user's own configuration aside."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "feeds.yaml"]
    return {path.name: found for path in files if (found := spread(path.read_bytes()))}


def names(desk: Desk, env: dict[str, str]) -> dict[str, str]:
    """Return what the commands are asked about."""
    done = desk.run("alerts", "--json", env=env)
    alert = json.loads(done.stdout)[0]
    return {
        "alert": alert["id"],
        "story": alert["data"]["story"]["id"],
        "article": alert["data"]["article"]["url"],
    }


def test_no_command_spreads_a_secret(desk: Desk, planted: dict[str, str]) -> None:
    assert USES.keys() | {"run", "demo"} == COMMANDS.keys()
    first: Done = desk.run("once", "--all", "--verbose", env=planted)
    assert first.returncode == 0, first.stderr
    about = names(desk, planted)
    said = {"once": first}
    for lines in USES.values():
        for line in lines:
            said[line] = desk.run(*line.format(**about).split(), env=planted)
    failed = {line for line, done in said.items() if done.returncode}
    assert failed == FAILING, {line: said[line].stderr for line in failed}
    told = {line: spread(done.stdout + done.stderr) for line, done in said.items()}
    assert {line: found for line, found in told.items() if found} == {}
    assert (desk.folder / "out/alerts.atom").exists()
    assert files_with_secrets(desk.folder) == {}


def test_the_daemon_spreads_no_secret(desk: Desk, room: Newsroom, planted: dict[str, str]) -> None:
    daemon = desk.start("run", "--verbose", env=planted)
    try:
        assert room.wait_for_requests("/gone", 1, 60)
        assert room.wait_for_requests("/hook/planted-path-token", 1, 60)
        tasks = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
        lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in (daemon.pid, *tasks)]
        assert [spread(line) for line in lines if spread(line)] == []
    finally:
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(60) == 0
    assert (desk.folder / "daemon.log").stat().st_size
    assert files_with_secrets(desk.folder) == {}
