"""A topic made ready for matching: its clauses bound, its filters folded."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.core.topics.binding import Binder, TopicProblem, Where
from crawler.core.topics.evaluate import Hits, evaluate, holds
from crawler.core.topics.grammar import parse_query
from crawler.core.topics.nodes import Node, Pattern, Term
from crawler.core.topics.score import clause_score, topic_score, weights_of
from crawler.core.topics.view import Hit, View, primary
from crawler.core.topics.window import window_sizes
from crawler.core.topics.words import fold
from crawler.model.errors import QueryError
from crawler.model.topic import Document, Match, Span, Topic


@dataclass(frozen=True, slots=True)
class Clause:
    """One query of a topic."""

    label: str
    """`all[0]`, `any[1]`, `none[0]` or `query`."""
    written: str
    node: Node


@dataclass(frozen=True, slots=True)
class Plan:
    """A topic ready for matching."""

    topic: Topic
    all: tuple[Clause, ...]
    any: tuple[Clause, ...]
    none: tuple[Clause, ...]
    query: tuple[Clause, ...]
    """One or none."""

    @property
    def positive(self) -> tuple[Clause, ...]:
        """The clauses that give spans and score, in the order of the configuration."""
        return self.all + self.any + self.query


def make_plan(topic: Topic, place: Where, binder: Binder) -> tuple[Plan, list[TopicProblem]]:
    """Parse and bind the clauses of a topic; what is wrong with them is listed, not raised.

    Args:
        topic: as configured.
        place: where it stands in the configuration, ("topics", 3).
        binder: knows the aliases.
    """
    problems: list[TopicProblem] = []

    def bound(key: str, queries: Sequence[str]) -> Iterator[Clause]:
        for number, written in enumerate(queries):
            is_list = key != "query"
            try:
                node = binder.bind(written, parse_query(written), stem=topic.stem)
            except QueryError as error:
                where = (*place, key, number) if is_list else (*place, key)
                problems.append(TopicProblem(where, error))
            else:
                yield Clause(f"{key}[{number}]" if is_list else key, written, node)

    plan = Plan(
        topic,
        all=tuple(bound("all", topic.all)),
        any=tuple(bound("any", topic.any)),
        none=tuple(bound("none", topic.none)),
        query=tuple(bound("query", (topic.query,) if topic.query is not None else ())),
    )
    problems += [TopicProblem((*place, key), error) for key, error in _own_problems(topic)]
    return plan, problems


def _own_problems(topic: Topic) -> Iterator[tuple[str, QueryError]]:
    if not (topic.all or topic.any or topic.query is not None):
        problem = f"topic '{topic.name}' asks for nothing that must occur"
        yield (
            "none" if topic.none else "name",
            QueryError(topic.name, 0, problem, "add `all:`, `any:` or `query:`"),
        )
    if topic.any and not 1 <= topic.any_min <= len(topic.any):
        problem = f"any_min is {topic.any_min}, and `any` has {len(topic.any)} clauses"
        yield (
            "any_min",
            QueryError(
                str(topic.any_min), 0, problem, f"write a figure from 1 to {len(topic.any)}"
            ),
        )


def match_plan(plan: Plan, view: View) -> Match | None:
    """Return the match of a document, if it satisfies the topic: the exact answer."""
    found = satisfied(plan, view)
    return None if found is None else _match(plan, found, view)


def satisfied(plan: Plan, view: View) -> dict[str, Hits] | None:
    """Return the hits of each positive clause that holds, or None if a condition does not.

    All conditions but `min_score`, which takes the spans to be known.
    """
    if not meets(plan, view):
        return None
    found = {
        clause.label: hits
        for clause in plan.positive
        if (hits := evaluate(clause.node, view)) is not None
    }
    within = plan.topic.within
    if within is None or any(size <= within for size in _span_windows(plan, found, view)):
        return found
    return None


def meets(plan: Plan, view: View) -> bool:
    """Return whether all conditions hold but those about places, `within` and `min_score`."""
    return all(holds for _, holds in demands(plan, view))


def demands(plan: Plan, view: View) -> Iterator[tuple[str, bool]]:
    """Yield these conditions by their labels, each looked at when it is asked for; `any` is one."""
    for written, passes in filters(plan.topic, view.document):
        yield written.partition(":")[0], passes
    for clause in plan.all + plan.query:
        yield clause.label, holds(clause.node, view)
    if plan.any:
        yield "any", _hold(plan.any, view) >= plan.topic.any_min
    for clause in plan.none:
        yield clause.label, not holds(clause.node, view)


def _hold(clauses: Sequence[Clause], view: View) -> int:
    return sum(holds(clause.node, view) for clause in clauses)


def filters(topic: Topic, document: Document) -> Iterator[tuple[str, bool]]:
    """Yield each filter the topic has, as written, and whether the document passes it."""
    if topic.langs:
        yield (
            f"langs: {', '.join(topic.langs)}",
            primary(document.lang) in map(primary, topic.langs),
        )
    if topic.sources:
        yield (
            f"sources: {', '.join(topic.sources)}",
            fold(document.source) in map(fold, topic.sources),
        )
    if topic.tags:
        yield f"tags: {', '.join(topic.tags)}", not set(topic.tags).isdisjoint(document.tags)
    if topic.feeds:
        yield f"feeds: {', '.join(topic.feeds)}", document.feed_id in topic.feeds


def smallest_span_window(plan: Plan, found: Mapping[str, Hits], view: View) -> int:
    """Return the size of the smallest window with a span of every `all` clause that has any."""
    return min(_span_windows(plan, found, view))


def _span_windows(plan: Plan, found: Mapping[str, Hits], view: View) -> Iterable[int]:
    spans = [
        [(view.tokens_before(hit.start), view.tokens_before(hit.end)) for hit in hits]
        for clause in plan.all
        if (hits := found[clause.label])
    ]
    return window_sizes(spans) if spans else (0,)


def _match(plan: Plan, found: dict[str, Hits], view: View) -> Match | None:
    spans = {label: spans_of(hits, label, view) for label, hits in found.items()}
    boost = plan.topic.boost
    score = topic_score(
        [
            clause_score(weights_of(found[label], spans[label], view, boost))
            if label in found
            else 0.0
            for label in (clause.label for clause in plan.positive)
        ]
    )
    if score < plan.topic.min_score:
        return None
    ordered = sorted({span for group in spans.values() for span in group}, key=_place)
    if not ordered:
        ordered = _whole_field(plan, found, view.document)
    return Match(topic=plan.topic.name, score=score, spans=tuple(ordered)) if ordered else None


def spans_of(hits: Collection[Hit], label: str, view: View) -> tuple[Span, ...]:
    """Return hits as spans of the source."""
    return tuple(_span(hit, label, view) for hit in hits)


def _span(hit: Hit, label: str, view: View) -> Span:
    field, start, end = view.source_of(hit.start, hit.end)
    if hit.source:
        start, end = hit.source
    alias = hit.leaf.alias if isinstance(hit.leaf, Term) else None
    return Span(
        field=field, start=start, end=end, term=written(hit.leaf), clause=label, alias=alias
    )


def written(leaf: Term | Pattern) -> str:
    """Return a leaf as its author wrote it, with its `=`."""
    return f"={leaf.written}" if isinstance(leaf, Term) and leaf.exact else leaf.written


def _whole_field(plan: Plan, found: dict[str, Hits], document: Document) -> list[Span]:
    """Return a span over the title, or else the text, for what only url:, source: … have satisfied.

    Every match has a span, so that every alert has something to quote.
    """
    clause = next(clause for clause in plan.positive if clause.label in found)
    for field, text in (("title", document.title), ("text", document.text)):
        if text:
            return [
                Span(field=field, start=0, end=len(text), term=clause.written, clause=clause.label)
            ]
    return []


def _place(span: Span) -> tuple[bool, int, int, str, str]:
    return span.field == "text", span.start, span.end, span.clause, span.term
