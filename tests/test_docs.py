"""What the pages and the seeds promise, exists: commands, configurations, links."""

import re
from pathlib import Path

import pytest

from crawler.cli.commands import COMMANDS
from crawler.cli.main import main
from crawler.config.load import load_config
from tests.pages import PAGES, ROOT, SHIPPED, commands, written

SEEDS = ROOT / "seeds"
PACKS = sorted((SEEDS / "packs").glob("*.yaml"))
TOPICS = sorted((SEEDS / "topics").glob("*.yaml"))


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_command_on_a_page_exists(page: Path) -> None:
    assert commands(page) <= set(COMMANDS)


def test_the_pages_do_name_commands() -> None:
    assert {"init", "check", "notify", "explain"} <= set().union(*map(commands, PAGES))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"example: {COMMANDS[name].example}" in shown


def test_the_command_list_is_the_one_of_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert {name for name in COMMANDS if not re.search(rf"`{name}\b", changes)} == set()


@pytest.mark.parametrize("page", [page for page in PAGES if page.suffix == ".md"], ids=by_name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_shipped_configuration_needs_no_environment_and_no_channel() -> None:
    config = load_config(SHIPPED, {})
    assert len(config.feeds) >= 25
    assert len({feed.lang for feed in config.feeds}) >= 7
    assert len(config.topics) == 3
    assert set(config.channels) == {"terminal"}
    assert config.publish_alerts == ROOT / "out"
    assert config.warnings == ()


def test_no_alias_of_the_shipped_configuration_lists_a_word_twice() -> None:
    for name, members in load_config(SHIPPED, {}).aliases.items():
        folded = [member.casefold() for member in members]
        assert {m for m in folded if folded.count(m) > 1} == set(), name


def test_its_examples_of_channels_and_digests_load_when_uncommented(tmp_path: Path) -> None:
    before, after = SHIPPED.read_text("utf-8").split("# --- whom to tell")
    examples = re.sub(r"^# ?", "", after.partition("\n")[2], flags=re.MULTILINE)
    topics = re.sub(r"^    # (notify|digest)", r"    \1", before, flags=re.MULTILINE)
    config = written(tmp_path, [topics, examples])
    assert set(config.channels) == {"terminal", "desk-mail", "desk-hook"}
    assert [digest.to for digest in config.digests] == [("desk-mail",)]
    assert config.quiet is not None
    assert config.topics[0].notify == ("desk-mail", "desk-hook")
    assert config.topics[0].digest == ("morning",)


def test_its_examples_of_sources_load_when_uncommented(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    sources = re.sub(r"^  # (?=- url|- \{|  )", "  ", text, flags=re.MULTILINE)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "asia-wires.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="https://asia.example/rss"/></body></opml>'
    )
    feeds = written(tmp_path, [sources]).feeds
    assert {feed.type.value for feed in feeds} == {"feed", "sitemap", "page"}
    assert "https://asia.example/rss" in {feed.url for feed in feeds}


@pytest.mark.parametrize("pack", PACKS, ids=by_name)
def test_every_pack_can_be_included_and_lists_no_feed_twice(pack: Path, tmp_path: Path) -> None:
    urls = [feed.url for feed in written(tmp_path, ["version: 1", f"include: [{pack}]"]).feeds]
    assert len(urls) >= 5
    assert len(urls) == len(set(urls))


@pytest.mark.parametrize("topics", TOPICS, ids=by_name)
def test_every_topic_pack_can_be_included(topics: Path, tmp_path: Path) -> None:
    lines = ["version: 1", "feeds: [https://x.example/rss]", f"include: [{topics}]"]
    config = written(tmp_path, lines)
    assert config.topics
    assert config.warnings == ()


def test_all_packs_go_together(tmp_path: Path) -> None:
    everything = [str(path) for path in (*PACKS, *TOPICS)]
    config = written(tmp_path, ["version: 1", f"include: {everything}"])
    assert len(config.feeds) >= 20
    assert config.warnings == ()


def test_feeds_have_names_that_can_be_read_in_a_log(tmp_path: Path) -> None:
    packs = written(tmp_path, ["version: 1", f"include: {[*map(str, PACKS)]}"])
    for feed in (*load_config(SHIPPED, {}).feeds, *packs.feeds):
        assert not re.search(r"(^|-)[0-9a-f]{8}$", feed.id), feed.name


def test_every_pack_says_how_it_is_added() -> None:
    for path in (*PACKS, *TOPICS):
        first = path.read_text("utf-8").partition("\n")[0]
        assert f"include: [{path.relative_to(ROOT)}]" in first
