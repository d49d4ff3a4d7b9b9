"""The feeds of the file -> feeds as watched: lists expanded, defaults applied, ids given."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from crawler.config.feed_drafts import (
    Draft,
    listed_drafts,
    listed_entry,
    without_duplicates,
    written_draft,
)
from crawler.config.feed_names import give_ids, outlet
from crawler.config.findings import Findings
from crawler.config.near import suggestion
from crawler.config.nodes import Place
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.schema_feeds import Defaults, FeedEntry, OpmlEntry
from crawler.core.urls import is_web
from crawler.model.feed import Feed, FeedId, FeedType, Selectors
from crawler.model.secret import Secret
from crawler.model.settings import OpmlSource

SHORT_INTERVAL = timedelta(minutes=1)
"""Below it `check` warns: most publishers take more than one request a minute for an attack."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the section `feeds` comes to."""

    feeds: tuple[Feed, ...]
    lists: tuple[OpmlSource, ...]
    """OPML lists elsewhere, to be fetched by the daemon."""
    files: tuple[Path, ...]
    """OPML files that were read."""


def build_sources(file: FeedsFile, places: Places, findings: Findings) -> Sources:
    """Return every feed once; note duplicates, unreadable lists, ids given twice."""
    drafts: list[Draft] = []
    lists: list[OpmlSource] = []
    files: list[Path] = []
    for index, item in enumerate(file.feeds):
        if isinstance(item, FeedEntry):
            _check_selectors(item, index, places, findings)
        if not isinstance(item, OpmlEntry):
            drafts.append(written_draft(item, index, places))
        elif is_web(item.opml):  # read by whoever has a network and an archive
            lists.append(_list(item, places.value("feeds", index, "opml"), file.defaults))
        else:
            path = places.folder("feeds", index) / item.opml
            files.append(path)
            drafts.extend(listed_drafts(item, path, places.value("feeds", index, "opml"), findings))
    drafts = without_duplicates(drafts, findings)
    _warn_of_short_intervals(file, places, findings)
    ids = give_ids(drafts, findings)
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


def _warn_of_short_intervals(file: FeedsFile, places: Places, findings: Findings) -> None:
    written = [(file.defaults, ("defaults", "every"))] + [
        (item, ("feeds", index, "every"))
        for index, item in enumerate(file.feeds)
        if not isinstance(item, str)
    ]
    for section, path in written:
        if section.every is not None and section.every < SHORT_INTERVAL:
            findings.warn(
                places.value(*path),
                "fetches more often than once a minute; many servers answer that with a ban",
            )


def _list(item: OpmlEntry, place: Place, defaults: Defaults) -> OpmlSource:
    draft = Draft(listed_entry(item, item.opml), place, place, item.opml, listed=True)
    like = _feed(draft, FeedId("list"), defaults)
    return OpmlSource(location=item.opml, like=like, tags=item.tags)


def _feed(draft: Draft, feed_id: FeedId, defaults: Defaults) -> Feed:
    entry = draft.entry

    def own_or_default(key: str) -> Defaults:
        return entry if key in entry.model_fields_set else defaults

    select = entry.select
    return Feed(
        id=feed_id,
        url=entry.url,
        url_secret=draft.secret,
        name=entry.name or outlet(draft.public_url),
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
