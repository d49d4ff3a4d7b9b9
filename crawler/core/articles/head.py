"""What the head of a page declares: meta elements, title, links, language."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.core.dates import MAX_DATE_CHARS

MAX_VALUE_CHARS = 2_000
MAX_ELEMENTS = 500
"""Of one kind."""
MAX_H1 = 20

_DECLARATIONS = (
    'meta[content], title, link[rel="canonical" i], h1, time, [itemprop="datePublished"],'
    ' [itemprop="dateModified"], script[type^="application/ld+json" i], input[type="password" i]'
)


@dataclass(frozen=True, slots=True)
class Head:
    """Declarations of a page, cut to caps, names in lower case."""

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Contents by name, property or itemprop, in document order."""
    title: str = ""
    language: str = ""
    canonical: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    """The page's h1 texts."""
    times: tuple[tuple[str, str], ...] = ()
    """(datetime, itemprop) of time elements."""
    scripts: tuple[str, ...] = ()
    """JSON-LD."""
    has_password: bool = False
    """The page asks for one."""

    def first(self, *names: str) -> str:
        """Return the first non-empty content among these names, tried in order."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")


def read_head(page: LexborHTMLParser) -> Head:
    """Collect a page's declarations; they may stand anywhere, not only in ``<head>``.

    One query finds them all: each walks the whole tree.
    """
    found: dict[str, list[LexborNode]] = {}
    for node in page.css(_DECLARATIONS):
        alike = found.setdefault(node.tag or "", [])
        if len(alike) < MAX_ELEMENTS:
            alike.append(node)
    root = page.root
    titles = (node for node in found.get("title", ()) if _is_pages(node))
    stated = [node for alike in found.values() for node in alike if _is_time(node)]
    return Head(
        meta=_meta(found.get("meta", ())),
        title=next(map(_text, titles), ""),
        language=_attribute(root, "lang") or _attribute(root, "xml:lang") if root else "",
        canonical=tuple(_attribute(link, "href") for link in found.get("link", ())),
        headings=tuple(filter(None, map(_text, found.get("h1", ())[:MAX_H1]))),
        times=tuple(dict.fromkeys(map(_time, stated))),
        scripts=tuple(script.text() for script in found.get("script", ())),
        has_password="input" in found,
    )


def _meta(nodes: Iterable[LexborNode]) -> dict[str, tuple[str, ...]]:
    meta: dict[str, list[str]] = {}
    for node in nodes:
        content = " ".join(_attribute(node, "content").split())
        for key in ("property", "name", "itemprop"):
            if name := _attribute(node, key):
                meta.setdefault(name.lower(), []).append(content)
    return {name: tuple(values) for name, values in meta.items()}


def _is_pages(title: LexborNode) -> bool:
    """Tell whether a title is the page's own and not a drawing's."""
    return title.parent is None or title.parent.tag != "svg"


def _is_time(node: LexborNode) -> bool:
    return node.tag == "time" or (node.tag != "meta" and "itemprop" in node.attributes)


def _time(node: LexborNode) -> tuple[str, str]:
    moment = _attribute(node, "datetime") or _attribute(node, "content")
    return moment[:MAX_DATE_CHARS], _attribute(node, "itemprop").lower()


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "")[:MAX_VALUE_CHARS]


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ")[:MAX_VALUE_CHARS].split())
