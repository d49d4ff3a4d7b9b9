"""HTML out of XML elements: escaped text, CDATA, or real child elements, links absolute."""

import re
from functools import lru_cache

from lxml import etree

from crawler.core.feeds.document import BASE, Document, Element, text_of
from crawler.core.feeds.names import split_tag
from crawler.core.feeds.text import escaped, markup
from crawler.core.urls import join

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
_LINKS = ("href", "src", "poster", "cite")


def html_of(document: Document, element: Element, base: str | None, limit: int) -> str | None:
    """Return the content of an element that holds HTML, as a fragment with absolute links."""
    if document.has_countless_links:
        base = None
    elif document.has_bases:
        base = document.base_at(element, base)
    text = _inner_html(document, element, base) if len(element) else element.text
    return markup(text, base, limit) if text else None


def html_of_plain(element: Element, limit: int) -> str | None:
    """Return the content of an element that holds plain text, as HTML."""
    text = text_of(element).strip()
    return escaped(text[:limit]) or None


def _inner_html(document: Document, element: Element, base: str | None) -> str:
    """Serialise what an element contains, without namespaces and without a wrapping div.

    The tree is ours and read once, so it is rewritten in place.
    """
    if document.has_bases and base is not None:
        _resolve_links(document, element, base)
    for inner in element.iterdescendants():
        inner.tag = _html_name(inner.tag)
    if len(element) == 1 and element[0].tag == "div" and not (element.text or "").strip():
        element = element[0]
    body = etree.Element("body")  # away from its ancestors, whose namespaces it would repeat
    body.text = element.text
    body.extend(element)
    etree.cleanup_namespaces(body)
    html = etree.tostring(body, encoding="unicode", method="html")
    return html.removeprefix("<body>").removesuffix("</body>")


@lru_cache(maxsize=2_000)
def _html_name(tag: str) -> str:
    """Return the name without namespace or prefix; damage may leave one that HTML cannot have."""
    name = split_tag(tag)[1].rpartition(":")[2]
    return name if _NAME.fullmatch(name) else "span"


def _resolve_links(document: Document, element: Element, base: str | None) -> None:
    """Make links absolute where every level may have a base of its own."""
    bases = {element: base}
    for inner in element.iterdescendants():
        parent = inner.getparent()
        bases[inner] = document.base_at(inner, None if parent is None else bases[parent])
        inner.attrib.pop(BASE, "")
        for name in _LINKS:
            link = inner.get(name)
            if link is not None and (url := join(bases[inner], link)):
                inner.set(name, url)
