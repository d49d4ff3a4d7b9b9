"""schema.org data in a page's JSON-LD scripts, read with tolerance: what is broken is ignored.

Publishers write JSON-LD by template and rarely check it: raw line breaks inside strings, trailing
commas, comments around the script, one object where a list belongs. Nothing here ever raises.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from crawler.core.urls import url_key

MAX_SCRIPT_CHARS = 1_000_000
"""Longer scripts are data dumps; nothing that describes an article comes near."""
MAX_OBJECTS = 2_000

_ARTICLE_TYPES = (
    "article",
    "posting",
    "report",
    "reportage",
    "review",
    "story",
    "column",
    "recipe",
)
_PAGE_TYPES = frozenset({"webpage", "itempage", "aboutpage"})
_ELSEWHERE = frozenset(
    # properties that lead to other works than the page's own
    "itemListElement hasPart isPartOf citation mentions relatedLink significantLink workExample"
    " isBasedOn publisher sourceOrganization about comment potentialAction breadcrumb image video"
    " associatedMedia review aggregateRating".split()
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_OPENINGS = ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[")
"""Old disguises of scripts; what follows the JSON value is not looked at."""

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What a page's JSON-LD says about the page itself."""

    article: JsonObject = field(default_factory=dict)
    """The article, or empty."""
    page: JsonObject = field(default_factory=dict)
    """The web page around it, or empty."""
    by_id: dict[str, JsonObject] = field(default_factory=dict)
    """Every object that has an ``@id``, for references."""

    def resolve(self, value: object) -> object:
        """Follow a bare reference such as ``{"@id": "#author"}`` to the object it names."""
        if isinstance(value, dict) and "name" not in value:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def read_linked_data(scripts: Iterable[str], url: str) -> LinkedData:
    """Read all JSON-LD scripts of a page and pick the objects that describe the page itself.

    Args:
        scripts: the scripts' texts, in document order.
        url: the page's address, by which one article among several is recognised.
    """
    objects = _objects([value for script in scripts for value in _load(script)])
    by_id: dict[str, JsonObject] = {}
    for one in objects:
        identity = one.get("@id")
        if isinstance(identity, str) and len(one) > len(by_id.get(identity, {})):
            by_id[identity] = one
    own = url_key(url)
    articles = [one for one in objects if _is_article(one)]
    return LinkedData(
        article=max(articles, key=lambda one: _fitness(one, own), default={}),
        page=next((one for one in objects if _types(one) & _PAGE_TYPES), {}),
        by_id=by_id,
    )


def text_of(value: object) -> str:
    """Return a JSON value as plain text: of a list the first, of an object its name or value."""
    for _ in range(4):  # deeper nesting than this has no meaning in schema.org
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("@id") or ""
        else:
            break
    return unescape(value).strip() if isinstance(value, str) else ""


def _load(script: str) -> list[object]:
    """Parse a script; values after a broken one are lost, values before it are kept."""
    if len(script) > MAX_SCRIPT_CHARS:
        return []
    text = script.strip()
    for opening in _OPENINGS:
        text = text.removeprefix(opening).lstrip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            value, _ = _DECODER.raw_decode(attempt)
        except (ValueError, RecursionError):
            continue
        return [value]
    return []


_DECODER = json.JSONDecoder(strict=False)  # lets control characters stand inside strings


def _objects(values: list[object]) -> list[JsonObject]:
    """List every object with a type, in document order, not descending into other works."""
    found: list[JsonObject] = []
    stack = values[::-1]
    while stack and len(found) < MAX_OBJECTS:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value[::-1])
        elif isinstance(value, dict):
            if "@type" in value or "@id" in value:
                found.append(value)
            inner = [
                v for k, v in value.items() if k not in _ELSEWHERE and isinstance(v, dict | list)
            ]
            stack.extend(inner[::-1])
    return found


def _types(one: JsonObject) -> set[str]:
    kinds = one.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rpartition("/")[2].lower() for kind in named if isinstance(kind, str)}


def _is_article(one: JsonObject) -> bool:
    return any(kind.endswith(_ARTICLE_TYPES) for kind in _types(one)) and (
        "headline" in one or "datePublished" in one or "articleBody" in one
    )


def _fitness(one: JsonObject, own: str | None) -> int:
    """Rate how surely an article object is the page's own; the first of equals wins."""
    addresses = (text_of(one.get(key)) for key in ("url", "mainEntityOfPage", "@id"))
    is_own = own is not None and any(url_key(address) == own for address in addresses if address)
    return 4 * is_own + 2 * ("headline" in one) + ("datePublished" in one)
