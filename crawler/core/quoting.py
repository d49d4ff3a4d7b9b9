"""The sentences that show why a topic matched, with the matched words marked."""

import re
from itertools import pairwise

from crawler.core.payload import Quote
from crawler.model.topic import Match, Span

MAX_QUOTES = 3
MAX_QUOTE = 300  # characters; a longer sentence is cut around its first mark
_END = re.compile(r"[.!?…][\"'”’»)]*\s+|[。！？]|\n+")


def quotes_of(match: Match, title: str, text: str) -> tuple[Quote, ...]:
    """Return up to MAX_QUOTES sentences that hold matched words, in order of the article."""
    quotes: list[Quote] = []
    for field, source in (("title", title), ("text", text)):
        spans = [span for span in match.spans if span.field == field]
        for start, end in _sentences(source):
            inside = [span for span in spans if start <= span.start and span.end <= end]
            if inside and len(quotes) < MAX_QUOTES:
                quotes.append(_quote(field, source, start, end, inside))
    return tuple(quotes)


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(cuts) if start < end]


def _quote(field: str, source: str, start: int, end: int, spans: list[Span]) -> Quote:
    end = start + len(source[start:end].rstrip())
    if end - start > MAX_QUOTE:
        start = max(start, min(spans[0].start - MAX_QUOTE // 3, end - MAX_QUOTE))
        end = min(end, start + MAX_QUOTE)
    marks = sorted({(span.start - start, span.end - start) for span in spans if span.end <= end})
    return Quote(field=field, text=source[start:end], marks=tuple(marks))
