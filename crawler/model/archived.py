"""What the archive holds of an article, version by version, with what proves each."""

from dataclasses import dataclass
from datetime import date, datetime

from crawler.model.article import Article, ArticleId, ArticleText, Capture, Origin
from crawler.model.entry import Entry
from crawler.model.feed import FeedId
from crawler.model.story import Fingerprint
from crawler.model.web import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedVersion:
    """One version of an article, and the responses it was read from, without their bodies."""

    id: int
    number: int
    """1 is the first."""
    fetched_at: datetime
    origin: Origin
    problem: str | None
    """Why the page does not count, where the feed's own text stands in."""
    text: ArticleText
    seal: str | None
    """sha256 over all the version states; None = written before versions were sealed."""
    page: Capture | None
    """The page's response; its body is looked up by its hash."""
    feed_document: Capture | None
    """The feed's response, for a text that came from the feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedArticle:
    """An article as it is exported: what is known of it now, and every version."""

    article: Article
    topics: tuple[str, ...]
    """The topics it matched, by name."""
    versions: tuple[ArchivedVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles of the archive are meant; what is None does not narrow."""

    since: datetime | None = None
    """First seen at this moment or later."""
    until: datetime | None = None
    """First seen before this moment."""
    topic: str | None = None
    """Matched the topic of this name."""
    source: str | None = None
    """The feed that showed it first, by its id or its name."""


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadTask:
    """The newest version of an article, whose page is to be read by the present extractor."""

    version: int
    """Row number, by which the result is recorded."""
    article_id: ArticleId
    url: str
    feed_id: FeedId
    entry: Entry
    """What the feed said; made up from the version where that was not kept."""
    fetched_at: datetime
    origin: Origin
    text: ArticleText
    capture: Capture
    """The page's response without its body."""
    validators: Validators
    """Of that response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What a later extractor read from the same page: a version of its own."""

    task: RereadTask
    text: ArticleText
    origin: Origin
    fingerprint: Fingerprint

    @property
    def problem(self) -> None:
        """None: what could not be read becomes no version."""

    @property
    def capture(self) -> Capture:
        """The response the page came with."""
        return self.task.capture

    @property
    def fetched_at(self) -> datetime:
        """When the page was as it is read here."""
        return self.task.fetched_at

    @property
    def validators(self) -> Validators:
        """What the server gave with that page, to ask for it again."""
        return self.task.validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something in the archive that is not as it was written."""

    thing: str
    """database, reference, raw, version, article, index, sketch or feed document."""
    problem: str
    """What is wrong, in a sentence."""
    article_id: int | None = None
    url: str | None = None
    version: int | None = None
    """Number of the version."""
    sha256: str | None = None
    """Of the raw body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """Raw bodies that retention let go: no damage, their hashes and headers stay."""

    day: date | None
    """None = before this was noted."""
    bodies: int
