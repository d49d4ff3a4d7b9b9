"""What feeds are called: ids for commands, names of outlets for readers. Neither tells a secret."""

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
    return [FeedId(draft.entry.id or _free_id(draft, taken)) for draft in drafts]


def _free_id(draft: Draft, taken: dict[str, Place]) -> str:
    wanted = slug(draft.entry.name or _bare(draft.public_url))
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken[free] = draft.place
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
