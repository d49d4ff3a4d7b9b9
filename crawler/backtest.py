"""A topic over the archive: what it would have matched and told, and what each condition costs.

question -> full-text expression     store.candidates, newest first, a batch at a time
                                     judge_all: here, or in workers once it takes long
matches, by story                    store.sources, store.article: outlets and facts as they came
                                     rehearse: which would have been alerts
"""

import asyncio
import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from time import process_time

from crawler.core.alerts import Decision
from crawler.core.backtest.account import Account, Cost, Sample, Tally
from crawler.core.backtest.judging import Judge, Judged, Question, judge_all, question
from crawler.core.backtest.rehearsal import Facts, Sighting, needs_facts, rehearse, sightings
from crawler.core.stories.anatomy import take_apart
from crawler.core.stories.facts import facts_of
from crawler.core.topics import compile_topics, quotes
from crawler.core.topics.documents import document_of
from crawler.model.article import Article, ArticleId
from crawler.model.feed import Feed
from crawler.model.settings import Config
from crawler.model.story import Source
from crawler.model.topic import Document, Topic
from crawler.sandbox import Sandbox
from storage.protocol import Sought, Store

BATCH = 1_000
"""Articles in hand at once, for each worker: some megabytes."""
ALONE_S = 15.0
"""CPU time for which articles are judged without workers: handing a text over costs more than judging
it by most topics. With workers after 3 s, 100,000 articles took up to 1.9 times as long."""
STORIES = 500
"""Stories looked up at once."""
MOST_COMPARED = 3_000
"""Articles whose facts are compared with those of their story, a millisecond each."""
SAMPLES = 5
MOST_DAYS = timedelta(days=366)
"""A longer span lists the days that have matches only."""

_Decided = tuple[Sighting, Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The articles that are tried: first seen from ``since`` on and before ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class _Batch:
    articles: Sequence[Article]
    documents: Sequence[Document]


@dataclass(frozen=True, slots=True)
class _Matched:
    story_id: str
    day: date
    outlet: str
    language: str


@dataclass(slots=True, kw_only=True)
class Backtest:
    """One topic on one archive.

    Attributes:
        config: the topic's aliases, the feeds with their tags.
        advance: told of every so many articles that were looked at.
    """

    store: Store
    config: Config
    topic: Topic
    span: Span
    advance: Callable[[int], None]
    _matched: dict[ArticleId, _Matched] = field(default_factory=dict)
    _compared: int = 0
    _uncompared: int = 0

    async def run(self) -> Account:
        """Try the topic.

        Raises:
            TopicErrors: it cannot be used.
            StoreError: the archive failed.
        """
        asked = question(self.topic, self.config.aliases)
        judge = Judge(asked)
        costs = [Cost(label=each.label, written=each.written) for each in judge.conditions]
        async for batch, judged in self._judged(asked, costs):
            for each in judged:
                self._count(batch.articles[each.number], each, costs)
        return await self._account(costs)

    async def _judged(
        self, asked: Question, costs: Sequence[Cost]
    ) -> AsyncIterator[tuple[_Batch, Sequence[Judged]]]:
        """Yield every batch judged: the first ones here, those after them in workers side by side."""
        workers = os.cpu_count() or 1
        sandbox: Sandbox | None = None
        running: list[tuple[_Batch, asyncio.Task[tuple[Judged, ...]]]] = []
        until = process_time() + ALONE_S
        try:
            async for batch, still in self._batches(asked, costs):
                self.advance(len(batch.articles))
                if sandbox is None and process_time() < until:
                    yield batch, judge_all(still, batch.documents)
                    continue
                sandbox = sandbox or Sandbox(workers=workers)
                call = sandbox.call(judge_all, still, batch.documents)
                running.append((batch, asyncio.create_task(call)))
                if len(running) > workers:
                    first, task = running.pop(0)
                    yield first, await task
            for first, task in running:
                yield first, await task
        finally:
            for _, task in running:
                task.cancel()
            if sandbox is not None:
                sandbox.close()

    async def _batches(
        self, asked: Question, costs: Sequence[Cost]
    ) -> AsyncIterator[tuple[_Batch, Question]]:
        """Yield the articles worth a look, each batch with what is still to be found out."""
        feeds: Mapping[str, Feed] = {feed.id: feed for feed in self.config.feeds}
        sought = Sought(since=self.span.since, until=self.span.until)
        below: ArticleId | None = None
        expression = Judge(asked).expression
        while articles := await self.store.candidates(expression, sought, below, BATCH):
            documents = [document_of(each, feeds.get(each.feed_id)) for each in articles]
            yield _Batch(articles, documents), asked
            below = articles[-1].id
            settled = frozenset(cost.label for cost in costs if cost.settled)
            if settled != asked.settled:
                asked = replace(asked, settled=settled)
                expression = Judge(asked).expression

    def _count(self, article: Article, judged: Judged, costs: Sequence[Cost]) -> None:
        if judged.matches:
            self._matched[article.id] = _Matched(
                article.story_id,
                article.first_seen_at.astimezone(UTC).date(),
                article.outlet,
                article.language or "unknown",
            )
        for place in judged.differs:
            if judged.matches:
                costs[place].lost += 1
            else:
                costs[place].miss(article, judged.missed)

    async def _account(self, costs: Sequence[Cost]) -> Account:
        seen = sorted(await self._sightings(), key=lambda each: (each.at, each.article_id))
        decisions = rehearse(self.topic.alert, seen)
        total, held_back, kinds = Tally(), Counter[str](), Counter[str]()
        days_matched = (each.day for each in self._matched.values())
        days = {day: Tally() for day in _days(self.span, days_matched)}
        sources, languages = defaultdict[str, Tally](Tally), defaultdict[str, Tally](Tally)
        for sighting, decision in zip(seen, decisions, strict=True):
            matched = self._matched[sighting.article_id]
            day, outlet, language = matched.day, matched.outlet, matched.language
            for tally in (total, days[day], sources[outlet], languages[language]):
                tally.count(alert=decision.reason is None)
            kinds[decision.kind.value] += decision.reason is None
            if decision.reason is not None:
                held_back[decision.reason.value] += 1
        return Account(
            topic=self.topic.name,
            since=self.span.since,
            until=self.span.until,
            articles=await self._articles(),
            stories=len({each.story_id for each in seen}),
            total=total,
            days=days,
            sources=_most_first(sources),
            languages=_most_first(languages),
            kinds={kind: number for kind, number in kinds.items() if number},
            held_back=dict(held_back.most_common()),
            costs=costs,
            samples=await self._samples(seen, decisions),
            compared=self._compared,
            uncompared=self._uncompared,
        )

    async def _articles(self) -> int:
        since = await self.store.articles_read(self.span.since)
        return since - await self.store.articles_read(self.span.until)

    async def _sightings(self) -> list[Sighting]:
        """Return the matches as they came, story by story."""
        matched: defaultdict[str, set[ArticleId]] = defaultdict(set)
        for article_id, found in self._matched.items():
            matched[found.story_id].add(article_id)
        stories = sorted(matched)
        seen: list[Sighting] = []
        for first in range(0, len(stories), STORIES):
            sources = await self.store.sources(stories[first : first + STORIES])
            for story_id, told in sources.items():
                own = frozenset(matched[story_id])
                facts = await self._facts(told, own)
                seen += sightings(story_id, told, own, facts)
        return seen

    async def _facts(
        self, sources: Sequence[Source], matched: frozenset[ArticleId]
    ) -> dict[int, Facts]:
        """Return what the articles of a story state, where that can decide."""
        if not needs_facts(self.topic.alert, len(matched)):
            return {}
        if self._compared + len(sources) > MOST_COMPARED:
            self._uncompared += len(matched)
            return {}
        self._compared += len(sources)
        facts: dict[int, Facts] = {}
        for source in sources:
            article = await self.store.article(source.article_id)
            if article is not None:
                facts[article.id] = facts_of(take_apart(article.title), take_apart(article.text))
        return facts

    async def _samples(
        self, seen: Sequence[Sighting], decisions: Sequence[Decision]
    ) -> list[Sample]:
        """Return matches to read, spread over the time: of those that would have been told, if any."""
        both = list(zip(seen, decisions, strict=True))
        told = [each for each in both if each[1].reason is None] or both
        matcher = compile_topics([self.topic], self.config.aliases)
        feeds: Mapping[str, Feed] = {feed.id: feed for feed in self.config.feeds}
        samples = []
        for sighting, decision in _spread(told, SAMPLES):
            article = await self.store.article(sighting.article_id)
            if article is None:
                continue
            document = document_of(article, feeds.get(article.feed_id))
            became = decision.reason or decision.kind
            samples += [
                Sample(
                    article=article,
                    match=match,
                    quotes=quotes(match, document),
                    became=became.value,
                )
                for match in matcher.match(document)
            ]
        return samples


def _spread(found: Sequence[_Decided], most: int) -> list[_Decided]:
    """Return up to ``most`` of them, evenly spread."""
    if len(found) <= most:
        return list(found)
    return [found[place * (len(found) - 1) // (most - 1)] for place in range(most)]


def _days(span: Span, matched: Iterable[date]) -> list[date]:
    """Return every day of the span; of a very long one those with matches."""
    if span.until - span.since > MOST_DAYS:
        return sorted(set(matched))
    first, last = span.since.astimezone(UTC).date(), span.until.astimezone(UTC)
    days = (last - timedelta(microseconds=1)).date() - first
    return [first + timedelta(days=number) for number in range(days.days + 1)]


def _most_first(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    return dict(sorted(tallies.items(), key=lambda each: (-each[1].matches, each[0])))
