"""``wirewatch parse``: one file or a batch; never a traceback."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from crawler.cli.stages.batch import Wanted
from crawler.cli.stages.parse import parse_file
from crawler.core.feeds.limits import MAX_DECODED_BYTES, MAX_SITEMAP_BYTES

FEED = b"""<rss version="2.0"><channel><title>News</title><link>https://a.example/</link><item><title>A</title>
<link>https://a.example/1</link><pubDate>Mon, 15 Jan 2024 06:00:00 GMT</pubDate></item><item/></channel></rss>"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.xml"
    path.write_bytes(FEED)
    return path


def test_json_is_one_document(feed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "--json", str(feed)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["feed"] == {
        "title": "News",
        "link": "https://a.example/",
        "language": None,
        "format": "rss20",
    }
    assert document["entries"][0]["published"] == "2024-01-15T06:00:00Z"
    assert list(document["entries"][1]) == [
        "id", "url", "title", "published", "updated", "author", "summary", "content", "categories", "enclosures",
        "language",
    ]  # fmt: skip


def test_without_json_the_entries_are_listed(
    feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", str(feed)]) == 0
    assert capsys.readouterr().out == (
        "News (rss20), entries: 2\nhttps://a.example/\n\n"
        "2024-01-15T06:00:00Z  A\n                      https://a.example/1\n"
        "no date               untitled\n                      no address\n"
    )


def test_address_and_content_type_are_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(
        "<rss><channel><item><title>Да</title><link>b</link></item></channel></rss>".encode(
            "koi8-r"
        )
    )
    options = ["--url", "https://a.example/x/", "--content-type", "text/xml; charset=koi8-r"]
    assert main(["parse", "--json", *options, str(path)]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert (entry["title"], entry["url"]) == ("Да", "https://a.example/x/b")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_file_that_is_no_feed_ends_with_one(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html>")
    assert main(["parse", *["--json"] * as_json, str(path)]) == 1
    shown = capsys.readouterr()
    assert "HTML page" in shown.err
    assert shown.out == "" or "HTML page" in json.loads(shown.out)["error"]


def test_a_sitemap_may_be_larger_than_a_feed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, space = tmp_path / "large.xml", " " * MAX_DECODED_BYTES
    path.write_text(f"<urlset>{space}<url><loc>https://a.example/1</loc></url></urlset>")
    assert main(["parse", "--json", str(path)]) == 0
    assert len(json.loads(capsys.readouterr().out)["entries"]) == 1
    path.write_text(f"<rss>{space}</rss>")
    assert main(["parse", str(path)]) == 1
    assert "larger than 15 MiB" in capsys.readouterr().err
    path.write_text(" " * (MAX_SITEMAP_BYTES + 1))
    assert main(["parse", str(path)]) == 1
    assert "larger than 50 MiB" in capsys.readouterr().err


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse"]) == 2
    assert "give a FILE" in capsys.readouterr().err


def test_a_missing_list_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "--batch", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_one_bad_input_of_a_batch_affects_no_other(
    feed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps({"file": str(feed), "url": 5, "content_type": None})
    lines = [
        good, "", "{bad", "[]", '"x"', '{"file": 3}', '{"file": "\\u0000"}', '{"file": "\\ud800"}', "[" * 100_000,
        json.dumps({"file": str(tmp_path)}), json.dumps({"file": str(tmp_path / "none")}), good,
    ]  # fmt: skip
    batch = tmp_path / "list.jsonl"
    batch.write_text("\n".join(lines))
    assert main(["parse", "--batch", str(batch)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(answer) for answer in answers] == [
        ["feed", "entries"],
        *[["error"]] * 9,
        ["feed", "entries"],
    ]


# The development feeds that lie beside a developer's checkout, judged as their README says.


def texts(entry: dict[str, Any]) -> set[str]:
    """Summary and content without regard to which is which, markup or the spelling of entities."""
    found = {entry[name] for name in ("summary", "content") if entry[name]}
    return {" ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split()) for text in found}


def links(entry: dict[str, Any]) -> set[str]:
    return set(re.findall(r'(?:href|src)="([^"]*)"', f"{entry['summary']} {entry['content']}"))


def family(name: str) -> str:
    return re.sub(r"\d.*", "", name)


def judged(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: entry[name] for name in ("id", "url", "title", "author", "categories")},
        "dates": {entry["published"], entry["updated"]} - {None},
        "texts": texts(entry),
        "links": links(entry),
        "enclosures": [
            {**each, "length": each["length"] and str(each["length"])}
            for each in entry["enclosures"]
        ],
    }


def test_the_development_feeds_read_as_expected(shared: Path) -> None:
    cases = [
        json.loads(path.read_text())
        for path in sorted((shared / "feeds-dev").glob("*.expected.json"))
    ]
    folder = shared / "feeds-dev"
    for case in cases:
        asked = case["input"]
        answer = parse_file(
            Wanted(str(folder / asked["file"]), asked["url"], asked["content_type"])
        )
        name, wanted = case["input"]["file"], case["expected"]
        assert ("error" in answer) == ("error" in wanted), name
        if "error" in wanted:
            continue
        assert family(answer["feed"].pop("format")) == family(wanted["feed"].pop("format")), name
        assert answer["feed"] == wanted["feed"], name
        if "truncated" in name:  # an entry cut off before its link may be dropped
            wanted["entries"] = wanted["entries"][: len(answer["entries"])]
        assert [judged(entry) for entry in answer["entries"]] == [
            judged(each) for each in wanted["entries"]
        ], name
