"""What the head of a page declares: meta elements, title, links, language."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.core.dates import MAX_DATE_CHARS

MAX_VALUE_CHARS = 2_000
MAX_ELEMENTS = 500
MAX_H1 = 20
MAX_TIMES = 50
MAX_SCRIPTS = 50


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

    def first(self, *names: str) -> str:
        """Return the first non-empty content among these names, tried in order."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")


def read_head(page: LexborHTMLParser) -> Head:
    """Collect a page's declarations; they may stand anywhere, not only in ``<head>``."""
    meta: dict[str, list[str]] = {}
    for node in page.css("meta[content]")[:MAX_ELEMENTS]:
        attributes = node.attributes
        content = " ".join((attributes.get("content") or "")[:MAX_VALUE_CHARS].split())
        for key in ("property", "name", "itemprop"):
            name = attributes.get(key)
            if name:
                meta.setdefault(name.lower(), []).append(content)
    root = page.root
    return Head(
        meta={name: tuple(values) for name, values in meta.items()},
        title=next((_text(node) for node in page.css("title")[:4] if _is_pages(node)), ""),
        language=(root.attributes.get("lang") or root.attributes.get("xml:lang") or "")
        if root is not None
        else "",
        canonical=tuple(
            (node.attributes.get("href") or "")[:MAX_VALUE_CHARS]
            for node in page.css('link[rel="canonical" i]')[:4]
        ),
        headings=tuple(filter(None, map(_text, page.css("h1")[:MAX_H1]))),
        times=tuple(dict.fromkeys(_times(page))),
        scripts=tuple(
            node.text() for node in page.css('script[type^="application/ld+json" i]')[:MAX_SCRIPTS]
        ),
    )


def _is_pages(title: LexborNode) -> bool:
    """Tell whether a title is the page's own and not a drawing's."""
    return title.parent is None or title.parent.tag != "svg"


def _times(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in page.css("time, [itemprop=datePublished], [itemprop=dateModified]")[:MAX_TIMES]:
        attributes = node.attributes
        moment = attributes.get("datetime") or attributes.get("content") or ""
        yield moment[:MAX_DATE_CHARS], (attributes.get("itemprop") or "").lower()


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ")[:MAX_VALUE_CHARS].split())
