import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest

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
