"""Far more articles than usual: news by itself, told once until it is over.

The article being filed counts; copies and what a feed's first run stores do not. What is usual is
the mean of windows of the same length over the time before; a topic watched for less than a
window before this one has no usual yet, and no surge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from crawler.core.alerts import Arrival, Reason
from crawler.core.telling import Scene, Watch, raised
from crawler.model.alert import Alert, Suppressed, Volume
from crawler.model.filing import Archive
from crawler.model.topic import AlertKind, Surge

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeChange:
    """A surge that began or ended."""

    topic: str
    surging: bool
    told: Alert | Suppressed | None = None
    """What becomes of it, when it began."""


def usual(rule: Surge, volume: Volume) -> float | None:
    """Return how many articles a window holds on the mean, or None when that is not known."""
    known = min(volume.known, rule.over)
    return None if known < rule.window else volume.before * (rule.window / known)


def is_surge(rule: Surge, volume: Volume) -> bool:
    """Tell whether the articles of the window are a surge."""
    ordinary = usual(rule, volume)
    if ordinary is None or volume.recent < rule.floor:
        return False
    return volume.recent > rule.factor * ordinary


def tell_surges(scene: Scene, archive: Archive, watch: Watch) -> Iterator[SurgeChange]:
    """Yield the surges that a new article begins, and those that it finds over.

    Args:
        scene: the article in its story.
        archive: what matched before.
        watch: the topics and the moment of deciding.
    """
    if scene.arrival is not Arrival.NEW or scene.draft.task.baseline:
        return
    for match in scene.draft.matches:
        topic = watch.topics.get(match.topic)
        rule = None if topic is None else topic.alert.surge
        if topic is None or rule is None:
            continue
        volume = with_one_more(archive.volume(topic.name, rule, watch.now))
        surging = is_surge(rule, volume)
        if surging is volume.surging:
            continue
        told: Alert | Suppressed | None = None
        if surging and volume.muted_until is not None and watch.now < volume.muted_until:
            told = Suppressed(
                topic=topic.name,
                story_id=scene.story_id,
                article_id=scene.article_id,
                kind=AlertKind.SURGE,
                reason=Reason.MUTED.value,
                at=watch.now,
            )
        elif surging:
            words = sentence(rule, volume)
            told = raised(
                scene,
                topic,
                match,
                watch,
                kind=AlertKind.SURGE,
                sentence=words,
                first_alert_id=None,
            )
        yield SurgeChange(topic=topic.name, surging=surging, told=told)


def with_one_more(volume: Volume) -> Volume:
    """Return a volume with the article being filed."""
    return Volume(
        recent=volume.recent + 1,
        before=volume.before,
        known=volume.known,
        surging=volume.surging,
        muted_until=volume.muted_until,
    )


def sentence(rule: Surge, volume: Volume) -> str:
    """Return a surge in words, with its figures."""
    ordinary = usual(rule, volume) or 0.0
    figure = f"{ordinary:.0f}" if ordinary >= 1 or ordinary == 0 else "less than 1"
    return f"{volume.recent} articles in {written(rule.window)}, usually {figure}."


def written(span: timedelta) -> str:
    """Return a span of time in its largest whole unit: `6 h`, `90 min`."""
    seconds = int(span.total_seconds())
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds % size == 0), _UNITS[-1])
    return f"{seconds // size} {unit}"
