"""The largest documents cost less than a worker of the sandbox may use, whatever is in them."""

from collections.abc import Iterator

import pytest

from crawler.core.feeds import document, limits, parse_feed, repair, text, xml
from crawler.sandbox import Sandbox, SandboxLimits
from tests.hostile_feeds import DOCUMENTS, ITEM, cost, rss

DEADLINE_FLOORS = 2 * SandboxLimits().deadline_s
"""A worker's deadline where the floor takes half a second; machine and load change both alike."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A worker with the daemon's memory; what it may take is judged by this machine's floor."""
    sandbox = Sandbox(workers=1, limits=SandboxLimits(deadline_s=50))
    yield sandbox
    sandbox.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
async def test_no_document_takes_a_worker_past_its_deadline_or_memory(
    sandbox: Sandbox, name: str
) -> None:
    assert await sandbox.call(cost, name) < DEADLINE_FLOORS


def titles(document: str) -> list[str | None]:
    return [entry.title for entry in parse_feed(document.encode()).entries]


@pytest.fixture
def few_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_TAGS", 60)


@pytest.mark.usefixtures("few_tags")
def test_a_document_ends_at_its_last_tag_that_counts() -> None:
    assert titles(rss(ITEM * 20)) == ["Kept"] * len(titles(rss(ITEM * 20)))
    assert 5 < len(titles(rss(ITEM * 20))) < 12


@pytest.mark.usefixtures("few_tags")
def test_tags_inside_of_cdata_do_not_count_but_the_sections_do() -> None:
    html = f"<item><description><![CDATA[{'<br>' * 99}]]></description></item>"
    assert titles(rss(html + ITEM)) == [None, "Kept"]
    sections = f"<item><title>{'<![CDATA[<]]>' * 99}</title></item>"
    assert titles(rss(ITEM + sections + ITEM)) == ["Kept"]


def test_a_document_with_too_many_ampersands_to_repair_ends_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repair, "MAX_AMPERSANDS", 3)
    legal = f"<description>{'&lt;' * 9}</description>"
    assert titles(rss(ITEM + legal + "<title>a & b</title>" + ITEM)) == ["Kept", "Kept"]
    assert titles(rss(ITEM + f"<description>{'& ' * 9}</description>" + ITEM)) == ["Kept"]


def test_references_to_controls_beyond_the_limit_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_AMPERSANDS", 2)
    assert titles(rss("<item><title>&#128;&#x80;&#128;!</title></item>")) == ["€€\x80!"]


def test_references_to_what_xml_forbids_vanish_in_a_repaired_document() -> None:
    assert titles(rss("<item><title>&#0;a&#x1f; & b&#x110000;</title></item>")) == ["a & b"]


@pytest.mark.parametrize(
    "giant",
    [
        "<item><title>A</title><description>{}</description></item>",
        "<item><title>A</title><description><![CDATA[{}]]></description></item>",
        '<item><title>A</title><enclosure url="{}"/></item>',
        '<item a="{}"><title>A</title></item>',
        "<item><title>A</title><description><![CDATA[x]]>{}</description></item>",
    ],
)
def test_a_giant_costs_its_own_element_only(giant: str) -> None:
    document = rss(giant.replace("{}", "x" * 10_500_000) + ITEM)
    assert titles(document) == ["A", "Kept"]


def test_an_element_with_too_many_attributes_loses_them_where_the_document_is_repaired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repair, "MAX_NODE_CHARS", 10_000)
    many = " ".join(f"a{place}='' " for place in range(limits.MAX_ATTRIBUTES + 1))
    assert titles(rss(f"<item {many}><title>A & B</title></item>{ITEM}")) == ["A & B", "Kept"]
    assert titles(rss(f"<item><a {many}/><title>A & B</title></item>{ITEM}")) == ["A & B", "Kept"]


def test_hundreds_of_undeclared_prefixes_are_left_alone() -> None:
    document = rss("".join(f"<p{place}:x/>" for place in range(500)) + ITEM)
    assert titles(document) == ["Kept"]


def test_links_stay_relative_where_a_document_has_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text, "MAX_LINKS", 4)
    link = "<item><description>&lt;a href='/x'></description></item>"
    json = b'{"items": [{"content_html": "<a href=\'/x\'><a href=\'/y\'>"}]}'
    few = parse_feed(rss(link).encode()).entries[0].summary
    many = parse_feed(rss(link * 9).encode()).entries[0].summary
    assert (few, many) == ("<a href='https://news.example/x'>", "<a href='/x'>")
    others = parse_feed(rss(link + "<item a='' b='' c=''/>").encode()).entries[0].summary
    assert others == few
    monkeypatch.setattr(text, "MAX_LINKS", 1)
    assert parse_feed(json, url="https://a.example/").entries[0].content == (
        "<a href='/x'><a href='/y'>"
    )


def test_a_srcset_of_a_hundred_pictures_stays_as_it_is() -> None:
    sizes = ", ".join(f"/{place}.jpg {place}w" for place in range(100))
    document = rss(f"<item><description>&lt;img srcset='{sizes}'></description></item>")
    assert parse_feed(document.encode()).entries[0].summary == f"<img srcset='{sizes}'>"


def test_elements_of_one_name_beyond_the_limit_are_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document, "MAX_REPEATS", 2)
    assert titles(rss(f"<item><title/><title>Second</title></item>{ITEM}")) == ["Second", "Kept"]
    assert titles(rss(f"<item><title/><title/><title>Third</title></item>{ITEM}")) == [None, "Kept"]


def test_bases_do_not_count_where_there_are_thousands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_BASES", 1)
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="https://b.example/x/">'
    entry = '<link href="y"/><content type="html">&lt;a href="z"></content></entry>'
    one = parse_feed(f"{feed}{entry}</feed>".encode(), url="https://a.example/").entries[0]
    two = parse_feed(
        f'{feed}{entry}<entry xml:base="/"/></feed>'.encode(), url="https://a.example/"
    ).entries[0]
    assert (one.url, one.content) == ("https://b.example/x/y", '<a href="https://b.example/x/z">')
    assert (two.url, two.content) == ("https://a.example/y", '<a href="z">')
