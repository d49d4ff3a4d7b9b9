"""The engine: all topics against a document."""

from collections.abc import Mapping, Sequence

from crawler.core.collector import collector_paused
from crawler.core.topics.binding import Binder, TopicProblem
from crawler.core.topics.explain import Explanation, explain_plan
from crawler.core.topics.index import Index
from crawler.core.topics.plan import Plan, make_plan, match_plan
from crawler.core.topics.view import View
from crawler.model.errors import QueryError, WirewatchError
from crawler.model.topic import Document, Match, Topic


class TopicErrors(WirewatchError):  # noqa: N818 -- it carries several
    """Topics or aliases that cannot be used, all problems at once.

    Attributes:
        problems: in the order of the configuration, aliases first.
    """

    def __init__(self, problems: tuple[TopicProblem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(
            f"{'.'.join(map(str, problem.where))}: {problem.error}" for problem in self.problems
        )


def check_topics(
    topics: Sequence[Topic], aliases: Mapping[str, Sequence[str]]
) -> tuple[TopicProblem, ...]:
    """Return everything that is wrong with topics and aliases."""
    return _plans(topics, aliases)[1]


def compile_topics(topics: Sequence[Topic], aliases: Mapping[str, Sequence[str]]) -> "Matcher":
    """Make topics ready for matching.

    Raises:
        TopicErrors: something is wrong with them; see ``check_topics``.
    """
    with collector_paused():
        plans, problems = _plans(topics, aliases)
        if problems:
            raise TopicErrors(problems)
        return Matcher(plans)


class Matcher:
    """Topics ready for matching; made once per configuration and then swapped whole."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans = tuple(plans)
        self._by_name = {plan.topic.name: plan for plan in self._plans}
        self._index = Index(self._plans)

    @property
    def unguarded(self) -> tuple[str, ...]:
        """Topics that cost time on every article: a word that must occur would make them cheap."""
        return tuple(self._plans[number].topic.name for number in self._index.unguarded)

    def match(self, document: Document) -> tuple[Match, ...]:
        """Return the topics a document satisfies, in the order of the configuration."""
        view = View(document)
        survivors = self._index.survivors(view)
        return tuple(
            match for number in survivors if (match := match_plan(self._plans[number], view))
        )

    def explain(self, topic_name: str, document: Document) -> Explanation:
        """Say why a topic matches a document, or why it does not.

        Raises:
            KeyError: no topic has this name.
        """
        return explain_plan(self._by_name[topic_name], View(document))


def _plans(
    topics: Sequence[Topic], aliases: Mapping[str, Sequence[str]]
) -> tuple[list[Plan], tuple[TopicProblem, ...]]:
    binder = Binder(aliases)
    plans: list[Plan] = []
    problems: list[TopicProblem] = []
    names: set[str] = set()
    for number, topic in enumerate(topics):
        plan, own = make_plan(topic, ("topics", number), binder)
        plans.append(plan)
        problems += own
        if topic.name in names:
            error = QueryError(
                topic.name, 0, f"two topics are called '{topic.name}'", "give each its own name"
            )
            problems.append(TopicProblem(("topics", number, "name"), error))
        names.add(topic.name)
    return plans, tuple(binder.problems + problems)
