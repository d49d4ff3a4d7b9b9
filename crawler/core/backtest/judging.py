"""Which articles satisfy a topic, and which would if it asked for one thing less."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from crawler.core.backtest.ablation import Condition, conditions, screen
from crawler.core.topics.binding import Binder
from crawler.core.topics.matcher import TopicErrors
from crawler.core.topics.plan import (
    Plan,
    demands,
    make_plan,
    match_plan,
    meets,
    satisfied,
    smallest_span_window,
)
from crawler.core.topics.view import View
from crawler.model.topic import Document, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A topic and the aliases it may use; small and hashable, so that it travels to workers."""

    topic: Topic
    aliases: tuple[tuple[str, tuple[str, ...]], ...]
    settled: frozenset[str] = frozenset()
    """Conditions of which enough is known: they are not left out any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A document that satisfies the topic, or does without one of the conditions."""

    number: int
    """Its place among the documents asked about."""
    matches: bool
    differs: tuple[int, ...]
    """Conditions without which the answer is the other one, by number."""
    missed: float | None = None
    """By how much the topic's `within` (tokens) or `min_score` was missed, if it is in ``differs``."""


def question(topic: Topic, aliases: Mapping[str, Sequence[str]]) -> Question:
    """Return a topic with the aliases of its configuration."""
    return Question(
        topic=topic, aliases=tuple((name, tuple(members)) for name, members in aliases.items())
    )


class Judge:
    """A topic and all its ablations, ready for documents.

    Attributes:
        conditions: what can be left out.
        expression: finds in the full-text index all that may be worth a look; None = look at all.
    """

    def __init__(self, asked: Question) -> None:
        plan, problems = make_plan(asked.topic, ("topics", 0), Binder(dict(asked.aliases)))
        if problems:
            raise TopicErrors(tuple(problems))
        self._plan = plan
        self.conditions: tuple[Condition, ...] = conditions(plan)
        self._open = tuple(
            (place, condition)
            for place, condition in enumerate(self.conditions)
            if condition.label not in asked.settled
        )
        self.expression = screen([plan, *(condition.without for _, condition in self._open)])

    def judge(self, number: int, document: Document) -> Judged | None:
        """Return what a document satisfies, or None when it lacks two things or more."""
        view = View(document)
        lacking = list(islice(_lacking(self._plan, view), 2))
        if len(lacking) > 1:
            return None
        lacks = "".join(lacking)
        matches = not lacks and _fits(self._plan, view)
        differs = tuple(
            place
            for place, condition in self._open
            if condition.label.startswith(lacks) and _holds(condition, view) is not matches
        )
        if not matches and not differs:
            return None
        missed = None if matches else self._missed(differs, view)
        return Judged(number=number, matches=matches, differs=differs, missed=missed)

    def _missed(self, differs: Sequence[int], view: View) -> float | None:
        labels = [self.conditions[place].label for place in differs]
        topic = self._plan.topic
        if "within" in labels and topic.within is not None:
            found = satisfied(replace(self._plan, topic=replace(topic, within=None)), view) or {}
            return smallest_span_window(self._plan, found, view) - topic.within
        if "min_score" in labels:
            match = match_plan(replace(self._plan, topic=replace(topic, min_score=0.0)), view)
            return topic.min_score - match.score if match else None
        return None


def judge_all(asked: Question, documents: Sequence[Document]) -> tuple[Judged, ...]:
    """Judge documents; those that lack two things or more are left out. Runs in a worker, too."""
    judge = _judge(asked)
    judged = (judge.judge(number, document) for number, document in enumerate(documents))
    return tuple(each for each in judged if each is not None)


@lru_cache(maxsize=1)
def _judge(asked: Question) -> Judge:
    return Judge(asked)


def _lacking(plan: Plan, view: View) -> Iterator[str]:
    """Yield what a document lacks by its label; without looking on, once the caller has enough."""
    return (label for label, holds in demands(plan, view) if not holds)


def _holds(condition: Condition, view: View) -> bool:
    """Return whether a document that lacks nothing else satisfies the topic without a condition.

    Without one clause of `any`, the others may be too few.
    """
    rest = condition.without
    return (not condition.label.startswith("any") or meets(rest, view)) and _fits(rest, view)


def _fits(plan: Plan, view: View) -> bool:
    """Return whether a document that meets all demands matches: by places and score, too."""
    if plan.topic.min_score > 0:
        return match_plan(plan, view) is not None
    if not (view.document.title or view.document.text):  # every match has a span
        return False
    return plan.topic.within is None or satisfied(plan, view) is not None
