"""The canonical address of an article, believed only where it can be true."""

from urllib.parse import urlsplit

from crawler.core.articles.head import Head
from crawler.core.urls import join, normalise, same_site


def find_canonical(head: Head, url: str) -> str | None:
    """Return the address a page states as its own, or else the one it was asked by.

    A stated address of another site or of the site's front page is not believed: templates and
    syndication put it there, and it would fold different articles into one.
    """
    for stated in (*head.canonical, *head.meta.get("og:url", ())):
        found = join(url, stated)
        found = normalise(found) if found else None
        if found and same_site(found, url) and not _is_front_page(found):
            return found
    return normalise(url)


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
