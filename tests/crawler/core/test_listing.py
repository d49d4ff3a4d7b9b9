"""When a list at an address is read again, and that a bad version never drops feeds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.core.listing import READ_EVERY, TRY_AGAIN_AFTER, brought, failed, is_due, unchanged
from crawler.model.listing import ListState, OpmlFeed
from crawler.model.web import Fresh, Response, Validators

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NEW = ListState(location="https://l.example/list.opml")
ONE, TWO = OpmlFeed(url="https://a.example/1"), OpmlFeed(url="https://a.example/2")
REPLY = Fresh(
    response=Response(url=NEW.location, final_url=NEW.location, status=200, fetched_at=NOON),
    validators=Validators(etag='"v1"'),
)
GOOD = brought(NEW, REPLY, [ONE, TWO], NOON)


def test_a_good_version_is_kept_with_what_to_ask_again_with() -> None:
    assert (
        ListState(
            location=NEW.location,
            feeds=(ONE, TWO),
            validators=Validators(etag='"v1"'),
            read_at=NOON,
            tried_at=NOON,
        )
        == GOOD
    )


@pytest.mark.parametrize(
    ("state", "waits"),
    [(GOOD, READ_EVERY), (failed(GOOD, "x", NOON), TRY_AGAIN_AFTER)],
)
def test_a_list_is_read_daily_and_sooner_after_a_failure(
    state: ListState, waits: timedelta
) -> None:
    assert not is_due(state, NOON + waits - SECOND)
    assert is_due(state, NOON + waits)
    assert is_due(NEW, NOON)


@pytest.mark.parametrize("problem", ["it is gone", None])
def test_a_version_that_is_broken_or_empty_leaves_the_feeds(problem: str | None) -> None:
    later = NOON + READ_EVERY
    bad = failed(GOOD, problem, later) if problem else brought(GOOD, REPLY, [], later)
    assert (bad.feeds, bad.read_at, bad.tried_at) == (GOOD.feeds, NOON, later)
    assert bad.problem == problem or "empty" in (bad.problem or "")
    assert unchanged(bad, later) == replace(GOOD, read_at=later, tried_at=later)


def test_a_shorter_list_is_believed() -> None:
    assert brought(GOOD, REPLY, [TWO], NOON).feeds == (TWO,)
