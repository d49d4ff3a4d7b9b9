"""A configuration full of hostile feeds: each is named for what it is, the healthy one delivered."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.net.fetcher import Fetcher
from crawler.net.limits import LIMITS, Limits
from crawler.sandbox import SandboxLimits
from tests.crawler.net import hostile_documents  # noqa: F401 - serves them
from tests.crawler.net.hostile import MIB, HostileServer, hostile_server
from tests.e2e.conftest import TOPIC, Desk
from tests.e2e.newsroom import SECRET, Newsroom, Reply

SHORT = Limits(
    total_s=4.0, connect_s=1.0, read_s=2.0, retry_after_s=0.0, wire_bytes=10 * MIB,
    decoded_bytes=15 * MIB,
)  # fmt: skip
KINDS = {
    "timeout": ["/silent", "/drip-headers", "/drip-body"],
    "too_large": [
        "/endless", "/endless-header", "/many-headers", "/heavy-headers", "/interim-flood",
        "/chunk-flood", "/chunk-extension",
        "/bomb-gzip", "/bomb-deflate", "/bomb-br", "/bomb-zstd", "/bomb-file",
    ],
    "unreachable": [
        "/closed", "/reset", "/reset-mid-body", "/lying-length", "/cut-chunks", "/lying-chunk",
        "/cut-gzip", "/cut-deflate", "/cut-br", "/cut-zstd", "/cut-plain-close", "/cut-br-close",
        "/two-lengths", "/not-http", "/loop", "/slow-redirects", "/trailer-flood",
    ],
    "malformed": ["/empty", "/blank", "/unoffered", "/damaged-gzip", "/bomb-in-bomb"],
    "status": ["/missing", "/trouble", "/login", "/endless-error", "/huge-error", "/nowhere",
               "/not-modified"],
    "gone": ["/gone"],
    "throttled": ["/throttled", "/maintenance"],
    "blocked": ["/wall-200", "/wall-403", "/wall-503"],
    "forbidden": [
        "/to/302/file:///etc/passwd", "/to/302/gopher://127.0.0.1/", "/to/301/http://127.2/",
        "/to/302/http://127.0.0.2:{canary}/ok", "/to/307/http://[::ffff:127.0.0.2]:{canary}/ok",
        "/to/302/http://169.254.169.254/latest/meta-data/", "/to/302/http://10.0.0.1/ok",
        "/to/302/http://[64:ff9b::7f00:2]:{canary}/", "/to/302/http://me:pw@127.0.0.1/",
    ],
    "not_a_feed": ["/page", "/words", "/binary", "/nul"],
}  # fmt: skip
READ_OR_REFUSED = [
    "/laughs", "/quadratic", "/deep", "/attributes", "/long-token", "/json-deep", "/many-items",
    "/torn", "/json-torn", "/external?{file}", "/external?http://127.0.0.2:{canary}/ok",
    "/endless-redirect", "/chatty", "/early-hints", "/close",
]  # fmt: skip


@contextmanager
def hostile(address: str) -> Iterator[HostileServer]:
    """Serve the hostile paths from a thread, while the command runs in this one."""
    started: list[HostileServer] = []
    ready, loop = threading.Event(), asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with hostile_server(address) as server:
            started.append(server)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait()
    try:
        yield started[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


@pytest.fixture(autouse=True)
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real limits only differ in size: half a minute for each that drips."""
    defaults: dict[str, object] = Fetcher.__init__.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "limits", dict.fromkeys(LIMITS, SHORT))


def configure(desk: Desk, feeds: dict[str, str]) -> None:
    lines = "".join(f'  - {{url: "{url}", name: "{name}"}}\n' for name, url in feeds.items())
    (desk.folder / "feeds.yaml").write_text(
        "version: 1\ndefaults: {every: 1h, recheck: 0s, first_run: alert, full_text: false}\n"
        "network: {allow_networks: [127.0.0.1/32], per_host: {connections: 12, gap: 0s}}\n"
        f"feeds:\n{lines}{TOPIC}"
        f"channels:\n  hook: {{type: webhook, url: {desk.room.base}/hook, secret: {SECRET}}}\n",
        encoding="utf-8",
    )


@pytest.mark.timeout(120)
def test_every_hostile_feed_is_named_for_what_it_is_and_the_healthy_one_delivered(
    desk: Desk, room: Newsroom, tmp_path: Path
) -> None:
    room.publish("wire", "a1", "Treaty of Russia and North Korea", "Signed in Moscow.")
    planted = tmp_path / "planted.txt"
    planted.write_text("PLANTED", encoding="utf-8")
    with hostile("127.0.0.1") as server, hostile("127.0.0.2") as canary:
        port = canary.base.rpartition(":")[2]

        def url(path: str) -> str:
            return server.base + path.format(canary=port, file=planted.as_uri())

        paths = [path for paths in KINDS.values() for path in paths] + READ_OR_REFUSED
        feeds = {path: url(path) for path in paths}
        feeds["healthy"] = room.feed_url("wire")
        feeds["private"] = canary.base + "/ok"
        feeds["no name"] = "http://no-such-host.invalid/feed"
        configure(desk, feeds)
        done = desk.once()
        assert canary.connections == 0
    assert done.returncode == 0
    assert "Traceback" not in done.stderr

    status = {feed["name"]: feed for feed in desk.status()["feeds"]}
    expected = {path: kind for kind, paths in KINDS.items() for path in paths}
    expected |= {"private": "forbidden", "no name": "unreachable"}
    assert {name: status[name]["error_kind"] for name in expected} == expected
    for name in expected:
        assert re.fullmatch(r"\S.{9,} \(.{9,}\)", status[name]["last_error"]), "sentence (advice)"
        assert status[name]["next_fetch_reason"]
    for name in READ_OR_REFUSED:
        assert status[name]["last_fetch_at"], name
        kinds = {None, "malformed", "not_a_feed", "too_large"}
        assert status[name]["error_kind"] in kinds, (name, status[name]["last_error"])
    assert status["healthy"]["status"] == "ok"
    assert [alert["type"] for alert in room.alerts("alert.created")] == ["alert.created"]
    archive = b"".join(file.read_bytes() for file in desk.folder.glob("wirewatch.db*"))
    assert b"Spy" not in archive, "a feed that asks for a file or an address is refused whole"
    assert b"PLANTED" not in archive


def test_a_feed_that_exhausts_a_workers_memory_fails_alone(
    desk: Desk, room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real limit is 1 GiB, which no document of 15 MiB is known to reach."""
    defaults: dict[str, object] = SandboxLimits.__init__.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "memory_bytes", 100 * MIB)
    room.publish("wire", "a1", "Treaty of Russia and North Korea", "Signed in Moscow.")
    item = b"<item><title>x</title><link>https://news.example/1</link></item>"
    hoard = b"<rss version='2.0'><channel>" + item * 150_000 + b"</channel></rss>"
    feeds = {"healthy": room.feed_url("wire")}
    for number in range(3):
        room.faults[f"/hoard{number}.xml"] = Reply(body=hoard, content_type="application/rss+xml")
        feeds[f"hoard {number}"] = f"{room.base}/hoard{number}.xml"
    configure(desk, feeds)
    assert desk.once().returncode == 0

    status = {feed["name"]: feed for feed in desk.status()["feeds"]}
    assert status.pop("healthy")["status"] == "ok"
    for feed in status.values():
        assert (feed["status"], feed["error_kind"]) == ("failing", "malformed")
        assert "more memory than a worker may use" in feed["last_error"]
    assert [alert["type"] for alert in room.alerts("alert.created")] == ["alert.created"]
