"""Nearest known names, for hints."""

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like ``word``, or None when none does."""
    by_folded = {name.casefold(): name for name in known}
    folded = word.casefold()
    for cutoff in (0.6, 0.5):
        found = difflib.get_close_matches(folded, by_folded, n=1, cutoff=cutoff)
        if found:
            return by_folded[found[0]]
    return None


def suggestion(word: str, known: Iterable[str], none_known: str) -> str:
    """Say which known name was probably meant, or list them, or say ``none_known``."""
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        return f"did you mean '{near}'?"
    if not names:
        return none_known
    return "known here: " + ", ".join(names[:12]) + (", …" if len(names) > 12 else "")  # noqa: PLR2004 - a line's worth
