"""The feeds of the file -> feeds as watched: lists expanded, defaults applied, ids given."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawler.config.findings import Findings
from crawler.config.near import suggestion
from crawler.config.nodes import NodePath, Place
from crawler.config.opml_feeds import tidied
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.schema_feeds import Defaults, FeedEntry, OpmlEntry
from crawler.config.yaml_nodes import MAX_FILE_BYTES
from crawler.core.feeds.opml import OpmlFeed, read_opml
from crawler.core.slugs import slug
from crawler.core.urls import host_of, is_web, mask_userinfo
from crawler.model.errors import ParseError
from crawler.model.feed import Feed, FeedId, FeedType, Selectors
from crawler.model.secret import Secret
from crawler.model.settings import OpmlSource

SHORT_INTERVAL = timedelta(minutes=1)
"""Below it `check` warns: most publishers take more than one request a minute for an attack."""

_HOST_PREFIXES = ("www.", "rss.", "feeds.", "feed.")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the section `feeds` comes to."""

    feeds: tuple[Feed, ...]
    lists: tuple[OpmlSource, ...]
    """OPML lists elsewhere, to be fetched by the daemon."""
    files: tuple[Path, ...]
    """OPML files that were read."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A feed on its way: what was written, where, and how its URL may be spoken of."""

    entry: FeedEntry
    place: Place
    id_place: Place
    public_url: str
    """The URL as written, names of environment variables not filled in."""
    secret: bool = False
    listed: bool = False
    """It came from an OPML list, so an entry of its own overrides it."""


def build_sources(file: FeedsFile, places: Places, findings: Findings) -> Sources:
    """Return every feed once; note duplicates, unreadable lists, ids given twice."""
    drafts: list[_Draft] = []
    lists: list[OpmlSource] = []
    files: list[Path] = []
    for index, item in enumerate(file.feeds):
        if isinstance(item, FeedEntry):
            _check_selectors(item, index, places, findings)
        if not isinstance(item, OpmlEntry):
            drafts.append(_draft(item, index, places))
        elif is_web(item.opml):
            lists.append(OpmlSource(location=item.opml, tags=item.tags))
        else:
            path = places.folder("feeds", index) / item.opml
            files.append(path)
            drafts.extend(_listed(item, path, places.value("feeds", index, "opml"), findings))
    drafts = _without_duplicates(drafts, findings)
    _warn_of_short_intervals(file, places, findings)
    ids = _give_ids(drafts, findings)
    feeds = tuple(
        _feed(draft, feed_id, file.defaults) for draft, feed_id in zip(drafts, ids, strict=True)
    )
    return Sources(feeds, tuple(lists), tuple(files))


def check_feed_references(
    file: FeedsFile, sources: Sources, places: Places, findings: Findings
) -> None:
    """Note feeds that topics name and that do not exist.

    A file without feeds is for `match`, a list elsewhere may hold anything, and where feeds are
    partly wrong the right one may be among them: all these pass.
    """
    if not sources.feeds or sources.lists or not places.is_whole("feeds"):
        return
    ids = [feed.id for feed in sources.feeds]
    known = set(ids)
    for number, topic in enumerate(file.topics):
        for index, name in enumerate(topic.feeds):
            if name not in known:
                findings.error(
                    places.value("topics", number, "feeds", index),
                    f"the topic '{topic.name}' names the feed '{name}', which does not exist",
                    suggestion(name, ids, "define it under feeds:"),
                )


def _check_selectors(entry: FeedEntry, index: int, places: Places, findings: Findings) -> None:
    if places.lost("feeds", index):
        return
    if entry.type is FeedType.PAGE and entry.select is None:
        findings.error(
            places.value("feeds", index, "type"),
            "a page without selectors",
            'add select: {item: "ul.news li", link: "a@href", title: a}',
        )
    if entry.type is not FeedType.PAGE and entry.select is not None:
        findings.error(
            places.key("feeds", index, "select"),
            "selectors on something that is not a page",
            "add type: page, or delete select",
        )


def _draft(item: str | FeedEntry, index: int, places: Places) -> _Draft:
    entry = FeedEntry(url=item) if isinstance(item, str) else item
    where: NodePath = ("feeds", index) if isinstance(item, str) else ("feeds", index, "url")
    node = places.scalar(*where)
    written = node.written if node is not None else None
    return _Draft(
        entry=entry,
        place=places.value(*where),
        id_place=places.value("feeds", index, "id"),
        public_url=written or entry.url,
        secret=written is not None,
    )


def _listed(item: OpmlEntry, path: Path, place: Place, findings: Findings) -> Iterator[_Draft]:
    for listed in _read_list(path, place, findings):
        feed = tidied(listed)
        if feed is None:
            findings.warn(place, f"{path} lists {mask_userinfo(listed.url)}, which cannot be used")
            continue
        tags = tuple(dict.fromkeys(item.tags + feed.tags))
        entry = FeedEntry(url=feed.url, name=feed.title, tags=tags)
        yield _Draft(entry, place, place, feed.url, listed=True)


def _read_list(path: Path, place: Place, findings: Findings) -> tuple[OpmlFeed, ...]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            findings.error(place, f"{path} is larger than {MAX_FILE_BYTES} bytes", "split the list")
            return ()
        return read_opml(path.read_bytes())
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


def _without_duplicates(drafts: list[_Draft], findings: Findings) -> list[_Draft]:
    """Keep each source once.

    Two entries for one URL are an error: they would fetch it twice, under two ids and perhaps
    two sets of tags, and nobody could say which was meant. An entry overrides a list's, and a
    later list adds its tags to an earlier one's.
    """
    kept: dict[tuple[object, ...], _Draft] = {}
    for draft in sorted(drafts, key=lambda each: each.listed):  # stable: entries before lists
        key = (draft.entry.url, draft.entry.select)
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


def _warn_of_short_intervals(file: FeedsFile, places: Places, findings: Findings) -> None:
    written = [(file.defaults, ("defaults", "every"))] + [
        (item, ("feeds", index, "every"))
        for index, item in enumerate(file.feeds)
        if isinstance(item, FeedEntry)
    ]
    for section, path in written:
        if section.every is not None and section.every < SHORT_INTERVAL:
            findings.warn(
                places.value(*path),
                "fetches more often than once a minute; many servers answer that with a ban",
            )


def _give_ids(drafts: list[_Draft], findings: Findings) -> list[FeedId]:
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


def _free_id(draft: _Draft, taken: dict[str, Place]) -> str:
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


def _outlet(public_url: str) -> str:
    """Name an outlet after its host: two feeds of one publisher are one source."""
    host = host_of(public_url) if is_web(public_url) else None
    return _short_host(host) if host else public_url


def _feed(draft: _Draft, feed_id: FeedId, defaults: Defaults) -> Feed:
    entry = draft.entry

    def own_or_default(key: str) -> Defaults:
        return entry if key in entry.model_fields_set else defaults

    select = entry.select
    return Feed(
        id=feed_id,
        url=entry.url,
        url_secret=draft.secret,
        name=entry.name or _outlet(draft.public_url),
        type=entry.type,
        tags=entry.tags,
        lang=entry.lang,
        every=own_or_default("every").every,
        bounds=own_or_default("bounds").bounds,
        full_text=own_or_default("full_text").full_text,
        recheck=own_or_default("recheck").recheck,
        first_run=own_or_default("first_run").first_run,
        select=Selectors(**select.model_dump()) if select else None,
        headers={name: Secret(value) for name, value in entry.headers.items()},
    )
