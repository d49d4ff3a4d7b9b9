from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.core.payload import MOST_SOURCES, with_sources
from crawler.model.article import ArticleId
from crawler.model.story import Source, Story
from tests.sample_alerts import NOON, alert, alert_data


def story(sources: int) -> Story:
    return Story(
        id="st1",
        title="T",
        first_seen_at=NOON,
        sources=tuple(
            Source(
                article_id=ArticleId(number),
                outlet=f"Outlet {number}",
                url=f"https://a.example/{number}",
                title="T",
                language="en",
                published=NOON + timedelta(minutes=number),
                first_seen_at=NOON,
                copy_of=None,
            )
            for number in range(1, sources + 1)
        ),
    )


@pytest.mark.parametrize("count", [0, 1, MOST_SOURCES])
def test_the_sources_of_a_story_are_listed(count: int) -> None:
    told = with_sources(alert(), story(count)).data["story"]
    assert len(told["sources"]) == count
    assert "sources_more" not in told


def test_of_very_many_the_first_and_the_articles_own_are_listed_and_the_rest_counted() -> None:
    late = replace(alert(), article_id=ArticleId(400))
    told = with_sources(late, story(500)).data["story"]
    assert [source["id"] for source in told["sources"]] == [*range(1, MOST_SOURCES + 1), 400]
    assert (told["sources_more"], told["independent"]) == (449, 500)


def test_what_an_alert_counted_before_is_counted_anew() -> None:
    old = alert(data=alert_data(story={"sources_more": 7}))
    assert "sources_more" not in with_sources(old, story(3)).data["story"]
