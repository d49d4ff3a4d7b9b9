"""Where the report is read, and the commands that show the same: for what a message cannot hold."""

from collections.abc import Collection

from crawler.core.slugs import slug
from crawler.model.alert import Json


def story_path(story: str) -> str:
    """Return the path of a story's page below the publishing directory."""
    return f"stories/{slug(story)}.html"


def topic_path(topic: str) -> str:
    """Return the path of a topic's page below the publishing directory."""
    return f"topics/{slug(topic)}.html"


def story_page(published_at: str, story: str) -> str:
    """Return the address of a story's page.

    Args:
        published_at: the address of the publishing directory, with its last slash.
        story: its id.
    """
    return published_at + story_path(story)


def digest_page(published_at: str, topics: Collection[str]) -> str:
    """Return the address of the page that holds a digest's topics: theirs, or that of all."""
    return published_at + (topic_path(next(iter(topics))) if len(topics) == 1 else "index.html")


def command_for_all(digest: Json) -> str:
    """Return the command that lists all alerts of a digest's period."""
    return f"wirewatch alerts --since {digest.get('since')}"
