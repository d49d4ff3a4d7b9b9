"""The demo's news site as values: outlets and articles from seeds/demo, rendered on request.

The site has a clock of its own: only what was published by ``until`` is there, so that a story can
be watched while it grows. After ``second_edition`` the articles that have one show it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import DictLoader, Environment

SEEDS = files("seeds") / "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher of the demo site."""

    id: str
    name: str
    lang: str
    feed: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article of the demo site in one edition."""

    id: str
    outlet: Outlet
    published: datetime
    author: str | None
    title: str
    paragraphs: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the page lives on the site."""
        return f"/{self.outlet.id}/{self.published:%Y/%m/%d}/{self.id}.html"


def outlets() -> dict[str, Outlet]:
    """Return the outlets of seeds/demo/outlets.yaml by id."""
    raw = yaml.safe_load((SEEDS / "outlets.yaml").read_text("utf-8"))
    return {
        key: Outlet(id=key, **{**value, "tags": tuple(value["tags"])}) for key, value in raw.items()
    }


def stories(by_id: Mapping[str, Outlet], *, second_edition: bool) -> tuple[Story, ...]:
    """Return all articles of seeds/demo/news, oldest first, copies written out."""
    raw: dict[str, dict[str, Any]] = {}
    for file in sorted((SEEDS / "news").iterdir(), key=lambda each: each.name):
        raw |= {each["id"]: each for each in yaml.safe_load(file.read_text("utf-8"))}
    told = [_story(each, raw, by_id, second_edition=second_edition) for each in raw.values()]
    return tuple(sorted(told, key=lambda story: (story.published, story.id)))


def _story(
    each: dict[str, Any],
    raw: Mapping[str, dict[str, Any]],
    by_id: Mapping[str, Outlet],
    *,
    second_edition: bool,
) -> Story:
    original = raw[each["copy_of"]] if "copy_of" in each else each
    paragraphs = tuple(original["text"].split("\n\n"))[: each.get("keep")]
    if "before" in each:
        paragraphs = (f"{each['before']} {paragraphs[0]}", *paragraphs[1:])
    if "after" in each:
        paragraphs = (*paragraphs, each["after"])
    title = each["title"]
    if second_edition and "second_edition" in each:
        title = each["second_edition"]["title"]
        paragraphs = tuple(each["second_edition"]["text"].split("\n\n"))
    return Story(
        id=each["id"],
        outlet=by_id[each["outlet"]],
        published=each["published"].astimezone(UTC),
        author=each.get("author") or original.get("author"),
        title=title,
        paragraphs=tuple(" ".join(each.split()) for each in paragraphs),
    )


class Site:
    """Answers paths with bodies, as of a moment of the site's own clock."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.outlets = outlets()
        self.until = datetime.max.replace(tzinfo=UTC)
        self.second_edition = False
        self._editions = {
            second: stories(self.outlets, second_edition=second) for second in (False, True)
        }
        loader = DictLoader(dict(_templates()))
        self._templates = Environment(loader=loader, autoescape=True)
        self._templates.globals.update(base=base, rfc822=format_datetime)

    def feed_path(self, outlet: Outlet) -> str:
        """Return where an outlet's feed (or index page) lives."""
        return f"/{outlet.id}/{_FEED_FILES[outlet.feed][0]}"

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Return content type and body for a path, or None where there is nothing."""
        told = [
            story for story in self._editions[self.second_edition] if story.published <= self.until
        ]
        for outlet in self.outlets.values():
            if path == self.feed_path(outlet):
                return self._feed(outlet, [story for story in told if story.outlet == outlet][::-1])
        story = next((each for each in told if each.path == path), None)
        return self._page(story, told) if story else None

    def _feed(self, outlet: Outlet, told: list[Story]) -> tuple[str, bytes]:
        file, content_type, encoding = _FEED_FILES[outlet.feed]
        if outlet.feed == "json":
            return content_type, json.dumps(
                self._json_feed(outlet, told), ensure_ascii=False
            ).encode()
        template = self._templates.get_template(f"{file}.j2")
        body = template.render(outlet=outlet, stories=told, encoding=encoding)
        return content_type, body.encode(encoding, "xmlcharrefreplace")

    def _json_feed(self, outlet: Outlet, told: list[Story]) -> dict[str, Any]:
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": outlet.name,
            "language": outlet.lang,
            "home_page_url": f"{self.base}/{outlet.id}/",
            "items": [
                {
                    "id": story.id,
                    "url": f"{self.base}{story.path}",
                    "title": story.title,
                    "content_text": story.paragraphs[0],
                    "date_published": story.published.isoformat(),
                    "authors": [{"name": story.author}] if story.author else [],
                }
                for story in told
            ],
        }

    def _page(self, story: Story, told: list[Story]) -> tuple[str, bytes]:
        others = [each for each in told if each.outlet == story.outlet and each != story][-4:]
        body = self._templates.get_template("page.html.j2").render(story=story, others=others)
        return "text/html; charset=utf-8", body.encode()


_FEED_FILES = {
    "rss": ("rss.xml", "application/rss+xml", "utf-8"),
    "rss-windows-1251": ("rss.xml", "application/rss+xml", "windows-1251"),
    "rdf": ("index.rdf", "application/rdf+xml", "utf-8"),
    "atom": ("atom.xml", "application/atom+xml", "utf-8"),
    "json": ("feed.json", "application/feed+json", "utf-8"),
    "sitemap": ("news-sitemap.xml", "application/xml", "utf-8"),
    "page": ("index.html", "text/html; charset=utf-8", "utf-8"),
}


def _templates() -> Iterator[tuple[str, str]]:
    for file in (SEEDS / "templates").iterdir():
        if file.name.endswith(".j2"):
            yield file.name, file.read_text("utf-8")
