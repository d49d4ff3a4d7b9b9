"""What an article states that can be compared: evidence for a story, and for what is new in it."""

from crawler.core.stories.anatomy import Anatomy

MAX_FACTS = 60  # of one article; a table of results would crowd out everything else


def facts_of(title: Anatomy, text: Anatomy) -> frozenset[str]:
    """Return an article's figures (``#212``) and the names of people and bodies (``n:kazuo ueda``).

    A person or body is named by two words or more; single names (places, countries) are in every
    article of a story and tell nothing new. At most MAX_FACTS, the first ones.
    """
    found = dict.fromkeys([*title.figures, *text.figures])
    found |= dict.fromkeys(f"n:{name}" for name in text.names if " " in name)
    return frozenset(list(found)[:MAX_FACTS])
