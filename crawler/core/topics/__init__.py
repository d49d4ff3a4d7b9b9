"""Topics: the query language, matching, explanations."""

from crawler.core.topics.binding import TopicProblem
from crawler.core.topics.matcher import Matcher, TopicErrors, check_topics, compile_topics

__all__ = ["Matcher", "TopicErrors", "TopicProblem", "check_topics", "compile_topics"]
