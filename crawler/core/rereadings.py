"""What a later extractor reads otherwise than an earlier one, field by field."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from crawler.model.article import ArticleText

FIELDS = ("title", "author", "published", "updated", "language", "canonical_url", "text")


class Change(StrEnum):
    """How a field differs."""

    GAINED = "gained"
    """There is a value where there was none."""
    LOST = "lost"
    """There is none where there was one."""
    OTHER = "other"
    """There is another value."""


def changes(old: ArticleText, new: ArticleText) -> Mapping[str, Change]:
    """Return the fields that differ; who read them does not count."""
    return {
        name: _change(getattr(old, name), getattr(new, name))
        for name in FIELDS
        if getattr(old, name) != getattr(new, name)
    }


def is_other(old: ArticleText, new: ArticleText) -> bool:
    """Tell whether a reading says anything else than the one before."""
    return old != replace(new, extractor=old.extractor)


def share_changed(old: str, new: str) -> float:
    """Return which share of the words of two texts they do not have in common, 0 to 1."""
    before, after = Counter(old.split()), Counter(new.split())
    words = before.total() + after.total()
    return 1 - 2 * (before & after).total() / words if words else 0.0


def _change(old: object, new: object) -> Change:
    if not old:
        return Change.GAINED
    return Change.OTHER if new else Change.LOST
