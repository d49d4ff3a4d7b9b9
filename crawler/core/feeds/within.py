"""Where link, title and date are within the boxes of a list: the simplest selector that is right."""

import re
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from selectolax.lexbor import LexborNode

from crawler.core.dates import parse_dates
from crawler.core.feeds.headlines import HEADINGS, headline_worth, text_of
from crawler.core.feeds.page import value_of
from crawler.core.urls import join
from crawler.model.feed import Selectors

_SAMPLE = 40
"""Boxes looked into: more would not change the verdict."""
_LOOKED_AT = 5
_MOST_PARTS = 80
_LONGEST_DATE, _LONGEST_TITLE = 60, 200
_DATED_ENOUGH, _HEADED_ENOUGH = 0.5, 0.8
_NAME = re.compile(r"[A-Za-z_][\w\-]{0,60}", re.ASCII)
_HAS_DAY = re.compile(r"\d")
_IN_HEADINGS = tuple(HEADINGS.split(", "))


def select_within(
    item: str, items: Sequence[LexborNode], stories: Sequence[str], base: str | None
) -> Selectors:
    """Return complete selectors for a list.

    Args:
        item: the selector of its boxes.
        items: the boxes.
        stories: the address of the story in each.
        base: what relative links refer to.
    """
    items, stories = items[:_SAMPLE], stories[:_SAMPLE]
    link = _link(items, stories, base)
    date = _date(items)
    return Selectors(item=item, link=link, title=_title(items, link, date), date=date)


def _link(items: Sequence[LexborNode], stories: Sequence[str], base: str | None) -> str:
    def right(selector: str) -> float:
        found = (join(base, value_of(item, selector) or "") for item in items)
        return fmean(address == story for address, story in zip(found, stories, strict=True))

    headed = (f"{heading} a@href" for heading in _IN_HEADINGS)
    classed = (f"{part}@href" for part in _parts(items) if part.startswith(("a.", "a:")))
    held = (f"{part} a@href" for part in _parts(items) if "." in part)
    return _best(["a@href", *headed, *classed, *held], right)


def _title(items: Sequence[LexborNode], link: str, date: str | None) -> str:
    """Return where the headline is: a heading, else what says most without running on."""

    def headed(selector: str) -> float:
        return fmean(bool(value_of(item, selector)) for item in items)

    def right(selector: str) -> float:
        return fmean(_title_worth(value_of(item, selector), value_of(item, date)) for item in items)

    heading = _best(_IN_HEADINGS, headed)
    if headed(heading) >= _HEADED_ENOUGH:
        return heading
    parts = [part for part in _parts(items) if not part.startswith(("a.", "a:", "time"))]
    return _best([link.removesuffix("@href"), *parts], right)


def _title_worth(text: str | None, date: str | None) -> float:
    """Weigh a text as a headline; half when it is a whole card, run together with its date."""
    if not text:
        return 0.0
    runs_on = len(text) > _LONGEST_TITLE or (date is not None and date in text)
    return headline_worth(text) * (0.5 if runs_on else 1.0)


def _date(items: Sequence[LexborNode]) -> str | None:
    def right(selector: str) -> float:
        moments = parse_dates(value_of(item, selector) for item in items)
        return fmean(moment is not None for moment in moments)

    parts = [part for part in _parts(items) if _may_be_date(items, part)]
    best = _best(["time@datetime", "time", *parts], right)
    return best if right(best) >= _DATED_ENOUGH else None


def _may_be_date(items: Sequence[LexborNode], selector: str) -> bool:
    texts = [text for item in items[:_LOOKED_AT] if (text := value_of(item, selector))]
    return any(len(text) <= _LONGEST_DATE and _HAS_DAY.search(text) for text in texts)


def _best(selectors: Iterable[str], right: Callable[[str], float]) -> str:
    """Return the selector that is right most often, of equal ones the first."""
    return max(dict.fromkeys(selectors), key=right)


def _parts(items: Sequence[LexborNode]) -> list[str]:
    """Return selectors of what the boxes hold, in document order: by class, tag or place."""
    found: dict[str, None] = {}
    for item in items[:_LOOKED_AT]:
        for node in item.css("*")[1 : _MOST_PARTS + 1]:
            if text_of(node) or node.tag == "a":
                found.update(dict.fromkeys(_names_of(node)))
    return list(found)


def _names_of(node: LexborNode) -> list[str]:
    classes = (node.attributes.get("class") or "").split()
    named = [f"{node.tag}.{name}" for name in classes if _NAME.fullmatch(name)][:3]
    if named or node.tag is None:
        return named
    before = 0
    here = node.prev
    while here is not None and before < _MOST_PARTS:
        before += here.is_element_node
        here = here.prev
    return [node.tag, f"{node.tag}:nth-child({before + 1})"]
