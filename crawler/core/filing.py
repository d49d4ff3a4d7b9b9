r"""The filing decision: what an article is, which story it belongs to, whom it alerts.

page gone? ------------------- once, or twice in a row ---> Missing, edited the second time
address known? --- same words ---------------------------> Same
      |       \--- page lost, feed's text instead -------> Same
      |        \-- other words --------------------------> Revised, edited if it matters
same text, same outlet and headline ---------------------> Same
copy of another outlet's text ---- in its story ---------> Copy, or New that supersedes the
                                                           original, if published before it
neither -------------------------- nearest story | own --> New

and for each matched topic: Alert | Suppressed, with the reason
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.core.alerts import Arrival
from crawler.core.edits import Edit, absence_edit, compare_versions, with_return
from crawler.core.edits.volatile import settled, shifts
from crawler.core.stories.anatomy import normal_words
from crawler.core.stories.duplicates import Repeat, Repetition, find_repetition
from crawler.core.stories.originals import was_published_before
from crawler.core.stories.placing import place
from crawler.core.surges import tell_surges
from crawler.core.telling import Scene, Watch, tell
from crawler.core.urls import host_of
from crawler.model.alert import Alert, Quiet, Suppressed
from crawler.model.article import Article, ArticleId, Origin
from crawler.model.filing import (
    NEW_ARTICLE_ID,
    Archive,
    Copy,
    Draft,
    Filing,
    Missing,
    New,
    Revised,
    Same,
    ShiftedLines,
    StoryChange,
    Verdict,
)
from crawler.model.story import Source
from crawler.model.topic import Topic


def decider(
    topics: Mapping[str, Topic], quiet: Quiet | None, now: datetime
) -> Callable[[Draft, Archive], Filing]:
    """Return the decision for ``Store.file``.

    Args:
        topics: by name; a match of a topic that is not among them (a reload removed it) is dropped.
        quiet: the configured quiet hours.
        now: the moment of filing.
    """
    return _Decider(Watch(topics=topics, quiet=quiet, now=now)).decide


@dataclass(frozen=True, slots=True)
class _Decider:
    watch: Watch

    def decide(self, draft: Draft, archive: Archive) -> Filing:
        if draft.absence is not None and draft.task.article_id is not None:
            return self._missing(draft, archive, archive.article(draft.task.article_id))
        known = archive.article_at(draft.url_keys)
        if known is not None:
            return self._known(draft, archive, known)
        found = find_repetition(draft, archive, self.watch.now)
        if found.repeat is Repeat.SAME_ARTICLE and found.article is not None:
            return self._sighting(draft, archive, found.article)
        change = place(draft, archive, found)
        verdict = _verdict(draft, found, archive)
        if isinstance(verdict, New) and verdict.supersedes is not None:
            change = replace(change, why=_first_published(archive.article(verdict.supersedes)))
        scene = _new_scene(draft, archive, change, verdict)
        surges = [*tell_surges(scene, archive, self.watch)]
        told = [*self._tell(scene, archive), *(each.told for each in surges if each.told)]
        filing = self._filing(verdict, change, told)
        surging = {each.topic: each.surging for each in surges}
        return replace(filing, passages=found.passages, surging=surging)

    def _known(self, draft: Draft, archive: Archive, known: Article) -> Filing:
        lost = draft.origin is Origin.FEED and known.origin is Origin.PAGE
        gained = draft.origin is Origin.PAGE and known.origin is Origin.FEED
        if lost:
            return self._sighting(draft, archive, known)
        text = draft.text
        moved = shifts(known.text, text.text)
        noted = ShiftedLines(host=host_of(draft.url) or "", shapes=() if gained else moved.shapes)
        old, new = settled(moved, archive.line_histories(noted, known.id))
        edit = compare_versions(known.title, old, text.title, new)
        is_back = _is_back(archive, known)
        same = not gained and (_same_words(draft, known) or not edit.words)
        if same and not is_back:
            return replace(self._sighting(draft, archive, known), shifted=noted)
        told = self._edited(draft, archive, known, with_return(edit) if is_back else edit)
        verdict = Same(article_id=known.id) if same else Revised(article_id=known.id)
        return replace(self._filing(verdict, None, told), shifted=noted)

    def _missing(self, draft: Draft, archive: Archive, known: Article) -> Filing:
        """Record that a page is gone: seen once it may be a failure, twice it is an edit."""
        seen = archive.absence(known.id)
        verdict = Missing(article_id=known.id, confirmed=seen is not None)
        if seen is None or seen.confirmed_at is not None:
            return self._filing(verdict, None, ())
        return self._filing(verdict, None, self._edited(draft, archive, known, absence_edit()))

    def _edited(
        self, draft: Draft, archive: Archive, known: Article, edit: Edit
    ) -> list[Alert | Suppressed]:
        gained = draft.origin is Origin.PAGE and known.origin is Origin.FEED
        edited = edit.is_material and not gained and known.copy_of is None
        arrival = Arrival.EDITED if edited else Arrival.RETOUCHED
        return self._tell(_known_scene(draft, archive, known, arrival, edit), archive)

    def _sighting(self, draft: Draft, archive: Archive, known: Article) -> Filing:
        """Record that a known article was seen again.

        Seen in another feed, it may be the first time it satisfies a topic that looks at feeds,
        sources or tags: that alone is news.
        """
        alerts: list[Alert | Suppressed] = []
        if draft.feed.id != known.feed_id and draft.matches:
            scene = _known_scene(draft, archive, known, Arrival.RETOUCHED, None)
            alerts = [told for told in self._tell(scene, archive) if isinstance(told, Alert)]
        return self._filing(Same(article_id=known.id), None, alerts)

    def _tell(self, scene: Scene, archive: Archive) -> list[Alert | Suppressed]:
        return [*tell(scene, archive, self.watch)]

    def _filing(
        self, verdict: Verdict, change: StoryChange | None, told: Iterable[Alert | Suppressed]
    ) -> Filing:
        told = [*told]
        return Filing(
            verdict=verdict,
            story=change,
            alerts=tuple(each for each in told if isinstance(each, Alert)),
            suppressed=tuple(each for each in told if isinstance(each, Suppressed)),
        )


def _verdict(draft: Draft, found: Repetition, archive: Archive) -> New | Copy:
    if found.article is None or found.repeat not in (Repeat.SAME_TEXT, Repeat.COPY):
        return New()
    copied = found.article
    original = copied if copied.copy_of is None else archive.article(copied.copy_of)
    if original.outlet != draft.feed.name and was_published_before(draft, original):
        return New(supersedes=original.id)
    return Copy(original_id=original.id, same=found.repeat is Repeat.SAME_TEXT)


def _first_published(copy: Article) -> str:
    return f"was published before “{copy.title}” ({copy.outlet}), which is a copy of it"


def _is_back(archive: Archive, known: Article) -> bool:
    absence = archive.absence(known.id)
    return absence is not None and absence.confirmed_at is not None


def _same_words(draft: Draft, known: Article) -> bool:
    same_title = normal_words(draft.text.title) == normal_words(known.title)
    return draft.fingerprint.text_hash == known.text_hash and same_title


def _new_scene(draft: Draft, archive: Archive, change: StoryChange, verdict: New | Copy) -> Scene:
    copy_of = verdict.original_id if isinstance(verdict, Copy) else None
    superseded = verdict.supersedes if isinstance(verdict, New) else None
    own = _source(draft, NEW_ARTICLE_ID, draft.task.seen_at, copy_of)
    arrival = Arrival.NEW if copy_of is None and superseded is None else Arrival.COPY
    if change.opened:
        return Scene(
            draft=draft,
            arrival=arrival,
            article_id=NEW_ARTICLE_ID,
            story_id=change.story_id,
            story_title=draft.text.title,
            story_first_seen_at=draft.task.seen_at,
            sources=(own,),
            new_facts=draft.fingerprint.facts,
        )
    story = archive.story(change.story_id)
    return Scene(
        draft=draft,
        arrival=arrival,
        article_id=NEW_ARTICLE_ID,
        story_id=story.id,
        story_title=story.title,
        story_first_seen_at=story.first_seen_at,
        sources=_in_order((*_folded(story.sources, superseded), own)),
        new_facts=draft.fingerprint.facts - story.facts,
    )


def _known_scene(
    draft: Draft, archive: Archive, known: Article, arrival: Arrival, edit: Edit | None
) -> Scene:
    story = archive.story(known.story_id)
    sources = (
        replace(source, title=draft.text.title) if source.article_id == known.id else source
        for source in story.sources
    )
    return Scene(
        draft=draft,
        arrival=arrival,
        article_id=known.id,
        story_id=story.id,
        story_title=story.title,
        story_first_seen_at=story.first_seen_at,
        sources=_in_order(sources),
        new_facts=draft.fingerprint.facts - story.facts,
        edit=edit,
    )


def _source(
    draft: Draft, article_id: ArticleId, seen_at: datetime, copy_of: ArticleId | None
) -> Source:
    return Source(
        article_id=article_id,
        outlet=draft.feed.name,
        url=draft.url,
        title=draft.text.title,
        language=draft.text.language,
        published=draft.text.published,
        first_seen_at=seen_at,
        copy_of=copy_of,
    )


def _in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Order sources by publication."""
    return tuple(sorted(sources, key=lambda source: source.told_at))


def _folded(sources: Iterable[Source], superseded: ArticleId | None) -> Iterable[Source]:
    """Fold an original and its copies under the article being filed, published before them."""
    for source in sources:
        folds = superseded is not None and superseded in {source.article_id, source.copy_of}
        yield replace(source, copy_of=NEW_ARTICLE_ID) if folds else source
