"""Which matches would have been alerts: the rules of today over the articles of the past."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.backtest.rehearsal import needs_facts, rehearse, sightings
from crawler.model.article import ArticleId
from crawler.model.story import Source
from crawler.model.topic import AlertKind, AlertPer, AlertRule

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
Member = tuple[str, bool, bool, str]
"""Outlet, whether it is a copy, whether it matches, the facts it states."""


def source(number: int, outlet: str, *, copied: bool, at: datetime) -> Source:
    return Source(
        article_id=ArticleId(number),
        outlet=outlet,
        url=f"https://x.example/{number}",
        title="T",
        language="en",
        published=None,
        first_seen_at=at,
        copy_of=ArticleId(1) if copied else None,
    )


def became(rule: AlertRule, *stories: list[Member], apart: timedelta = HOUR) -> list[str]:
    """Return what becomes of each match; stories follow one another, an article every hour."""
    seen, number = [], 0
    for name, members in enumerate(stories):
        sources, matched, facts = [], set(), {}
        for outlet, copied, matches, stated in members:
            number += 1
            sources.append(source(number, outlet, copied=copied, at=NOON + number * apart))
            facts[number] = frozenset(stated.split())
            if matches:
                matched.add(ArticleId(number))
        seen += sightings(f"s{name}", reversed(sources), frozenset(matched), facts)
    decisions = rehearse(rule, seen)
    return [(each.reason or each.kind).value for each in decisions]


FIRST = ("A", False, True, "f1")
COPY = ("B", True, True, "f1")
STALE = ("A", False, True, "f1")
NEWS = ("A", False, True, "f2")


@pytest.mark.parametrize(
    ("rule", "stories", "expected"),
    [
        (AlertRule(), [[FIRST]], ["new"]),
        (AlertRule(), [[FIRST, COPY, STALE]], ["new", "copy", "seen"]),
        (AlertRule(), [[FIRST, NEWS]], ["new", "growing"]),
        (AlertRule(), [[FIRST, ("B", False, True, "f1"), ("C", False, True, "f1")]], ["new", "seen", "growing"]),
        (AlertRule(), [[("B", False, False, "f1"), FIRST]], ["new"]),
        (AlertRule(), [[FIRST, ("B", False, False, "f2"), NEWS]], ["new", "seen"]),
        (AlertRule(cooldown=2 * HOUR), [[FIRST, NEWS]], ["new", "cooldown"]),
        (AlertRule(max_per_day=1), [[FIRST], [FIRST]], ["new", "max_per_day"]),
        (AlertRule(min_sources=2), [[FIRST, COPY, ("C", False, True, "f1")]], ["min_sources", "min_sources", "new"]),
        (AlertRule(events=(AlertKind.GROWING,)), [[FIRST]], ["growing"]),
        (AlertRule(events=(AlertKind.NEW,)), [[FIRST, NEWS]], ["new", "event_off"]),
        (AlertRule(per=AlertPer.ARTICLE), [[FIRST, COPY, STALE]], ["new", "new", "new"]),
    ],
)  # fmt: skip
def test_each_match_becomes_what_the_rules_make_of_it(
    rule: AlertRule, stories: list[list[Member]], expected: list[str]
) -> None:
    assert became(rule, *stories) == expected


def test_the_days_allowance_comes_back_after_a_day() -> None:
    rule = AlertRule(max_per_day=1)
    assert became(rule, [FIRST], [FIRST], apart=25 * HOUR) == ["new", "new"]


def test_an_article_nobody_compared_counts_as_no_follow_up() -> None:
    sources = [source(number, "A", copied=False, at=NOON + number * HOUR) for number in (1, 2)]
    seen = sightings("s", sources, frozenset({ArticleId(1), ArticleId(2)}), {})
    assert [(each.reason or each.kind).value for each in rehearse(AlertRule(), seen)] == [
        "new",
        "seen",
    ]


@pytest.mark.parametrize(
    ("events", "matches", "needed"),
    [(tuple(AlertKind), 1, False), (tuple(AlertKind), 2, True), ((AlertKind.GROWING,), 1, True)],
)
def test_facts_are_looked_at_only_where_they_can_decide(
    events: tuple[AlertKind, ...], matches: int, needed: bool
) -> None:
    assert needs_facts(AlertRule(events=events), matches) is needed
