"""The feed's own text as an article, and how its values stand beside the page's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.blocks import read_blocks
from crawler.core.articles.body import is_wanted, known, said
from crawler.core.articles.clean import tidy
from crawler.core.articles.guards import flattened
from crawler.core.articles.labels import is_syndication_note
from crawler.core.articles.language import settle
from crawler.model.article import ArticleText, Precision
from crawler.model.entry import Entry
from crawler.model.errors import ExtractError

FEED_EXTRACTOR = "feed-1"
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No feed is older than the web: earlier dates are defaults of broken software."""
FUTURE = timedelta(days=1)
"""How far ahead a date may lie: zones are confused by half a day, embargoes are shorter."""
FULL_TEXT_CHARS = 500
TEASER_SHARE = 0.5
TITLE_CHARS = 120

_NOTHING = known((), (), None)


def from_entry(entry: Entry, feed_language: str | None, *, url: str) -> ArticleText:
    """Make an article of what the feed itself says.

    Args:
        entry: the entry; the longer of its content and summary is the text.
        feed_language: what the feed is declared to be written in.
        url: the article's address.

    Raises:
        ExtractError: the entry has neither title nor text.
    """
    text = entry_text(entry)
    title = tidy(entry.title or "") or text.split("\n", 1)[0][:TITLE_CHARS]
    if not title:
        raise ExtractError(url, "the feed's entry has neither a title nor a text")
    return ArticleText(
        title=title,
        author=tidy(entry.author or "") or None,
        published=entry.published or entry.updated,
        updated=entry.updated,
        language=settle(entry.language or feed_language, text or title),
        canonical_url=None,
        text=text,
        extractor=FEED_EXTRACTOR,
    )


def reconcile(page: ArticleText, entry: Entry, now: datetime) -> ArticleText:
    """Join what a page and the feed say about one article.

    ========== =======================================================================
    title      the page's; the feed's when the page has none
    author     the page's; the feed's when the page names nobody
    published  the feed's (it is what raised the alert, and states its zone), except that a bare
               day yields to the page's time on that day; then the page's
    updated    the page's, then the feed's; never before the publication
    language   the page's, decided by its text; then the feed's
    text       the page's; the feed's when that is a full text and the page's is a teaser of it
    ========== =======================================================================

    A date before 1990 or more than a day ahead of ``now`` counts as not given.

    Args:
        page: the article as extracted from its page.
        entry: the feed's entry that led there.
        now: the present moment, timezone-aware.
    """
    feed_date, page_date = _sane(entry.published, now), _sane(page.published, now)
    published, precision = feed_date or page_date, Precision.TIME
    if page_date and (
        not feed_date or (_is_bare_day(feed_date) and _same_day(feed_date, page_date))
    ):
        published, precision = page_date, page.published_precision
    updated = _sane(page.updated, now) or _sane(entry.updated, now)
    if updated and published and updated < published:
        updated = None
    own = entry_text(entry)
    is_teaser = len(own) >= FULL_TEXT_CHARS and len(page.text) < TEASER_SHARE * len(own)
    return replace(
        page,
        title=page.title or tidy(entry.title or ""),
        author=page.author or tidy(entry.author or "") or None,
        published=published,
        published_precision=precision,
        updated=updated,
        language=page.language or entry.language,
        text=own if is_teaser else page.text,
        extractor=FEED_EXTRACTOR if is_teaser else page.extractor,
    )


def entry_text(entry: Entry) -> str:
    """Return the longer of an entry's content and summary, cleaned to paragraphs."""
    texts = (_clean(html) for html in (entry.content, entry.summary) if html)
    return max(texts, key=len, default="")


def _clean(html: str) -> str:
    body = LexborHTMLParser(flattened(html)).body
    blocks = read_blocks(body) if body is not None else []
    lines = (tidy(said(block)) for block in blocks if is_wanted(block, _NOTHING))
    return "\n\n".join(line for line in lines if line and not is_syndication_note(line))


def _sane(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and EARLIEST <= moment <= now + FUTURE else None


def _is_bare_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _same_day(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(days=1)
