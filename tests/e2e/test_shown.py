import json

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom, Reply

TEXT = "Russia and North Korea signed a treaty on Wednesday."


@pytest.fixture
def seen(desk: Desk, room: Newsroom) -> Desk:
    """A desk after one pass over a good and a bad feed."""
    room.publish("wire", "a", "Russia and North Korea sign treaty", TEXT)
    room.faults["/bad/feed.xml"] = Reply(status=404)
    desk.configure("wire", "bad")
    assert desk.once().returncode == 0
    return desk


def test_status_shows_each_feed_with_its_next_fetch_and_why_then(seen: Desk) -> None:
    shown = seen.run("status").stdout
    assert "not running" in shown
    assert "1 articles" in shown
    assert "treaty" in shown
    assert "every 1s" in shown
    assert "there is nothing at this address" in " ".join(shown.split())


def test_status_before_the_first_run_shows_what_is_configured(desk: Desk) -> None:
    desk.configure("wire")
    feed = desk.feed("wire")
    assert (feed["status"], feed["next_fetch_reason"]) == (
        "pending",
        "not fetched yet: due at once",
    )
    assert not (desk.folder / "wirewatch.db").exists()


def test_alerts_are_listed_for_people(seen: Desk) -> None:
    shown = seen.run("alerts", "--since", "1h", "--topic", "treaty").stdout
    assert "Russia and North Korea sign treaty" in shown
    assert "wirewatch explain al_" in shown
    assert seen.run("alerts", "--topic", "nosuch").stdout == "no alerts yet\n"


def test_search_marks_the_words_it_found(seen: Desk) -> None:
    shown = seen.run("search", "treat*").stdout
    assert "[treaty]" in shown
    assert seen.run("search", "zebra").stdout == "nothing found\n"
    assert json.loads(seen.run("search", "zebra", "--json").stdout) == []


@pytest.mark.parametrize("query", ["NOT treaty", '"open', "treaty AND @nosuch"])
def test_a_query_that_cannot_be_searched_says_why(seen: Desk, query: str) -> None:
    done = seen.run("search", query)
    assert done.returncode == 2
    assert "hint:" in done.stderr


def test_explain_shows_the_tree_of_the_topic(seen: Desk) -> None:
    alert = json.loads(seen.run("alerts", "--json").stdout)[0]["id"]
    shown = seen.run("explain", alert[:8]).stdout
    assert "all[2]" in shown
    assert "[treaty]" in shown
    data = json.loads(seen.run("explain", alert, "--json").stdout)
    assert data["why"]["event"] == "new"


def test_explain_says_when_the_topic_is_gone(seen: Desk) -> None:
    alert = json.loads(seen.run("alerts", "--json").stdout)[0]["id"]
    seen.configure("wire", topic="topics:\n  - {name: other, all: [fish], notify: [hook]}\n")
    assert "no longer configured" in seen.run("explain", alert).stdout


def test_a_sitemap_index_is_followed_and_a_page_is_read_by_selectors(
    desk: Desk, room: Newsroom
) -> None:
    first = room.publish("wire", "a", "Russia and North Korea sign treaty", TEXT)
    second = room.publish(
        "paper", "b", "Treaty in force", "The treaty of Russia and North Korea holds."
    )
    names = "http://www.sitemaps.org/schemas/sitemap/0.9"
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    xml = "application/xml"
    room.faults["/index.xml"] = Reply(
        content_type=xml,
        body=f"<sitemapindex xmlns='{names}'><sitemap><loc>{room.base}/gone.xml</loc></sitemap>"
        f"<sitemap><loc>{room.base}/news.xml</loc></sitemap></sitemapindex>".encode(),
    )
    room.faults["/news.xml"] = Reply(
        content_type=xml,
        body=f"<urlset xmlns='{names}' xmlns:n='{news}'><url><loc>{first}</loc><n:news>"
        "<n:title>Russia and North Korea sign treaty</n:title></n:news></url></urlset>".encode(),
    )
    room.faults["/press"] = Reply(
        body=f"<ul class='news'><li><a href='{second}'>Treaty in force</a></li></ul>".encode()
    )
    desk.configure()
    config = desk.folder / "feeds.yaml"
    sources = (
        f"feeds:\n  - {{url: {room.base}/index.xml, type: sitemap, name: map}}\n"
        f"  - {{url: {room.base}/press, type: page, name: press, select: {{item: 'ul.news li'}}}}\n"
    )
    config.write_text(
        config.read_text(encoding="utf-8").replace("feeds:\n", sources), encoding="utf-8"
    )
    assert desk.once().returncode == 0
    assert room.requests["/wire/a.html"] == room.requests["/paper/b.html"] == 1
    assert desk.status()["storage"]["articles"] == 2
    assert [feed["status"] for feed in desk.status()["feeds"]] == ["ok", "ok"]


def test_entries_without_full_text_are_matched_without_fetching_pages(
    desk: Desk, room: Newsroom
) -> None:
    url = room.publish("wire", "a", "Russia and North Korea sign treaty", TEXT)
    desk.configure("wire", defaults="first_run: alert, full_text: false")
    desk.once()
    assert [body["data"]["article"]["url"] for body in room.alerts()] == [url]
    assert room.requests["/wire/a.html"] == 0


def test_an_alerts_way_is_shown_from_the_publisher_to_the_receiver(seen: Desk) -> None:
    alert = json.loads(seen.run("alerts", "--json").stdout)[0]["id"]
    shown = seen.run("explain", alert).stdout
    steps = [
        "published",
        "first seen",
        "fetched",
        "matched",
        "alerted",
        "sent to hook",
        "accepted by",
    ]
    places = [shown.index(step, shown.index("its way")) for step in steps]
    assert places == sorted(places)
    (way,) = json.loads(seen.run("explain", alert, "--json").stdout)["deliveries"]
    assert way["sent_at"] <= way["done_at"]


def test_status_tells_how_long_it_takes_to_the_reader(seen: Desk) -> None:
    (pace,) = seen.status()["latency"]
    assert (pace["outlet"], pace["alerts"]) == ("wire", 1)
    assert 0 <= pace["p50_s"] <= pace["p95_s"]
    assert "95 % within" in seen.run("status").stdout
