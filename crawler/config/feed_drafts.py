"""Feeds on their way into the configuration: as written, or out of a list, each once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.config.bounded import MAX_FILE_BYTES, read_bounded
from crawler.config.findings import Findings
from crawler.config.nodes import NodePath, Place
from crawler.config.opml_feeds import tidied
from crawler.config.places import Places
from crawler.config.schema_feeds import FeedEntry, OpmlEntry
from crawler.core.feeds.opml import read_opml
from crawler.core.urls import address_key, mask_userinfo
from crawler.model.errors import ParseError
from crawler.model.listing import OpmlFeed


@dataclass(frozen=True, slots=True)
class Draft:
    """A feed on its way: what was written, where, and how its URL may be spoken of."""

    entry: FeedEntry
    place: Place
    id_place: Place
    public_url: str
    """The URL as written, names of environment variables not filled in."""
    secret: bool = False
    listed: bool = False
    """It came from an OPML list, so an entry of its own overrides it."""


def written_draft(item: str | FeedEntry, index: int, places: Places) -> Draft:
    """Return the draft of a source that stands in the file itself."""
    entry = FeedEntry(url=item) if isinstance(item, str) else item
    where: NodePath = ("feeds", index) if isinstance(item, str) else ("feeds", index, "url")
    node = places.scalar(*where)
    written = node.written if node is not None else None
    return Draft(
        entry=entry,
        place=places.value(*where),
        id_place=places.value("feeds", index, "id"),
        public_url=written or entry.url,
        secret=written is not None,
    )


def listed_drafts(item: OpmlEntry, path: Path, place: Place, findings: Findings) -> Iterator[Draft]:
    """Yield a draft for each feed of an OPML file; note when it cannot be read."""
    for listed in _read_list(path, place, findings):
        feed = tidied(listed)
        if feed is None:
            findings.warn(place, f"{path} lists {mask_userinfo(listed.url)}, which cannot be used")
            continue
        tags = tuple(dict.fromkeys(item.tags + feed.tags))
        entry = listed_entry(item, feed.url).model_copy(update={"name": feed.title, "tags": tags})
        yield Draft(entry, place, place, feed.url, listed=True)


def listed_entry(item: OpmlEntry, url: str) -> FeedEntry:
    """Return the entry that the feed at ``url`` would have, with the options of its list."""
    options = item.model_dump(include=item.model_fields_set - {"opml", "tags"})
    return FeedEntry(url=url, **options)


def _read_list(path: Path, place: Place, findings: Findings) -> tuple[OpmlFeed, ...]:
    try:
        content = read_bounded(path)
        if len(content) > MAX_FILE_BYTES:
            findings.error(place, f"{path} is larger than {MAX_FILE_BYTES} bytes", "split the list")
            return ()
        return read_opml(content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        findings.error(
            place,
            f"{path} cannot be read: {reason}",
            "write the path of an OPML file, relative to this file",
        )
    except ParseError as error:
        findings.error(
            place, f"{path} is not a list of feeds: {error.problem}", "export it as OPML again"
        )
    return ()


def without_duplicates(drafts: list[Draft], findings: Findings) -> list[Draft]:
    """Keep each source once.

    Two entries for one URL are an error: they would fetch it twice, under two ids and perhaps
    two sets of tags, and nobody could say which was meant. An entry overrides a list's, and a
    later list adds its tags to an earlier one's.
    """
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in sorted(drafts, key=lambda each: each.listed):  # stable: entries before lists
        key = (address_key(draft.entry.url), draft.entry.select)
        first = kept.setdefault(key, draft)
        if first is draft:
            continue
        if draft.listed:
            tags = tuple(dict.fromkeys(first.entry.tags + draft.entry.tags))
            kept[key] = replace(first, entry=first.entry.model_copy(update={"tags": tags}))
        else:
            findings.error(
                draft.place,
                f"this URL is listed twice, first at {first.place}",
                "delete one of the two",
            )
    return sorted(kept.values(), key=lambda draft: draft.place)
