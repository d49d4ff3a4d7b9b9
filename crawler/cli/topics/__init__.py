"""What the commands about one topic share: finding it by its name."""

from crawler.config.near import suggestion
from crawler.core.escaping import for_terminal
from crawler.model.errors import WirewatchError
from crawler.model.settings import Config
from crawler.model.topic import Topic


def topic_named(name: str, config: Config) -> Topic:
    """Return a topic of the configuration.

    Raises:
        WirewatchError: none has this name; with the nearest one that exists.
    """
    for topic in config.topics:
        if topic.name == name:
            return topic
    hint = suggestion(name, (topic.name for topic in config.topics), "no topics are configured")
    raise WirewatchError(f"no topic is called '{for_terminal(name)}'\n  hint: {hint}")
