"""The shipped topics find what they should: on the demo's articles, and on sentences of our own."""

import pytest
import yaml
from jinja2 import Template

from crawler.config.load import load_config
from crawler.core.topics import Matcher, compile_topics
from crawler.demo.site import Site, Story, outlets, stories
from crawler.model.settings import Config
from crawler.model.topic import Document
from tests.pages import ROOT, SHIPPED, written

SENTENCES = yaml.safe_load((ROOT / "tests" / "data" / "seeds" / "topics.yaml").read_text("utf-8"))
ARTICLES = {story.id: story for story in stories(outlets(), second_edition=False)}
REWRITTEN = {story.id: story for story in stories(outlets(), second_edition=True)}

TREATY = {
    "signing", "duma", "nato", "eleven-thousand", "ratified", "ratified-courier", "ratified-bay",
    "ratified-valley", "kursk-ru", "kyiv-law", "madrid", "paris", "seoul", "tokyo", "beijing",
    "berlin", "brussels", "analysis", "bay-opinion", "force", "kursk-ru-2",
}  # fmt: skip
"""The articles that tell of the treaty between Russia and North Korea."""
TROOPS = {
    "nato", "eleven-thousand", "clashes", "clashes-bay", "ratified", "ratified-courier", "ratified-bay",
    "kyiv-law", "madrid", "paris", "seoul", "tokyo", "beijing", "berlin", "brussels",
}  # fmt: skip
"""Those that tell of North Korean soldiers in the Kursk region."""
TROOPS_ELSEWHERE = {"duma", "force", "dialogue", "summons", "brussels-sanctions"}
"""Soldiers in Russia, the region not named."""


def matcher_of(config: Config) -> Matcher:
    return compile_topics(config.topics, config.aliases)


def found(matcher: Matcher, story: Story) -> set[str]:
    text = "\n\n".join(story.paragraphs)
    document = Document(title=story.title, text=text, lang=story.outlet.lang)
    return {match.topic for match in matcher.match(document)}


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    return matcher_of(load_config(SHIPPED, {}))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    site = Site("http://127.0.0.1")
    text = (ROOT / "seeds" / "demo" / "feeds.yaml.j2").read_text("utf-8")
    rendered = Template(text).render(outlets=site.outlets.values(), base=site.base, site=site)
    for name, value in (("SMTP", "smtp+plain://127.0.0.1:25"), ("HOOK", "http://127.0.0.1/hook")):
        rendered = rendered.replace(f"${{DEMO_{name}}}", value)
    rendered = rendered.replace("DEMO_SECRET", "HOOK_SECRET")
    return matcher_of(written(tmp_path_factory.mktemp("demo"), [rendered]))


def test_the_demo_tells_of_the_treaty_in_nine_languages_over_a_few_dozen_pages() -> None:
    assert {ARTICLES[name].outlet.lang for name in TREATY} == {
        "en", "ru", "uk", "ko", "ja", "zh", "fr", "de", "es",
    }  # fmt: skip
    assert len(ARTICLES) >= 40


@pytest.mark.parametrize("name", ARTICLES)
def test_the_shipped_topics_tell_the_treaty_and_the_troops_from_the_rest(
    name: str, shipped: Matcher
) -> None:
    for story in (ARTICLES[name], REWRITTEN[name]):
        topics = found(shipped, story)
        assert ("russia-dprk-treaty" in topics) == (name in TREATY)
        assert ("dprk-troops" in topics) == (name in TROOPS | TROOPS_ELSEWHERE)
        assert ("sanctions-on-dprk" in topics) == (name == "brussels-sanctions")


@pytest.mark.parametrize("name", ARTICLES)
def test_the_topics_of_the_demo_tell_the_treaty_and_kursk_from_the_rest(
    name: str, demo: Matcher
) -> None:
    topics = found(demo, ARTICLES[name])
    assert ("russia-dprk-treaty" in topics) == (name in TREATY)
    assert ("troops-in-kursk" in topics) == (name in TROOPS)


def sentences(kind: str) -> list[tuple[str, dict[str, str]]]:
    return [(topic, cell) for topic, kinds in SENTENCES.items() for cell in kinds[kind]]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Config:
    topics = [str(path) for path in sorted((ROOT / "seeds" / "topics").glob("*.yaml"))]
    lines = ["version: 1", "feeds: [https://x.example/rss]", f"include: {topics}"]
    return written(tmp_path_factory.mktemp("packs"), lines)


def matched(packs: Config, cell: dict[str, str]) -> set[str]:
    document = Document(title=cell.get("title", ""), text=cell["text"], lang=cell["lang"])
    return {match.topic for match in matcher_of(packs).match(document)}


def test_every_topic_of_the_packs_has_sentences(packs: Config) -> None:
    assert {topic.name for topic in packs.topics} == set(SENTENCES)


@pytest.mark.parametrize(("topic", "cell"), sentences("found"))
def test_a_topic_of_the_packs_finds(topic: str, cell: dict[str, str], packs: Config) -> None:
    assert matched(packs, cell) == {topic}


@pytest.mark.parametrize(("topic", "cell"), sentences("left"))
def test_a_topic_of_the_packs_leaves(topic: str, cell: dict[str, str], packs: Config) -> None:
    assert topic not in matched(packs, cell)
