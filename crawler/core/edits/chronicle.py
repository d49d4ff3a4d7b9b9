"""The versions of an article in order, each with what makes it one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.core.edits.compare import Edit, compare_versions
from crawler.model.archived import ArchivedVersion
from crawler.model.article import Origin

UNTOLD = "spelling, labels or white space"
"""What differs where no kind of change can be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version, and how it differs from the one before."""

    version: ArchivedVersion
    what: str
    """The kind of change, in words."""
    edit: Edit | None
    """None for the first version."""


def chronicle(versions: Sequence[ArchivedVersion]) -> tuple[Step, ...]:
    """Return every version with what changed in it."""
    first = (Step(version=each, what=_beginning(each), edit=None) for each in versions[:1])
    return (*first, *(step_between(old, new) for old, new in pairwise(versions)))


def step_between(old: ArchivedVersion, new: ArchivedVersion) -> Step:
    """Return how one version differs from an earlier one."""
    edit = compare_versions(old.text.title, old.text.text, new.text.title, new.text.text)
    return Step(version=new, what=_what(old, new, edit), edit=edit)


def _beginning(version: ArchivedVersion) -> str:
    return "first version" + (", the feed's text" if version.origin is Origin.FEED else "")


def _what(old: ArchivedVersion, new: ArchivedVersion, edit: Edit) -> str:
    if old.origin is Origin.FEED and new.origin is Origin.PAGE:
        return "the page in place of the feed's text"
    if old.page and new.page and old.page.sha256 == new.page.sha256:
        return f"the same page, read by {new.text.extractor}"
    return edit.sentence or UNTOLD
