"""A feed of the user's, what it may answer, and its state after a history of answers."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from crawler.core.schedule import after
from crawler.model.entry import FeedInfo, ParsedFeed
from crawler.model.errors import UnreachableError
from crawler.model.feed import (
    Failed,
    Feed,
    FeedId,
    FeedState,
    FirstRun,
    Outcome,
    Refreshed,
)
from crawler.model.secret import Secret
from crawler.model.web import Fresh, Response, Validators

NOON = datetime(2024, 11, 9, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL, NEW_URL = "https://tass.example/rss", "https://new.example/rss"
FEED = Feed(
    id=FeedId("tass"),
    url=URL,
    name="TASS",
    every=5 * MINUTE,
    bounds=(5 * MINUTE, 12 * HOUR),
    full_text=True,
    recheck=48 * HOUR,
    first_run=FirstRun.BASELINE,
    headers={"Cookie": Secret("key")},
)
NEW = FeedState(feed_id=FEED.id)
V1, V2 = Validators(etag='"1"'), Validators(etag='"2"')


def fresh(validators: Validators = V1, moved_to: str | None = None) -> Fresh:
    response = Response(url=URL, final_url=moved_to or URL, status=200, fetched_at=NOON)
    return Fresh(response=response, validators=validators, moved_to=moved_to)


def read(
    validators: Validators = V1, moved_to: str | None = None, ttl: timedelta | None = None
) -> Refreshed:
    parsed = ParsedFeed(feed=FeedInfo(format="rss20", ttl=ttl, skip_hours=(3,)), entries=())
    return Refreshed(reply=fresh(validators, moved_to), parsed=parsed, body_hash="h1")


def live(outcomes: Iterable[Outcome], state: FeedState = NEW, feed: Feed = FEED) -> FeedState:
    """Play a history, each attempt at noon of its day."""
    for day, outcome in enumerate(outcomes):
        state = after(state, outcome, feed, NOON + day * DAY, 0.5)
    return state


DOWN = Failed(error=UnreachableError(URL, "nobody answers", "it is tried again"))
MOVED = read(moved_to=NEW_URL)
SAME = read()
