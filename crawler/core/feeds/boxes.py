"""The boxes links lie in, and the selectors that name boxes of one kind."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.core.feeds.headlines import Link

_DEPTH = 8
"""How far above its link an item may begin."""
_MOST_TRIED = 120
_NAME = re.compile(r"[A-Za-z_][\w\-]{0,60}", re.ASCII)
_PASSING = re.compile(
    r"first|last|odd|even|active|current|selected|open|clearfix|visited|hidden|sticky",
    re.IGNORECASE,
)
MADE_UP = re.compile(r"\d{3}|^(?:css|sc|jsx|svelte|emotion|ng)-|_{1,2}[A-Za-z0-9]*\d[A-Za-z0-9]*$")
"""Names a build tool makes, which the next release changes."""


def boxes_of(links: Iterable[Link]) -> dict[int, list[Link]]:
    """Map every element a few levels around a link to the links it holds."""
    boxes: dict[int, list[Link]] = {}
    for link in links:
        for node in around(link.node):
            boxes.setdefault(node.mem_id, []).append(link)
    return boxes


def around(node: LexborNode, depth: int = _DEPTH) -> Iterator[LexborNode]:
    """Yield a node and what it lies in, up to the body."""
    here: LexborNode | None = node
    for _ in range(depth):
        if here is None or here.tag in {"body", "html"}:
            return
        yield here
        here = here.parent


def selectors_of(links: Iterable[Link]) -> list[str]:
    """Return the selectors most links of worth lie in, best first."""
    votes: dict[str, float] = {}
    seen: dict[int, tuple[str, ...]] = {}
    for link in links:
        worth = 0.05 + link.worth
        for node in around(link.node):
            if node.mem_id not in seen:
                seen[node.mem_id] = tuple(_names_of(node))
            for selector in seen[node.mem_id]:
                votes[selector] = votes.get(selector, 0.0) + worth
    return sorted(votes, key=lambda selector: -votes[selector])[:_MOST_TRIED]


def _names_of(node: LexborNode) -> Iterator[str]:
    """Yield ways to name a box: by its class, by what it lies in, by its tag."""
    tag = node.tag or "*"
    for name in _classes(node):
        yield f"{tag}.{name}"
    above = node.parent or node  # which is below the body, and so has one
    parents = _named(above)
    yield from (f"{parent} > {tag}" for parent in parents)
    if not parents:
        yield f"{above.tag} > {tag}"
        holder = next((each for each in islice(around(above), 1, 4) if _named(each)), None)
        if holder is not None:
            yield from (f"{name} {tag}" for name in _named(holder))


def _named(node: LexborNode) -> list[str]:
    identity = node.attributes.get("id") or ""
    usable = _NAME.fullmatch(identity) and not MADE_UP.search(identity)
    by_id = [f"{node.tag}#{identity}"] if usable else []
    return by_id + [f"{node.tag}.{name}" for name in _classes(node)]


def _classes(node: LexborNode) -> list[str]:
    names = (node.attributes.get("class") or "").split()[:8]
    return [name for name in names if _NAME.fullmatch(name) and not _PASSING.fullmatch(name)]
