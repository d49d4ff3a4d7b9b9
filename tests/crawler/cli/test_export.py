"""Export: read back by the formats' own readers; a file appears whole, and never over another."""

import asyncio
import csv
import gzip
import io
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.cli.main import main
from crawler.model.settings import Retention
from storage import open_store
from tests.storage.archives import FEED_BODY, FEED_URL, IP, PAGE_URL, fill
from tests.storage.given import DAY, NOON

CONFIG = "storage: sqlite:///w.db\nfeeds: [{url: https://a.example/feed, name: A}]\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yaml").write_text(CONFIG)
    asyncio.run(fill(tmp_path / "w.db"))
    return tmp_path


Record = tuple[str, dict[str, str], Any, bytes]


def records(file: Path) -> list[Record]:
    """Read a WARC back with the format's reference reader, digests checked."""
    found = []
    with file.open("rb") as stream:
        for each in ArchiveIterator(stream, check_digests="raise"):
            body = each.content_stream().read()
            found.append((each.rec_type, dict(each.rec_headers.headers), each.http_headers, body))
    return found


def exported(*options: str) -> list[Record]:
    assert main(["export", "warc", "--output", "out.warc.gz", "--force", *options]) == 0
    return records(Path("out.warc.gz"))


def test_a_warc_holds_request_redirect_response_and_what_was_read() -> None:
    kinds = Counter(kind for kind, *_ in exported())
    assert kinds == {"warcinfo": 1, "response": 5, "request": 3, "metadata": 4}


def test_a_warc_passes_the_reference_checker(capsys: pytest.CaptureFixture[str]) -> None:
    exported()

    class Arguments:
        inputs = ("out.warc.gz",)
        verbose = True

    checker = Checker(Arguments())
    checker.process_all()
    assert checker.exit_value == 0
    assert "digest pass" in capsys.readouterr().out


def test_a_response_is_not_decoded_twice_and_says_who_answered_and_when() -> None:
    kind, headers, http, body = next(
        each for each in exported() if each[3].endswith(b"signed in the capital today.")
    )
    assert kind == "response"
    assert headers["WARC-Target-URI"] == PAGE_URL
    assert headers["WARC-IP-Address"] == IP
    assert headers["WARC-Date"] == "2026-03-01T12:00:00Z"
    assert http.get_header("X-Archive-Orig-content-encoding") == "gzip"
    assert http.get_header("content-encoding") is None
    assert http.get_header("Content-Length") == str(len(body))
    assert http.statusline == "200 OK"


def test_a_redirect_is_a_response_of_its_own() -> None:
    _, headers, http, body = next(
        each for each in exported() if each[1].get("WARC-Target-URI", "").startswith("http://")
    )
    assert (http.get_statuscode(), http.get_header("Location")) == ("301", PAGE_URL)
    assert body == b""
    assert headers["WARC-Type"] == "response"


def test_what_was_private_in_a_request_is_not_in_it() -> None:
    requests = [http for kind, _, http, _ in exported() if kind == "request"]
    assert requests
    for http in requests:
        assert http.get_header("user-agent") == "Wirewatch/1"
        assert http.get_header("cookie") is None
        assert http.get_header("Host") == "a.example"


def test_a_feeds_document_that_proves_two_articles_is_there_once_and_both_refer_to_it() -> None:
    found = exported()
    (feed,) = [
        headers
        for kind, headers, _, body in found
        if kind == "response" and headers["WARC-Target-URI"] == FEED_URL
    ]
    refer = [
        json.loads(body)["origin"]
        for kind, headers, _, body in found
        if kind == "metadata" and headers["WARC-Refers-To"] == feed["WARC-Record-ID"]
    ]
    assert refer == ["feed", "feed"]


def test_metadata_say_what_was_read_by_whom() -> None:
    (told,) = [
        json.loads(body) for kind, _, _, body in exported("--topic", "treaty") if kind == "metadata"
    ]
    assert told["extractor"] == "test 1"
    assert told["text"] == "A treaty was signed in the capital today."
    assert told["raw_in_this_file"] is True


def test_the_same_body_received_again_is_a_revisit(here: Path) -> None:
    with closing(sqlite3.connect(here / "w.db")) as db, db:
        db.execute(
            "UPDATE versions SET raw_sha256 = v.raw_sha256, response_json = "
            "replace(replace(v.response_json, 'a.example/1', 'a.example/2'), '12:00', '13:00') "
            "FROM (SELECT * FROM versions WHERE id = 1) AS v WHERE versions.id = 2"
        )
    (revisit,) = [each for each in exported() if each[0] == "revisit"]
    assert revisit[1]["WARC-Refers-To-Target-URI"] == PAGE_URL
    assert revisit[1]["WARC-Refers-To-Date"] == "2026-03-01T12:00:00Z"
    assert revisit[2].get_statuscode() == "200"


def test_an_export_made_twice_has_the_same_records() -> None:
    first = {headers["WARC-Record-ID"] for kind, headers, *_ in exported() if kind != "warcinfo"}
    again = {headers["WARC-Record-ID"] for kind, headers, *_ in exported() if kind != "warcinfo"}
    assert first == again


def test_what_retention_let_go_leaves_its_metadata(capsys: pytest.CaptureFixture[str]) -> None:
    async def prune() -> None:
        store = await open_store("sqlite:///w.db")
        await store.prune(Retention(raw=DAY, articles=None, alerts=None), NOON + 2 * DAY)
        await store.close()

    asyncio.run(prune())
    kinds = Counter(kind for kind, *_ in exported())
    assert kinds == {"warcinfo": 1, "metadata": 4}
    assert "retention let it go" in capsys.readouterr().err


def test_a_damaged_body_is_no_evidence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(here / "w.db")) as db, db:
        db.execute("UPDATE raw SET body = x'00' WHERE bytes = ?", (len(FEED_BODY),))
    assert main(["export", "warc", "--output", "out.warc.gz"]) == 1
    assert f"left out: {FEED_URL}: " in capsys.readouterr().err
    assert not [r for r in records(Path("out.warc.gz")) if r[3] == FEED_BODY]


def lines(capsysbinary: pytest.CaptureFixture[bytes], *options: str) -> list[dict[str, Any]]:
    assert main(["export", "jsonl", *options]) == 0
    return [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def test_a_line_holds_an_article_with_its_versions_and_their_hashes(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    first, *rest = lines(capsysbinary)
    assert len(rest) == 3
    assert (first["url"], first["topics"]) == (PAGE_URL, ["treaty"])
    (version,) = first["versions"]
    assert version["page"]["hops"] == [
        {"url": "http://a.example/1", "status": 301, "location": PAGE_URL}
    ]
    assert len(version["seal"]) == len(version["page"]["sha256"]) == 64


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--since", "2026-03-01"), 4),
        (("--since", "2026-03-01T12:00:01Z"), 0),
        (("--until", "2026-03-01T12:00Z"), 0),
        (("--until", "2026-03-02", "--since", "2026-02-28"), 4),
        (("--source", "A"), 4),
        (("--source", "a"), 4),
        (("--source", "B"), 0),
        (("--topic", "treaty"), 1),
        (("--topic", "nothing"), 0),
        (("--since", "90s"), 0),
    ],
)
def test_articles_are_chosen_by_time_topic_and_source(
    capsysbinary: pytest.CaptureFixture[bytes], options: tuple[str, ...], count: int
) -> None:
    assert len(lines(capsysbinary, *options)) == count


def test_an_archive_is_read_out_a_page_at_a_time(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.exporting.ARTICLES_AT_ONCE", 1)
    assert [each["id"] for each in lines(capsysbinary)] == [1, 2, 3, 4]


def test_a_table_is_read_back_and_starts_no_formula(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["export", "csv"]) == 0
    out = capsysbinary.readouterr().out
    assert out.startswith(b"id,url,")
    assert out.count(b"\r\n") == 5
    rows = list(csv.DictReader(io.StringIO(out.decode(), newline="")))
    assert [row["text"] for row in rows][:2] == [
        "A treaty was signed in the capital today.",
        "'=1+1 is how a formula begins.",
    ]
    assert rows[0]["topics"] == "treaty"


def test_a_file_that_is_there_is_not_replaced_unless_told_to(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "out.jsonl").write_text("mine")
    assert main(["export", "jsonl", "--output", "out.jsonl"]) == 1
    assert "out.jsonl: exists already; add --force to replace it" in capsys.readouterr().err
    assert (here / "out.jsonl").read_text() == "mine"
    assert main(["export", "jsonl", "--output", "out.jsonl", "--force"]) == 0
    assert (here / "out.jsonl").read_text().startswith('{"id": 1')


def test_the_archive_itself_is_never_replaced(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (here / "w.db").read_bytes()
    assert main(["export", "csv", "--output", "w.db", "--force"]) == 1
    assert "belongs to the archive itself" in capsys.readouterr().err
    assert (here / "w.db").read_bytes() == before


@pytest.mark.parametrize(
    ("target", "said"), [("no/out.csv", "create no first"), (".", "this is a folder")]
)
def test_a_bad_target_is_named(target: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "csv", "--output", target]) == 1
    assert said in capsys.readouterr().err


def test_an_export_that_fails_leaves_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(here / "w.db")) as db, db:
        db.execute("UPDATE versions SET text_json = 'x' WHERE id = 3")
    assert main(["export", "csv", "--output", "out.csv"]) == 1
    assert "article 3 is damaged" in capsys.readouterr().err
    assert {file.name for file in here.iterdir()} <= {"feeds.yaml", "w.db", "w.db-wal", "w.db-shm"}


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", ""])
def test_a_moment_that_is_none_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["export", "csv", "--since", text])
    assert caught.value.code == 2
    assert "is no moment" in capsys.readouterr().err


def test_each_record_is_compressed_by_itself() -> None:
    exported()
    whole = Path("out.warc.gz").read_bytes()
    assert whole.count(b"\x1f\x8b\x08") >= 13
    assert gzip.decompress(whole).count(b"WARC/1.1\r\n") == 13
