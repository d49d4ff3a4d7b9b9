"""A story for people: its sources in order of publication, copies under their original, and why."""

from dataclasses import dataclass

from crawler.core.payload import iso
from crawler.model.alert import Json
from crawler.model.article import ArticleId
from crawler.model.history import StoryHistory
from crawler.model.story import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """An outlet that tells a story in its own words, and who repeats it."""

    source: Source
    copies: tuple[Source, ...]
    """In order of publication."""


def tellers(history: StoryHistory) -> tuple[Teller, ...]:
    """Return the originals of a story in order of publication, each with its copies.

    A copy whose original is no more in the story (retention let it go) stands for it.
    """
    sources = history.story.sources
    present = {source.article_id for source in sources}
    return tuple(
        Teller(
            source=source,
            copies=tuple(each for each in sources if each.copy_of == source.article_id),
        )
        for source in sources
        if source.copy_of not in present
    )


def figures_and_names(history: StoryHistory) -> tuple[list[str], list[str]]:
    """Return what the articles of a story state: figures by size, names by the alphabet."""
    facts = history.story.facts
    figures = [fact.removeprefix("#") for fact in facts if fact.startswith("#")]
    names = [fact.removeprefix("n:") for fact in facts if fact.startswith("n:")]
    return sorted(figures, key=lambda figure: (len(figure.partition(".")[0]), figure)), sorted(
        names
    )


def independent_outlets(history: StoryHistory) -> list[str]:
    """Return the outlets that tell a story in their own words, in order of publication."""
    return [*dict.fromkeys(teller.source.outlet for teller in tellers(history))]


def languages(history: StoryHistory) -> list[str]:
    """Return the languages a story is told in, in order of publication."""
    told = (source.language for source in history.story.sources)
    return [*dict.fromkeys(language for language in told if language)]


def story_document(history: StoryHistory) -> Json:
    """Return all that is known of a story; moments are RFC 3339 in UTC."""
    story = history.story
    figures, names = figures_and_names(history)
    return {
        "id": story.id,
        "title": story.title,
        "first_seen": iso(story.first_seen_at),
        "articles": len(story.sources),
        "outlets": independent_outlets(history),
        "languages": languages(history),
        "sources": [_source(source, history) for source in story.sources],
        "figures": figures,
        "names": names,
        "merged": [
            {
                "id": merged.story_id,
                "into": merged.into_id,
                "title": merged.title,
                "reason": merged.reason,
                "at": iso(merged.merged_at),
            }
            for merged in history.merged
        ],
        "alerts": [
            {
                "id": alert.id,
                "topic": alert.topic,
                "kind": alert.kind.value,
                "article": alert.article_id,
                "outlets": alert.outlets,
                "created_at": iso(alert.created_at),
            }
            for alert in history.alerts
        ],
    }


def contained_in(history: StoryHistory, article: ArticleId) -> list[ArticleId]:
    """Return the long texts of which an article is a short part."""
    return [each.outer_id for each in history.passages if each.inner_id == article]


def contains(history: StoryHistory, article: ArticleId) -> list[ArticleId]:
    """Return the short texts that are part of an article."""
    return [each.inner_id for each in history.passages if each.outer_id == article]


def _source(source: Source, history: StoryHistory) -> Json:
    return {
        "id": source.article_id,
        "outlet": source.outlet,
        "url": source.url,
        "title": source.title,
        "language": source.language,
        "published": iso(source.published),
        "first_seen": iso(source.first_seen_at),
        "copy_of": source.copy_of,
        "contained_in": contained_in(history, source.article_id),
        "contains": contains(history, source.article_id),
        "why": history.reasons.get(source.article_id),
    }
