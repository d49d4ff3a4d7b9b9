"""What story tests are given: drafts made of a title and a text, filed one after the other."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from crawler.core.filing import decider
from crawler.core.stories.fingerprint import fingerprint
from crawler.core.stories.memory import MemoryArchive
from crawler.model.article import ArticleText, Origin
from crawler.model.entry import Entry
from crawler.model.feed import Feed, FeedId, FirstRun
from crawler.model.filing import Draft, Filed
from crawler.model.lease import PageReason, PageTask
from crawler.model.topic import Match, Span, Topic

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

TREATY = """The foreign ministers of Norland and Sondria signed a treaty on fishing in Port Avel on \
Tuesday. It divides the waters around the Tarvik islands and lets 240 boats of each side work there \
from May. Minister Jonas Ekvall called it the end of a quarrel of forty years. Fishermen in Hafnar \
said that the quota of 18,000 tonnes was too small to live on. Parliament will vote before summer."""
RESCUE = """A tourist who had lost her way in the Ilm valley was found alive on Tuesday after three \
nights in the snow. Searchers with dogs discovered Marta Lindqvist, 34, in a hut near the tree line. \
She had eaten berries and a bar of chocolate. Doctors at the hospital of Olmstedt said that she \
would keep all her toes. Nearly 70 volunteers had taken part in the search."""


def draft(
    title: str,
    text: str,
    *,
    outlet: str = "Herald",
    url: str | None = None,
    at: datetime = NOON,
    published: datetime | None = NOON,
    language: str | None = "en",
    matches: Iterable[str] = (),
    baseline: bool = False,
    origin: Origin = Origin.PAGE,
) -> Draft:
    """Make a draft; each title has an address of its own unless ``url`` is given."""
    url = url or f"https://{outlet.lower()}.example/{abs(hash(title))}"
    feed = Feed(
        id=FeedId(outlet.lower()),
        url=f"https://{outlet.lower()}.example/feed",
        name=outlet,
        bounds=(MINUTE, DAY),
        full_text=True,
        recheck=DAY,
        first_run=FirstRun.BASELINE,
    )
    task = PageTask(
        id=1,
        reason=PageReason.NEW,
        url=url,
        feed_id=feed.id,
        entry=Entry(url=url),
        seen_at=at,
        feed_fetched_at=at,
        baseline=baseline,
        attempts=1,
    )
    return Draft(
        task=task,
        feed=feed,
        url=url,
        url_keys=(url,),
        text=ArticleText(
            title=title, text=text, published=published, language=language, extractor="test 1"
        ),
        origin=origin,
        fingerprint=fingerprint(title, text, language),
        matches=tuple(map(match, matches)),
        fetched_at=at,
        matched_at=at,
    )


def match(topic: str) -> Match:
    span = Span(field="title", start=0, end=3, term="the*", clause="all[0]")
    return Match(topic=topic, score=2.0, spans=(span,))


class Desk:
    """Files drafts as a store would: each decision sees the drafts before it."""

    def __init__(self, *topics: Topic) -> None:
        self.archive = MemoryArchive()
        self._topics = {topic.name: topic for topic in topics}

    def file(self, of: Draft, now: datetime | None = None) -> Filed:
        decide = decider(self._topics, None, now or of.task.seen_at)
        return self.archive.add(of, decide(of, self.archive))

    def story_of(self, filed: Filed) -> str:
        return self.archive.article(filed.article_id).story_id
