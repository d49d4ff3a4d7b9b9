"""``wirewatch extract``: one page or a batch, machine-readable or for people."""

import json
from pathlib import Path

import pytest

from crawler.cli.main import main

PARAGRAPHS = [
    f"Paragraph {n} of the story about the pact is long enough to be taken for running text."
    for n in range(3)
]
PAGE = (
    "<html lang=en><head><title>Pact signed</title><meta name=author content='Ana Field'>"
    "<meta property=article:published_time content=2024-06-19T12:00:00Z></head><body><h1>Pact signed</h1>"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
)
URL = "https://news.example/world/pact"
ANSWER = {
    "title": "Pact signed",
    "author": "Ana Field",
    "published": "2024-06-19T12:00:00+00:00",
    "updated": None,
    "language": "en",
    "canonical_url": URL,
    "text": "\n\n".join(PARAGRAPHS),
    "extractor": "wirewatch-1",
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    return file


def test_a_page_is_printed_as_one_json_object(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--json", str(page), "--url", URL]) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_without_json_a_person_can_read_it(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(page), "--url", URL]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Pact signed\nauthor: Ana Field\npublished: 2024-06-19T12:00:00+00:00\n")
    assert out.endswith(f"\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}\n")


def test_a_page_without_an_article_is_an_error_in_json_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "empty.html"
    file.write_text("<p>x</p>")
    assert main(["extract", "--json", str(file), "--url", URL]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {"error": f"{URL}: the page holds no text of an article"}
    assert err == f"wirewatch: {URL}: the page holds no text of an article\n"


def test_in_a_batch_every_line_has_its_answer_in_order(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"file": str(page), "url": URL}),
        "no json at all",
        json.dumps({"url": URL}),
        json.dumps(["a list"]),
        json.dumps({"file": str(tmp_path / "missing.html"), "url": URL}),
        json.dumps({"file": "nul\0name", "url": URL}),
        "",
        json.dumps({"file": str(page), "url": URL, "content_type": "text/html; charset=utf-8"}),
        json.dumps({"file": str(page), "url": None, "content_type": 7}),
    ]
    listing = tmp_path / "list.jsonl"
    listing.write_text("\n".join(lines))
    assert main(["extract", "--json", "--batch", str(listing)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers[0] == answers[6] == ANSWER
    assert answers[7] == {**ANSWER, "canonical_url": None}
    assert ["error" in answer for answer in answers] == [
        False,
        True,
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert "No such file" in answers[4]["error"]


def test_a_call_without_a_page_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract"]) == 2
    assert "FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "problem"), [("missing.html", "No such file"), ("nul\0name", "null")]
)
def test_a_file_that_cannot_be_read_is_named(
    name: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(tmp_path / name), "--url", URL]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert problem in err
