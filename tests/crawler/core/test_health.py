"""What is wrong with the watch: judged by what is recorded, without a word too many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.health import troubles
from crawler.core.network import BACK
from crawler.model.alert import Trouble
from crawler.model.feed import Feed, FeedId, FeedState, FeedStatus, FeedType, FirstRun
from crawler.model.health import ChannelRecord, Disabled
from crawler.model.settings import HealthRule

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIB = 2**20


def feed(name: str, type_: FeedType = FeedType.FEED) -> Feed:
    return Feed(
        id=FeedId(name),
        url=f"https://{name}.example/feed",
        name=name.upper(),
        type=type_,
        bounds=(5 * MINUTE, 12 * HOUR),
        full_text=True,
        recheck=48 * HOUR,
        first_run=FirstRun.BASELINE,
    )


def well(name: str) -> FeedState:
    return FeedState(
        feed_id=FeedId(name), status=FeedStatus.OK, last_fetch_at=NOON, last_ok_at=NOON
    )


def failing(
    name: str,
    since: datetime,
    kind: str = "status",
    failures: int = 9,
    ok_at: datetime | None = None,
) -> FeedState:
    return FeedState(
        feed_id=FeedId(name),
        status=FeedStatus.FAILING,
        last_error="nobody answers",
        error_kind=kind,
        failures=failures,
        failing_since=since,
        last_fetch_at=NOON,
        last_ok_at=ok_at,
    )


def found(
    *states: FeedState,
    channels: tuple[ChannelRecord, ...] = (),
    silent: dict[str, Trouble] | None = None,
    free_bytes: int | None = None,
    kind: FeedType = FeedType.FEED,
) -> dict[str, Trouble]:
    return dict(
        troubles(
            HealthRule(),
            [(feed(state.feed_id, kind), state) for state in states],
            channels,
            silent=silent or {},
            free_bytes=free_bytes,
            now=NOON,
        )
    )


def test_a_well_watch_has_no_troubles() -> None:
    states = well("a"), well("b"), FeedState(feed_id=FeedId("new"))
    assert found(*states, channels=(ChannelRecord(channel="mail"),), free_bytes=501 * MIB) == {}


@pytest.mark.parametrize(("since", "told"), [(NOON - DAY, True), (NOON - DAY + MINUTE, False)])
def test_a_feed_is_told_of_when_it_failed_for_as_long_as_the_rule_says(
    since: datetime, told: bool
) -> None:
    assert ("feed:a" in found(failing("a", since), well("b"))) is told


def test_a_trouble_says_whose_what_since_when_and_what_to_do() -> None:
    trouble = found(failing("a", NOON - DAY), well("b"))["feed:a"]
    assert (trouble.name, trouble.problem, trouble.since) == ("A", "nobody answers", NOON - DAY)
    assert "wirewatch feeds fetch a" in trouble.advice


@pytest.mark.parametrize(
    ("kind", "error", "failures", "told"),
    [
        (FeedType.PAGE, "malformed", 2, True),
        (FeedType.PAGE, "malformed", 1, False),
        (FeedType.PAGE, "status", 2, False),
        (FeedType.FEED, "malformed", 2, False),
    ],
)
def test_selectors_that_find_nothing_are_told_of_at_the_second_time(
    kind: FeedType, error: str, failures: int, told: bool
) -> None:
    sick = failing("a", NOON - HOUR, error, failures)
    assert ("feed:a" in found(sick, kind=kind)) is told


def lost(name: str, since: datetime, kind: str = "unreachable") -> FeedState:
    return failing(name, since, kind, 3, NOON - 2 * HOUR)


def test_when_no_feed_answers_the_network_is_in_trouble_and_no_feed() -> None:
    states = lost("a", NOON - 2 * DAY), lost("b", NOON - HOUR, "timeout")
    gone = found(*states, silent={"a": Trouble(name="A", problem="silent")})
    assert list(gone) == ["network"]
    assert gone["network"].since == NOON - 2 * HOUR  # the last answer


@pytest.mark.parametrize(
    "states",
    [
        (lost("a", NOON - HOUR),),
        (lost("a", NOON - HOUR), well("b")),
        (lost("a", NOON - HOUR), failing("b", NOON - HOUR, "status")),
        (replace(lost("a", NOON - MINUTE), last_ok_at=NOON - 2 * MINUTE), lost("b", NOON - MINUTE)),
    ],
    ids=["one feed tells nothing", "one is well", "one answers badly", "not for long"],
)
def test_the_network_is_not_blamed_without_need(states: tuple[FeedState, ...]) -> None:
    assert "network" not in found(*states)


def test_a_feed_that_was_not_asked_since_the_network_is_back_is_not_told_of() -> None:
    waiting = replace(lost("a", NOON - 2 * DAY), next_fetch_reason=BACK)
    assert found(waiting, well("b")) == {}
    assert list(found(replace(waiting, next_fetch_reason="again"), well("b"))) == ["feed:a"]


def test_a_silent_feed_is_told_of() -> None:
    quiet = Trouble(name="A", problem="nothing new for 3 days", since=NOON - 3 * DAY)
    assert found(well("a"), silent={"a": quiet}) == {"silent:a": quiet}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (ChannelRecord(channel="mail", last_dead_at=NOON), True),
        (ChannelRecord(channel="mail", last_dead_at=NOON, last_sent_at=NOON - HOUR), True),
        (ChannelRecord(channel="mail", last_dead_at=NOON - HOUR, last_sent_at=NOON), False),
        (ChannelRecord(channel="mail", refused_since=NOON - HOUR), True),
        (ChannelRecord(channel="mail", refused_since=NOON - HOUR + MINUTE), False),
        (ChannelRecord(channel="mail", last_sent_at=NOON), False),
    ],
)
def test_a_channel_is_in_trouble_when_it_takes_nothing(record: ChannelRecord, told: bool) -> None:
    assert ("channel:mail" in found(channels=(record,))) is told


def test_a_channels_advice_tells_lost_letters_from_waiting_ones() -> None:
    dead = ChannelRecord(channel="mail", last_dead_at=NOON, last_error="no such mailbox")
    waiting = ChannelRecord(channel="hook", refused_since=NOON - DAY)
    told = found(channels=(dead, waiting))
    assert told["channel:mail"].problem == "no such mailbox"
    assert "wirewatch retry" in told["channel:mail"].advice
    assert told["channel:hook"].since == NOON - DAY
    assert "tried again" in told["channel:hook"].advice


def test_a_letter_that_died_before_the_last_was_taken_is_no_part_of_todays_trouble() -> None:
    record = ChannelRecord(
        channel="mail",
        last_dead_at=NOON - 9 * DAY,
        last_sent_at=NOON - 8 * DAY,
        refused_since=NOON - HOUR,
        last_error="535 no",
    )
    told = found(channels=(record,))["channel:mail"]
    assert told.since == NOON - HOUR
    assert "tried again" in told.advice


def test_a_disabled_channel_is_in_trouble_whatever_was_sent_before() -> None:
    record = ChannelRecord(
        channel="hook", last_sent_at=NOON, disabled=Disabled(since=NOON - HOUR, reason="410 Gone")
    )
    trouble = found(channels=(record,))["channel:hook"]
    assert (trouble.problem, trouble.since) == ("disabled: 410 Gone", NOON - HOUR)
    assert "address" in trouble.advice


def test_a_filling_disk_is_told_of_before_the_watch_has_to_pause() -> None:
    assert "400 MiB" in found(free_bytes=400 * MIB)["disk"].problem
    assert found(free_bytes=None) == {}
