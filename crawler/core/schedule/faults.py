"""What a failure is called, what may be done about it, and whether it passes by itself."""

from collections import defaultdict

from crawler.model.errors import (
    AGAIN,
    BlockedError,
    FetchError,
    ForbiddenError,
    ParseError,
    StatusError,
    WirewatchError,
)

_SERVER_ERROR = 500
_ADVICE = defaultdict(
    lambda: AGAIN,
    {
        "not_a_feed": "look for a feed or a sitemap on its site: `wirewatch feeds discover`",
        "malformed": f"the publisher has to mend it; {AGAIN}",
    },
)
"""What may be done, where the error does not know better."""


def kind_of(error: WirewatchError) -> str:
    """Return the word for an error, as `status` shows it."""
    return error.kind if isinstance(error, FetchError | ParseError) else "malformed"


def sentence_of(error: WirewatchError) -> str:
    """Return problem and advice; the URL stands beside it in `status`."""
    if isinstance(error, FetchError | ParseError):
        return f"{error.problem} ({error.advice or _ADVICE[kind_of(error)]})"
    return f"{error} ({_ADVICE[kind_of(error)]})"


def is_hopeless(error: WirewatchError) -> bool:
    """Tell errors that only a person can mend from those that pass by themselves."""
    match error:
        case StatusError(status=status):
            return status < _SERVER_ERROR
        case ParseError() | BlockedError() | ForbiddenError():
            return True
        case _:
            return False
