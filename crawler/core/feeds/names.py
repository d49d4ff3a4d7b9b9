"""Names of elements without the accidents of their namespaces: ``title``, ``dc:creator``."""

from functools import lru_cache

NAMESPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://search.yahoo.com/mrss": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.pheedo.com/namespace/pheedo": "feedburner",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://news.yandex.ru": "yandex",
}
"""Our prefix for a namespace, spelled as `fold_namespace` spells it."""


@lru_cache(maxsize=2_000)
def fold_namespace(uri: str) -> str:
    """Make spellings of a namespace equal: http or https, case, a trailing slash or hash."""
    return uri.lower().replace("https://", "http://", 1).rstrip("/#")


def split_tag(tag: str) -> tuple[str, str]:
    """Split ``{namespace}local`` as lxml writes it; the namespace may be empty."""
    uri, closed, local = tag.rpartition("}")
    return (uri[1:], local) if closed else ("", tag)


class Names(dict[str, str]):
    """Short names by the tags of one document, found once for each tag.

    An element of the format's own namespaces, whatever they are called, has its bare name;
    one of a known extension our prefix; others one that no reader asks for. All lower case, as
    RSS in the wild is.
    """

    def __init__(self, core: frozenset[str]) -> None:
        """Name the elements of a document.

        Args:
            core: the format's own namespaces, folded; elements without one always belong.
        """
        super().__init__()
        self._core = core

    def __missing__(self, tag: str) -> str:
        uri, local = split_tag(tag)
        namespace = fold_namespace(uri)
        if not uri or namespace in self._core:
            name = local.lower()
        else:
            name = f"{NAMESPACES.get(namespace, 'other')}:{local.lower()}"
        self[tag] = name
        return name
