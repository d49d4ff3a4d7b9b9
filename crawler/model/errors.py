"""Every error Wirewatch raises on purpose; anything else that escapes is a bug.

    WirewatchError
    ├── ConfigError        where (file:line:column), problem, hint
    ├── ConfigErrors       all of a file's ConfigErrors at once
    ├── FetchError         url, problem, advice
    │   ├── UnreachableError   DNS, connect, TLS, reset
    │   ├── TimedOutError      the total deadline passed
    │   ├── TooLargeError      bytes, header lines or compression ratio
    │   ├── UnreadableError    an empty body, a damaged or unknown encoding
    │   ├── StatusError        any other status (status)
    │   ├── GoneError          410
    │   ├── ThrottledError     429 or 503 (until)
    │   ├── BlockedError       a bot wall
    │   └── ForbiddenError     robots.txt, private address, scheme
    ├── ParseError         url, kind, problem, advice
    ├── ExtractError       url, problem
    │   └── VanishedError      the page says that nothing is there
    ├── SandboxError       a worker process was ended by its limits
    ├── QueryError         query, column, problem, hint
    ├── StoreError         problem
    │   ├── SchemaTooNewError
    │   ├── LeaseLostError
    │   └── LockedError        holder
    └── DeliveryError      channel, problem, until
        └── RejectedError      permanent: retrying cannot help

Foreign exceptions are translated once, where they enter, always with ``raise … from``. Whether
to retry is decided by the type, never by the text.
"""

from datetime import datetime
from typing import ClassVar

AGAIN = "it is tried again by itself"
"""The advice where nothing is to be done but to wait."""


class WirewatchError(Exception):
    """Something went wrong in a way Wirewatch foresaw; the text is fit for the user."""


class ConfigError(WirewatchError):
    """A configuration that cannot be used, with the place and a way out.

    Attributes:
        where: ``file:line:column``, so that editors and terminals can jump to it.
        problem: what is wrong, naming the value found.
        hint: what to write instead, ready to paste.
    """

    def __init__(self, where: str, problem: str, hint: str) -> None:
        super().__init__(where, problem, hint)
        self.where, self.problem, self.hint = where, problem, hint

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}\n  hint: {self.hint}"


class ConfigErrors(WirewatchError):  # noqa: N818 - it carries several
    """All errors of a configuration at once, in the order of the file."""

    def __init__(self, errors: tuple[ConfigError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


class FetchError(WirewatchError):
    """A URL that could not be fetched.

    Attributes:
        url: the URL asked for, without credentials.
        problem: a sentence a person understands.
        advice: what the user may do about it, or the empty string.
        kind: the word shown as ``error_kind`` in ``status``.
    """

    kind: ClassVar[str] = "unreachable"

    def __init__(self, url: str, problem: str, advice: str = "") -> None:
        super().__init__(url, problem, advice)
        self.url, self.problem, self.advice = url, problem, advice

    def __str__(self) -> str:
        return f"{self.url}: {self.problem}" + (f" ({self.advice})" if self.advice else "")


class UnreachableError(FetchError):
    """No answer: the name does not resolve, nobody listens, TLS fails or the line breaks."""


class TimedOutError(FetchError):
    """The total deadline of the fetch passed."""

    kind = "timeout"


class TooLargeError(FetchError):
    """More than allowed: bytes on the wire or after decompression, header lines."""

    kind = "too_large"


class UnreadableError(FetchError):
    """An answer without a body, or with one whose Content-Encoding cannot be undone."""

    kind = "malformed"


class StatusError(FetchError):
    """An answer whose status carries no news, such as 404 or 500.

    Attributes:
        status: the HTTP status code.
    """

    kind = "status"

    def __init__(self, url: str, status: int, problem: str, advice: str = "") -> None:
        super().__init__(url, problem, advice)
        self.status = status


class GoneError(FetchError):
    """The server says that the resource is gone for good (410)."""

    kind = "gone"


class ThrottledError(FetchError):
    """The server asks us to come back later (429 or 503).

    Attributes:
        until: when we may ask again.
    """

    kind = "throttled"

    def __init__(self, url: str, problem: str, until: datetime, advice: str = "") -> None:
        super().__init__(url, problem, advice)
        self.until = until


class BlockedError(FetchError):
    """A wall against robots stands before the page (403 with a challenge, a consent wall)."""

    kind = "blocked"


class ForbiddenError(FetchError):
    """We refuse to fetch: robots.txt, a private address, a scheme other than http(s)."""

    kind = "forbidden"


class ParseError(WirewatchError):
    """Bytes that are no feed, or a feed too broken to read.

    Attributes:
        url: where the bytes came from, or None.
        kind: ``not_a_feed``, ``malformed`` or ``too_large``.
        problem: what was found.
        advice: what the user may do about it, or the empty string.
    """

    def __init__(self, url: str | None, kind: str, problem: str, advice: str = "") -> None:
        super().__init__(url, kind, problem, advice)
        self.url, self.kind, self.problem, self.advice = url, kind, problem, advice

    def __str__(self) -> str:
        text = f"{self.url}: {self.problem}" if self.url else self.problem
        return text + (f" ({self.advice})" if self.advice else "")


class ExtractError(WirewatchError):
    """A page from which no article could be read.

    Attributes:
        url: the page's URL.
        problem: what was found instead.
    """

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(url, problem)
        self.url, self.problem = url, problem

    def __str__(self) -> str:
        return f"{self.url}: {self.problem}"


class VanishedError(ExtractError):
    """A page that was served and says that there is nothing at its address, or leads elsewhere."""


class SandboxError(WirewatchError):
    """A worker process was ended by its deadline or memory limit, or crashed, on one input."""


class QueryError(WirewatchError):
    """A query that does not follow the topic language.

    Attributes:
        query: the whole text.
        column: where the problem begins, counted in code points from 0.
        problem: what is wrong there.
        hint: what to write instead.
    """

    def __init__(self, query: str, column: int, problem: str, hint: str) -> None:
        super().__init__(query, column, problem, hint)
        self.query, self.column, self.problem, self.hint = query, column, problem, hint

    def __str__(self) -> str:
        return f"{self.problem}\n  {self.query}\n  {' ' * self.column}^\n  hint: {self.hint}"


class StoreError(WirewatchError):
    """The archive cannot be opened, read or written; the text names the path."""


class StoreUnavailableError(StoreError):
    """The archive is sound and cannot be used at the moment: disk full, read-only, locked.

    The daemon pauses and goes on by itself when it can.
    """


class SchemaTooNewError(StoreError):
    """The database was written by a newer Wirewatch; this one must not touch it."""


class LeaseLostError(StoreError):
    """A lease ran out and somebody else took the job over: this result must not be recorded."""


class LockedError(StoreError):
    """Another daemon holds the database.

    Attributes:
        holder: who, as text: process id, host and since when.
    """

    def __init__(self, problem: str, holder: str) -> None:
        super().__init__(problem)
        self.holder = holder


class DeliveryError(WirewatchError):
    """A message that could not be delivered this time.

    Attributes:
        channel: the channel's name.
        problem: what the receiver said, without secrets.
        until: when the receiver wants to be asked again, if it said so.
    """

    def __init__(self, channel: str, problem: str, until: datetime | None = None) -> None:
        super().__init__(channel, problem, until)
        self.channel, self.problem, self.until = channel, problem, until

    def __str__(self) -> str:
        return f"{self.channel}: {self.problem}"


class RejectedError(DeliveryError):
    """The receiver will never take this message: it becomes a dead letter at once."""


class ChannelGoneError(RejectedError):
    """The receiver says that it is gone for good (410): the channel is disabled, visibly."""


def first_of(error: Exception) -> Exception:
    """Return the first error of a group of tasks that failed together."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
