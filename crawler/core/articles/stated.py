"""The body as a page's data states it, where the page itself shows little or nothing of it.

JSON-LD ``articleBody`` is on a quarter of all news pages: a check of what was found and a cure
where nothing was.
"""

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.blocks import read_blocks
from crawler.core.articles.clean import fold, tidy, tidy_paragraphs
from crawler.core.articles.guards import flattened

MAX_CHARS = 200_000
"""Of one stated text; longer ones are cut."""

SHINGLE_WORDS = 4
LONGER = 1.3
COVERED = 0.6
OTHER = 0.2
SAME = 0.9


def better_body(shown: str, stated: str) -> str:
    """Return the text the page shows, or the stated one where that is surely the better.

    The stated text is when it is much longer and the shown one holds little of it, or when the
    shown one is about something else. A short stated text is the teaser of a paywall. Where both
    say the same, what the page shows after the end of the stated text is cut.

    Args:
        shown: paragraphs found on the page.
        stated: ``articleBody`` as paragraphs.
    """
    if not stated or not shown:
        return shown or stated
    ours, theirs = _shingles(shown), _shingles(stated)
    common = len(ours & theirs)
    is_longer = len(stated) > LONGER * len(shown) and common < COVERED * len(theirs)
    is_other = common < OTHER * min(len(ours), len(theirs)) and len(stated) > len(shown) / LONGER
    if is_longer or is_other:
        return stated
    return _without_tail(shown, theirs) if common >= SAME * len(theirs) else shown


def _without_tail(shown: str, stated: set[tuple[str, ...]]) -> str:
    """Drop what follows the last paragraph the data knows of: follow-ups, comments, imprints."""
    paragraphs = shown.split("\n\n")
    end = len(paragraphs)
    while end > 1 and len(_shingles(paragraphs[end - 1]) & stated) == 0:
        end -= 1
    kept = paragraphs[:end]
    is_most = sum(map(len, kept)) >= COVERED * len(shown)
    return "\n\n".join(kept) if is_most else shown


def as_paragraphs(text: str) -> str:
    """Return a stated text, HTML or plain, as paragraphs."""
    text = text[:MAX_CHARS]
    if "</" in text or "<br" in text:
        body = LexborHTMLParser(flattened(text)).body
        blocks = read_blocks(body) if body is not None else []
        return "\n\n".join(filter(None, (tidy(block.text) for block in blocks)))
    return tidy_paragraphs(text)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = fold(text[:MAX_CHARS]).split()
    return set(zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False)) or {tuple(words)}
