"""Filing: one alert per story, everything else recorded with its reason."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crawler.core.filing import decider
from crawler.core.payload import excerpt, iso
from crawler.core.stories.memory import MemoryArchive
from crawler.model.alert import Alert, Quiet
from crawler.model.article import Origin
from crawler.model.filing import NEW_ARTICLE_ID, Copy, Filed, New, Revised, Same
from crawler.model.topic import AlertKind, AlertPer, AlertRule, Topic
from tests.crawler.core.stories.given import DAY, HOUR, MINUTE, NOON, RESCUE, TREATY, Desk, draft

TITLE = "Norland and Sondria sign treaty on fishing"
OWN_WORDS = """Boats from Norland and Sondria may fish around the Tarvik islands together from May. \
A treaty that both countries signed in Port Avel on Tuesday ends forty years of quarrel. The quota \
disappoints fishermen in Hafnar."""
FURTHER = """Norland and Sondria signed their treaty on fishing on Tuesday, but in Hafnar nobody in \
the harbour danced. The quarrel had lasted forty years. Around the Tarvik islands both will fish \
from May, and parliament has yet to vote."""
DEVELOPMENT = """The treaty on fishing between Norland and Sondria meets resistance. In Port Avel the \
leader of the union, Ragna Solberg, called for a strike of 5,600 fishermen on Friday. The court, said \
Judge Emil Vadt, will hear them on the Tarvik waters and the quota."""
TOPIC = Topic(name="fishing", title="Fishing", notify=("mail",), digest=("morning",))
ON = (TOPIC.name,)


def desk(**rule: Any) -> Desk:
    return Desk(replace(TOPIC, alert=AlertRule(**rule)))


def kinds(filed: Filed) -> list[AlertKind]:
    return [alert.kind for alert in filed.filing.alerts]


def reasons(filed: Filed) -> list[str]:
    return [each.reason for each in filed.filing.suppressed]


def only(filed: Filed) -> Alert:
    (alert,) = filed.filing.alerts
    return alert


# --- what is sent


def test_the_first_article_of_a_story_raises_an_alert_that_tells_everything() -> None:
    alert = only(desk().file(draft(TITLE, TREATY, url="https://herald.example/1", matches=ON)))
    assert (alert.kind, alert.notify, alert.digests) == (AlertKind.NEW, ("mail",), ("morning",))
    assert (alert.article_id, alert.created_at, alert.outlets) == (NEW_ARTICLE_ID, NOON, 1)
    data = alert.data
    assert json.loads(json.dumps(data)) == data
    assert data["topic"] == {"name": "fishing", "title": "Fishing"}
    assert data["article"]["id"] == NEW_ARTICLE_ID
    assert data["article"]["url"] == "https://herald.example/1"
    assert data["article"]["published"] == "2026-03-03T12:00:00Z"
    assert data["story"]["id"] == alert.story_id
    assert data["story"]["independent"] == 1
    assert [each["outlet"] for each in data["story"]["sources"]] == ["Herald"]
    assert (
        data["match"]["spans"][0] | {"term": "the*", "start": 0, "end": 3}
        == data["match"]["spans"][0]
    )
    assert data["match"]["quotes"] == [{"field": "title", "text": TITLE, "marks": [[0, 3]]}]
    assert data["why"] == {
        "event": "new",
        "sentence": "The first article of this story that matches the topic.",
    }
    assert data["latency"]["alerted"] == "2026-03-03T12:00:00Z"
    assert data["thread"] == {"first_alert_id": None}


def test_the_id_of_an_alert_is_the_same_whenever_it_is_decided() -> None:
    one, other = (
        only(desk().file(draft(TITLE, TREATY, url="https://h.example/1", matches=ON))) for _ in "ab"
    )
    assert one.id == other.id
    assert one.id.startswith("al_")
    assert len(one.id) == 23


def test_a_match_of_a_topic_that_is_gone_is_passed_over() -> None:
    filed = desk().file(draft(TITLE, TREATY, matches=("forgotten",)))
    assert (filed.filing.alerts, filed.filing.suppressed) == ((), ())


def test_quiet_hours_delay_what_is_sent_at_once_except_to_some() -> None:
    quiet = Quiet(start_minute=11 * 60, end_minute=14 * 60, tz="UTC", exempt=("hook",))
    decide = decider({TOPIC.name: TOPIC}, quiet, NOON)
    (alert,) = decide(draft(TITLE, TREATY, matches=ON), MemoryArchive()).alerts
    assert (alert.send_after, alert.exempt) == (NOON + 2 * HOUR, ("hook",))


# --- stories


def test_copies_fold_under_the_first_publisher() -> None:
    watch = desk()
    first = watch.file(draft(TITLE, TREATY, matches=ON))
    copies = [
        watch.file(draft(f"{TITLE} today", TREATY[:cut], outlet=outlet, matches=ON))
        for outlet, cut in (("Echo", 400), ("Star", 300), ("Mail", 250), ("Post", 2_000))
    ]
    assert kinds(first) == [AlertKind.NEW]
    assert all(isinstance(copy.filing.verdict, Copy) for copy in copies)
    assert [(kinds(copy), reasons(copy)) for copy in copies] == [([], ["copy"])] * 4


def test_a_story_grows_with_its_third_independent_outlet_and_lists_copies_as_such() -> None:
    watch = desk()
    first = watch.file(draft(TITLE, TREATY, matches=ON))
    watch.file(draft(TITLE, TREATY, outlet="Echo", matches=ON, published=NOON - MINUTE))
    second = watch.file(draft("Fishing quarrel ends", OWN_WORDS, outlet="Star", matches=ON))
    third = watch.file(draft("No dance in Hafnar", FURTHER, outlet="Mail", matches=ON))
    assert (kinds(second), reasons(second)) == ([], ["seen"])
    alert = only(third)
    assert (alert.kind, alert.outlets) == (AlertKind.GROWING, 3)
    assert alert.data["why"]["sentence"] == (
        "3 independent outlets tell the story now, 1 when it was last alerted."
    )
    sources = alert.data["story"]["sources"]
    assert [(each["outlet"], each["copy"]) for each in sources] == [
        ("Echo", False), ("Herald", True), ("Star", False), ("Mail", False),
    ]  # fmt: skip
    assert alert.data["thread"]["first_alert_id"] == only(first).id


@pytest.mark.parametrize("outlet", ["Herald", "Star"])
def test_new_facts_make_a_story_grow_whoever_tells_them(outlet: str) -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY, matches=ON))
    alert = only(
        watch.file(draft("Fishing treaty meets resistance", DEVELOPMENT, outlet=outlet, matches=ON))
    )
    assert alert.kind is AlertKind.GROWING
    assert "; new in it: 5600, " in alert.data["why"]["sentence"]
    assert alert.data["article"]["title"] == "Fishing treaty meets resistance"


def test_another_story_is_new_again() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY, matches=ON))
    assert kinds(watch.file(draft("Tourist found alive", RESCUE, matches=ON))) == [AlertKind.NEW]


def test_a_story_stored_as_baseline_is_new_when_told_again() -> None:
    watch = desk()
    first = watch.file(draft(TITLE, TREATY, matches=ON, baseline=True))
    second = watch.file(draft("Fishing quarrel ends", OWN_WORDS, outlet="Star", matches=ON))
    assert (reasons(first), kinds(second)) == (["baseline"], [AlertKind.NEW])


def test_of_a_story_nobody_was_told_a_copy_tells_it_once() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY, matches=ON, baseline=True))
    copies = [
        watch.file(draft(TITLE, TREATY, outlet=outlet, matches=ON)) for outlet in ("Echo", "Star")
    ]
    assert [kinds(copy) for copy in copies] == [[AlertKind.NEW], []]


def test_a_copy_is_news_for_a_topic_that_the_original_does_not_match() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY))
    assert kinds(watch.file(draft(TITLE, TREATY, outlet="Echo", matches=ON))) == [AlertKind.NEW]


def test_with_min_sources_the_alert_comes_when_enough_outlets_tell_it() -> None:
    watch = desk(min_sources=2)
    first = watch.file(draft(TITLE, TREATY, matches=ON))
    copy = watch.file(draft(TITLE, TREATY, outlet="Echo", matches=ON))
    second = watch.file(draft("Fishing quarrel ends", OWN_WORDS, outlet="Star", matches=ON))
    assert (reasons(first), reasons(copy)) == (["min_sources"], ["min_sources"])
    assert only(second).data["why"]["sentence"].startswith("A story 2 independent outlets tell")


def test_per_article_copies_alert_too() -> None:
    watch = desk(per=AlertPer.ARTICLE)
    filed = [
        watch.file(draft(TITLE, TREATY, outlet=outlet, matches=ON)) for outlet in ("Herald", "Echo")
    ]
    assert [kinds(each) for each in filed] == [[AlertKind.NEW], [AlertKind.NEW]]
    assert only(filed[0]).id != only(filed[1]).id


# --- one address, several looks

URL = "https://herald.example/1"


def again(watch: Desk, title: str = TITLE, text: str = TREATY, **changes: Any) -> Filed:
    given: dict[str, Any] = {"url": URL, "at": NOON + HOUR, "matches": ON}
    return watch.file(draft(title, text, **(given | changes)))


def known(**changes: Any) -> Desk:
    watch = desk()
    given: dict[str, Any] = {"url": URL, "matches": ON}
    watch.file(draft(TITLE, TREATY, **(given | changes)))
    return watch


@pytest.mark.parametrize("text", [TREATY, TREATY.replace(" ", "  "), TREATY + "\n\nUpdated 14:30"])
def test_a_page_with_the_same_words_is_the_same_article(text: str) -> None:
    filed = again(known(), text=text)
    assert isinstance(filed.filing.verdict, Same)
    assert (filed.filing.alerts, filed.filing.suppressed, filed.filing.story) == ((), (), None)


def test_an_edit_that_matters_is_an_alert_with_its_diff() -> None:
    watch = known()
    filed = again(watch, text=TREATY.replace("18,000", "12,000"))
    assert isinstance(filed.filing.verdict, Revised)
    alert = only(filed)
    assert (alert.kind, alert.article_id) == (AlertKind.EDITED, filed.article_id)
    assert (
        alert.data["why"]["sentence"]
        == "Herald changed its article: a figure was changed (18,000 → 12,000 tonnes)."
    )
    assert alert.data["why"]["changes"] == ["figure"]
    assert {"op": "insert", "text": "12,000 ", "passage": 0, "field": "text"} in alert.data["why"][
        "diff"
    ]
    assert len(alert.data["story"]["sources"]) == 1


def test_an_article_edited_back_and_forth_alerts_under_a_new_id_each_time() -> None:
    watch = known()
    edited = TREATY.replace("18,000", "12,000")
    ids = [
        only(again(watch, text=text, at=NOON + hours * HOUR)).id
        for hours, text in ((1, edited), (2, TREATY), (3, edited))
    ]
    assert len(set(ids)) == 3


def test_a_headline_alone_makes_an_edit() -> None:
    alert = only(again(known(), title="Norland gives in on fishing"))
    assert alert.data["why"]["changes"] == ["headline"]
    assert alert.data["story"]["sources"][0]["title"] == "Norland gives in on fishing"


def test_a_mended_spelling_is_a_version_but_no_alert() -> None:
    filed = again(known(), text=TREATY.replace("quarrel", "quarell"))
    assert isinstance(filed.filing.verdict, Revised)
    assert (kinds(filed), reasons(filed)) == ([], ["seen"])


def test_an_edited_copy_is_no_news() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY, matches=ON))
    watch.file(draft(TITLE, TREATY, outlet="Echo", url=URL, matches=ON))
    filed = again(watch, text=TREATY.replace("18,000", "12,000"), outlet="Echo")
    assert isinstance(filed.filing.verdict, Revised)
    assert (kinds(filed), reasons(filed)) == ([], ["seen"])


def test_the_page_in_place_of_the_feeds_summary_is_a_version_but_no_edit() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY[:150], url=URL, matches=ON, origin=Origin.FEED))
    filed = again(watch)
    assert isinstance(filed.filing.verdict, Revised)
    assert (kinds(filed), reasons(filed)) == ([], ["seen"])


def test_the_page_is_kept_even_when_it_has_the_words_of_the_summary() -> None:
    filed = again(known(origin=Origin.FEED))
    assert isinstance(filed.filing.verdict, Revised)


def test_a_page_that_matches_where_its_summary_did_not_is_new() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY[:150], url=URL, origin=Origin.FEED))
    assert kinds(again(watch)) == [AlertKind.NEW]


def test_a_page_that_is_lost_does_not_give_way_to_the_feeds_summary() -> None:
    filed = again(known(), text=TREATY[:150], origin=Origin.FEED)
    assert isinstance(filed.filing.verdict, Same)


def test_an_article_seen_in_a_second_feed_may_match_only_there() -> None:
    watch = desk()
    watch.file(draft(TITLE, TREATY, url=URL))
    filed = again(watch, outlet="Asia")
    assert isinstance(filed.filing.verdict, Same)
    assert kinds(filed) == [AlertKind.NEW]
    assert again(watch, outlet="Asia", at=NOON + 2 * HOUR).filing.alerts == ()


def test_a_new_article_without_matches_is_filed_in_silence() -> None:
    filed = desk().file(draft(TITLE, TREATY))
    assert isinstance(filed.filing.verdict, New)
    assert (filed.filing.alerts, filed.filing.suppressed) == ((), ())


# --- payload


def test_moments_are_rfc_3339_in_utc() -> None:
    assert iso(NOON + timedelta(milliseconds=250)) == "2026-03-03T12:00:00.250000Z"
    assert iso(None) is None


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("short", 10, "short"),
        ("two  \n lines", 20, "two lines"),
        ("one two three four", 12, "one two…"),
        ("一二三四五六七八九十", 5, "一二三四…"),
    ],
)
def test_an_excerpt_ends_at_a_word(text: str, most: int, cut: str) -> None:
    assert excerpt(text, most) == cut


def test_days_later_a_development_is_a_story_of_its_own() -> None:
    watch = desk()
    first = watch.file(draft(TITLE, TREATY, matches=ON))
    late = NOON + 5 * DAY
    second = watch.file(
        draft("Fishing quarrel ends", OWN_WORDS, matches=ON, at=late, published=late)
    )
    assert watch.story_of(first) != watch.story_of(second)
    assert kinds(second) == [AlertKind.NEW]
