"""Plain text of an alert, a digest, a word on health: complete in itself, for mail and terminal."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from typing import assert_never

from crawler.core.digests.edition import Edition, Notice, Section, Strand, read_message
from crawler.core.digests.moments import day_and_time
from crawler.core.digests.news import News, Outlet
from crawler.core.digests.phrases import (
    byline,
    counted,
    coverage_line,
    edited_by,
    more_changes,
    pace_line,
    period,
    plain_quote,
    quoted,
    timing,
    told_by,
)
from crawler.core.edits.shown import plain_lines
from crawler.core.escaping import for_terminal
from crawler.model.alert import Message, Trouble

_MOST_OUTLETS = 30
_RULE = "-" * 60


def render_text(message: Message) -> str:
    """Return a message as plain text, without control characters of strangers."""
    return "\n".join(_lines(read_message(message))).strip() + "\n"


def render_terminal(message: Message) -> str:
    """Return a message for a terminal: whatever could steer it is made visible."""
    return for_terminal(render_text(message))


def subject(message: Message) -> str:
    """Return the one line that says what a message is about."""
    view = read_message(message)
    match view:
        case News(kind="new") as news:
            return f"[{news.topic_title}] {news.title}"
        case News() as news:
            return f"[{news.topic_title}] {news.kind.capitalize()}: {news.title}"
        case Edition(stories=0) as edition:
            return f"{edition.title}: nothing new"
        case Edition() as edition:
            stories = counted(edition.stories, "story", "stories")
            return f"{edition.title}: {stories} in {counted(len(edition.sections), 'topic')}"
        case Notice() as notice:
            return f"[Wirewatch] {notice.title}"
        case _:
            assert_never(view)


def _lines(view: News | Edition | Notice) -> Iterator[str]:
    match view:
        case News():
            return _alert(view)
        case Edition():
            return _digest(view)
        case Notice():
            return _notice(view)
        case _:
            assert_never(view)


def _alert(news: News) -> Iterator[str]:
    yield news.title
    yield byline(news)
    yield from filter(None, [news.link])
    if news.problem:
        yield f"The page could not be read ({news.problem}); this is the feed's text."
    yield from _paragraph(f"Why: {news.why}" if news.why else "")
    yield from _paragraph(*(f"  > {plain_quote(quote)}" for quote in quoted(news)))
    yield from _paragraph(news.excerpt)
    if news.diff.passages:
        yield from _paragraph("What changed:", *_changes(news))
    yield from _sources(news)
    yield ""
    yield _RULE
    score = f" (score {news.score:g})" if news.score is not None else ""
    yield from filter(None, [f"Found: {', '.join(news.terms)}{score}" if news.terms else ""])
    yield from filter(None, [f"Time: {times}" if (times := timing(news)) else ""])
    article = f" · article {news.article_id}" if news.article_id else ""
    yield f"Topic: {news.topic_title} · story {news.story_id}{article} · alert {news.id}"


def _changes(news: News) -> Iterator[str]:
    yield from (f"  {line}" for line in plain_lines(news.diff.shown))
    yield from (f"  {line}" for line in filter(None, [more_changes(news)]))


def _sources(news: News) -> Iterator[str]:
    if not news.others:
        return
    yield ""
    yield f"{told_by(news)}:"
    for source in news.sources[:_MOST_OUTLETS]:
        when = f", {day_and_time(source.at, UTC)}" if source.at else ""
        yield f"  - {source.name}{' (copy)' if source.copy else ''}{when}: {source.title}"
        yield from filter(None, [source.link and f"    {source.link}"])
    yield from _more_outlets(news, news.sources)


def _more_outlets(news: News, shown: Sequence[Outlet]) -> Iterator[str]:
    more = len(shown[_MOST_OUTLETS:]) + news.sources_more
    if more:
        yield f"  and {more} more"


def _digest(edition: Edition) -> Iterator[str]:
    yield edition.title
    yield period(edition)
    if not edition.sections:
        yield from _paragraph("Nothing new. The watch is alive.")
    for section in edition.sections:
        yield from _section(section, edition.zone)
    if edition.more:
        more = f"And {edition.more} more: {edition.report or edition.command}"
        yield from _paragraph(more)
    if edition.held_back:
        held = (f"  - {item.topic}: {item.count} ({item.reason})" for item in edition.held_back)
        yield from _paragraph("Held back, see wirewatch alerts --suppressed:", *held)
    yield from _paragraph(_RULE)
    yield coverage_line(edition)
    yield from _troubles("Failing", edition.failing, edition.zone)
    yield from _troubles("Silent", edition.silent, edition.zone)
    yield from ["From publication to alert:"] if edition.paces else []
    for pace in edition.paces:
        yield f"  - {pace_line(pace)}"


def _section(section: Section, zone: tzinfo) -> Iterator[str]:
    yield from _paragraph(section.title.upper(), "=" * len(section.title))
    for strand in section.stories:
        yield from _strand(strand, zone)


def _strand(strand: Strand, zone: tzinfo) -> Iterator[str]:
    news = strand.newest
    yield from _paragraph(news.title, byline(news, zone), news.link or "")
    yield from (f"  > {plain_quote(quote)}" for quote in quoted(news)[:1])
    for edit in strand.edits:
        yield f"  {edit.why or edited_by(edit)}"
        yield from _changes(edit)
    for source in news.others[:_MOST_OUTLETS]:
        yield f"  + {source.name}{' (copy)' if source.copy else ''}: {source.link or source.title}"
    yield from _more_outlets(news, news.others)


def _notice(notice: Notice) -> Iterator[str]:
    yield notice.title
    yield from _paragraph(notice.sentence)
    yield from _troubles("Trouble", notice.troubles, UTC)
    yield from _troubles("Recovered", notice.recovered, UTC)


def _troubles(heading: str, troubles: tuple[Trouble, ...], zone: tzinfo) -> Iterator[str]:
    if not troubles:
        return
    yield f"{heading}:"
    for trouble in troubles:
        since = f", since {day_and_time(trouble.since, zone)}" if trouble.since else ""
        advice = f" ({trouble.advice})" if trouble.advice else ""
        yield f"  - {trouble.name}: {trouble.problem}{since}{advice}"


def _paragraph(*lines: str) -> Iterator[str]:
    """Yield lines after an empty one, or nothing if all are empty."""
    kept = [line for line in lines if line]
    if kept:
        yield ""
        yield from kept
