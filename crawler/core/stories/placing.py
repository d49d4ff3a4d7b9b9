"""Which story an article joins, what becomes of the story, and one sentence why."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from crawler.core.stories.cluster import Likeness, nearest
from crawler.core.stories.duplicates import Repeat, Repetition
from crawler.core.stories.vectors import Vector, apart_entry, grown, is_common, weigh
from crawler.model.article import Article
from crawler.model.filing import Archive, Draft, StoryChange

MAX_STORY_FACTS = 250
"""Some twenty reports' worth. Beyond, what else a report states counts as new: in a story that
large a lost development is worse than one alert more; and its row must not grow for ever."""
TOLD_TERMS = 5
SKEW = timedelta(minutes=10)  # clocks of publishers run ahead by minutes, not by hours

_INHERITS = {
    Repeat.SAME_TEXT: "the same text as",
    Repeat.COPY: "a copy of",
    Repeat.UPDATE: "a later version of",
}


def moment_of(draft: Draft) -> datetime:
    """Return when the event was told: publication where believable, else when it was first seen."""
    published, seen = draft.text.published, draft.task.seen_at
    return seen if published is None or published > seen + SKEW else published


def place(draft: Draft, archive: Archive, repetition: Repetition) -> StoryChange:
    """Find or open the story of a new article.

    A repeated text goes where the text went before; it leaves the story's centroid as it is,
    unless it is an outlet's own later version.
    """
    words = _INHERITS.get(repetition.repeat) if repetition.repeat else None
    if words is not None and repetition.article is not None:
        return _inherit(draft, archive, repetition.article, words)
    vector, moment = weigh(draft, archive), moment_of(draft)
    likeness = nearest(vector, archive, moment, avoid=repetition.templates)
    if likeness is None or likeness.score < likeness.needed:
        change = _open(draft, vector, moment, likeness)
    else:
        change = _join(draft, archive, vector, likeness)
    apart = dict.fromkeys(map(apart_entry, sorted(repetition.templates)), 1.0)
    change = replace(change, centroid={**change.centroid, **apart})
    if repetition.repeat is Repeat.CONTAINED and repetition.article is not None:
        part = f"; shares a passage with “{repetition.article.title}” ({repetition.article.outlet})"
        return replace(change, why=change.why + part)
    return change


def story_id_of(draft: Draft) -> str:
    """Return the id of the story a draft opens: the same whenever the same article is filed.

    Also after a backup was restored and the article is found a second time: its alert then has the
    id it had. A publication date tells articles apart that used one address in turn.
    """
    stated = draft.text.published or draft.task.seen_at.date()
    key = f"{draft.url_keys[0]}\n{stated.isoformat()}"
    return "s" + blake2b(key.encode(), digest_size=6).hexdigest()


def _join(
    draft: Draft,
    archive: Archive,
    vector: Vector,
    likeness: Likeness,
) -> StoryChange:
    return StoryChange(
        story_id=likeness.cluster.story_id,
        opened=False,
        centroid=grown(likeness.cluster, vector),
        facts=_facts(draft, archive, likeness.cluster.story_id),
        why=f"shares {told_terms(likeness)} with the story (score {likeness.score:.2f}, needed {likeness.needed})",
        newest_at=max(likeness.cluster.newest_at, moment_of(draft)),
    )


def _open(
    draft: Draft,
    vector: Vector,
    moment: datetime,
    likeness: Likeness | None,
) -> StoryChange:
    why = "opened the story: nothing like it was told in the days before"
    if likeness is not None:
        why = (
            f"opened the story: the nearest other one shares {told_terms(likeness)} "
            f"(score {likeness.score:.2f}, needed {likeness.needed})"
        )
    return StoryChange(
        story_id=story_id_of(draft),
        opened=True,
        centroid=grown(None, vector),
        facts=draft.fingerprint.facts,
        why=why,
        newest_at=moment,
    )


def _inherit(draft: Draft, archive: Archive, original: Article, words: str) -> StoryChange:
    cluster = archive.cluster(original.story_id)
    return StoryChange(
        story_id=original.story_id,
        opened=False,
        centroid=cluster.centroid,
        facts=_facts(draft, archive, original.story_id),
        why=f"{words} “{original.title}” ({original.outlet})",
        newest_at=max(cluster.newest_at, moment_of(draft)),
    )


def _facts(draft: Draft, archive: Archive, story_id: str) -> frozenset[str]:
    known = archive.story(story_id).facts
    return known if len(known) >= MAX_STORY_FACTS else known | draft.fingerprint.facts


def told_terms(likeness: Likeness) -> str:
    """Name the terms two stories share, in words; name keys are no words and are left out."""
    words = [
        term.removeprefix("#") if is_common(term) else term.partition(":")[2]
        for term in likeness.shared
        if not term.startswith("~")
    ]
    return "“" + ", ".join(words[:TOLD_TERMS]) + "”" if words else "names"
