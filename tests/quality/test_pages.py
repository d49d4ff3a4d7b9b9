"""Pages of our own, one for each shape and script that publishers use: what must come out of them.

Each page of tests/data/quality has a JSON file beside it: the expected text, which must reach the
page's floor (F1 over 4-word shingles), and metadata, which must be equal; or the words of the
error that must come instead of an article. A floor below 1 stands where a shape has no single
right reading, or loses something we know of.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.core.articles import extract
from crawler.model.errors import ExtractError

FOLDER = Path(__file__).resolve().parents[1] / "data" / "quality"
WANTED: dict[str, dict[str, Any]] = {
    file.stem: json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))
}
ARTICLES = [name for name, wanted in WANTED.items() if "error" not in wanted]
OTHERS = [name for name, wanted in WANTED.items() if "error" in wanted]
TIMES = ("published", "updated")
OVERALL = 0.995


def page(name: str) -> bytes:
    return (FOLDER / f"{name}.html").read_bytes()


def shingles(text: str) -> list[tuple[str, ...]]:
    """Return runs of four words; of East Asian and Thai text, of four characters."""
    words = list(text) if text and text[0] >= "\u0e00" else text.split()
    return [tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))]


def f1(wanted: str, got: str) -> float:
    gold, found = Counter(shingles(wanted)), Counter(shingles(got))
    return 2 * (gold & found).total() / (gold.total() + found.total())


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_gives_its_text_and_metadata(name: str) -> None:
    wanted = WANTED[name]
    got = extract(page(name), url=wanted["url"])
    assert f1(wanted["text"], got.text) >= wanted["floor"], got.text
    assert (got.title, got.author, got.language, got.canonical_url) == tuple(
        wanted[key] for key in ("title", "author", "language", "canonical_url")
    )
    moments = {key: getattr(got, key) for key in TIMES}
    times = {key: moment.isoformat() if moment else None for key, moment in moments.items()}
    assert times == {key: wanted[key] for key in TIMES}
    if got.published:
        assert got.published_precision == wanted["precision"]


@pytest.mark.parametrize("name", OTHERS)
def test_a_page_without_an_article_says_so(name: str) -> None:
    with pytest.raises(ExtractError, match=WANTED[name]["error"]):
        extract(page(name), url=WANTED[name]["url"])


def test_all_pages_together_lose_and_add_next_to_nothing() -> None:
    scores = [
        f1(WANTED[name]["text"], extract(page(name), url=WANTED[name]["url"]).text)
        for name in ARTICLES
    ]
    assert len(scores) >= 30
    assert sum(scores) / len(scores) >= OVERALL
