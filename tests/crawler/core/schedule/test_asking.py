"""What is asked of a feed: conditions, limits, moves, secrets."""

from dataclasses import replace

import pytest

from crawler.core.schedule import request_for
from crawler.model.feed import (
    FeedType,
    Outcome,
    Unchanged,
)
from crawler.model.web import NotModified, Purpose, Validators
from tests.crawler.core.schedule.given import (
    DOWN,
    FEED,
    HOUR,
    MOVED,
    NEW,
    NEW_URL,
    NOON,
    SAME,
    URL,
    V1,
    live,
    read,
)


def test_the_first_request_is_unconditional_and_carries_the_users_headers() -> None:
    request = request_for(FEED, NEW, NOON)
    assert (request.url, request.purpose) == (URL, Purpose.FEED)
    assert (request.validators, dict(request.headers)) == (Validators(), {"Cookie": "key"})


def test_later_requests_are_conditional_but_once_a_day() -> None:
    state = live([read()])
    assert request_for(FEED, state, NOON + 23 * HOUR).validators == V1
    assert request_for(FEED, state, NOON + 24 * HOUR).validators == Validators()


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        (FeedType.FEED, Purpose.FEED),
        (FeedType.SITEMAP, Purpose.SITEMAP),
        (FeedType.PAGE, Purpose.FEED),
    ],
)
def test_the_type_of_a_feed_chooses_the_limits(kind: FeedType, purpose: Purpose) -> None:
    assert request_for(replace(FEED, type=kind), NEW, NOON).purpose is purpose


@pytest.mark.parametrize(
    ("history", "asked"),
    [
        ([MOVED, MOVED], URL),
        ([MOVED, MOVED, MOVED], NEW_URL),
        ([MOVED, MOVED, SAME, MOVED], URL),
        ([MOVED, MOVED, read(moved_to="https://third.example/"), MOVED], URL),
        ([MOVED, MOVED, MOVED, SAME, Unchanged(reply=NotModified())], NEW_URL),
        ([MOVED, DOWN, MOVED, Unchanged(reply=NotModified(moved_to=NEW_URL))], NEW_URL),
        ([MOVED, MOVED, MOVED, DOWN, DOWN], NEW_URL),
        ([MOVED, MOVED, MOVED, DOWN, DOWN, DOWN], URL),
        ([MOVED, MOVED, MOVED, read(moved_to="https://third.example/")], URL),
    ],
)
def test_a_move_is_believed_when_seen_three_times_in_a_row(
    history: list[Outcome], asked: str
) -> None:
    assert request_for(FEED, live(history), NOON).url == asked


def test_secrets_do_not_move_to_a_new_origin() -> None:
    moved = live([MOVED] * 3)
    assert not request_for(FEED, moved, NOON).headers
    within = replace(moved, moved_to="https://tass.example/feed.xml")
    assert request_for(FEED, within, NOON).headers
