import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree

from crawler.core.digests.feed import MOST_ENTRIES, FeedHead, atom, json_feed
from crawler.core.digests.threads import threads
from crawler.core.feeds import parse_feed
from crawler.model.alert import Alert
from tests.sample_alerts import HOSTILE, NOON, alert, alert_data, edit

TREATY = FeedHead(
    name="treaty", title="Treaty watch", page="topics/treaty.html", file="topics/treaty"
)


def read_atom(alerts: Sequence[Alert]) -> Any:
    parsed = feedparser.parse(atom(threads(alerts), TREATY))
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def read_json(alerts: Sequence[Alert]) -> Any:
    return json.loads(json_feed(threads(alerts), TREATY))


def other(number: int) -> Alert:
    return alert(f"a{number:03}", data=alert_data(story={"id": f"s{number}"}))


def test_another_reader_reads_an_atom_entry() -> None:
    (entry,) = read_atom([alert()]).entries
    assert entry.id == "tag:wirewatch,2026:alert:al1"
    assert entry.title == "Parliament ratifies the treaty"
    assert entry.link == "https://wire.example/a/1"
    assert entry.author == "Ann Author"
    assert entry.published == entry.updated == "2024-11-09T12:00:00Z"
    assert entry.summary == "New story: treat* in the title."
    assert entry.tags[0].term == "treaty"
    assert "ratified the treaty." in entry.content[0].value  # feedparser drops <mark>


def test_another_reader_reads_a_json_item() -> None:
    feed = read_json([alert()])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["id"] == "tag:wirewatch,2026:alert:al1"
    assert item["url"] == "https://wire.example/a/1"
    assert item["authors"] == [{"name": "Ann Author"}]
    assert item["language"] == "en"
    assert item["tags"] == ["treaty"]
    assert "<mark>treaty</mark>" in item["content_html"]


@pytest.mark.parametrize("write", [atom, json_feed])
def test_our_own_reader_reads_what_we_publish(write: Any) -> None:
    """So a watch can follow the alerts of another."""
    (entry,) = parse_feed(write(threads([alert(), edit()]), TREATY)).entries
    assert entry.id == "tag:wirewatch,2026:alert:al1"
    assert (entry.title, entry.url) == (
        "Parliament ratifies the treaty",
        "https://wire.example/a/1",
    )
    assert entry.published == NOON
    assert entry.updated == NOON + timedelta(minutes=30)
    assert entry.author == "Ann Author"
    assert "<del>10,000</del>" in (entry.content or "")


def test_feeds_that_know_their_address_link_to_themselves_and_to_their_page() -> None:
    place = "https://wire.example/out/"
    links = {
        link.rel: (link.href, link.type)
        for link in feedparser.parse(atom([], TREATY, place)).feed.links
    }
    assert links == {
        "self": (f"{place}topics/treaty.atom", "application/atom+xml"),
        "alternate": (f"{place}topics/treaty.html", "text/html"),
    }
    feed = json.loads(json_feed([], TREATY, place))
    assert feed["feed_url"] == f"{place}topics/treaty.json"
    assert feed["home_page_url"] == f"{place}topics/treaty.html"


def test_an_edit_updates_the_entry_of_its_story() -> None:
    (entry,) = read_atom([alert(), edit()]).entries
    (item,) = read_json([alert(), edit()])["items"]
    assert entry.id == item["id"] == "tag:wirewatch,2026:alert:al1"
    assert (entry.published, entry.updated) == ("2024-11-09T12:00:00Z", "2024-11-09T12:30:00Z")
    assert (item["date_published"], item["date_modified"]) == (entry.published, entry.updated)
    for content in (entry.content[0].value, item["content_html"]):
        assert "<del>10,000</del>" in content
        assert "New story: treat* in the title." in content


def test_earlier_edits_stay_visible_below_the_newest() -> None:
    (item,) = read_json([alert(), edit(), edit("al3", minutes=60)])["items"]
    assert item["content_html"].count("<del>10,000</del>") == 2


def test_the_entry_updated_last_comes_first_and_dates_the_feed() -> None:
    parsed = read_atom([other(1), edit()])
    assert [entry.id[-3:] for entry in parsed.entries] == ["al1", "001"]
    assert parsed.feed.updated == "2024-11-09T12:30:00Z"


def test_a_feed_holds_the_newest_hundred() -> None:
    alerts = [other(number) for number in range(MOST_ENTRIES + 20)]
    assert len(read_atom(alerts).entries) == len(read_json(alerts)["items"]) == MOST_ENTRIES


def test_the_same_alerts_give_the_same_bytes_in_any_order() -> None:
    alerts = [alert(), edit(), other(1)]
    for write in (atom, json_feed):
        one, other_way = threads(alerts), threads(alerts[::-1])
        assert write(one, TREATY) == write(other_way, TREATY)


def test_a_feed_without_alerts_is_valid_and_does_not_change() -> None:
    parsed = read_atom([])
    assert parsed.feed.title == "Treaty watch"
    assert parsed.feed.id == "tag:wirewatch,2026:feed:treaty"
    assert read_json([])["items"] == []


def test_an_alert_without_link_author_or_reason_is_still_an_entry() -> None:
    bare = alert(data={"topic": {"name": "t"}, "story": {"id": "s"}, "article": {"title": "News"}})
    (entry,) = read_atom([bare]).entries
    (item,) = read_json([bare])["items"]
    assert (entry.title, entry.summary) == ("News", "News")
    assert "url" not in item
    assert "authors" not in item


@pytest.mark.parametrize("text", HOSTILE)
def test_feeds_stay_well_formed_and_free_of_script_whatever_texts_hold(text: str) -> None:
    hostile = alert(
        data=alert_data(
            topic={"name": text, "title": text},
            article={"title": text, "author": text, "excerpt": text, "url": text},
            match={"quotes": [{"text": text, "marks": [[0, 4]]}]},
            why={"sentence": text},
        )
    )
    (entry,) = read_atom([hostile]).entries
    (item,) = read_json([hostile])["items"]
    head = replace(TREATY, name=text, title=text)
    raw = atom(threads([hostile]), head).decode()
    assert "<script" not in item["content_html"]
    assert "<script" not in raw
    assert "<img" not in item["content_html"]
    assert entry.title
    assert item.get("url") is None


MANY = [
    alert(),
    edit(),
    alert(data={"topic": {"name": "t"}, "story": {"id": "s"}, "article": {"title": "News"}}),
    *(
        alert(
            f"h{n}", data=alert_data(story={"id": f"h{n}"}, article={"title": text, "author": text})
        )
        for n, text in enumerate(HOSTILE)
    ),
]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("place", [None, "https://wire.example/out/"])
def test_an_atom_feed_keeps_the_rules_of_rfc_4287(place: str | None) -> None:
    feed = etree.fromstring(atom(threads(MANY), TREATY, place))
    entries = feed.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 10
    for part in (feed, *entries):  # §4.1.1, §4.1.2
        for name in ("id", "title", "updated"):
            (only,) = part.findall(ATOM + name)
            assert only.text
        for name in ("content", "summary", "published"):
            assert len(part.findall(ATOM + name)) <= 1
        assert str(part.findtext(f"{ATOM}id")).startswith("tag:wirewatch,2026:")  # RFC 4151
        links = [(link.get("rel"), link.get("type")) for link in part.findall(f"{ATOM}link")]
        assert len(set(links)) == len(links)
        assert all(link.get("href") for link in part.findall(f"{ATOM}link"))
    for moment in (*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")):  # §3.3
        assert RFC_3339.fullmatch(moment.text or "")
    assert all(name.text for name in feed.iter(f"{ATOM}name"))  # §3.2.1
    assert feed.find(f"{ATOM}author") is not None
    assert all(entry.find(f"{ATOM}content") is not None for entry in entries)  # no link needed


@pytest.mark.parametrize("place", [None, "https://wire.example/out/"])
def test_a_json_feed_keeps_the_rules_of_version_1_1(place: str | None) -> None:
    feed = json.loads(json_feed(threads(MANY), TREATY, place))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    items = feed["items"]
    assert len({item["id"] for item in items}) == len(items) > 10
    for item in items:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert all(author["name"] for author in item.get("authors", ()))
        assert all(RFC_3339.fullmatch(item[key]) for key in ("date_published", "date_modified"))
        assert item.get("url", "https://").startswith("https://")
    known = {"version", "title", "items", "authors", "home_page_url", "feed_url"}
    assert all(key in known or key.startswith("_") for key in feed)  # extensions
