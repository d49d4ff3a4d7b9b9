"""The topics of the file -> topics as matched: names checked, every clause read."""

from collections.abc import Iterator, Mapping

from crawler.config.clauses import aliases_in, read_clause, report
from crawler.config.findings import Findings
from crawler.config.near import suggestion
from crawler.config.nodes import NodePath, Place
from crawler.config.places import Places
from crawler.config.schema import FeedsFile
from crawler.config.schema_topics import TopicEntry
from crawler.core.slugs import slug
from crawler.core.topics.grammar import parse_alias_member, parse_query
from crawler.core.topics.nodes import And, Node, Not, Or, Pattern
from crawler.model.alert import TERMINAL
from crawler.model.errors import QueryError
from crawler.model.topic import AlertRule, Boost, Topic


def build_topics(file: FeedsFile, places: Places, findings: Findings) -> tuple[Topic, ...]:
    """Return the topics; note names given twice, and every clause that cannot be read."""
    _check_names(file, places, findings)
    check = _Clauses(places, findings)
    check.aliases(file)
    for number, topic in enumerate(file.topics):
        check.topic(topic, ("topics", number))
    for name in file.aliases:
        if name not in check.used:
            findings.warn(places.key("aliases", name), f"no topic uses the alias '{name}'")
    return tuple(_topic(topic) for topic in file.topics)


def clauses(topic: TopicEntry) -> Iterator[tuple[NodePath, str]]:
    """Yield every clause of a topic with its path below the topic."""
    for key, texts in (("all", topic.all), ("any", topic.any), ("none", topic.none)):
        for index, text in enumerate(texts):
            yield (key, index), text
    if topic.query is not None:
        yield ("query",), topic.query


def _check_names(file: FeedsFile, places: Places, findings: Findings) -> None:
    names: dict[str, tuple[str, Place]] = {}
    for number, topic in enumerate(file.topics):
        place = places.value("topics", number, "name")
        first, where = names.setdefault(slug(topic.name), (topic.name, place))
        if where is place:
            continue
        if first == topic.name:
            problem = f"the topic '{topic.name}' is defined twice, first at {where}"
        else:
            problem = f"the topic '{topic.name}' would share its files with '{first}' at {where}"
        findings.error(place, problem, "choose another name")


class _Clauses:
    """Reads all clauses of a file and remembers which aliases they use."""

    def __init__(self, places: Places, findings: Findings) -> None:
        self._places, self._findings = places, findings
        self._known = places.names("aliases")
        self.used: set[str] = set()

    def aliases(self, file: FeedsFile) -> None:
        """Read the members of all aliases; note references that lead round in a circle."""
        uses: dict[str, list[str]] = {}
        for name, members in file.aliases.items():
            for index, member in enumerate(members):
                path: NodePath = ("aliases", name, index)
                tree = read_clause(parse_alias_member, member, path, self._places, self._findings)
                uses.setdefault(name, []).extend(self._references(tree, member, path))
        told: set[str] = set()
        for name in uses:
            circle = _circle(name, uses)
            if circle and told.isdisjoint(circle):
                told.update(circle)
                self._findings.error(
                    self._places.key("aliases", name),
                    "the alias leads back to itself: " + " -> ".join(f"@{step}" for step in circle),
                    "take one of these references out",
                )

    def topic(self, topic: TopicEntry, path: NodePath) -> None:
        """Read the clauses of one topic."""
        positive: list[Node] = []
        for tail, text in clauses(topic):
            where = (*path, *tail)
            tree = read_clause(parse_query, text, where, self._places, self._findings)
            self._references(tree, text, where)
            if tree is not None and tail[0] != "none":
                positive.append(tree)
        name = self._places.value(*path, "name")
        if not (topic.all or topic.any or topic.query) and not self._is_partly_wrong(path):
            self._findings.error(
                name,
                f"the topic '{topic.name}' asks for nothing",
                "add a clause under all:, any: or query:",
            )
        if topic.within is not None and not topic.all and not self._is_partly_wrong(path):
            self._findings.warn(
                self._places.value(*path, "within"),
                "within concerns the clauses under all:, and there are none",
            )
        if topic.any and topic.any_min > len(topic.any) and not self._is_partly_wrong(path):
            self._findings.error(
                self._places.value(*path, "any_min"),
                f"any_min asks for {topic.any_min} of {len(topic.any)} clauses under any:",
                f"write any_min: {len(topic.any)} or less",
            )
        if positive and all(map(_only_patterns, positive)):
            self._findings.warn(
                name,
                f"the topic '{topic.name}' has patterns only: they run over every article; add a word that must occur",
            )

    def _is_partly_wrong(self, path: NodePath) -> bool:
        """Whether keys of the topic are wrong: what they were meant for is not missed twice."""
        return bool(self._places.lost(*path))

    def _references(self, tree: Node | None, text: str, path: NodePath) -> list[str]:
        names = []
        for alias in aliases_in(tree):
            if alias.name in self._known:
                names.append(alias.name)
                self.used.add(alias.name)
                continue
            problem = f"there is no alias '{alias.name}'"
            hint = suggestion(alias.name, self._known, "define it under aliases:")
            error = QueryError(text, alias.column, problem, hint)
            report(error, path, self._places, self._findings)
        return names


def _circle(name: str, uses: Mapping[str, list[str]]) -> list[str]:
    """Return the way from an alias back to itself, or nothing."""
    ways = [[name]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for following in uses.get(way[-1], ()):
            if following == name:
                return [*way, name]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _only_patterns(node: Node) -> bool:
    match node:
        case Pattern():
            return True
        case And(parts=parts):
            return all(_only_patterns(part) for part in parts if not isinstance(part, Not))
        case Or(parts=parts):
            return any(map(_only_patterns, parts))
        case _:
            return False


def _topic(entry: TopicEntry) -> Topic:
    given = entry.model_dump(exclude={"title", "boost", "alert", "notify"})
    notify = entry.notify or (() if entry.digest else (TERMINAL.name,))
    return Topic(
        **given,
        title=entry.title or entry.name,
        boost=Boost(**entry.boost.model_dump()),
        alert=AlertRule(**entry.alert.model_dump()),
        notify=notify,
    )
