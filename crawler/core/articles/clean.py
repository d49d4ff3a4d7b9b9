"""Blocks to paragraphs."""

from crawler.core.articles.blocks import Block
from crawler.core.articles.labels import is_label, is_teaser

LINK_SHARE = 0.5


def paragraphs_of(blocks: list[Block]) -> list[str]:
    """Return the texts of blocks that are not mere links, labels or teasers, without repeats."""
    texts = [
        block.text
        for block in blocks
        if block.link_share < LINK_SHARE and not is_label(block.text) and not is_teaser(block.text)
    ]
    return list(dict.fromkeys(texts))
