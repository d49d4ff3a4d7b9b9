"""Is it the network? Judged by who answered last, and who was asked in vain since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.network import ENOUGH, RETURN, returning, silence
from crawler.model.feed import FeedId, FeedState, FeedStatus

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GONE = NOON - HOUR
"""When the network went: the last answer."""


def well(name: str, asked: datetime = GONE) -> FeedState:
    return FeedState(
        feed_id=FeedId(name), status=FeedStatus.OK, last_fetch_at=asked, last_ok_at=asked
    )


def mute(name: str, since: datetime = GONE + MINUTE, asked: datetime = NOON) -> FeedState:
    return FeedState(
        feed_id=FeedId(name),
        status=FeedStatus.FAILING,
        error_kind="unreachable",
        failing_since=since,
        last_fetch_at=asked,
        last_ok_at=GONE - MINUTE,
    )


def refused(name: str, asked: datetime) -> FeedState:
    return replace(mute(name, NOON - 48 * HOUR, asked), error_kind="status")


NEW = FeedState(feed_id=FeedId("new"))


@pytest.mark.parametrize(
    ("states", "sure"),
    [
        ((mute("a"), mute("b")), True),
        ((mute("a"), mute("b"), NEW), True),
        ((mute("a"), mute("b", NOON - 48 * HOUR)), True),
        ((mute("a"), mute("b"), well("asked twice a day")), False),
        ((mute("a"), mute("b"), refused("asked daily", GONE)), False),
        ((*(mute(str(n)) for n in range(ENOUGH)), well("w")), True),
        ((*(mute(str(n), NOON - 48 * HOUR) for n in range(ENOUGH)), well("w")), False),
    ],
    ids=["all", "all asked", "one failed before", "one not asked", "one refused", "many", "dead"],
)
def test_it_is_the_network_when_none_answers_that_was_asked(
    states: tuple[FeedState, ...], sure: bool
) -> None:
    found = silence(states, NOON)
    assert found is not None
    assert found.is_sure is sure


@pytest.mark.parametrize(
    "states",
    [
        (),
        (NEW,),
        (well("a"), well("b")),
        (mute("a"), well("b")),
        (mute("a"), mute("b"), well("c", NOON - 14 * MINUTE)),
        (mute("a"), mute("b"), refused("c", NOON - 14 * MINUTE)),
        (mute("a", NOON - 14 * MINUTE), mute("b", NOON - 9 * MINUTE)),
        (mute("a"), mute("b", asked=GONE - MINUTE), well("c")),
    ],
)
def test_a_short_silence_or_that_of_one_feed_says_nothing(states: tuple[FeedState, ...]) -> None:
    assert silence(states, NOON) is None


def test_a_silence_begins_with_the_first_attempt_in_vain_or_a_later_answer() -> None:
    for answer, since in ((GONE, GONE + MINUTE), (GONE + 5 * MINUTE, GONE + 5 * MINUTE)):
        found = silence((mute("a"), mute("b"), well("c", answer)), NOON)
        assert found is not None
        assert found.since == since


def test_the_next_to_be_asked_is_one_that_was_not_asked_meanwhile_then_the_one_asked_longest_ago() -> (
    None
):
    a, b, w = mute("a"), mute("b", asked=NOON - MINUTE), well("w")
    paused = replace(refused("p", GONE), status=FeedStatus.PAUSED)
    for states, name in (((a, b, w), "w"), ((a, b), "b"), ((a, b, paused), "b")):
        found = silence(states, NOON)
        assert found is not None
        assert found.next == name


@given(st.floats(0, 1, exclude_max=True))
def test_when_one_answers_all_that_did_not_are_asked_within_minutes(spread: float) -> None:
    states = (mute("a"), mute("b"), well("w"), refused("r", NOON), NEW)
    looks = returning(states, NOON, lambda: spread)
    assert looks.keys() == {"a", "b"}
    assert all(NOON <= at <= NOON + RETURN for at in looks.values())
