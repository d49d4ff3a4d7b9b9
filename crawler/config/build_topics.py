"""The topics of the file -> topics as matched: names checked, every clause read."""

from collections.abc import Mapping
from datetime import timedelta

from crawler.config.durations import write_duration
from crawler.config.findings import Findings
from crawler.config.nodes import NodePath, Place
from crawler.config.places import Places
from crawler.config.query_places import report
from crawler.config.schema import FeedsFile
from crawler.config.schema_topics import AlertSection, TopicEntry
from crawler.core.slugs import slug
from crawler.core.topics import check_topics
from crawler.model.alert import TERMINAL
from crawler.model.topic import AlertRule, Boost, Surge, Topic

_ANYTHING = ("placeholder",)
"""Stands for an alias whose own errors are known: what uses it is not wrong for that."""


def build_topics(file: FeedsFile, places: Places, findings: Findings) -> tuple[Topic, ...]:
    """Return the topics; note names given twice and every clause that cannot be read."""
    topics = tuple(map(_topic, file.topics))
    _check_surges(topics, places, findings)
    repeated = _check_names(file, places, findings)
    for problem in check_topics(topics, _aliases(file, places)):
        if not _is_known(problem.where, topics, repeated, places):
            report(problem.error, problem.where, places, findings)
    return topics


def _check_names(file: FeedsFile, places: Places, findings: Findings) -> set[int]:
    """Note names given twice; return the numbers of those topics."""
    names: dict[str, tuple[str, Place]] = {}
    repeated = set()
    for number, topic in enumerate(file.topics):
        place = places.value("topics", number, "name")
        first, where = names.setdefault(slug(topic.name), (topic.name, place))
        if where is place:
            continue
        repeated.add(number)
        if first == topic.name:
            problem = f"the topic '{topic.name}' is defined twice, first at {where}"
        else:
            problem = f"the topic '{topic.name}' would share its files with '{first}' at {where}"
        findings.error(place, problem, "choose another name")
    return repeated


def _check_surges(topics: tuple[Topic, ...], places: Places, findings: Findings) -> None:
    """Note surges whose window is not compared with anything longer."""
    for number, topic in enumerate(topics):
        surge = topic.alert.surge
        if surge is not None and (surge.window <= timedelta(0) or surge.over < 2 * surge.window):
            findings.error(
                places.value("topics", number, "alert", "surge"),
                f"a window of {write_duration(surge.window)} cannot be compared with the "
                f"{write_duration(surge.over)} before it",
                "write `over` at least twice as long as `window`, such as surge: {window: 6h, over: 14d}",
            )


def _is_known(
    where: NodePath, topics: tuple[Topic, ...], repeated: set[int], places: Places
) -> bool:
    """Whether a problem was noted before, with more places, or may follow from a mistyped key."""
    match where:
        case ("topics", int() as number, "name" | "none" | "any_min" as key):
            topic = topics[number]
            asks = topic.all or topic.any or topic.query is not None
            return bool(places.lost("topics", number)) or (
                key == "name" and number in repeated and bool(asks)
            )
        case _:
            return False


def _aliases(file: FeedsFile, places: Places) -> Mapping[str, tuple[str, ...]]:
    """Return all aliases; those that are wrong stay known by name."""
    wrong = {name: _ANYTHING for name in places.names("aliases") if name not in file.aliases}
    return {**file.aliases, **wrong}


def _rule(section: AlertSection) -> AlertRule:
    surge = None if section.surge is None else Surge(**section.surge.model_dump())
    return AlertRule(**section.model_dump(exclude={"surge"}), surge=surge)


def _topic(entry: TopicEntry) -> Topic:
    given = entry.model_dump(exclude={"title", "boost", "alert", "notify"})
    notify = entry.notify or (() if entry.digest else (TERMINAL.name,))
    return Topic(
        **given,
        title=entry.title or entry.name,
        boost=Boost(**entry.boost.model_dump()),
        alert=_rule(entry.alert),
        notify=notify,
    )
