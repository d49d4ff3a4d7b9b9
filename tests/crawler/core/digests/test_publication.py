import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.core.digests.publication import publication
from crawler.model.topic import Topic
from tests.sample_alerts import HOSTILE, NOON, alert, alert_data, edit, source

TREATY = Topic(name="treaty", title="Treaty watch")
QUIET = Topic(name="quiet topic", title="Nothing here")


def pages(*alerts: object) -> dict[str, str]:
    files = publication([TREATY, QUIET], [*alerts], NOON)  # type: ignore[list-item]
    return {path: content.decode() for path, content in files.items()}


def test_every_topic_has_a_page_and_two_feeds_and_every_story_a_page() -> None:
    assert set(pages(alert(), edit())) == {
        "index.html",
        "alerts.atom",
        "alerts.json",
        "topics/treaty.html",
        "topics/treaty.atom",
        "topics/treaty.json",
        "topics/quiet-topic.html",
        "topics/quiet-topic.atom",
        "topics/quiet-topic.json",
        "stories/st1.html",
    }


def test_alerts_of_a_topic_that_is_no_longer_configured_are_still_published() -> None:
    old = alert("o", data=alert_data(topic={"name": "old", "title": "Old"}, story={"id": "st7"}))
    assert "topics/old.html" in pages(old)


def test_every_address_of_a_published_feed_is_that_of_a_file() -> None:
    place = "https://wire.example/out/"
    files = publication([TREATY, QUIET], [alert()], NOON, place)
    feeds = {path: content.decode() for path, content in files.items() if "html" not in path}
    assert all(f"{place}{path}" in content for path, content in feeds.items())
    linked = re.findall(re.escape(place) + r"([\w./-]+)", "".join(feeds.values()))
    assert set(linked) <= set(files)


def test_a_topics_feed_holds_its_own_alerts_only() -> None:
    files = pages(alert())
    assert "al1" in files["topics/treaty.atom"]
    assert "al1" not in files["topics/quiet-topic.atom"]


def test_every_link_within_the_report_leads_to_a_file() -> None:
    files = pages(alert(), edit())
    for path, page in files.items():
        if path.endswith(".html"):
            for href in re.findall(r'href="([^"]+)"', page):
                if not href.startswith("https://"):
                    folder = path.rpartition("/")[0]
                    target = (
                        href.removeprefix("../") if href.startswith("../") else f"{folder}/{href}"
                    )
                    assert target.lstrip("/") in files, (path, href)


def test_the_index_shows_ten_stories_a_topic_and_links_the_rest() -> None:
    many = [alert(f"a{n}", data=alert_data(story={"id": f"s{n}"})) for n in range(13)]
    index = LexborHTMLParser(pages(*many)["index.html"])
    assert len(index.css("h3")) == 10
    assert "and 3 more" in index.text()
    assert "No alerts." in index.text()


def test_a_story_shows_its_newest_alert_and_below_it_what_was_before() -> None:
    story = LexborHTMLParser(pages(alert(), edit())["stories/st1.html"])
    assert [node.text() for node in story.css("del")] == ["10,000"]
    assert [node.text() for node in story.css("h1")] == ["Parliament ratifies the treaty"]
    assert "9 Nov 2024, 12:00 UTC: new" in story.text()


def test_every_page_forbids_scripts_and_loading() -> None:
    for path, page in pages(alert()).items():
        if path.endswith(".html"):
            assert "Content-Security-Policy\" content=\"default-src 'none'; style-src" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_pages_hold_no_script_no_handler_no_odd_link_whatever_texts_hold(text: str) -> None:
    hostile = alert(
        data=alert_data(
            topic={"name": text, "title": text},
            story={"id": text, "title": text, "sources": [source(text, 7, title=text, url=text)]},
            article={"title": text, "author": text, "excerpt": text, "url": text},
            match={"quotes": [{"text": text, "marks": [[0, 4]]}]},
            why={"sentence": text, "diff": [{"op": "delete", "text": text}]},
        )
    )
    for path, page in pages(hostile).items():
        assert re.fullmatch(r"[a-z0-9/.-]+", path)
        assert ".." not in path
        if path.endswith(".html"):
            tree = LexborHTMLParser(page)
            assert not tree.css("script, img, svg, iframe, object, form, base")
            for node in tree.css("*"):
                assert not [name for name in node.attributes if name.startswith("on")]
                href = node.attributes.get("href") or ""
                assert ":" not in href or href.startswith(("http://", "https://"))
