"""Finding, adding and fetching sources, as users do it: against real servers, with good and bad input."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.newsroom import Newsroom, Reply

XML = "application/rss+xml"
CONFIG = """# mine
network: {allow_networks: [127.0.0.0/8], per_host: {gap: 0s}}
channels:
  mail: {type: email, smtp: "${NOT_SET}", from: a@example.org, to: [b@example.org]}
"""
PRESS = "".join(
    f"<article><h3><a href='/press/{n}'>Court rules on appeal number {n} of the bank</a></h3>"
    f"<p class=when>{n + 1} March 2026</p></article>"
    for n in range(6)
)


def feed(room: Newsroom, title: str, link: str, *names: str) -> bytes:
    items = "".join(
        f"<item><title>{name}</title><link>{room.base}/a/{name}</link>"
        "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>{title}</title><link>{room.base}{link}</link>{items}</channel></rss>".encode()


def html(body: str, head: str = "") -> Reply:
    return Reply(
        body=f"<!doctype html><html><head><title>Paper</title>{head}</head><body>{body}</body></html>".encode()
    )


def announcing(*addresses: str) -> str:
    return "".join(
        f"<link rel=alternate type='{XML}' title='T' href='{address}'>" for address in addresses
    )


@pytest.fixture
def site(room: Newsroom, desk: Desk) -> Newsroom:
    """A paper that has all there is to find, and a configuration that may reach it."""
    (desk.folder / "feeds.yaml").write_text(CONFIG)
    room.faults |= {
        "/robots.txt": Reply(
            body=f"User-agent: *\nDisallow: /feed/\nSitemap: {room.base}/all.xml\nSitemap: {room.base}/news.xml\n".encode(),
            content_type="text/plain",
        ),
        "/all.xml": Reply(body=b"<urlset><url><loc>http://x.example/1</loc></url></urlset>"),
        "/news.xml": Reply(
            body=b'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
            b"<loc>http://x.example/2</loc><news:news><news:title>Two</news:title></news:news></url></urlset>"
        ),
        "/blog": html("", announcing("/blog.xml", "/comments.xml")),
        "/blog.xml": Reply(body=feed(room, "Blog", "/blog", "one", "two"), content_type=XML),
        "/comments.xml": Reply(
            body=feed(room, "Comments on Blog", "/blog", "c1"), content_type=XML
        ),
        "/sections": html("<a href='/feeds.html'>RSS</a>"),
        "/feeds.html": html("<a href='/world.rss'>World</a> <a href='/asia.rss'>Asia</a>"),
        "/world.rss": Reply(body=feed(room, "World", "/world", "w1"), content_type=XML),
        "/asia.rss": Reply(body=feed(room, "Asia", "/asia", "a1", "a2"), content_type=XML),
        "/header": Reply(
            body=b"<html><body>x</body></html>",
            headers=(("Link", f'</blog.xml>; rel="alternate"; type="{XML}"'),),
        ),
        "/habit": html("nothing said"),
        "/habit/feed/": Reply(body=feed(room, "Habit", "/habit", "h1"), content_type=XML),
        "/press": html(f"<main>{PRESS}</main>"),
        "/app": html("<div id=root></div><noscript>Enable JavaScript</noscript>", "<script src=/a.js></script>"),
        "/bare": html("<p>Nothing here.</p>"),
        "/pdf": Reply(body=b"%PDF-1.7 ...", content_type="application/pdf"),
        "/loop": Reply(status=302, headers=(("Location", "/loop"),)),
        "/list.opml": Reply(
            body=f"<opml version='2.0'><body><outline text='Asia'><outline xmlUrl='{room.base}/asia.rss'/></outline></body></opml>".encode()
        ),
    }  # fmt: skip
    return room


def discovered(desk: Desk, address: str) -> dict[str, Any]:
    done = desk.run("feeds", "discover", address, "--json")
    document: dict[str, Any] = json.loads(done.stdout)
    found = document["feeds"] or document["pages"] or document["listed"]
    assert done.returncode == (0 if found else 1)
    return document


def paths(room: Newsroom, document: dict[str, Any]) -> list[str]:
    return [each["url"].removeprefix(room.base) for each in document["feeds"]]


def written(desk: Desk) -> str:
    return (desk.folder / "feeds.yaml").read_text()


# --- discover


def test_feeds_a_page_announces_come_first_and_comments_behind_them(
    desk: Desk, site: Newsroom
) -> None:
    found = discovered(desk, f"{site.base}/blog")
    assert paths(site, found) == ["/blog.xml", "/comments.xml", "/news.xml", "/all.xml"]
    blog = found["feeds"][0]
    assert (blog["title"], blog["entries"], blog["newest"]) == ("Blog", 2, "2026-03-02T10:00:00Z")
    assert blog["found"] == "announced by the page"
    assert blog["yaml"] == f"- {site.base}/blog.xml"
    assert found["feeds"][2]["yaml"] == f"- {{url: {site.base}/news.xml, type: sitemap}}"


@pytest.mark.parametrize(
    ("page", "feeds", "clue"),
    [
        ("/header", ["/blog.xml"], "announced by the server"),
        ("/sections", ["/world.rss", "/asia.rss"], "linked on the page"),
        ("/blog.xml", ["/blog.xml"], "the address itself"),
        ("/news.xml", ["/news.xml"], "the address itself"),
    ],
)
def test_feeds_are_found_wherever_a_site_names_them(
    desk: Desk, site: Newsroom, page: str, feeds: list[str], clue: str
) -> None:
    found = discovered(desk, f"{site.base}{page}")
    own = [each for each in found["feeds"] if each["found"] == clue]
    assert [each["url"].removeprefix(site.base) for each in own] == feeds


def test_guesses_are_made_last_and_obey_robots_txt(desk: Desk, site: Newsroom) -> None:
    found = discovered(desk, f"{site.base}/habit")
    assert paths(site, found)[0] == "/habit/feed/"
    assert site.requests["/habit/feed/"] == 1
    assert site.requests["/feed/"] == 0  # robots.txt does not want it
    discovered(desk, f"{site.base}/blog")
    assert site.requests["/rss.xml"] == 1  # not asked again where feeds are announced


def test_a_page_without_a_feed_is_proposed_with_selectors_that_work(
    desk: Desk, site: Newsroom
) -> None:
    del site.faults["/robots.txt"]
    found = discovered(desk, f"{site.base}/press")
    assert found["feeds"] == []
    proposal = found["pages"][0]
    assert proposal["entries"][0] == {
        "url": f"{site.base}/press/0",
        "title": "Court rules on appeal number 0 of the bank",
        "published": "2026-03-01T00:00:00Z",
    }
    assert len(proposal["entries"]) == 6
    (desk.folder / "feeds.yaml").write_text(CONFIG + f"feeds:\n  {proposal['yaml']}\n")
    assert desk.run("config", "show", env={"NOT_SET": "smtp+plain://127.0.0.1"}).returncode == 0
    shown = desk.run("feeds", "discover", f"{site.base}/press").stdout
    assert "2026-03-01  Court rules on appeal number 0 of the bank\n" in shown
    assert "... and 1 more" in shown
    assert proposal["yaml"] in shown


def test_what_is_found_is_shown_with_lines_to_paste(desk: Desk, site: Newsroom) -> None:
    done = desk.run("feeds", "discover", f"{site.base}/blog")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"  - {site.base}/blog.xml  # Blog\n" in done.stdout
    assert f"wirewatch feeds add {site.base}/blog.xml" in done.stdout


def test_an_opml_list_is_known_for_one(desk: Desk, site: Newsroom) -> None:
    done = desk.run("feeds", "discover", f"{site.base}/list.opml")
    assert done.returncode == 0
    assert f"- {{opml: {site.base}/list.opml}}" in done.stdout


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/app", "the page is empty until its JavaScript has run"),
        ("/bare", "no feed was found, and nothing on the page looks like a list of articles"),
        ("/pdf", "this is a PDF document, neither a feed nor a page"),
        ("/loop", "more than 5 redirects"),
        ("/nowhere", "there is nothing at this address (status 404)"),
    ],
)
def test_where_nothing_is_found_a_sentence_says_why(
    desk: Desk, site: Newsroom, path: str, said: str
) -> None:
    del site.faults["/robots.txt"]
    done = desk.run("feeds", "discover", f"{site.base}{path}")
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("http://127.0.0.1:1/", 1, "nobody answers at 127.0.0.1:1"),
        ("http://192.168.0.1/", 1, "is not on the public internet"),
        ("file:///etc/passwd", 2, "is not an address of the web"),
        ("", 2, "is not an address of the web"),
        ("https://x.example/${KEY}", 2, "with a variable"),
        ("https://x.example/\x1b[31m", 2, r"\x1b[31m"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_refused_in_a_sentence(
    desk: Desk, site: Newsroom, address: str, code: int, said: str
) -> None:
    for command in ("discover", "add"):
        done = desk.run("feeds", command, address)
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr
    assert written(desk) == CONFIG


def test_discovery_needs_no_configuration_but_a_named_one_must_exist(
    desk: Desk, site: Newsroom
) -> None:
    (desk.folder / "feeds.yaml").unlink()
    done = desk.run("feeds", "discover", f"{site.base}/blog")
    assert done.returncode == 1
    assert "is not on the public internet" in done.stderr  # the defaults guard, too
    done = desk.run("feeds", "discover", f"{site.base}/blog", "--config", "other.yaml")
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "other.yaml")


# --- add


def test_the_feed_of_a_page_is_added_with_options_and_comments_kept(
    desk: Desk, site: Newsroom
) -> None:
    done = desk.run(
        "feeds", "add", f"{site.base}/blog", "--name", "Blog", "--tag", "a", "--tag", "b c", "--every", "10m"
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "added to feeds.yaml as blog: " in done.stdout
    assert "(2 entries, the newest of 2026-03-02)" in done.stdout
    assert written(desk) == (
        f'{CONFIG}feeds:\n  - {{url: {site.base}/blog.xml, name: Blog, tags: [a, "b c"], every: 10m}}\n'
    )


def test_a_feed_that_is_listed_is_refused_with_its_place(desk: Desk, site: Newsroom) -> None:
    (desk.folder / "feeds.d").mkdir()
    (desk.folder / "feeds.d" / "x.yaml").write_text(f"feeds:\n  - {site.base}/blog.xml/#here\n")
    (desk.folder / "feeds.yaml").write_text(f"{CONFIG}include: [feeds.d/*.yaml]\n")
    before = written(desk)
    for address in ("/blog", "/blog.xml"):
        done = desk.run("feeds", "add", f"{site.base}{address}")
        assert done.returncode == 2
        assert done.stderr.startswith("feeds.d/x.yaml:2:5: ")
        assert "is listed here already" in done.stderr
    assert written(desk) == before


def test_where_several_feeds_may_be_meant_the_user_chooses(desk: Desk, site: Newsroom) -> None:
    done = desk.run("feeds", "add", f"{site.base}/sections")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{site.base}/world.rss" in done.stderr
    assert "name the one you mean" in done.stderr
    choice = json.loads(desk.run("feeds", "add", f"{site.base}/sections", "--json").stdout)
    assert choice["added"] is None
    assert choice["choices"][1]["title"] == "Asia"
    assert written(desk) == CONFIG


def test_a_page_is_added_by_selectors_only_when_asked_for(desk: Desk, site: Newsroom) -> None:
    del site.faults["/robots.txt"]
    done = desk.run("feeds", "add", f"{site.base}/press")
    assert done.returncode == 2
    assert "as a page it gives 6 entries" in done.stderr
    done = desk.run("feeds", "add", f"{site.base}/press", "--type", "page", "--json")
    assert done.returncode == 0, done.stderr
    added = json.loads(done.stdout)["added"]
    assert added["type"] == "page"
    assert added["select"]["date"] == "p.when"
    assert desk.run("feeds", "add", f"{site.base}/bare", "--type", "page").returncode == 1


def test_a_sitemap_of_news_is_taken_where_there_is_no_feed(desk: Desk, site: Newsroom) -> None:
    assert desk.run("feeds", "add", f"{site.base}/bare").returncode == 0
    assert f"- {{url: {site.base}/news.xml, type: sitemap}}" in written(desk)


def test_a_kind_that_is_not_there_is_said_so(desk: Desk, site: Newsroom) -> None:
    done = desk.run("feeds", "add", f"{site.base}/blog.xml", "--type", "sitemap")
    assert done.returncode == 1
    assert "of another kind" in done.stderr


def test_a_list_is_added_as_a_list(desk: Desk, site: Newsroom) -> None:
    done = desk.run("feeds", "add", f"{site.base}/list.opml", "--tag", "x")
    assert done.returncode == 0, done.stderr
    assert written(desk).endswith(f"  - {{opml: {site.base}/list.opml, tags: [x]}}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--every", "soon"), "'soon' is not a duration"),
        (("--type", "blog"), "invalid choice: 'blog'"),
        (("--name", "${X}"), "cannot be a name or a tag"),
        (("--tag", "a\nb"), "cannot be a name or a tag"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_fetched(
    desk: Desk, site: Newsroom, words: tuple[str, ...], said: str
) -> None:
    done = desk.run("feeds", "add", f"{site.base}/blog", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not site.requests


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"),
        ("feeds: [", "feeds.yaml:2:1: not valid YAML"),
        ("feeds: {a: b}\n", "feeds.yaml:1:8"),
        ("{network: {allow_networks: [127.0.0.0/8]}, feeds: []}\n", "feeds.yaml:1:1"),
        ("network: {gap: x}\n", "feeds.yaml:1:11"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_left_as_it_is(
    desk: Desk, site: Newsroom, text: str | None, said: str
) -> None:
    path = desk.folder / "feeds.yaml"
    path.unlink()
    if text is not None:
        path.write_text(text)
    done = desk.run("feeds", "add", f"{site.base}/blog.xml")
    assert done.returncode == 2
    assert said in done.stderr
    assert (path.read_text() if path.exists() else None) == text
    assert [each.name for each in desk.folder.iterdir()] == (["feeds.yaml"] if text else [])


def test_a_read_only_file_is_left_alone(desk: Desk, site: Newsroom) -> None:
    path = desk.folder / "feeds.yaml"
    path.chmod(0o444)
    done = desk.run("feeds", "add", f"{site.base}/blog")
    assert done.returncode == 2
    assert "cannot be written: the file is read-only" in done.stderr
    assert path.read_text() == CONFIG


def test_a_link_to_the_file_stays_one(
    desk: Desk, site: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    real: Path = tmp_path_factory.mktemp("real") / "real.yaml"
    (desk.folder / "feeds.yaml").replace(real)
    (desk.folder / "feeds.yaml").symlink_to(real)
    assert desk.run("feeds", "add", f"{site.base}/blog").returncode == 0
    assert (desk.folder / "feeds.yaml").is_symlink()
    assert "/blog.xml" in real.read_text()
