"""A topic without each of its conditions in turn: what the condition costs is the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.core.topics.fulltext import fulltext
from crawler.core.topics.nodes import And, Node, Or
from crawler.core.topics.plan import Clause, Plan
from crawler.model.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something a topic demands, and the topic without it."""

    label: str
    """`all[0]`, `any[1]`, `none[0]`, `query`, `within`, `min_score`, `langs`, `sources`, `tags`, `feeds`."""
    written: str
    without: Plan


def conditions(plan: Plan) -> tuple[Condition, ...]:
    """Return the conditions that can be left out, in the order of the topic's keys.

    A clause without which nothing positive is left cannot: the rest would be no topic.
    """
    return tuple(_conditions(plan))


def _conditions(plan: Plan) -> Iterator[Condition]:
    for clause in plan.positive:
        rest = _without(plan, clause)
        if rest.positive:
            yield Condition(label=clause.label, written=clause.written, without=rest)
    for clause in plan.none:
        yield Condition(label=clause.label, written=clause.written, without=_without(plan, clause))
    for label, written, topic in _relaxed(plan.topic):
        yield Condition(label=label, written=written, without=replace(plan, topic=topic))


def _without(plan: Plan, left_out: Clause) -> Plan:
    def rest(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        return tuple(clause for clause in clauses if clause is not left_out)

    some = rest(plan.any)
    any_min = max(1, min(plan.topic.any_min, len(some)))
    return Plan(
        topic=replace(plan.topic, any_min=any_min),
        all=rest(plan.all),
        any=some,
        none=rest(plan.none),
        query=rest(plan.query),
    )


def _relaxed(topic: Topic) -> Iterator[tuple[str, str, Topic]]:
    if topic.within is not None:
        yield "within", str(topic.within), replace(topic, within=None)
    if topic.min_score > 0:
        yield "min_score", f"{topic.min_score:g}", replace(topic, min_score=0.0)
    if topic.langs:
        yield "langs", ", ".join(topic.langs), replace(topic, langs=())
    if topic.sources:
        yield "sources", ", ".join(topic.sources), replace(topic, sources=())
    if topic.tags:
        yield "tags", ", ".join(topic.tags), replace(topic, tags=())
    if topic.feeds:
        yield "feeds", ", ".join(topic.feeds), replace(topic, feeds=())


def screen(plans: Sequence[Plan]) -> str | None:
    """Return a full-text expression that finds all that any of the plans could match.

    None: one of them is not narrowed by any word, so every article has to be looked at.
    """
    found = [fulltext(_tree(plan)) for plan in plans]
    narrowing = [expression for expression in found if expression is not None]
    if len(narrowing) < len(found):
        return None
    return " OR ".join(f"({expression})" for expression in dict.fromkeys(narrowing))


def _tree(plan: Plan) -> Node:
    """Return the positive part of a plan as one query."""
    parts = [clause.node for clause in plan.all + plan.query]
    if plan.any:
        parts.append(Or(0, tuple(clause.node for clause in plan.any)))
    return And(0, tuple(parts))
