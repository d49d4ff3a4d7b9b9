"""One alert per story and topic, in whatever order the articles of a labelled set arrive."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.core.stories.merging import find_merger
from crawler.model.alert import Alert
from crawler.model.filing import Draft
from crawler.model.topic import AlertKind, Topic
from tests.crawler.core.stories.given import MINUTE, NOON, Desk, draft

OWN = Path(__file__).resolve().parents[1] / "data" / "stories"
MERGED_EVERY = 20


def labelled(name: str) -> list[tuple[str, Draft]]:
    """The labelled articles, as a watch sees them that begins when all are published."""
    rows = [json.loads(line) for line in (OWN / f"{name}.jsonl").read_text("utf-8").splitlines()]
    begun = max(datetime.fromisoformat(row["published"]) for row in rows)
    return [
        (
            row["story"],
            draft(
                row["title"],
                row["text"],
                outlet=row["source"],
                url=row["url"],
                language=row["lang"],
                at=begun,
                published=datetime.fromisoformat(row["published"]),
                matches=(row["story"],),
            ),
        )
        for row in rows
    ]


ARTICLES = labelled("world")


def told(order: Sequence[tuple[str, Draft]]) -> tuple[Desk, list[Alert]]:
    topics = [Topic(name=name, title=name) for name in {story for story, _ in order}]
    desk, alerts = Desk(*topics), list[Alert]()
    for number, (_, each) in enumerate(order):
        alerts += desk.file(each, each.task.seen_at + number * MINUTE).filing.alerts
        if number % MERGED_EVERY == 0:
            desk.archive.merge(find_merger)
    desk.archive.merge(find_merger)
    return desk, alerts


def place(alert: Alert) -> tuple[str, str]:
    """Return topic and story of an alert, as the story's id was then: a fragment has its own."""
    return alert.topic, alert.story_id


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(ARTICLES))))
def test_a_story_is_told_as_new_once_whatever_comes_first(
    order: list[int],
) -> None:
    _, alerts = told([ARTICLES[number] for number in order])
    new = Counter(map(place, (alert for alert in alerts if alert.kind is AlertKind.NEW)))
    assert set(new.values()) == {1}
    assert set(map(place, alerts)) == set(new), "nothing grows that was not new"


@pytest.mark.parametrize("name", ["world", "money", "news"])
def test_in_the_order_of_publication_each_story_is_told_as_new_once(name: str) -> None:
    articles = labelled(name)
    _, alerts = told(sorted(articles, key=lambda each: each[1].text.published or NOON))
    new = Counter(alert.topic for alert in alerts if alert.kind is AlertKind.NEW)
    assert new == Counter({story for story, _ in articles})
