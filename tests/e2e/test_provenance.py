"""What is kept while watching proves what was published: by page, by feed, without secrets."""

import json
from typing import Any

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom
from tests.e2e.test_daemon import tell

SECRET_COOKIE = "press=8f14e45fceea167a"


def exported(desk: Desk) -> list[dict[str, Any]]:
    assert desk.run("export", "jsonl", "--output", "out.jsonl", "--force").returncode == 0
    lines = (desk.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_page_is_proven_by_its_response(desk: Desk, room: Newsroom) -> None:
    url = tell(room, 1)
    desk.configure("wire")
    assert desk.once().returncode == 0
    ((version,),) = [article["versions"] for article in exported(desk)]
    page = version["page"]
    assert (page["status"], page["ip"], page["http_version"]) == (200, "127.0.0.1", "HTTP/1.1")
    assert page["final_url"].startswith(url)
    assert "user-agent" in dict(page["request_headers"])
    assert "etag" in dict(page["headers"])
    assert version["feed_document"] is None
    assert desk.run("verify").returncode == 0


def test_a_text_from_the_feed_is_proven_by_the_feeds_document(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire", defaults="first_run: alert, full_text: false")
    assert desk.once().returncode == 0
    ((version,),) = [article["versions"] for article in exported(desk)]
    assert version["page"] is None
    assert version["feed_document"]["final_url"] == room.feed_url("wire")
    assert desk.run("verify").returncode == 0


def test_a_secret_header_is_nowhere_in_the_archive(desk: Desk, room: Newsroom) -> None:
    tell(room, 1)
    desk.configure("wire")
    config = desk.folder / "feeds.yaml"
    text = config.read_text(encoding="utf-8").replace(
        "name: wire}", 'name: wire, headers: {Cookie: "${PRESS}"}}'
    )
    config.write_text(text, encoding="utf-8")
    assert desk.once(env={"PRESS": SECRET_COOKIE}).returncode == 0
    assert desk.run("backup", "copy.db", env={"PRESS": SECRET_COOKIE}).returncode == 0
    assert b"cookie" in (desk.folder / "copy.db").read_bytes()
    for file in desk.folder.glob("*.db*"):
        assert SECRET_COOKIE.encode() not in file.read_bytes()
