"""What is published, read by Newsboat: a feed reader that people use, with a parser of its own."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from crawler.core.digests.publication import publication
from crawler.model.alert import Alert
from crawler.model.topic import Topic
from crawler.publish import write_all
from tests.sample_alerts import HOSTILE, NOON, alert, alert_data, edit

NEWSBOAT = shutil.which("newsboat")
TREATY = Topic(name="treaty", title="Treaty <watch> & 조약")

pytestmark = pytest.mark.skipif(
    NEWSBOAT is None, reason="needs Newsboat (apt-get install newsboat)"
)


def read(folder: Path, *alerts: Alert) -> list[tuple[str, str, str, str]]:
    """Publish, have Newsboat read again, and return what it keeps of each item."""
    write_all(folder / "out", publication([TREATY], alerts, NOON, "https://wire.example/out/"))
    feeds = [f"file://{folder}/out/{name}" for name in ("alerts.atom", "topics/treaty.atom")]
    (folder / "urls").write_text("\n".join(feeds), encoding="utf-8")
    command = [str(NEWSBOAT), "-u", "urls", "-c", "cache.db", "-x", "reload"]
    home = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    subprocess.run(command, cwd=folder, env=home, check=True, capture_output=True, timeout=60)
    with sqlite3.connect(folder / "cache.db") as cache:
        titles = cache.execute("SELECT title, url FROM rss_feed ORDER BY rssurl").fetchall()
        items = cache.execute("SELECT guid, title, url, content FROM rss_item ORDER BY guid")
        found = items.fetchall()
    cache.close()
    assert titles == [
        ("Wirewatch alerts", "https://wire.example/out/index.html"),
        (TREATY.title, "https://wire.example/out/topics/treaty.html"),
    ]
    return found


def test_an_entry_is_read_and_an_edit_updates_it_under_its_id(tmp_path: Path) -> None:
    for alerts, edited in (([alert()], False), ([alert(), edit()], True)):
        ((guid, title, url, content),) = read(tmp_path, *alerts)
        assert guid == "tag:wirewatch,2026:alert:al1"
        assert title == "Parliament ratifies the treaty"
        assert url == "https://wire.example/a/1"
        assert "<mark>treaty</mark>" in content
        assert ("<del>10,000</del>" in content) is edited


def test_whatever_titles_hold_is_read_as_text(tmp_path: Path) -> None:
    texts = [text for text in HOSTILE if text.isprintable() and text == " ".join(text.split())]
    many = [
        alert(f"a{n:02}", data=alert_data(story={"id": f"s{n}"}, article={"title": text[:100]}))
        for n, text in enumerate(texts)
    ]
    assert [title for _, title, _, _ in read(tmp_path, *many)] == [text[:100] for text in texts]
