"""Filing an article: what comes in, what may be asked of the archive, what is decided.

``Store.file`` runs the decision inside its transaction, one draft after the other, so that of
two copies read at the same moment the second always sees the first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from crawler.model.alert import Alert, AlertHistory, Suppressed, Volume
from crawler.model.article import (
    Absence,
    Article,
    ArticleId,
    ArticleText,
    Capture,
    LineHistory,
    Origin,
)
from crawler.model.feed import Feed
from crawler.model.lease import PageTask
from crawler.model.story import Cluster, Fingerprint, Overlap, Story
from crawler.model.topic import Match, Surge
from crawler.model.web import NO_VALIDATORS, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article read, ready to be filed."""

    task: PageTask
    feed: Feed
    url: str
    """The article's address: canonical if the page states one, else the final URL; tracking
    parameters removed."""
    url_keys: tuple[str, ...]
    """Normal forms of every URL it is known by (entry, final, canonical): equal = same page."""
    text: ArticleText
    origin: Origin
    problem: str | None = None
    """Why the page could not be read (origin is then FEED)."""
    retry_at: datetime | None = None
    """When to try the page again."""
    recheck_at: datetime | None = None
    """When to look at the page again for silent edits; None = never. A retry comes first."""
    capture: Capture | None = None
    validators: Validators = NO_VALIDATORS
    fingerprint: Fingerprint
    matches: tuple[Match, ...]
    fetched_at: datetime
    matched_at: datetime
    absence: str | None = None
    """What was found where the page of a known article was; all else is then as archived."""


class Archive(Protocol):
    """What a decision may ask; each answer includes the drafts filed before in the same batch."""

    def article_at(self, url_keys: Collection[str]) -> Article | None:
        """Return the article known by any of these normal forms of its URL."""
        ...

    def article(self, article_id: ArticleId) -> Article:
        """Return an article by id."""
        ...

    def absence(self, article_id: ArticleId) -> Absence | None:
        """Return since when the article's page is not there, or None when it was at the last look."""
        ...

    def line_histories(
        self, shifted: "ShiftedLines", article_id: ArticleId
    ) -> Mapping[int, LineHistory]:
        """Return how often such lines changed before, by shape; what never did is left out."""
        ...

    def same_text(self, text_hash: str, since: datetime) -> tuple[Overlap, ...]:
        """Return articles with this very text first seen after ``since``, oldest first."""
        ...

    def overlaps(
        self, sketch: Collection[int], language: str | None, since: datetime, at_least: int
    ) -> tuple[Overlap, ...]:
        """Return articles that share ``at_least`` hashes, most in common first, then oldest.

        Hashes that occur in very many articles (site boilerplate) are not counted.
        """
        ...

    def clusters(
        self, terms: Collection[str], language: str | None, since: datetime
    ) -> tuple[Cluster, ...]:
        """Return the stories whose newest member is after ``since`` that share a term.

        Terms carry their language (``ru:договор``; figures and names none), so ``language`` None
        asks for stories of any language: a story can have members in several. A store may leave
        out all but the few dozen that share most: what shares less is not the closest.
        """
        ...

    def cluster(self, story_id: str) -> Cluster:
        """Return a story as clustering sees it, by its id."""
        ...

    def document_frequencies(
        self,
        terms: Collection[str],
        language: str | None,
    ) -> tuple[Mapping[str, float], float]:
        """Return in how many documents each term occurs, and how many documents there are."""
        ...

    def story(self, story_id: str) -> Story:
        """Return a story with its sources in order of publication."""
        ...

    def history(self, topic: str, story_id: str, now: datetime) -> AlertHistory:
        """Return what was alerted for this topic, as far as a decision needs it."""
        ...

    def volume(self, topic: str, rule: Surge, now: datetime) -> Volume:
        """Return how many articles matched this topic, the one being filed left out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An article not seen before."""

    supersedes: ArticleId | None = None
    """An article with the same text that was read before but published later: it becomes a copy of
    this one, and so do its copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A new version of a known article."""

    article_id: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """A known article, nothing changed: only the sighting is recorded."""

    article_id: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A new article whose text another outlet published first."""

    original_id: ArticleId
    same: bool
    """The very same text (hash), not just nearly (sketch)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A known article whose page is not there."""

    article_id: ArticleId
    confirmed: bool
    """A look before this one found nothing either."""


Verdict = New | Revised | Same | Copy | Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """Which story the article belongs to, and the cluster's values after it joined."""

    story_id: str
    opened: bool
    centroid: Mapping[str, float]
    facts: frozenset[str]
    """All facts of the story, the article's included."""
    why: str
    """One sentence for `wirewatch story ID`."""
    newest_at: datetime | None = None
    """Moment of the story's newest member (published where believable, else seen), for
    ``Cluster.newest_at``; None = the moment of filing."""


NEW_ARTICLE_ID = ArticleId(0)
"""Stands for the id of the article being filed, which the store assigns. It may stand in
``Alert.article_id``, ``Suppressed.article_id``, a ``Containment`` and in an alert's ``data`` at ``article.id`` and at
``story.sources[…].id``: the store puts the real id there before it writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftedLines:
    """Lines of a page that differed between two fetches."""

    host: str
    shapes: tuple[int, ...]
    """What they are recognised by, whatever their figures (core.edits.volatile)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The decision: the store writes all of it in one transaction."""

    verdict: Verdict
    story: StoryChange | None
    """None when the article keeps the story it has (Same, Revised, Missing)."""
    alerts: tuple[Alert, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    shifted: ShiftedLines | None = None
    """Lines that differ from the last version, to be remembered."""
    surging: Mapping[str, bool] = field(default_factory=dict)
    """Topics of which a surge began (True) or ended, to be remembered."""
    passages: tuple["Containment", ...] = ()
    """Texts that are part of this one, or of which it is a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Containment:
    """A short text that is part of a long one; ``NEW_ARTICLE_ID`` is the article being filed."""

    inner_id: ArticleId
    outer_id: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of a draft."""

    article_id: ArticleId
    filing: Filing
