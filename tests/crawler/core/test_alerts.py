"""Alert or not: the whole table, and laws that hold for every history."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.alerts import Arrival, Decision, Occasion, Reason, decide, next_threshold
from crawler.model.alert import AlertHistory
from crawler.model.topic import AlertKind, AlertPer, AlertRule
from tests.crawler.core.stories.given import DAY, HOUR, NOON

NEW, GROWING, EDITED = AlertKind.NEW, AlertKind.GROWING, AlertKind.EDITED
RULE = AlertRule()
UNTOLD = AlertHistory(matches_for_story=0)
TOLD = AlertHistory(
    alerts_for_story=1, outlets_at_last=1, last_for_story_at=NOON - HOUR, matches_for_story=1
)
HELD = AlertHistory(matches_for_story=1)


def occasion(
    arrival: Arrival = Arrival.NEW,
    history: AlertHistory = UNTOLD,
    *,
    baseline: bool = False,
    outlets: int = 1,
    facts: int = 4,
    new_facts: int = 0,
) -> Occasion:
    return Occasion(
        arrival=arrival,
        baseline=baseline,
        outlets=outlets,
        facts=facts,
        new_facts=new_facts,
        history=history,
    )


@pytest.mark.parametrize(
    ("given_", "kind", "reason"),
    [
        (occasion(), NEW, None),
        (occasion(baseline=True), NEW, Reason.BASELINE),
        (occasion(history=HELD), NEW, None),
        (occasion(history=TOLD, outlets=2), GROWING, Reason.SEEN),
        (occasion(history=TOLD, outlets=3), GROWING, None),
        (occasion(history=TOLD, outlets=2, new_facts=1), GROWING, None),
        (occasion(history=TOLD, outlets=2, facts=20, new_facts=2), GROWING, None),
        (occasion(history=TOLD, outlets=2, facts=20, new_facts=1), GROWING, Reason.SEEN),
        (occasion(history=TOLD, outlets=2, facts=0), GROWING, None),
        (occasion(history=TOLD, outlets=2, facts=40, new_facts=2), GROWING, Reason.SEEN),
        (occasion(Arrival.COPY, TOLD, new_facts=9), NEW, Reason.COPY),
        (occasion(Arrival.COPY, HELD), NEW, None),
        (occasion(Arrival.COPY, UNTOLD), NEW, None),
        (occasion(Arrival.COPY, AlertHistory()), NEW, None),
        (occasion(Arrival.EDITED, TOLD), EDITED, None),
        (occasion(Arrival.EDITED, HELD), EDITED, None),
        (occasion(Arrival.EDITED, UNTOLD), NEW, None),
        (occasion(Arrival.RETOUCHED, TOLD), EDITED, Reason.SEEN),
        (occasion(Arrival.RETOUCHED, UNTOLD), NEW, None),
    ],
)
def test_a_match_is_new_growing_edited_or_no_news(
    given_: Occasion, kind: AlertKind, reason: Reason | None
) -> None:
    assert decide(RULE, given_, NOON) == Decision(kind=kind, reason=reason)


@pytest.mark.parametrize(
    ("rule", "given_", "reason"),
    [
        (AlertRule(events=(GROWING,)), occasion(), Reason.EVENT_OFF),
        (AlertRule(events=(NEW,)), occasion(history=TOLD, outlets=3), Reason.EVENT_OFF),
        (AlertRule(events=(NEW, GROWING)), occasion(Arrival.EDITED, TOLD), Reason.EVENT_OFF),
        (RULE, occasion(history=replace(UNTOLD, muted_until=NOON + HOUR)), Reason.MUTED),
        (RULE, occasion(history=replace(UNTOLD, muted_until=NOON)), None),
        (AlertRule(min_sources=2), occasion(), Reason.MIN_SOURCES),
        (AlertRule(min_sources=2), occasion(history=HELD, outlets=2), None),
        (AlertRule(cooldown=2 * HOUR), occasion(history=TOLD, outlets=3), Reason.COOLDOWN),
        (AlertRule(cooldown=HOUR), occasion(history=TOLD, outlets=3), None),
        (
            AlertRule(max_per_day=5),
            occasion(history=replace(UNTOLD, alerts_last_day=5)),
            Reason.MAX_PER_DAY,
        ),
        (AlertRule(max_per_day=5), occasion(history=replace(UNTOLD, alerts_last_day=4)), None),
    ],
)
def test_news_is_held_back_as_the_topic_says(
    rule: AlertRule, given_: Occasion, reason: Reason | None
) -> None:
    assert decide(rule, given_, NOON).reason is reason


def test_without_new_stories_a_story_alerts_once_it_grows() -> None:
    rule = AlertRule(events=(GROWING,))
    assert decide(rule, occasion(history=HELD, outlets=3), NOON) == Decision(kind=GROWING)


@pytest.mark.parametrize("arrival", [Arrival.NEW, Arrival.COPY])
def test_per_article_every_article_alerts_copies_included(arrival: Arrival) -> None:
    rule = AlertRule(per=AlertPer.ARTICLE)
    assert decide(rule, occasion(arrival, TOLD), NOON) == Decision(kind=NEW)


@pytest.mark.parametrize(
    ("outlets", "threshold"), [(0, 3), (1, 3), (2, 3), (3, 6), (5, 6), (6, 12), (11, 12), (12, 24)]
)
def test_thresholds_start_at_three_and_double(outlets: int, threshold: int) -> None:
    assert next_threshold(outlets) == threshold


HISTORIES = st.builds(
    AlertHistory,
    last_for_story_at=st.none() | st.timedeltas(timedelta(0), DAY).map(lambda ago: NOON - ago),
    alerts_for_story=st.integers(0, 3),
    outlets_at_last=st.integers(0, 20),
    alerts_last_day=st.integers(0, 30),
    matches_for_story=st.none() | st.integers(0, 3),
)


@given(HISTORIES, st.integers(1, 50), st.sampled_from(Arrival))
def test_what_is_baseline_never_alerts(
    history: AlertHistory, outlets: int, arrival: Arrival
) -> None:
    given_ = occasion(arrival, history, baseline=True, outlets=outlets)
    assert decide(RULE, given_, NOON).reason is Reason.BASELINE


@given(HISTORIES, st.integers(1, 50), st.integers(0, 9))
def test_a_stricter_rule_never_lets_more_through(
    history: AlertHistory, outlets: int, new_facts: int
) -> None:
    given_ = occasion(history=history, outlets=outlets, new_facts=new_facts)
    strict = AlertRule(cooldown=HOUR, max_per_day=3, min_sources=2)
    if decide(strict, given_, NOON).reason is None:
        assert decide(RULE, given_, NOON).reason is None
