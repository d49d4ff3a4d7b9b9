"""A message for a chat: what it is, where, why; no longer than every service takes."""

from collections.abc import Iterator
from itertools import accumulate
from typing import assert_never

from crawler.core.digests.edition import Edition, Notice, read_message
from crawler.core.digests.news import News
from crawler.core.digests.phrases import (
    byline,
    coverage_line,
    more_changes,
    plain_quote,
    quoted,
    told_by,
)
from crawler.core.edits.shown import plain_lines
from crawler.model.alert import Message

LONGEST = 1_500
"""Code points: the smallest bound of the large services is Discord's 2,000, escapes included."""
_MOST_STORIES = 10
_LONGEST_STORIES = 1_100
_LONGEST_LINK = 250
"""Together with the count and the coverage they stay below LONGEST."""


def render_brief(message: Message) -> str:
    """Return the gist of a message as plain text of at most LONGEST code points.

    The subject is not repeated: chats show it as the title.
    """
    brief = "\n".join(filter(None, _lines(read_message(message))))
    return brief if len(brief) <= LONGEST else f"{brief[: LONGEST - 1].rstrip()}…"


def _lines(view: News | Edition | Notice) -> Iterator[str | None]:
    match view:
        case News() as news:
            yield byline(news)
            yield news.link
            yield news.why
            yield from (f"> {plain_quote(quote)}" for quote in quoted(news)[:1])
            yield from plain_lines(news.diff.shown)
            yield more_changes(news)
            yield told_by(news) if news.others else None
        case Edition() as edition:
            yield from _digest(edition)
        case Notice() as notice:
            yield notice.sentence
            yield from (f"- {trouble.name}: {trouble.problem}" for trouble in notice.troubles)
            yield from (f"- recovered: {trouble.name}" for trouble in notice.recovered)
        case _:
            assert_never(view)


def _digest(edition: Edition) -> Iterator[str | None]:
    """Yield as many stories as leave room for how many are left out, and what the watch saw."""
    told = [
        "\n".join(filter(None, [f"- {strand.newest.title}", strand.newest.link]))
        for section in edition.sections
        for strand in section.stories
    ]
    lengths = accumulate(len(story) + 1 for story in told[:_MOST_STORIES])
    shown = sum(length <= _LONGEST_STORIES for length in lengths)
    yield from told[:shown]
    left_out = edition.stories - shown
    yield f"and {left_out} more" if left_out else None
    yield edition.report if left_out and len(edition.report or "") < _LONGEST_LINK else None
    yield coverage_line(edition)
