"""The later look: fragments of one event become one story, and only these."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.core.stories.merging import MERGE, _likeness, _parts, find_merger
from crawler.core.stories.placing import MAX_STORY_FACTS
from crawler.core.stories.vectors import CENTROID_TERMS, apart_entry, is_term
from crawler.model.filing import Draft, Filing, New, StoryChange
from crawler.model.story import Merger
from crawler.model.topic import Topic
from tests.crawler.core.stories.given import DAY, HOUR, NOON, RESCUE, TREATY, Desk, draft

TERMS = {"en:treati": 0.6, "en:fish": 0.5, "en:quota": 0.4, "~trvk": 0.3, "#240": 0.3}


def told(
    desk: Desk,
    name: str,
    centroid: dict[str, float],
    of: Draft | None = None,
    *,
    hours: float = 0,
    facts: frozenset[str] | None = None,
) -> None:
    """File an article that opens a story with a centroid of its own."""
    moment = NOON + hours * HOUR
    of = of or draft(name, name, outlet=name, url=f"https://{name}.example", at=moment)
    change = StoryChange(
        story_id=name,
        opened=True,
        centroid=centroid,
        facts=frozenset({f"#{name}"}) if facts is None else facts,
        why="told",
        newest_at=moment,
    )
    desk.archive.add(of, Filing(verdict=New(), story=change))


def sized(terms: dict[str, float], language: str = "en") -> dict[str, float]:
    return {**terms, f"|{language}": sum(weight**2 for weight in terms.values()) ** 0.5}


def merger(desk: Desk, story_id: str) -> Merger | None:
    return find_merger(desk.archive.cluster(story_id), desk.archive)


def test_stories_with_much_in_common_are_one_and_the_older_stays() -> None:
    desk = Desk()
    told(desk, "old", sized(TERMS))
    told(desk, "young", sized({**TERMS, "en:boat": 0.3}), hours=2)
    found = merger(desk, "old")
    assert found is not None
    other = merger(desk, "young")
    assert other is not None
    assert (other.kept_id, other.gone_id) == ("old", "young")
    assert (found.kept_id, found.gone_id) == ("old", "young")
    assert found.facts == {"#old", "#young"}
    assert found.centroid["en:treati"] == 1.2
    assert found.centroid["#240"] == 0.6
    assert "|en" in found.centroid
    assert found.reason.startswith("shares “treati, fish, quota")
    assert found.reason.endswith(f"needed {MERGE})")


def test_stories_with_less_in_common_stay_two() -> None:
    desk = Desk()
    told(desk, "old", sized(TERMS))
    told(desk, "young", sized({"en:treati": 0.5, "en:river": 0.6, "en:dam": 0.6, "en:ilm": 0.5}))
    assert merger(desk, "young") is None


@pytest.mark.parametrize(("hours", "one"), [(24, True), (71, True), (73, False)])
def test_time_parts_stories(hours: float, one: bool) -> None:
    for first, second in ((0.0, hours), (hours, 0.0)):
        desk = Desk()
        told(desk, "a", sized(TERMS), hours=first)
        told(desk, "b", sized(TERMS), hours=second)
        assert (merger(desk, "b") is not None) is one


def test_other_names_and_figures_part_stories() -> None:
    words = {"en:rate": 0.6, "en:bank": 0.5}
    names = {"~vldn": 0.2, "#7.25": 0.2, "~trn": 0.2}
    others = {"~hlmn": 0.2, "#3.5": 0.2, "~brgmn": 0.2}
    desk = Desk()
    told(desk, "a", sized(words | names))
    told(desk, "b", sized(words | others))
    assert merger(desk, "b") is None


def test_what_two_languages_agree_on_is_less_likely_chance() -> None:
    english, german = {"en:treati": 0.3, "en:boat": 0.9}, {"de:vertrag": 0.3, "de:boot": 0.9}
    other_english, other_german = (
        {"en:treati": 0.3, "en:tour": 0.9},
        {"de:vertrag": 0.3, "de:x": 0.9},
    )
    alone, together = Desk(), Desk()
    for desk, both in ((alone, False), (together, True)):
        told(desk, "a", sized(english) | (sized(german, "de") if both else {}))
        told(desk, "b", sized(other_english) | (sized(other_german, "de") if both else {}))
    scores = []
    for desk in (alone, together):
        one, other = map(desk.archive.cluster, "ab")
        scores.append(_likeness(one, _parts(one), other).score)
    assert scores == pytest.approx([0.1, 0.1 * 2**0.5], abs=1e-3)


def test_stories_of_texts_from_one_template_are_never_one() -> None:
    for holder in ("a", "b"):
        desk = Desk()
        apart = {apart_entry("b" if holder == "a" else "a"): 1.0}
        told(desk, "a", sized(TERMS) | (apart if holder == "a" else {}))
        told(desk, "b", sized(TERMS) | (apart if holder == "b" else {}))
        assert merger(desk, "a") is merger(desk, "b") is None


def test_stories_in_two_languages_are_one_by_names_and_figures() -> None:
    names = {"~trvk": 0.3, "#240": 0.3, "~hfnr": 0.3}
    desk = Desk()
    told(desk, "a", sized({"en:treati": 0.5} | names))
    german = draft("b", "b", outlet="b", url="https://b.example", language="de")
    told(desk, "b", sized({"de:vertrag": 0.5} | names, "de"), german)
    found = merger(desk, "b")
    assert found is not None
    assert found.centroid["~trvk"] == 0.3, "names count once: those of the first language"
    assert {"|en", "|de", "de:vertrag", "en:treati"} <= found.centroid.keys()


def test_topics_and_what_is_kept_apart_are_united() -> None:
    desk = Desk()
    told(desk, "a", sized(TERMS) | {"@one": 1.0, apart_entry("x"): 1.0})
    told(desk, "b", sized(TERMS) | {"@two": 1.0, apart_entry("y"): 1.0})
    found = merger(desk, "b")
    assert found is not None
    assert {"@one", "@two", "!x", "!y"} <= found.centroid.keys()


def test_the_closest_of_several_is_chosen() -> None:
    desk = Desk()
    told(desk, "near", sized(TERMS))
    told(desk, "nearer", sized({**TERMS, "en:boat": 0.5}))
    told(desk, "new", sized({**TERMS, "en:boat": 0.5}))
    found = merger(desk, "new")
    assert found is not None
    assert {found.kept_id, found.gone_id} == {"new", "nearer"}


def test_facts_of_a_very_large_story_do_not_grow() -> None:
    desk = Desk()
    many = frozenset(f"#{n}" for n in range(MAX_STORY_FACTS))
    told(desk, "a", sized(TERMS), facts=many)
    told(desk, "b", sized(TERMS), hours=1)
    found = merger(desk, "b")
    assert found is not None
    assert found.facts == many


def test_a_story_without_terms_is_one_with_none() -> None:
    desk = Desk()
    told(desk, "a", {})
    told(desk, "b", {"|en": 0.0})
    assert merger(desk, "a") is merger(desk, "b") is None


@settings(max_examples=20)
@given(st.lists(st.integers(0, 200), min_size=60, max_size=90, unique=True))
def test_a_united_centroid_stays_small(numbers: list[int]) -> None:
    desk = Desk()
    told(desk, "a", sized({f"en:w{n}": 0.2 for n in numbers}))
    told(desk, "b", sized({f"en:w{n}": 0.2 for n in [*numbers[10:], *range(300, 330)]}))
    found = merger(desk, "b")
    assert found is not None
    assert sum(map(is_term, found.centroid)) <= CENTROID_TERMS


def test_the_archive_in_memory_merges_until_nothing_more_is_one() -> None:
    desk = Desk(Topic(name="fishing", title="Fishing"))
    for name, hours in (("a", 0), ("b", 1), ("c", 2)):
        told(desk, name, sized(TERMS), hours=hours)
    lone = desk.file(draft("Tourist found alive", RESCUE, outlet="Echo", at=NOON + DAY))
    desk.archive.merge(find_merger)
    story = desk.archive.story("a")
    assert [source.outlet for source in story.sources] == ["a", "b", "c"]
    assert story.facts == {"#a", "#b", "#c"}
    assert desk.archive.cluster("a").newest_at == NOON + 2 * HOUR
    assert desk.story_of(lone) not in {"a", "b", "c"}


def test_what_was_alerted_for_both_counts_for_the_one() -> None:
    desk = Desk(Topic(name="fishing", title="Fishing"))
    first = desk.file(draft("Ministers sign", TREATY, matches=("fishing",)))
    second = desk.file(draft("Tourist found", RESCUE, outlet="Echo", matches=("fishing",)))
    assert [len(each.filing.alerts) for each in (first, second)] == [1, 1]
    kept, gone = desk.story_of(first), desk.story_of(second)
    cluster = desk.archive.cluster(kept)
    one = Merger(
        kept_id=kept, gone_id=gone, centroid=cluster.centroid, facts=frozenset(), reason="is it"
    )
    desk.archive.merge(lambda each, _: one if each.story_id == gone else None)
    history = desk.archive.history("fishing", kept, NOON)
    assert (history.alerts_for_story, history.matches_for_story) == (2, 2)
    assert history.first_alert_id == first.filing.alerts[0].id
