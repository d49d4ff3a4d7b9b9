"""Parts of a page that say by their place or heading that they are not this article.

Below "Related stories" stand other stories; below a second first-level heading stands the next
article of an endless page; above the title stand banners and consent dialogs.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from crawler.core.articles.blocks import HEADINGS, Block, Box
from crawler.core.articles.clean import fold
from crawler.core.articles.labels import is_section

MAX_SHARE = 0.5
"""A heading that would take more of the page's running text is no label of a section."""
ENOUGH_CHARS = 250
"""Running text below the title from which on nothing above it can be the body."""

_LISTED = frozenset(("li", "td", "th", "dd"))


def without_sections(rows: Sequence[Block]) -> list[Block]:
    """Leave out what stands under a heading such as "Related stories" or "3 comments".

    In a box of its own the section ends with the box, else with the next paragraph.
    """
    dropped: set[Block] = set()
    for index, row in enumerate(rows):
        if row.tag not in _LISTED and row not in dropped and is_section(row.text):
            dropped.update(_section(rows, index))
    if not dropped or _running(dropped) > MAX_SHARE * _running(rows):
        return list(rows)
    return [row for row in rows if row not in dropped]


def without_other_articles(rows: Sequence[Block], title: Block | None) -> list[Block]:
    """Leave out articles appended to this one: boxes that begin with an h1 of their own.

    Args:
        rows: the page's rows.
        title: the row that is the article's title, if it is shown.
    """
    if title is None:
        return list(rows)
    own = set(title.box.around())
    after = rows.index(title) + 1
    cut: set[Box] = set()
    for at in range(after, len(rows)):
        row = rows[at]
        if row.tag == "h1" and fold(row.text) != fold(title.text):
            box = _outermost(row.box, own)
            if box not in cut and _begins(rows, at, box):
                cut.add(box)
    if not cut:
        return list(rows)
    kept = [row for row in rows if cut.isdisjoint(row.box.around())]
    return kept if _running(kept[after:]) else list(rows)


def below(rows: Sequence[Block], titles: Iterable[Block]) -> list[Block]:
    """Leave out what stands above the title, if enough stands below it to be the body."""
    first = next(iter(titles), None)
    if first is None or first not in rows or first is rows[0]:
        return list(rows)
    rest = rows[rows.index(first) :]
    is_enough = _running(rest) >= min(ENOUGH_CHARS, MAX_SHARE * _running(rows))
    return list(rest if is_enough else rows)


def _section(rows: Sequence[Block], index: int) -> list[Block]:
    """Return the rows of the section a label opens, its own included."""
    label = rows[index]
    box = label.box.parent
    if box is None:
        return []
    is_first = index == 0 or box not in rows[index - 1].box.around()
    if not is_first and label.tag not in HEADINGS:
        return []
    found = [label]
    for row in (rows[place] for place in range(index + 1, len(rows))):
        is_over = row.tag in HEADINGS and label.tag in HEADINGS and row.tag <= label.tag
        if box not in row.box.around() or is_over or (not is_first and row.is_running):
            break
        found.append(row)
    return found


def _begins(rows: Sequence[Block], at: int, box: Box) -> bool:
    """Tell whether the running text of a box, if it has any, begins after a row."""

    def inside(places: range) -> Iterator[Block]:
        return takewhile(lambda row: box in row.box.around(), (rows[place] for place in places))

    before, after = inside(range(at - 1, -1, -1)), inside(range(at, len(rows)))
    return not any(row.is_running for row in before) and any(row.is_running for row in after)


def _outermost(box: Box, own: set[Box]) -> Box:
    """Return the largest box around this one that does not hold the article's own title."""
    path = [at for at in box.around() if at not in own]
    return path[-1]


def _running(rows: Iterable[Block]) -> int:
    return sum(len(row.text) for row in rows if row.is_running)
