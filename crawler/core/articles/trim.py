"""What is cut off once the box of the article is found: teaser cards, ends, repeats."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from crawler.core.articles.blocks import HEADINGS, Block, Box
from crawler.core.articles.boxes import weigh
from crawler.core.articles.clean import ends_sentence

CARD_CHARS = 1_200
"""A teaser card holds no more running text than this."""
LINKED = 0.8
"""A heading of which this much is a link leads elsewhere."""
REPEAT_CHARS = 80
"""A paragraph this long is not repeated on purpose."""
BOILERPLATE_TIMES = 3
"""One that stands there this often is a placeholder."""
CELL_CHARS = 100
"""Longer cells are a layout, not a table."""

_TEXT_TAGS = HEADINGS | {"p", "li"}
_CELLS = frozenset(("td", "th"))
_LISTED = _CELLS | {"li"}


def join_rows(blocks: Sequence[Block]) -> list[Block]:
    """Join the cells of a table row to one line, if each is short and whole: else it is a layout."""
    joined: list[Block] = []
    for row, cells in groupby(blocks, key=lambda block: block.tag in _CELLS and block.box.parent):
        found = list(cells)
        is_row = len({cell.box for cell in found}) == len(found) and row
        if is_row and max(len(cell.text) for cell in found) <= CELL_CHARS:
            text = " ".join(cell.text for cell in found)
            links = sum(cell.link_chars for cell in found)
            joined.append(Block(text, links, found[0].tag, found[0].box))
        else:
            joined += found
    return joined


def without_cards(blocks: Sequence[Block], body: Box) -> list[Block]:
    """Leave out teasers of other articles: a linked heading with a little text in a box of its own.

    Args:
        blocks: the blocks of the body.
        body: the box that holds them all.
    """
    weights = weigh(blocks)
    cards: set[Box] = set()
    for heading, text in pairwise(blocks):
        if _is_card(heading, text):
            around = set(heading.box.around())
            card = next(box for box in text.box.around() if box in around)
            if card.depth > body.depth and weights.get(card, 0) <= CARD_CHARS:
                cards.add(card)
    return (
        [block for block in blocks if cards.isdisjoint(block.box.around())]
        if cards
        else list(blocks)
    )


def _is_card(heading: Block, text: Block) -> bool:
    return heading.tag in HEADINGS and heading.link_share >= LINKED and text.tag not in HEADINGS


def trimmed(blocks: Sequence[Block]) -> list[Block]:
    """Cut scraps before the first and after the last paragraph, and headings left without text.

    Without a paragraph there are only scraps.

    A short line stays when it stands where the article's paragraphs stand, or ends a sentence.
    """
    places = [index for index, block in enumerate(blocks) if block.is_running]
    if not places:
        return []
    homes = Counter(blocks[i].box.parent for i in places if blocks[i].tag == "p").most_common(1)
    home = homes[0][0] if homes else None
    first, last = places[0], places[-1] + 1
    head = [
        b
        for b in blocks[:first]
        if _is_at_home(b, home) or (b.tag == "p" and ends_sentence(b.text))
    ]
    tail = [
        b for b in blocks[last:] if b.tag == "li" or _is_at_home(b, home) or ends_sentence(b.text)
    ]
    while tail and tail[-1].tag in HEADINGS:
        tail.pop()
    return [*head, *blocks[first:last], *tail]


def _is_at_home(block: Block, home: Box | None) -> bool:
    if block.tag not in _TEXT_TAGS:
        return False
    parent = block.box.parent
    if block.tag == "li" and parent is not None:  # the list stands among the paragraphs
        parent = parent.parent
    return home is not None and parent is home


def without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """Keep each long paragraph once, and no line so frequent that it stands for something else.

    "External content is not available" stands where posts and videos are loaded by scripts.
    """
    times = Counter(block.text for block in blocks)
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        text = block.text
        is_long = len(text) >= REPEAT_CHARS
        is_frequent = times[text] >= BOILERPLATE_TIMES and block.tag not in _LISTED
        if (is_frequent and (is_long or _is_phrase(text))) or (is_long and text in seen):
            continue
        seen.add(text)
        kept.append(block)
    return kept


def _is_phrase(text: str) -> bool:
    return not ends_sentence(text) and any(map(str.isalpha, text))
