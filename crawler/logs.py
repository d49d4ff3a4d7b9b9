"""One structured line per event on stderr.

``log.info("feed refreshed", extra={"feed": "tass", "new": 3})`` becomes
``2026-01-02T03:04:05Z INFO  feed refreshed feed=tass new=3``. Values are quoted when they need it and
control characters are escaped, so that no text from the web can forge a line or drive a terminal.
"""

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_PLAIN = re.compile(r"[\w.,:/@+%?&=~\-]+\Z")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
MASK = "***"
QUIET = logging.WARNING


def escape(text: str) -> str:
    """Return ``text`` with control and direction-changing characters written as escapes."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class LineFormatter(logging.Formatter):
    """Formats a record as one line; replaces every known secret."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(sorted((s for s in secrets if s), key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = {k: v for k, v in record.__dict__.items() if k not in _STANDARD}
        if record.exc_info:
            fields["trace"] = self.formatException(record.exc_info)
        words = [moment, f"{record.levelname:5}", escape(record.getMessage())]
        words += [f"{key}={_value(value)}" for key, value in fields.items()]
        return self._masked(" ".join(words))

    def _masked(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, MASK)
        return line


def level(*, verbose: bool) -> int:
    """Return the level for the program's own events: every feed and article, or what matters."""
    return logging.DEBUG if verbose else logging.INFO


def configure(stream: TextIO, *, level: int = logging.INFO, secrets: Iterable[str] = ()) -> None:
    """Send the program's own events to ``stream`` and libraries' warnings with them."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("crawler").setLevel(level)
    logging.getLogger("storage").setLevel(level)


def _value(value: object) -> str:
    text = str(value)
    return text if _PLAIN.match(text) else json.dumps(escape(text), ensure_ascii=False)
