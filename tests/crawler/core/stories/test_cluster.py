"""Stories: what joins, what opens, what is linked across languages, and that it always does."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.core.filing import decider
from crawler.core.stories.cluster import JOIN_ABROAD, compare
from crawler.core.stories.memory import MemoryArchive
from crawler.core.stories.placing import MAX_STORY_FACTS, SKEW, moment_of, story_id_of
from crawler.core.stories.vectors import CENTROID_TERMS, Vector, grown, is_common, weigh
from crawler.model.filing import Draft, StoryChange
from crawler.model.story import Cluster
from crawler.model.topic import Topic
from tests.crawler.core.stories.given import DAY, HOUR, NOON, RESCUE, TREATY, Desk, draft

TITLE = "Norland and Sondria sign treaty on fishing"
OWN_WORDS = """Boats from Norland and Sondria may fish around the Tarvik islands together from May. \
A treaty that both countries signed in Port Avel on Tuesday ends forty years of quarrel. The quota \
disappoints fishermen in Hafnar, and Jonas Ekvall, the minister, asked them for patience."""
GERMAN = """Norland und Sondria haben in Port Avel ein Abkommen über die Fischerei geschlossen. Je 240 \
Boote dürfen um die Inseln von Tarvik fangen, die Quote liegt bei 18.000 Tonnen. Minister Jonas \
Ekvall sprach vom Ende eines alten Streits."""
CHINESE = "诺兰与松德里亚签署渔业条约，双方各有240艘渔船可以作业，配额为18000吨。"


def later(hours: float, of: Draft) -> Draft:
    moment = NOON + hours * HOUR
    text = replace(of.text, published=moment)
    return replace(of, task=replace(of.task, seen_at=moment), text=text)


def vector(language: str, weights: dict[str, float], *topics: str) -> Vector:
    return Vector(weights=weights, language=language, topics=topics)


def why(change: StoryChange | None) -> str:
    assert change is not None
    return change.why


def test_an_article_in_its_own_words_joins_the_story_and_says_why() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    second = desk.file(later(3, draft("Fishing quarrel ends", OWN_WORDS, outlet="Echo")))
    assert desk.story_of(second) == desk.story_of(first)
    assert "“" in why(second.filing.story)
    assert "needed 0.18" in why(second.filing.story)


def test_another_event_opens_a_story_and_says_why() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    second = desk.file(draft("Tourist found alive", RESCUE, outlet="Echo"))
    assert desk.story_of(second) != desk.story_of(first)
    assert why(first.filing.story).startswith("opened the story: nothing like it")
    assert "opened the story" in why(second.filing.story)


def test_a_follow_up_after_the_window_opens_a_story() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    second = desk.file(later(80, draft("Fishing quarrel ends", OWN_WORDS, outlet="Echo")))
    assert desk.story_of(second) != desk.story_of(first)


def test_time_fades_a_likeness_by_half_in_two_days() -> None:
    cluster = Cluster(
        story_id="s",
        language="en",
        centroid={"en:treati": 1.0, "|en": 1.0},
        members=1,
        newest_at=NOON,
    )
    scores = [
        compare(vector("en", {"en:treati": 1.0}), cluster, NOON + hours * HOUR).score
        for hours in (0, 48, -48)
    ]
    assert scores == [1.0, 0.5, 0.5]


def test_other_names_and_figures_halve_a_likeness() -> None:
    names = {"~vldn": 0.1, "#7.25": 0.1, "~trn": 0.1}
    cluster = Cluster(
        story_id="s",
        language="en",
        centroid={"en:rate": 1.0, "|en": 1.0, **names},
        members=1,
        newest_at=NOON,
    )
    few = {"en:rate": 0.9, "~sndr": 0.1}
    shared = {"en:rate": 0.9, "~sndr": 0.1, "#3.5": 0.1, "~trn": 0.1}
    other = {"en:rate": 0.9, "~sndr": 0.1, "#3.5": 0.1, "~brgmn": 0.1}
    scores = [compare(vector("en", each), cluster, NOON).score for each in (few, shared, other)]
    assert scores[0] == pytest.approx(2 * scores[2])
    assert scores[1] > scores[0]


# --- across languages


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [("Abkommen über Fischerei", GERMAN, "de"), ("诺兰与松德里亚签署条约", CHINESE, "zh")],
)
def test_names_and_figures_link_a_story_across_languages(
    title: str, text: str, language: str
) -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    other = desk.file(later(2, draft(title, text, outlet="Blatt", language=language)))
    assert desk.story_of(other) == desk.story_of(first)


def test_one_figure_in_common_links_nothing_unless_a_topic_does() -> None:
    text = "两国签署渔业条约，双方各有240艘渔船可以作业。"
    for topics, linked in (((), False), (("fishing",), True)):
        desk = Desk(Topic(name="fishing", title="Fishing"))
        first = desk.file(draft(TITLE, TREATY, matches=topics))
        other = desk.file(draft("签署渔业条约", text, outlet="Bao", language="zh", matches=topics))
        assert (desk.story_of(other) == desk.story_of(first)) is linked


def test_a_story_in_two_languages_is_compared_with_each_in_its_own() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    desk.file(draft("Abkommen über Fischerei", GERMAN, outlet="Blatt", language="de"))
    text = "Nach dem Abkommen über Fischerei sind die Fischer enttäuscht von der Quote der Boote."
    german = draft("Streit um Fischerei beendet", text, outlet="Bote", language="de")
    second = desk.file(later(1, german))
    assert desk.story_of(second) == desk.story_of(first)


def test_reports_from_abroad_add_names_lightly_and_once() -> None:
    at_home = {"en:treati": 0.5, "~tkvl": 0.5}
    cluster = Cluster(story_id="s", language="en", centroid=at_home, members=1, newest_at=NOON)
    after = grown(cluster, vector("de", {"de:abkomm": 0.5, "~blt": 0.9}, "fishing"))
    assert after == {
        "en:treati": 0.5, "de:abkomm": 0.5, "~tkvl": 0.5, "~blt": 0.45, "@fishing": 1.0,
        "|en": 0.8382, "|de": 0.8382,
    }  # fmt: skip
    again = grown(replace(cluster, centroid=after), vector("de", {"~tkvl": 0.9, "~blt": 0.9}))
    assert (again["~tkvl"], again["~blt"]) == (0.5, 0.45)


@pytest.mark.parametrize(
    ("common", "joins"),
    [
        (("~tkvl", "~slst", "~aknt", "#240", "#18000"), True),
        (("~tkvl", "~slst", "~aknt", "~plpn", "~lsl"), False),  # one actor, another event
        (("~tkvl", "~slst", "#240", "#18000"), False),
        (("~tkvl", "#240", "#18000", "#71000", "#9.5"), False),
    ],
)
def test_where_names_and_figures_agree_other_words_do_not_part(
    common: tuple[str, ...], joins: bool
) -> None:
    shared = dict.fromkeys(common, 0.3)
    told = dict.fromkeys((f"en:w{n}" for n in range(9)), 1.0)
    centroid = {**told, **shared, "|en": (9 + 0.09 * len(common)) ** 0.5}
    cluster = Cluster(story_id="s", language="en", centroid=centroid, members=9, newest_at=NOON)
    likeness = compare(vector("en", {"en:else": 0.8, **shared}), cluster, NOON)
    assert (likeness.score >= likeness.needed) is joins


def test_texts_without_names_or_figures_link_to_nothing() -> None:
    cluster = Cluster(
        story_id="s",
        language="en",
        centroid={"en:treati": 1.0, "~tkvl": 1.0},
        members=1,
        newest_at=NOON,
    )
    likeness = compare(vector("de", {"de:abkomm": 1.0}), cluster, NOON)
    assert (likeness.score, likeness.needed) == (0.0, JOIN_ABROAD)


# --- laws


def test_the_same_articles_in_the_same_order_give_the_same_stories(
    news: tuple[Draft, ...],
) -> None:
    one, other = Desk(), Desk()
    assert [one.story_of(one.file(each)) for each in news] == [
        other.story_of(other.file(each)) for each in news
    ]


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.sampled_from([f"en:{n}" for n in range(300)]), st.floats(0.1, 1), min_size=90
    )
)
def test_a_centroid_stays_small(weights: dict[str, float]) -> None:
    assert len(grown(None, vector("en", weights))) == CENTROID_TERMS + 1


def test_a_vector_has_length_one_and_keeps_names_and_figures(news: tuple[Draft, ...]) -> None:
    for each in news:
        weights = weigh(each, MemoryArchive()).weights
        assert sum(weight**2 for weight in weights.values()) == pytest.approx(1)
        assert any(map(is_common, weights)) == any(map(is_common, each.fingerprint.terms))


def test_a_text_without_terms_is_a_story_by_itself() -> None:
    desk = Desk()
    one, other = desk.file(draft("", "")), desk.file(draft("1", "", outlet="Echo"))
    assert desk.story_of(one) != desk.story_of(other)


# --- placing


def test_a_date_in_the_future_is_not_believed() -> None:
    near, far = NOON + SKEW, NOON + SKEW + HOUR
    assert moment_of(draft(TITLE, TREATY, published=near)) == near
    assert moment_of(draft(TITLE, TREATY, published=far)) == NOON
    assert moment_of(draft(TITLE, TREATY, published=None)) == NOON


def test_a_story_is_named_after_the_article_that_opens_it() -> None:
    one = draft(TITLE, TREATY, url="https://herald.example/1")
    assert story_id_of(one) == "s" + story_id_of(one)[1:]
    assert len(story_id_of(one)) == 13
    assert story_id_of(one) != story_id_of(draft(TITLE, TREATY, url="https://herald.example/2"))


def test_a_story_has_its_id_again_when_its_article_is_found_a_second_time() -> None:
    one = draft(TITLE, TREATY, published=NOON)
    found_again = replace(one, task=replace(one.task, seen_at=NOON + HOUR))
    assert story_id_of(found_again) == story_id_of(one)


def test_articles_that_use_one_address_in_turn_open_stories_of_their_own() -> None:
    undated = draft(TITLE, TREATY, published=None)
    on_another_day = replace(undated, task=replace(undated.task, seen_at=NOON + DAY))
    dated = (draft(TITLE, TREATY, published=at) for at in (NOON, NOON + DAY))
    assert len({story_id_of(each) for each in (undated, on_another_day, *dated)}) == 4


def test_a_copy_joins_a_story_that_clustering_would_no_longer_reach() -> None:
    desk = Desk()
    first = desk.file(draft(TITLE, TREATY))
    copy = desk.file(later(6 * 24, draft(TITLE, TREATY, outlet="Echo")))
    assert desk.story_of(copy) == desk.story_of(first)
    change = copy.filing.story
    assert change is not None
    assert change.newest_at == NOON + 6 * DAY


def test_the_facts_of_an_endless_story_are_bounded() -> None:
    desk = Desk()
    first = draft(TITLE, TREATY)
    opened = decider({}, None, NOON)(first, desk.archive)
    assert opened.story is not None
    full = frozenset(f"#{n}" for n in range(MAX_STORY_FACTS))
    desk.archive.add(first, replace(opened, story=replace(opened.story, facts=full)))
    second = desk.file(draft("Fishing quarrel ends", OWN_WORDS, outlet="Echo"))
    assert second.filing.story is not None
    assert second.filing.story.facts == full
