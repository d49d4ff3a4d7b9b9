"""What feeds are called: ids for commands, names of outlets for readers. Neither tells a secret."""

from collections.abc import Container
from urllib.parse import urlsplit

from crawler.config.feed_drafts import Draft
from crawler.config.findings import Findings
from crawler.config.nodes import Place
from crawler.core.slugs import slug
from crawler.core.urls import host_of, is_web
from crawler.model.feed import FeedId

_HOST_PREFIXES = ("www.", "rss.", "feeds.", "feed.")


def give_ids(drafts: list[Draft], findings: Findings) -> list[FeedId]:
    """Return an id for each feed: as written, else of the name, else of the URL, numbered if taken."""
    taken: dict[str, Place] = {}
    for draft in drafts:
        if draft.entry.id is None:
            continue
        first = taken.setdefault(draft.entry.id, draft.id_place)
        if first is not draft.id_place:
            findings.error(
                draft.id_place,
                f"the id '{draft.entry.id}' is given twice, first at {first}",
                "choose another id",
            )
    ids: list[FeedId] = []
    for draft in drafts:
        feed_id = draft.entry.id or free_id(draft.entry.name, draft.public_url, taken)
        taken.setdefault(feed_id, draft.place)
        ids.append(FeedId(feed_id))
    return ids


def free_id(name: str | None, public_url: str, taken: Container[str]) -> str:
    """Make an id of a feed's name, else of its URL, with a number behind it if it is taken."""
    wanted = slug(name or _bare(public_url))
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _bare(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return _short_host(host) + parts.path + ("-" + parts.query if parts.query else "")


def _short_host(host: str) -> str:
    for prefix in _HOST_PREFIXES:
        host = host.removeprefix(prefix)
    return host


def outlet(public_url: str) -> str:
    """Name an outlet after its host: two feeds of one publisher are one source."""
    host = host_of(public_url) if is_web(public_url) else None
    return _short_host(host) if host else public_url
