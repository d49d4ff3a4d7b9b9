"""An archive of articles in memory, for `match`: the questions of a decision, answered at once.

It answers as a store does (a test holds it against the real one) but keeps nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import assert_never

from crawler.model.alert import Alert, AlertHistory, Volume
from crawler.model.article import Absence, Article, ArticleId, LineHistory
from crawler.model.filing import (
    Archive,
    Copy,
    Draft,
    Filed,
    Filing,
    Missing,
    New,
    Revised,
    Same,
    ShiftedLines,
    StoryChange,
)
from crawler.model.story import Cluster, Fingerprint, Merger, Overlap, Source, Story
from crawler.model.topic import Surge

MOST_SHARED = 500  # articles; a hash that more of them have is site boilerplate
DAY = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class _Story:
    title: str
    first_seen_at: datetime
    language: str | None
    newest_at: datetime
    change: StoryChange
    members: list[ArticleId] = field(default_factory=list)
    matches: dict[str, set[ArticleId]] = field(default_factory=lambda: defaultdict(set))


class MemoryArchive:
    """Implements ``crawler.model.filing.Archive``; ``add`` takes what was decided."""

    def __init__(self) -> None:
        self._articles: dict[ArticleId, Article] = {}
        self._prints: dict[ArticleId, Fingerprint] = {}
        self._by_url: dict[str, ArticleId] = {}
        self._by_text: dict[str, list[ArticleId]] = defaultdict(list)
        self._by_hash: dict[int, list[ArticleId]] = defaultdict(list)
        self._frequencies: dict[str | None, Counter[str]] = defaultdict(Counter)
        self._documents: Counter[str | None] = Counter()
        self._stories: dict[str, _Story] = {}
        self._by_term: dict[str, set[str]] = defaultdict(set)
        self._alerts: list[Alert] = []

    # --- what was decided

    def add(self, draft: Draft, filing: Filing) -> Filed:
        """Take in what was decided about a draft."""
        article_id = self._write(draft, filing)
        self._alerts.extend(filing.alerts)
        return Filed(article_id=article_id, filing=filing)

    def _write(self, draft: Draft, filing: Filing) -> ArticleId:
        match filing.verdict:
            case Same(article_id=article_id):
                self._by_url |= dict.fromkeys(draft.url_keys, article_id)
                return article_id
            case Revised(article_id=article_id):
                known = self._articles[article_id]
                self._take(draft, article_id, known.story_id, known.copy_of, known.versions + 1)
            case Copy(original_id=original_id):
                article_id = self._enter(draft, filing, original_id)
            case Missing(article_id=article_id):
                return article_id
            case New(supersedes=superseded):
                article_id = self._enter(draft, filing, None)
                if superseded is not None:
                    self._fold_under(article_id, superseded)
            case _:
                assert_never(filing.verdict)
        self._matched(draft, article_id)
        return article_id

    def _fold_under(self, original: ArticleId, superseded: ArticleId) -> None:
        for article_id, article in self._articles.items():
            if superseded in {article_id, article.copy_of}:
                self._articles[article_id] = replace(article, copy_of=original)

    def _matched(self, draft: Draft, article_id: ArticleId) -> None:
        story = self._stories[self._articles[article_id].story_id]
        for match in draft.matches:
            story.matches[match.topic].add(article_id)

    def _enter(self, draft: Draft, filing: Filing, copy_of: ArticleId | None) -> ArticleId:
        change = filing.story
        if change is None:
            raise ValueError(f"{draft.url}: a new article needs a story")
        article_id = ArticleId(len(self._articles) + 1)
        self._take(draft, article_id, change.story_id, copy_of, 1)
        if isinstance(filing.verdict, New) and filing.verdict.supersedes is None:
            self._count(draft.fingerprint)
        story = self._stories.get(change.story_id)
        newest_at = change.newest_at or draft.task.seen_at
        if story is None:
            story = self._stories[change.story_id] = _Story(
                title=draft.text.title,
                first_seen_at=draft.task.seen_at,
                language=draft.fingerprint.language,
                newest_at=newest_at,
                change=change,
            )
        self._index(change.story_id, story.change.centroid, change.centroid)
        story.change, story.newest_at = change, max(story.newest_at, newest_at)
        story.members.append(article_id)
        return article_id

    def _index(self, story_id: str, before: Iterable[str], now: Collection[str]) -> None:
        """Have a story found by the terms it has now, and by no others."""
        for term in before:
            self._by_term[term].discard(story_id)
        for term in now:
            self._by_term[term].add(story_id)

    def _take(
        self,
        draft: Draft,
        article_id: ArticleId,
        story_id: str,
        copy_of: ArticleId | None,
        versions: int,
    ) -> None:
        known = self._articles.get(article_id)
        self._articles[article_id] = Article(
            id=article_id,
            url=draft.url,
            feed_id=known.feed_id if known else draft.feed.id,
            outlet=known.outlet if known else draft.feed.name,
            first_seen_at=known.first_seen_at if known else draft.task.seen_at,
            story_id=story_id,
            copy_of=copy_of,
            versions=versions,
            origin=draft.origin,
            problem=draft.problem,
            text_hash=draft.fingerprint.text_hash,
            title=draft.text.title,
            author=draft.text.author,
            published=draft.text.published,
            language=draft.text.language,
            text=draft.text.text,
        )
        self._prints[article_id] = draft.fingerprint
        self._by_url |= dict.fromkeys(draft.url_keys, article_id)
        self._by_text[draft.fingerprint.text_hash].append(article_id)
        for value in draft.fingerprint.sketch:
            self._by_hash[value].append(article_id)

    def _count(self, print_: Fingerprint) -> None:
        self._documents[print_.language] += 1
        self._frequencies[print_.language].update(print_.terms.keys())

    # --- a later look

    def merge(self, decide: Callable[[Cluster, Archive], Merger | None]) -> None:
        """Compare all stories with each other until no two of them prove to be one."""
        unsettled = [*self._stories]
        for story_id in unsettled:  # grows: what gained by a merger is compared again
            if story_id not in self._stories:
                continue
            merger = decide(self.cluster(story_id), self)
            if merger is not None:
                self._merge(merger)
                unsettled.append(merger.kept_id)

    def _merge(self, merger: Merger) -> None:
        kept, gone = self._stories[merger.kept_id], self._stories.pop(merger.gone_id)
        self._index(merger.gone_id, gone.change.centroid, ())
        self._index(merger.kept_id, kept.change.centroid, merger.centroid)
        kept.change = replace(kept.change, centroid=merger.centroid, facts=merger.facts)
        kept.newest_at = max(kept.newest_at, gone.newest_at)
        kept.members += gone.members
        for topic, matched in gone.matches.items():
            kept.matches[topic] |= matched
        for article_id in gone.members:
            moved = replace(self._articles[article_id], story_id=merger.kept_id)
            self._articles[article_id] = moved
        self._alerts = [
            replace(alert, story_id=merger.kept_id) if alert.story_id == merger.gone_id else alert
            for alert in self._alerts
        ]

    # --- what a decision asks

    def article_at(self, url_keys: Collection[str]) -> Article | None:
        """Return the article known by any of these normal forms of its URL."""
        found = (self._by_url.get(key) for key in url_keys)
        return next((self._articles[each] for each in found if each is not None), None)

    def article(self, article_id: ArticleId) -> Article:
        """Return an article by id."""
        return self._articles[article_id]

    def absence(self, article_id: ArticleId) -> Absence | None:
        """Return None: nothing here is looked at twice."""

    def line_histories(
        self, shifted: ShiftedLines, article_id: ArticleId
    ) -> Mapping[int, LineHistory]:
        """Return none: nothing here is looked at twice."""
        return {}

    def same_text(self, text_hash: str, since: datetime) -> tuple[Overlap, ...]:
        """Return articles with this very text first seen after ``since``, oldest first."""
        found = (
            self._overlap(each, 0)
            for each in dict.fromkeys(self._by_text.get(text_hash, ()))
            if self._prints[each].text_hash == text_hash
        )
        recent = (each for each in found if each.first_seen_at >= since)
        return tuple(sorted(recent, key=lambda each: (each.first_seen_at, each.article_id)))

    def overlaps(
        self, sketch: Collection[int], language: str | None, since: datetime, at_least: int
    ) -> tuple[Overlap, ...]:
        """Return articles that share ``at_least`` hashes, most in common first, then oldest."""
        holders = (self._by_hash.get(value, ()) for value in sketch)
        telling = (each for each in holders if len(each) <= MOST_SHARED)
        common = Counter(chain.from_iterable(telling))
        found = [
            self._overlap(article_id, count)
            for article_id, count in common.items()
            if count >= at_least and self._prints[article_id].language == language
        ]
        recent = (each for each in found if each.first_seen_at >= since)
        return tuple(
            sorted(recent, key=lambda each: (-each.common, each.first_seen_at, each.article_id))
        )

    def clusters(
        self, terms: Collection[str], language: str | None, since: datetime
    ) -> tuple[Cluster, ...]:
        """Return the stories with a member after ``since`` that share a term."""
        ids = set[str]().union(*(self._by_term.get(term, ()) for term in terms))
        found = (self.cluster(story_id) for story_id in sorted(ids))
        return tuple(
            cluster
            for cluster in found
            if cluster.newest_at >= since and language in (None, cluster.language)
        )

    def cluster(self, story_id: str) -> Cluster:
        """Return a story as clustering sees it, by its id."""
        story = self._stories[story_id]
        return Cluster(
            story_id=story_id,
            language=story.language,
            centroid=story.change.centroid,
            members=len(story.members),
            newest_at=story.newest_at,
        )

    def document_frequencies(
        self, terms: Collection[str], language: str | None
    ) -> tuple[Mapping[str, float], float]:
        """Return in how many documents each term occurs, and how many documents there are."""
        counts = self._frequencies[language]
        return {term: float(counts[term]) for term in terms if term in counts}, float(
            self._documents[language]
        )

    def story(self, story_id: str) -> Story:
        """Return a story with its sources in order of publication."""
        story = self._stories[story_id]
        sources = (self._source(article_id) for article_id in story.members)
        return Story(
            id=story_id,
            title=story.title,
            first_seen_at=story.first_seen_at,
            sources=tuple(sorted(sources, key=lambda each: each.told_at)),
            facts=story.change.facts,
        )

    def history(self, topic: str, story_id: str, now: datetime) -> AlertHistory:
        """Return what was alerted for this topic, as far as a decision needs it."""
        alerts = [alert for alert in self._alerts if alert.topic == topic]
        told = [alert for alert in alerts if alert.story_id == story_id]
        story = self._stories.get(story_id)
        return AlertHistory(
            last_for_story_at=told[-1].created_at if told else None,
            alerts_for_story=len(told),
            outlets_at_last=told[-1].outlets if told else 0,
            first_alert_id=told[0].id if told else None,
            alerts_last_day=sum(now - alert.created_at < DAY for alert in alerts),
            matches_for_story=len(story.matches[topic]) if story else 0,
        )

    def volume(self, topic: str, rule: Surge, now: datetime) -> Volume:
        """Return that nothing is known of what is usual: lines of a file have no past."""
        return Volume(recent=0, before=0, known=timedelta(0), surging=False)

    def _overlap(self, article_id: ArticleId, common: int) -> Overlap:
        article, print_ = self._articles[article_id], self._prints[article_id]
        return Overlap(
            article_id=article_id,
            story_id=article.story_id,
            outlet=article.outlet,
            url=article.url,
            common=common,
            size=len(print_.sketch),
            shingles=print_.shingles,
            first_seen_at=article.first_seen_at,
        )

    def _source(self, article_id: ArticleId) -> Source:
        article = self._articles[article_id]
        return Source(
            article_id=article_id,
            outlet=article.outlet,
            url=article.url,
            title=article.title,
            language=article.language,
            published=article.published,
            first_seen_at=article.first_seen_at,
            copy_of=article.copy_of,
        )
