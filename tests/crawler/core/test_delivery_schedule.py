from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.delivery_schedule import (
    LONGEST_WISH,
    MAIL_WAITS,
    WEBHOOK_WAITS,
    Circuit,
    next_attempt,
    waits_of,
)
from crawler.model.alert import TERMINAL, EmailChannel, TerminalChannel, WebhookChannel
from crawler.model.secret import Secret

NOON = datetime(2024, 11, 9, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
HOOK = WebhookChannel(name="hook", url=Secret("https://example.org"))
MAIL = EmailChannel(name="mail", smtp=Secret("smtp://h"), sender="a@b.c", to=("d@e.f",))
OWN = TerminalChannel(name="own", retry=(SECOND, MINUTE))


@pytest.mark.parametrize(
    ("attempts", "wait"),
    list(
        enumerate(
            [5 * SECOND, 5 * MINUTE, 30 * MINUTE]
            + [hours * HOUR for hours in (2, 5, 10, 14, 20, 24)],
            start=1,
        )
    ),
)
def test_webhooks_wait_as_the_specification_recommends(attempts: int, wait: timedelta) -> None:
    assert next_attempt(HOOK, attempts, NOON, 0.5) == NOON + wait


def test_mail_waits_double_up_to_67_minutes_for_five_days() -> None:
    minutes = [wait / MINUTE for wait in MAIL_WAITS]
    assert minutes[:6] == [1, 5, 15, 30, 60, 67]
    assert set(minutes[6:]) == {67}
    assert timedelta(days=5) <= sum(MAIL_WAITS, timedelta()) < timedelta(days=5, hours=2)


@pytest.mark.parametrize(
    ("channel", "waits"),
    [(HOOK, WEBHOOK_WAITS), (MAIL, MAIL_WAITS), (TERMINAL, WEBHOOK_WAITS), (OWN, (SECOND, MINUTE))],
)
def test_a_channel_has_its_own_schedule_or_that_of_its_kind(
    channel: WebhookChannel | EmailChannel | TerminalChannel, waits: tuple[timedelta, ...]
) -> None:
    assert waits_of(channel) == waits


@pytest.mark.parametrize(("channel", "last"), [(HOOK, 9), (OWN, 2), (MAIL, len(MAIL_WAITS))])
def test_after_the_last_wait_the_message_is_a_dead_letter(
    channel: WebhookChannel | EmailChannel | TerminalChannel, last: int
) -> None:
    assert next_attempt(channel, last, NOON, 0.5) is not None
    assert next_attempt(channel, last + 1, NOON, 0.5) is None


def test_an_empty_schedule_means_one_attempt() -> None:
    assert next_attempt(TerminalChannel(name="once", retry=()), 1, NOON, 0.5) is None


def test_a_receivers_wish_delays_but_never_hastens() -> None:
    assert next_attempt(HOOK, 1, NOON, 0.5, NOON + HOUR) == NOON + HOUR
    assert next_attempt(HOOK, 3, NOON, 0.5, NOON + SECOND) == NOON + 30 * MINUTE
    assert next_attempt(HOOK, 1, NOON, 0.5, NOON + 99 * HOUR) == NOON + LONGEST_WISH


@given(
    attempts=st.integers(1, 200),
    spread=st.floats(0, 1, exclude_max=True),
    wish=st.none() | st.timedeltas(-timedelta(days=9), timedelta(days=9)),
)
def test_the_next_attempt_is_ahead_and_moved_by_a_fifth_at_most(
    attempts: int, spread: float, wish: timedelta | None
) -> None:
    at = next_attempt(MAIL, attempts, NOON, spread, None if wish is None else NOON + wish)
    if at is None:
        assert attempts > len(MAIL_WAITS)
        return
    wait = MAIL_WAITS[attempts - 1]
    assert NOON + 0.8 * wait <= at <= max(NOON + 1.2 * wait, NOON + LONGEST_WISH)


@pytest.mark.parametrize(("attempts", "spread"), [(0, 0.5), (1, 1.0), (1, -0.1)])
def test_senseless_arguments_are_refused(attempts: int, spread: float) -> None:
    with pytest.raises(ValueError, match="attempts"):
        next_attempt(HOOK, attempts, NOON, spread)


def test_a_circuit_lets_everything_through_until_five_failures_in_a_row() -> None:
    circuit = Circuit()
    for _ in range(4):
        circuit = circuit.failed(NOON)
        assert circuit.allows(NOON)
    circuit = circuit.failed(NOON)
    assert not circuit.allows(NOON + 59 * SECOND)
    assert circuit.allows(NOON + MINUTE)


def test_an_open_circuit_rests_again_after_each_failed_probe() -> None:
    circuit = Circuit(failures=5, resting_until=NOON)
    assert not circuit.failed(NOON).allows(NOON + 59 * SECOND)
