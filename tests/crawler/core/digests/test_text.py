import pytest

from crawler.core.digests.brief import render_brief
from crawler.core.digests.digest import health_message
from crawler.core.digests.email import render_email
from crawler.core.digests.text import render_terminal, render_text, subject
from crawler.model.alert import Coverage, Message, message_of
from crawler.model.topic import AlertKind
from tests.sample_alerts import (
    HOSTILE,
    MORNING,
    NOON,
    TITLE,
    alert,
    alert_data,
    digest,
    edit,
    held_back,
    message,
    source,
    trouble,
)

ALERT = """\
Parliament ratifies the treaty
Wire · by Ann Author · 9 Nov 2024, 12:01 UTC · en
https://wire.example/a/1

Why: New story: treat* in the title.

  > The lower house ratified the *treaty*.

The upper house follows.

Told by 3 sources, 2 independent:
  - Wire, 9 Nov 2024, 12:01 UTC: Parliament ratifies the treaty
    https://wire.example/a/1
  - Daily, 9 Nov 2024, 12:02 UTC: Parliament ratifies the treaty
    https://wire.example/a/2
  - Mirror (copy), 9 Nov 2024, 12:03 UTC: Parliament ratifies the treaty
    https://wire.example/a/3

------------------------------------------------------------
Found: treat* (score 4.5)
Time: published 9 Nov 2024, 12:01 UTC; first seen, alerted +2 min
Topic: Treaty watch · story st1 · article 1 · alert al1
"""

DIGEST = """\
Morning digest
8 Nov 2024, 21:00 KST – 9 Nov 2024, 21:00 KST

TREATY WATCH
============

Parliament ratifies the treaty
Wire · by Ann Author · 9 Nov 2024, 21:01 KST · en
https://wire.example/a/1
  > The lower house ratified the *treaty*.
  A figure was changed.
  - about [-10,000-] troops
  + about {+11,000+} troops
  + Nobody was hurt.
  + Daily: https://wire.example/a/2
  + Mirror (copy): https://wire.example/a/3

Held back, see wirewatch alerts --suppressed:
  - treaty: 1 (the topic is muted)

------------------------------------------------------------
Coverage: 3 feeds ok, 1 failing, 1 silent; 9 articles read
Failing:
  - Ministry: a wall against robots (403), since 9 Nov 2024, 21:00 KST (ask the publisher)
Silent:
  - Radio: a wall against robots (403), since 9 Nov 2024, 21:00 KST (ask the publisher)
From publication to alert:
  - Wire: 2 min
"""


def full_digest() -> Message:
    coverage = Coverage(feeds_ok=3, articles=9, failing=(trouble(),), silent=(trouble("Radio"),))
    return digest(alert(), edit(), coverage=coverage, held=(held_back("muted"),))


def test_an_alert_is_complete_as_text() -> None:
    assert render_text(message()) == ALERT


def test_a_digest_is_complete_as_text() -> None:
    assert render_text(full_digest()) == DIGEST


def test_an_edit_shows_its_words_before_and_after() -> None:
    assert (
        "What changed:\n  - about [-10,000-] troops\n  + about {+11,000+} troops\n"
        "  + Nobody was hurt.\n"
    ) in render_text(message_of(edit()))


def test_a_long_diff_is_cut_with_a_count_and_where_the_rest_is() -> None:
    diff = [{"op": "delete", "text": f"Gone {n}.", "passage": n} for n in range(9)]
    why = {"event": "edited", "diff": diff, "passages_more": 5}
    shown = render_text(message_of(alert(kind=AlertKind.EDITED, data=alert_data(why=why))))
    assert "  - Gone 5.\n  and 8 more changed passages: wirewatch article 1 --diff\n" in shown
    assert "Gone 6." not in shown


def test_an_alert_with_nothing_but_a_title_is_still_told() -> None:
    bare = alert(data={"topic": {"name": "t"}, "story": {"id": "s"}, "article": {"title": "News"}})
    assert render_text(message_of(bare)) == (
        "News\n\n\n" + "-" * 60 + "\nTopic: t · story s · alert al1\n"
    )


def test_words_found_in_the_title_alone_are_marked_in_plain_text_too() -> None:
    in_title = {"field": "title", "text": TITLE, "marks": [[24, 30]]}
    told = alert(data=alert_data(match={"quotes": [in_title]}))
    for shown in (render_text(message_of(told)), render_text(digest(told))):
        assert "  > Parliament ratifies the *treaty*\n" in shown


def test_a_page_that_could_not_be_read_is_named() -> None:
    shown = render_text(message(article={"problem": "403, a bot wall"}))
    assert "The page could not be read (403, a bot wall); this is the feed's text.\n" in shown


def test_an_empty_digest_is_proof_of_life() -> None:
    assert "Nothing new. The watch is alive." in render_text(digest())


def test_stories_beyond_the_bound_are_counted() -> None:
    many = [alert(f"a{n}", data=alert_data(story={"id": f"s{n}"})) for n in range(60)]
    assert "\nAnd 10 more: wirewatch alerts --since 2024-11-08T12:00:00Z\n" in render_text(
        digest(*many)
    )


def test_stories_beyond_the_bound_can_be_read_in_the_report_where_it_is_published() -> None:
    many = [alert(f"a{n}", data=alert_data(story={"id": f"s{n}"})) for n in range(60)]
    told = digest(*many, published_at="https://wire.example/out/")
    page = "https://wire.example/out/topics/treaty.html"
    assert f"\nAnd 10 more: {page}\n" in render_text(told)
    assert f" more\n{page}\nCoverage: 12 feeds ok" in render_brief(told)
    mail = render_email(told, sender="w@example.org", to=("d@example.org",), now=NOON)
    html = mail.get_body(("html",))
    assert html is not None
    assert f'href="{page}"' in html.get_content()


@pytest.mark.parametrize("kind", ["alert", "digest"])
def test_sources_beyond_the_bound_are_counted(kind: str) -> None:
    sources = [source(f"Outlet {number}", number) for number in range(1, 41)]
    told = alert(data=alert_data(story={"sources": sources}))
    shown = render_text(message_of(told) if kind == "alert" else digest(told))
    assert f"\n  and {10 if kind == 'alert' else 9} more\n" in shown


def test_a_source_without_a_link_or_a_date_is_told_by_its_title() -> None:
    odd = source("Odd", 5, url="javascript:x", published=None, first_seen_at=None, title="Said so")
    told = alert(data=alert_data(story={"sources": [source("Wire", 1), odd]}))
    assert "\n  - Odd: Said so\n" in render_text(message_of(told))
    assert "\n  + Odd: Said so\n" in render_text(digest(told))


def test_health_is_told_with_what_to_do() -> None:
    sick = health_message(
        "h1", title="2 feeds fail", sentence="See below.", troubles=[trouble()],
        recovered=[trouble("Radio", "answers again")], now=NOON,
    )  # fmt: skip
    shown = render_text(sick)
    assert shown.startswith("2 feeds fail\n\nSee below.\nTrouble:\n  - Ministry: a wall")
    assert "Recovered:\n  - Radio: answers again" in shown


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (message(), "[Treaty watch] Parliament ratifies the treaty"),
        (message_of(edit()), "[Treaty watch] Edited: Parliament ratifies the treaty"),
        (
            message_of(alert(kind=AlertKind.GROWING)),
            "[Treaty watch] Growing: Parliament ratifies the treaty",
        ),
        (digest(alert(), edit()), "Morning digest: 1 story in 1 topic"),
        (digest(), "Morning digest: nothing new"),
        (health_message("h1", title="A feed fails", now=NOON), "[Wirewatch] A feed fails"),
    ],
)
def test_the_subject_says_what_it_is_about(sent: Message, line: str) -> None:
    assert subject(sent) == line


def test_stories_and_topics_are_counted_in_the_subject() -> None:
    other = alert_data(topic={"name": "floods"}, story={"id": "st2"})
    both = digest(alert(), alert("al5", data=other), kind=MORNING)
    assert subject(both) == "Morning digest: 2 stories in 2 topics"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_an_alert_can_steer_a_terminal(text: str) -> None:
    sent = message(article={"title": text, "excerpt": text}, why={"sentence": text})
    shown = render_terminal(sent)
    assert not {sign for sign in shown if not sign.isprintable()} - {"\n"}
    shown.encode()


def test_a_title_with_line_breaks_stays_one_line() -> None:
    first, second, *_ = render_text(message(article={"title": "One\r\nTwo"})).splitlines()
    assert first == "One Two"
    assert second.startswith("Wire")
