"""The sentences that made a document match, with the words marked."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Final

from crawler.model.topic import Document, Match, Quote, Span

MAX_SENTENCE: Final = 320
"""Code points; a longer sentence is cut at a space, so that a mail stays readable."""

MAX_QUOTE: Final = 1_000
"""Code points; a pattern may match whole pages."""

_STOP: Final = re.compile(
    r"""\n\s*                                  # a line is never part of the next one
    | [。！？]+[」』”’）]*\s*                     # CJK sentences need no space after them
    | (?: \b(?P<word>\w+) | (?<![\w.!?…]) ) [.!?…]+ ["'”’»)\]]* \s+""",  # one start a run: linear
    re.VERBOSE,
)
_ABBREVIATIONS: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "vs", "gen", "sen", "rep", "gov", "col", "lt", "prof"}
)


def quotes(match: Match, document: Document) -> tuple[Quote, ...]:
    """Return the title and sentences that hold spans of a match, in the order of the document."""
    return tuple(
        quote
        for field, text in (("title", document.title), ("text", document.text))
        for quote in quotes_of(text, field, (span for span in match.spans if span.field == field))
    )


def quotes_of(text: str, field: str, spans: Iterable[Span]) -> tuple[Quote, ...]:
    """Return the sentences of one field that hold any of the spans."""
    starts = sentence_starts(text)
    groups: list[tuple[int, int, list[Span]]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        first = starts[bisect_right(starts, span.start) - 1]
        following = bisect_right(starts, max(span.start, span.end - 1))
        last = starts[following] if following < len(starts) else len(text)
        if groups and first < groups[-1][1]:
            first, last = groups[-1][0], max(last, groups[-1][1])
            groups[-1] = (first, last, [*groups[-1][2], span])
        else:
            groups.append((first, last, [span]))
    return tuple(_quote(text, field, *group) for group in groups)


def sentence_starts(text: str) -> list[int]:
    """Return where each sentence begins; the first at 0."""
    starts = [0]
    for stop in (
        *(match.end() for match in _STOP.finditer(text) if _ends_sentence(match)),
        len(text),
    ):
        while stop - starts[-1] > MAX_SENTENCE:
            space = text.rfind(" ", starts[-1] + MAX_SENTENCE // 2, starts[-1] + MAX_SENTENCE)
            starts.append(space + 1 if space > 0 else starts[-1] + MAX_SENTENCE)
        if starts[-1] < stop < len(text):
            starts.append(stop)
    return starts


def _ends_sentence(stop: re.Match[str]) -> bool:
    """Return whether a stop ends a sentence, and not an initial (J. Doe, U.S.) or a title (Mr. Doe)."""
    word = stop["word"]
    if word is None:
        return True
    following = stop.string[stop.end() : stop.end() + 1]
    return not (
        (len(word) == 1 and word.isalpha()) or word.lower() in _ABBREVIATIONS or following.islower()
    )


def highlight(quote: Quote, opening: str, closing: str, escape: Callable[[str], str] = str) -> str:
    """Return a quote with its marks between two strings.

    Args:
        quote: what to show.
        opening: put before each marked stretch, not escaped.
        closing: put after it, not escaped.
        escape: applied to the text between, such as ``html.escape``.
    """
    parts: list[str] = []
    done = 0
    for start, end in quote.marks:
        parts += (escape(quote.text[done:start]), opening, escape(quote.text[start:end]), closing)
        done = end
    return "".join((*parts, escape(quote.text[done:])))


def _quote(text: str, field: str, first: int, last: int, spans: list[Span]) -> Quote:
    sentence = text[first : min(last, first + MAX_QUOTE)].rstrip()
    first += len(sentence) - len(sentence := sentence.lstrip())
    marks: list[tuple[int, int]] = []
    for span in spans:
        start, end = max(0, span.start - first), min(len(sentence), span.end - first)
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        elif start < end:
            marks.append((start, end))
    return Quote(field=field, text=sentence, marks=tuple(marks))
