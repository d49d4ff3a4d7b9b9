"""From matches to alerts: gather what a decision needs, decide, write what is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from crawler.core.alerts import Arrival, Occasion, decide
from crawler.core.edits import Edit
from crawler.core.payload import Telling, alert_data
from crawler.core.quiet import quiet_until
from crawler.core.topics.quotes import quotes
from crawler.model.alert import Alert, AlertHistory, AlertId, Quiet, Suppressed
from crawler.model.article import ArticleId
from crawler.model.filing import Archive, Draft
from crawler.model.story import Source
from crawler.model.topic import AlertKind, Document, Match, Topic

TOLD_FACTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An article in its story, as the alerts about it need it."""

    draft: Draft
    arrival: Arrival
    article_id: ArticleId
    story_id: str
    story_title: str
    story_first_seen_at: datetime
    sources: tuple[Source, ...]
    """In order of publication, the article's own included."""
    new_facts: frozenset[str]
    """What the article states and no article of the story stated before."""
    edit: Edit | None = None
    """How it differs from the version before."""

    @property
    def outlets(self) -> int:
        """Outlets that tell the story in their own words."""
        return len({source.outlet for source in self.sources if source.copy_of is None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is watched at one moment."""

    topics: Mapping[str, Topic]
    """By name; a match of any other (a reload removed it) is passed over."""
    quiet: Quiet | None
    now: datetime


def tell(scene: Scene, archive: Archive, watch: Watch) -> Iterator[Alert | Suppressed]:
    """Yield what becomes of each match of an article.

    Args:
        scene: the article in its story.
        archive: what was told before.
        watch: the topics and the moment of deciding.
    """
    for match in scene.draft.matches:
        topic = watch.topics.get(match.topic)
        if topic is not None:
            history = archive.history(topic.name, scene.story_id, watch.now)
            yield _told(scene, topic, match, history, watch)


def _told(
    scene: Scene, topic: Topic, match: Match, history: AlertHistory, watch: Watch
) -> Alert | Suppressed:
    occasion = Occasion(
        arrival=scene.arrival,
        baseline=scene.draft.task.baseline,
        outlets=scene.outlets,
        facts=len(scene.draft.fingerprint.facts),
        new_facts=len(scene.new_facts),
        history=history,
    )
    decision = decide(topic.alert, occasion, watch.now)
    if decision.reason is not None:
        return Suppressed(
            topic=topic.name,
            story_id=scene.story_id,
            article_id=scene.article_id,
            kind=decision.kind,
            reason=decision.reason.value,
            at=watch.now,
        )
    sentence = _sentence(scene, decision.kind, history)
    first = history.first_alert_id
    return raised(
        scene, topic, match, watch, kind=decision.kind, sentence=sentence, first_alert_id=first
    )


def raised(
    scene: Scene,
    topic: Topic,
    match: Match,
    watch: Watch,
    *,
    kind: AlertKind,
    sentence: str,
    first_alert_id: AlertId | None,
) -> Alert:
    """Return the alert about a match, complete.

    Args:
        scene: the article in its story.
        topic: what it matches.
        match: how.
        watch: the moment, and the quiet hours.
        kind: why it is news.
        sentence: the same in words.
        first_alert_id: the alert it follows up, if any.
    """
    telling = Telling(
        topic=topic,
        match=match,
        quotes=quotes(match, Document(title=scene.draft.text.title, text=scene.draft.text.text)),
        draft=scene.draft,
        article_id=scene.article_id,
        story_id=scene.story_id,
        story_title=scene.story_title,
        story_first_seen_at=scene.story_first_seen_at,
        sources=scene.sources,
        outlets=scene.outlets,
        kind=kind,
        sentence=sentence,
        edit=scene.edit if kind is AlertKind.EDITED else None,
        first_alert_id=first_alert_id,
        now=watch.now,
    )
    return _alert(telling, _alert_id(scene, topic, kind), watch.quiet)


def _alert(telling: Telling, alert_id: AlertId, quiet: Quiet | None) -> Alert:
    return Alert(
        id=alert_id,
        topic=telling.topic.name,
        story_id=telling.story_id,
        article_id=telling.article_id,
        kind=telling.kind,
        created_at=telling.now,
        data=alert_data(telling),
        notify=telling.topic.notify,
        digests=telling.topic.digest,
        send_after=quiet_until(telling.now, quiet),
        exempt=quiet.exempt if quiet else (),
        outlets=telling.outlets,
    )


def _alert_id(scene: Scene, topic: Topic, kind: AlertKind) -> AlertId:
    """Return an id that the same decision about the same version always gets."""
    parts = [topic.name, scene.story_id, scene.draft.url_keys[0], kind.value]
    if kind is AlertKind.EDITED:  # an article can be edited back and forth: the moment tells apart
        parts += [scene.draft.fingerprint.text_hash, scene.draft.fetched_at.isoformat()]
    return AlertId("al_" + blake2b("\n".join(parts).encode(), digest_size=10).hexdigest())


def _sentence(scene: Scene, kind: AlertKind, history: AlertHistory) -> str:
    outlet, outlets = scene.draft.feed.name, scene.outlets
    if kind is AlertKind.EDITED:
        return _edit_sentence(outlet, scene)
    if kind is AlertKind.NEW:
        if outlets > 1:
            return f"A story {outlets} independent outlets tell now matches the topic."
        return "The first article of this story that matches the topic."
    if outlets > history.outlets_at_last:
        before = history.outlets_at_last
        return (
            f"{outlets} independent outlets tell the story now, "
            f"{before} when it was last alerted{_news(scene)}."
        )
    return f"{outlet} follows up{_news(scene)}."


def _edit_sentence(outlet: str, scene: Scene) -> str:
    if scene.draft.absence is not None:
        return f"{outlet} deleted its article, seen twice: {scene.draft.absence}."
    what = scene.edit.sentence if scene.edit else "the text was changed"
    return f"{outlet} changed its article: {what}."


def _news(scene: Scene) -> str:
    if not scene.new_facts:
        return ""
    told = [fact.removeprefix("n:").removeprefix("#") for fact in sorted(scene.new_facts)]
    more = ", …" if len(told) > TOLD_FACTS else ""
    return "; new in it: " + ", ".join(told[:TOLD_FACTS]) + more
