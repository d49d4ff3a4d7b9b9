"""The kinds of values feeds.yaml holds: text in, typed value out, and what an editor should know.

A reader raises ``Wrong``; ``{found}`` in its sentence is replaced by the text of the file, or by
*** where that text is secret. No other message may quote a value.
"""

import ipaddress
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from crawler.config.durations import DURATION_PATTERN, parse_duration, parse_times
from crawler.core.escaping import harmless
from crawler.core.urls import is_web

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")
_NOT_LANGUAGES = {"jp": "ja", "cn": "zh", "ua": "uk", "gr": "el", "cz": "cs", "dk": "da"}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")
_NOT_IN_URLS = re.compile(r"[\s\\<>\"\x00-\x1f\x7f]")  # RFC 3986 §2
_MOST_PORTS = 65535
DURATION_HINT = "write a figure and a unit: 90s, 5m, 2h, 7d"


class Wrong(ValueError):  # noqa: N818 - read as a verdict: `raise Wrong(what, instead)`
    """A value that means nothing here.

    Attributes:
        problem: what is wrong; may hold ``{found}``.
        hint: what to write instead.
    """

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem, hint)
        self.problem, self.hint = problem, hint


def _text_only(read: Callable[[str], Any], expected: str, hint: str) -> BeforeValidator:
    """Run a reader on text; refuse lists and maps; let an already typed default pass."""

    def validate(value: object) -> object:
        if isinstance(value, list | dict):
            raise Wrong(f"{_shape(value)} where {expected} is expected", hint)
        return read(value) if isinstance(value, str) else value

    return BeforeValidator(validate)


def _shape(value: object) -> str:
    return "a list" if isinstance(value, list) else "a map of keys"


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise Wrong("{found} is not a duration", DURATION_HINT) from error


def _duration_or(word: str) -> Callable[[str], timedelta | None]:
    def read(text: str) -> timedelta | None:
        if text == word:
            return None
        try:
            return parse_duration(text)
        except ValueError as error:
            raise Wrong(
                f"{{found}} is neither '{word}' nor a duration",
                f"write {word}, or {DURATION_HINT[6:]}",
            ) from error

    return read


def _silence(text: str) -> timedelta | float | None:
    times = parse_times(text)
    if times is not None:
        return times
    if text == "never":
        return None
    try:
        return parse_duration(text)
    except ValueError as error:
        raise Wrong(
            "{found} is not a duration", "write 3x (three times the feed's own habit), 12h or never"
        ) from error


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise Wrong("{found} is neither true nor false", "write true or false")
    return text == "true"


def _language(text: str) -> str:
    found = _LANGUAGE.fullmatch(text)
    code = found[1].lower() if found else ""
    if not code or code in _NOT_LANGUAGES:
        instead = _NOT_LANGUAGES.get(code, "en, ru, ko, …")
        raise Wrong("{found} is not a language", f"write its ISO 639-1 code: {instead}")
    return code


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        hint = "write an address range: 10.1.0.0/16 or fd00::/8"
        with suppress(ValueError):
            hint = f"write {ipaddress.ip_network(text, strict=False)}"
        raise Wrong("{found} is not a network", hint) from error


def is_complete_url(text: str) -> bool:
    """Whether this is an http(s) URL with a host, as it may stand in the file."""
    return is_web(text) and not _NOT_IN_URLS.search(text)


def _web_url(text: str) -> str:
    if not is_complete_url(text):
        raise Wrong(
            "{found} is not a URL of the web", "write it in full: https://www.example.org/feed.xml"
        )
    return text


def _hours(text: str) -> tuple[int, int]:
    found = _CLOCK.fullmatch(text.replace(" ", ""))
    if found is None:
        raise Wrong("{found} is not a span of the day", 'write "22:30-06:00"')
    start, end = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    if start == end:
        raise Wrong("{found} begins where it ends", 'write two different times: "22:30-06:00"')
    return start, end


def _one_line(text: str) -> str:
    if not text.strip():
        raise Wrong("an empty text", "write a value, or delete the key")
    if harmless(text) != text:
        raise Wrong("a text with line breaks or control characters", "write it on one line")
    return text


def _text(text: str) -> str:
    if not text.strip():
        raise Wrong("an empty text", "write a value, or delete the key")
    return text


def _listener(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    number = int(port) if port.isdecimal() and port.isascii() else 0
    if not host or not 0 < number <= _MOST_PORTS:
        raise Wrong("{found} is not a host and a port", "write 127.0.0.1:8087 or [::1]:8087")
    return host.removeprefix("[").removesuffix("]"), number


def _header(text: str) -> str:
    if not (_one_line(text).isascii()):
        raise Wrong("{found} holds characters a header cannot carry", "write it in ASCII")
    return text


_DURATION_JSON = {
    "type": ["string", "integer"],  # a bare 0 is a number to an editor
    "pattern": DURATION_PATTERN,
    "minimum": 0,
    "maximum": 0,
}


def _or(word: str) -> dict[str, Any]:
    return {"anyOf": [{"const": word}, _DURATION_JSON]}


Duration = Annotated[
    timedelta, _text_only(_duration, "a duration", DURATION_HINT), WithJsonSchema(_DURATION_JSON)
]
Interval = Annotated[
    timedelta | None,
    _text_only(_duration_or("auto"), "an interval", "write auto, 10m or 1h"),
    WithJsonSchema(_or("auto")),
]
Period = Annotated[
    timedelta | None,
    _text_only(_duration_or("forever"), "a period", "write 90d, 2y or forever"),
    WithJsonSchema(_or("forever")),
]
Silence = Annotated[
    timedelta | float | None,
    _text_only(_silence, "a period", "write 3x, 12h or never"),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "never"},
                {"type": "string", "pattern": r"^\d+(\.\d+)?x$"},
                _DURATION_JSON,
            ]
        }
    ),
]
Flag = Annotated[bool, _text_only(_flag, "true or false", "write true or false")]
Text = Annotated[
    str,
    _text_only(_text, "a text", "write one text"),
    WithJsonSchema({"type": ["string", "number"]}),
]
Line = Annotated[
    str,
    _text_only(_one_line, "a text", "write one text on one line"),
    WithJsonSchema({"type": ["string", "number"]}),
]
Language = Annotated[
    str,
    _text_only(_language, "a language", "write one code: en"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$"}),
]
WebUrl = Annotated[
    str,
    _text_only(_web_url, "a URL", "write one URL"),
    WithJsonSchema({"type": "string", "pattern": r"^(https?://|\$\{)"}),
]
Cidr = Annotated[
    ipaddress.IPv4Network | ipaddress.IPv6Network,
    _text_only(_network, "a network", "write one range: 10.1.0.0/16"),
    WithJsonSchema({"type": "string"}),
]
Hours = Annotated[
    tuple[int, int],
    _text_only(_hours, "a span of the day", 'write "22:30-06:00"'),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2} ?- ?\d{1,2}:\d{2}$"}),
]
Listener = Annotated[
    tuple[str, int],
    _text_only(_listener, "a place to listen", "write 127.0.0.1:8087"),
    WithJsonSchema({"type": "string", "pattern": r"^.+:\d{1,5}$"}),
]
HeaderValue = Annotated[str, _text_only(_header, "a text", "write one text on one line")]
