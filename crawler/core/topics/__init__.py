"""Topics: the query language, matching, explanations.

compile_topics(topics, aliases) -> Matcher      once per configuration
matcher.match(document) -> matches with spans   quotes(match, document) -> sentences
matcher.explain(name, document) -> Explanation  render(explanation) -> text
"""

from crawler.core.topics.binding import TopicProblem
from crawler.core.topics.explain import Explanation, render
from crawler.core.topics.matcher import Matcher, TopicErrors, check_topics, compile_topics
from crawler.core.topics.quotes import highlight, quotes

__all__ = [
    "Explanation",
    "Matcher",
    "TopicErrors",
    "TopicProblem",
    "check_topics",
    "compile_topics",
    "highlight",
    "quotes",
    "render",
]
