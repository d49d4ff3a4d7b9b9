"""The body of a page that is drawn by scripts: kept as JSON in the scripts' state.

    <script type="application/json">{"article": {"blocks": [{"text": "..."}, ...]}}</script>
    <script>window.App = window.App || {}; App.content = {"elements": [...]};</script>

Strings that one path of keys leads to belong together; the path with the most prose is the body.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.clean import ends_sentence
from crawler.core.articles.junk import suspicion_of
from crawler.core.articles.stated import as_paragraphs
from crawler.core.dates import parse_date

MAX_STATE_CHARS = 3_000_000
MAX_VALUES = 100_000
MAX_ASSIGNMENTS = 50
"""Of one script."""
PROSE_CHARS = 80
"""A string this long, with a sentence's end, is prose."""
PATH_CHARS = 200
MAX_SHORT_CHARS = 300

_ASSIGNMENT = re.compile(r"=\s{0,9}(?=[{\[])|JSON\.parse\(\s{0,9}(?=\")")
_KEYS_OF_TIME = frozenset(
    "publishedat datepublished publishdate publicationdate firstpublishdate displaydate published"
    " firstpublished firstpublishedat publishedtime publishtime pubdate publisheddate".split()
)
_NOT_LETTERS = re.compile(r"[^a-z]")
_SPOKEN = re.compile(r"[^\W\d_]\s|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]{2}")
_SCRIPTS = 'script:not([src]):not([type="application/ld+json" i])'
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class State:
    """What the state of a page's scripts says about the article."""

    text: str = ""
    """Paragraphs; empty when there is no prose."""
    published: datetime | None = None


@dataclass(slots=True)
class _Strings:
    """The strings under one path of keys."""

    texts: list[str] = field(default_factory=list)
    prose: int = 0


def read_state(page: LexborHTMLParser) -> State:
    """Return the article a page keeps in the state of its scripts."""
    by_path: dict[str, _Strings] = {}
    times: list[tuple[str, str]] = []
    for value in _values(node.text() for node in page.css(_SCRIPTS)):
        for path, text in _strings(value):
            strings = by_path.setdefault(path, _Strings())
            strings.texts.append(text)
            strings.prose += len(text) if _is_prose(text) else 0
            if _NOT_LETTERS.sub("", path.rpartition(".")[2].lower()) in _KEYS_OF_TIME:
                times.append((path.rpartition(".")[0], text))
    path = max(by_path, key=lambda one: by_path[one].prose, default="")
    if not path or not by_path[path].prose:
        return State()
    texts = [text for text in by_path[path].texts if _is_prose(text) or _is_spoken(text)]
    paragraphs = filter(None, map(as_paragraphs, dict.fromkeys(texts)))
    return State("\n\n".join(paragraphs), _time(path, times))


def _time(path: str, times: Iterable[tuple[str, str]]) -> datetime | None:
    """Return the time of publication that an object around the body states, if it is one."""
    stated = {text for holder, text in times if path.startswith(holder + ".")}
    moments = {moment for text in stated if (moment := parse_date(text))}
    return moments.pop() if len(moments) == 1 else None


def _values(scripts: Iterable[str]) -> Iterator[object]:
    """Yield the JSON values of scripts: whole ones, and those assigned to variables."""
    for script in scripts:
        text = script.strip()
        if not PROSE_CHARS <= len(text) <= MAX_STATE_CHARS:
            continue
        if text[0] in "{[":
            yield from _decoded(text, 0)
            continue
        at = budget = 0
        for _ in range(MAX_ASSIGNMENTS):
            found = _ASSIGNMENT.search(text, at)
            if found is None or budget > MAX_STATE_CHARS:
                break
            at = found.end()
            for value, end in _assigned(text, at):
                budget += end - at
                at = end
                if value is not None:
                    yield value


def _assigned(text: str, at: int) -> Iterator[tuple[object, int]]:
    """Yield the value assigned at a place, or None, and where reading it ended."""
    try:
        value, end = _DECODER.raw_decode(text, at)
        yield (json.loads(value, strict=False) if isinstance(value, str) else value), end
    except json.JSONDecodeError as error:
        yield None, at if error.doc is not text else max(at, error.pos)
    except RecursionError:
        yield None, len(text)


def _decoded(text: str, at: int) -> Iterator[object]:
    for value, _ in _assigned(text, at):
        yield value


def _strings(value: object) -> Iterator[tuple[str, str]]:
    """Yield (path of keys, string) in order, leaving out what a key calls no article text."""
    stack: list[tuple[str, object]] = [("", value)]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        path, one = stack.pop()
        if isinstance(one, list):
            stack.extend((path, item) for item in reversed(one))
        elif isinstance(one, dict):
            stack.extend(
                (f"{path}.{key}"[-PATH_CHARS:], item)
                for key, item in reversed(one.items())
                if not suspicion_of(str(key)[:PATH_CHARS])[0]
            )
        elif isinstance(one, str):
            yield path, one


def _is_prose(text: str) -> bool:
    plain = text.rstrip()
    return (
        len(text) >= PROSE_CHARS
        and "{" not in text
        and (ends_sentence(plain) or plain.endswith("</p>"))
    )


def _is_spoken(text: str) -> bool:
    """Tell whether a short string is words for people, not a key, a colour or an address."""
    return len(text) <= MAX_SHORT_CHARS and "{" not in text and bool(_SPOKEN.search(text))
