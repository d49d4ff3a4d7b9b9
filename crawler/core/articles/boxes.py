"""Weigh the boxes of a page: which hold junk, which holds the article.

A name such as "sidebar" on an element says little alone: whole articles live in boxes called
"content-sidebar" or "paywall". So names only accuse, and the share of the page's running text
that stands under the accusing word decides.
"""

from collections.abc import Iterable, Sequence

from crawler.core.articles.blocks import Block, Box
from crawler.core.articles.junk import Suspicion

ACQUITTED = {Suspicion.SOME: 0.4, Suspicion.STRONG: 0.7, Suspicion.CERTAIN: 0.95}
"""Share of the page's running text under one accusing word from which on the word is wrong."""
KEEP = 0.75
"""A box is entered as long as it keeps this much of the text of the box around it."""
TITLE_SHARE = 0.4
"""The way down starts at the box around the title that holds at least this much."""
SIBLING_SHARE = 0.05
"""A box of the same name with this much text is another part of the same body."""

_PARAGRAPHS = frozenset(("p", "li", "blockquote"))
_CELLS = frozenset(("td", "th"))


def weigh(blocks: Iterable[Block]) -> dict[Box, int]:
    """Return the characters of running text in every box that has any."""
    weights: dict[Box, int] = {}
    for block in blocks:
        if block.is_running:
            weights[block.box] = weights.get(block.box, 0) + len(block.text)
    levels: dict[int, list[Box]] = {}
    for box in weights:
        levels.setdefault(box.depth, []).append(box)
    for depth in range(max(levels, default=0), 0, -1):  # inside out: each box is added up once
        for box in levels[depth]:
            outer = box.parent
            if outer is not None:
                if outer not in weights:
                    weights[outer] = 0
                    levels.setdefault(depth - 1, []).append(outer)
                weights[outer] += weights[box]
    return weights


def without_junk(blocks: Sequence[Block], titles: Iterable[Block]) -> list[Block]:
    """Leave out blocks in boxes that hold no article text.

    Args:
        blocks: the page's blocks.
        titles: those that are its title: what holds the title is not junk, whatever its name.
    """
    weights = weigh(blocks)
    total = max(weights.values(), default=0)
    verdicts = {box: False for title in titles for box in title.box.around()}
    under: dict[str, int] = {}
    for box, weight in weights.items():
        if box.suspicion and not _counted_further_out(box):
            under[box.word] = under.get(box.word, 0) + weight

    def is_junk(box: Box) -> bool:
        outer = box.parent
        if not box.suspicion and outer is not None and outer in verdicts:
            return verdicts[outer]  # as nearly all paragraphs do
        path: list[Box] = []
        at: Box | None = box
        while at is not None and at not in verdicts:
            path.append(at)
            at = at.parent
        found = at is not None and verdicts[at]
        for inner in reversed(path):
            if not found and inner.suspicion:
                found = under.get(inner.word, 0) < ACQUITTED[inner.suspicion] * total
            verdicts[inner] = found
        return found

    return [block for block in blocks if not is_junk(block.box)] if total else list(blocks)


def _counted_further_out(box: Box) -> bool:
    """Tell whether a box around this one is accused by the same word: its text counts once."""
    return any(outer.word == box.word for outer in box.around() if outer is not box)


def choose(blocks: Sequence[Block], titles: Sequence[Block]) -> Box | None:
    """Return the smallest box that holds the body, or None when there is no running text.

    The way leads down from the title's surroundings into the heaviest box as long as little is
    lost. It ends early where the body is cut into several boxes of one name, and before a single
    paragraph: its neighbours belong to it.
    """
    weights = weigh(blocks)
    children: dict[Box, list[Box]] = {}
    at: Box | None = None
    for box in weights:
        if box.parent is None:
            at = box
        else:
            children.setdefault(box.parent, []).append(box)
    if at is None:
        return None
    total = weights[at]
    around_titles = (_lowest(title, weights, TITLE_SHARE * total) for title in titles)
    at = max((at, *filter(None, around_titles)), key=lambda box: box.depth)
    headed = {box for block in blocks if block.tag == "h1" for box in block.box.around()}
    while inner := children.get(at):
        heaviest = max(inner, key=lambda box: weights[box])
        parts = [box for box in inner if box.name == heaviest.name and box not in headed]
        is_cut = heaviest.tag not in _CELLS and any(  # cells beside each other are columns
            box is not heaviest and weights[box] >= SIBLING_SHARE * total for box in parts
        )
        if is_cut or heaviest.tag in _PARAGRAPHS or weights[heaviest] < KEEP * weights[at]:
            break
        at = heaviest
    return at


def _lowest(block: Block, weights: dict[Box, int], least: float) -> Box | None:
    """Return the smallest box around the title with this much text, if it is more than a head."""
    boxes = (box for box in block.box.around() if box.tag != "header")
    return next((box for box in boxes if weights.get(box, 0) >= least), None)
