"""Phrases that every rendering shares: by whom, when, how many."""

from collections.abc import Iterable
from datetime import tzinfo
from itertools import groupby

from crawler.core.digests.edition import Edition, Pace
from crawler.core.digests.moments import day_and_time, lapse
from crawler.core.digests.news import News, Piece


def plain_quote(pieces: Iterable[Piece]) -> str:
    """Return a quote with its marked words between asterisks."""
    return "".join(f"*{piece.text}*" if piece.marked else piece.text for piece in pieces)


def quoted(news: News) -> tuple[tuple[Piece, ...], ...]:
    """Return the quotes; where words were found in the title alone, the title again, marked."""
    found = any(piece.marked for piece in news.headline)
    return news.quotes or ((news.headline,) if found else ())


def more_changes(news: News) -> str:
    """Return how many passages of an edit are not shown, and where they are; or nothing."""
    if not news.diff.left_out:
        return ""
    more = f"and {counted(news.diff.left_out, 'more changed passage')}"
    return f"{more}: wirewatch article {news.article_id} --diff" if news.article_id else more


def byline(news: News, zone: tzinfo | None = None) -> str:
    """Return outlet, author, date and language in one line."""
    published = day_and_time(news.published, zone) if news.published else None
    author = f"by {news.author}" if news.author else None
    return " · ".join(filter(None, [news.outlet, author, published, news.language]))


def edited_by(news: News) -> str:
    """Return whose article was edited."""
    return f"Edited by {news.outlet or 'its outlet'}:"


def told_by(news: News) -> str:
    """Return how many sources tell the story, and how many of them did not copy."""
    told = len(news.sources) + news.sources_more
    sources, copied = f"Told by {told} sources", news.independent < told
    return f"{sources}, {news.independent} independent" if copied else sources


def timing(news: News) -> str:
    """Return the latency of an alert: when published, and how long each step took after that."""
    steps = sorted(news.latency.items(), key=lambda step: step[1])
    if not steps:
        return ""
    first, begun = steps[0]
    later = groupby(steps[1:], key=lambda step: lapse(step[1] - begun))
    said = (f"{', '.join(_step(name) for name, _ in group)} +{after}" for after, group in later)
    return "; ".join([f"{_step(first)} {day_and_time(begun)}", *said])


def _step(name: str) -> str:
    return name.replace("_", " ")


def period(edition: Edition) -> str:
    """Return the span of time a digest covers."""
    ends = (edition.since, edition.until)
    return " – ".join(day_and_time(at, edition.zone) for at in ends if at)


def coverage_line(edition: Edition) -> str:
    """Return how much the watch could see, or nothing where that was not asked."""
    if edition.feeds_ok is None:
        return ""
    counts = [f"{edition.feeds_ok} feeds ok"]
    counts += [f"{len(edition.failing)} failing"] if edition.failing else []
    counts += [f"{len(edition.silent)} silent"] if edition.silent else []
    return f"Coverage: {', '.join(counts)}; {counted(edition.articles, 'article')} read"


def pace_line(pace: Pace) -> str:
    """Return how quickly an outlet's news arrived."""
    if pace.p50 == pace.p95:
        return f"{pace.outlet}: {lapse(pace.p50)}"
    return f"{pace.outlet}: half within {lapse(pace.p50)}, 95 % within {lapse(pace.p95)}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return ``1 story``, ``2 stories``; ``many`` where it is not ``one`` with an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"
