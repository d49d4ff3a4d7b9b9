from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.findings import Findings
from crawler.config.nodes import find, plain
from crawler.config.yaml_nodes import MAX_DEPTH, read_yaml
from crawler.model.errors import ConfigErrors

FILE = Path("feeds.yaml")


def read(text: str) -> Any:
    findings = Findings()
    node = read_yaml(text, FILE, 0, findings)
    findings.raise_errors()
    return None if node is None else plain(node)


def errors(text: str) -> list[tuple[str, str, str]]:
    findings = Findings()
    read_yaml(text, FILE, 0, findings)
    with pytest.raises(ConfigErrors) as caught:
        findings.raise_errors()
    return [(e.where, e.problem, e.hint) for e in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("langs: [en, no]", {"langs": ["en", "no"]}),
        ("on: [new]", {"on": ["new"]}),
        ("at: 22:30", {"at": "22:30"}),
        ("at: 2024-06-19", {"at": "2024-06-19"}),
        ("n: 0x1F", {"n": "0x1F"}),
        ("n: 1_000", {"n": "1_000"}),
        ("a:\nb: ~\nc: null\nd: ''", {"a": None, "b": None, "c": None, "d": ""}),
        ("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}),
        ("q: >-\n  a # b\n  @c", {"q": "a # b @c"}),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_values_are_the_text_the_user_wrote(text: str, data: object) -> None:
    assert read(text) == data


@pytest.mark.parametrize(
    ("text", "where", "problem", "hint"),
    [
        ("a: 1\nb: 2\na: 3", "3:1", "'a' is here for the second time, first at feeds.yaml:1:1", ""),
        ("? [a]\n: 1", "1:3", "key that is not text", ""),
        ("~: 1", "1:1", "key that is not text", ""),
        ("a: !!python/object:os.system x", "1:4", "YAML tag (!!python/object:os.system)", "delete"),
        ("a: !!str 5", "1:4", "YAML tag (!!str)", ""),
        ("a: !x [1]", "1:4", "YAML tag (!x)", "quotes"),
        ("a: 1\n---\nb: 2", "2:1", "second YAML document", ""),
        ("query: @russia AND x", "1:8", "start any token", "query: '@russia AND x'"),
        ("query: title: treaty", "1:13", "mapping values", "query: 'title: treaty'"),
        ("all:\n  - @russia", "2:5", "start any token", "- '@russia'"),
        ('all:\n  - "a b" OR c', "2:11", "did not find", "- '\"a b\" OR c'"),
        ("- 'it''s' OR x", "1:11", "did not find", "quotes"),
        ("a: *zins*", "1:", "alias", "a: '*zins*'"),
        ("all: [*zins]", "1:7", "'&zins'", "'*zins'"),
        ("all: [@x, y]", "1:7", "start any token", "put the value in quotes"),
        ("a: `x`", "1:4", "start any token", "a: '`x`'"),
        ("a:\n\tb: 1", "2:1", "token", "spaces"),
        ('a: "x', "1:6", "end of stream", "quotation mark"),
        ("a: [1, 2", "2:1", "','", "never closed"),
        ("a: 1\n b: 2", "2:3", "mapping values", "quotes"),
        ("a: \x07", "1:4", "control character", "delete"),
        ("한: \ud800", "1:4", "lone surrogate", "delete"),
        ("[" * 50 + "]" * 50, f"1:{MAX_DEPTH + 1}", "levels deep", ""),
        ("- " * 100_000, "1:65", "levels deep", ""),
    ],
)
def test_what_is_not_allowed_has_its_place_and_a_way_out(
    text: str, where: str, problem: str, hint: str
) -> None:
    found = errors(text)[0]
    assert found[0].startswith(f"feeds.yaml:{where}")
    assert problem in found[1]
    assert hint in found[2]
    assert found[2]


def test_all_errors_of_a_readable_file_are_told() -> None:
    text = "a: !x 1\na: 2\nb: !y 2\nb: 3"
    assert [where for where, _, _ in errors(text)] == [
        f"feeds.yaml:{place}" for place in ("1:4", "2:1", "3:4", "4:1")
    ]


def test_repetition_cannot_swell_a_file() -> None:
    lines = ["a: &a [" + "x, " * 50 + "x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 9) + "]")
    assert "swell" in errors("\n".join(lines))[0][1]


def test_columns_count_characters() -> None:
    findings = Findings()
    node = read_yaml("북한: {조약: x}\n", FILE, 0, findings)
    assert node is not None
    inner = find(node, ("북한", "조약"))
    assert inner is not None
    assert str(inner.place) == "feeds.yaml:1:10"


@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_data_or_errors(text: str) -> None:
    findings = Findings()
    if read_yaml(text, FILE, 0, findings) is None and findings.failed:
        with pytest.raises(ConfigErrors):
            findings.raise_errors()


@given(st.text(alphabet="-[]{}:,&*!|>'\"%@`#? \n\tab12~", max_size=60))
def test_any_heap_of_punctuation_is_data_or_errors(text: str) -> None:
    read_yaml(text, FILE, 0, Findings())
