"""Title, authors, dates and address: by what a page declares, then by what a reader sees."""

import json
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.core.articles.addresses import find_canonical
from crawler.core.articles.authors import find_authors
from crawler.core.articles.clean import fold
from crawler.core.articles.head import Head, read_head
from crawler.core.articles.jsonld import LinkedData, read_linked_data
from crawler.core.articles.times import find_published, find_updated
from crawler.core.articles.titles import find_title, titles_of
from crawler.core.articles.visible import day_in_url, signature, visible_bylines, visible_date
from crawler.model.article import Precision

URL = "https://www.news.example/world/pact"


def head_of(html: str) -> Head:
    return read_head(LexborHTMLParser(html))


def data_of(**article: object) -> LinkedData:
    whole = {"@type": "NewsArticle", "headline": "x", **article}
    return read_linked_data([json.dumps(whole)], URL)


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


class TestHead:
    def test_names_are_lower_case_and_repeats_kept_in_order(self) -> None:
        head = head_of('<meta name="Author" content=" A  B "><meta itemprop="author" content="C">')
        assert head.meta["author"] == ("A B", "C")
        assert head.first("missing", "author") == "A B"
        assert head.first("missing") == ""

    def test_an_empty_page_declares_nothing(self) -> None:
        assert head_of("") == Head()

    def test_title_language_times_and_scripts_are_read(self) -> None:
        head = head_of(
            "<html lang=ko><title> A\n title </title><time datetime=2024-01-01 itemprop=datePublished>x</time>"
            '<script type="application/LD+json">{}</script><h1>One <b>two</b></h1><h1> </h1><link rel=canonical href=/a>'
        )
        assert (head.title, head.language, head.canonical) == ("A title", "ko", ("/a",))
        assert head.times == (("2024-01-01", "datepublished"),)
        assert (head.scripts, head.headings) == (("{}",), ("One two",))

    def test_a_title_inside_a_drawing_is_not_the_pages(self) -> None:
        assert head_of("<body><svg><title>Logo</title></svg>").title == ""


class TestTitle:
    @pytest.mark.parametrize(
        ("html", "title"),
        [
            ("<title>Pact signed | The Wire</title><h1>Pact signed</h1>", "Pact signed"),
            ("<title>Pact signed in Pyongyang - The Wire</title><h1>The Wire</h1>" + meta("og:site_name", "The Wire"), "Pact signed in Pyongyang"),
            ("<title>The Wire: Pact signed</title>" + meta("application-name", "The Wire"), "The Wire: Pact signed"),
            ("<title>The Wire | Pact signed</title>" + meta("og:site_name", "the wire"), "Pact signed"),
            ("<title>Pact signed &amp;amp; sealed</title>", "Pact signed & sealed"),
            (meta("og:title", "Pact signed") + "<h1>Section</h1><h1>Pact signed now</h1>", "Pact signed now"),
            ("<h1>Only a heading</h1>", "Only a heading"),
            ("<title>条約に署名｜港新聞</title><h1>条約に署名</h1>", "条約に署名"),
            ("", ""),
        ],
    )  # fmt: skip
    def test_the_heading_counts_when_it_says_what_the_page_declares(
        self, html: str, title: str
    ) -> None:
        assert find_title(head_of(html), LinkedData()) == title

    def test_the_headline_of_the_data_comes_before_other_declarations(self) -> None:
        data = data_of(headline="Pact signed", publisher={"name": "The Wire"})
        assert find_title(head_of("<title>Other words - The Wire</title>"), data) == "Pact signed"

    def test_every_wording_is_known(self) -> None:
        head = head_of("<h1>A</h1>" + meta("og:title", "B"))
        wordings = titles_of(head, data_of(headline="C"), "D")
        assert {"B", "C", "D"} == set(wordings)  # an h1 may be the next article's

    @pytest.mark.parametrize(
        ("stated", "title"),
        [
            ("Pact signed - The Wire", "Pact signed"),  # the host
            ("The-Wire: Pact signed", "The-Wire: Pact signed"),
            ("The Wire | Pact signed", "Pact signed"),
            ("Pact signed | World | Other Name", "Pact signed | World"),
            ("Pact signed in the north | Other Name", "Pact signed in the north"),
            ("Pact | Other Name of the site", "Pact | Other Name of the site"),
            ("Pact signed - and broken", "Pact signed - and broken"),
            ("صحيفة: وقعت الاتفاقية | السلك", "صحيفة: وقعت الاتفاقية"),
            ("条約署名_線路報", "条約署名"),  # the line
            ("Section » 条約署名", "条約署名"),
        ],
    )
    def test_the_site_is_cut_off_by_its_host_by_what_is_shown_or_by_a_bar(
        self, stated: str, title: str
    ) -> None:
        found = find_title(
            head_of(f"<title>{stated}</title>"),
            LinkedData(),
            url="https://www.the-wire.example/a",
            lines=["Menu", "条約署名"],
        )
        assert found == title


class TestAuthors:
    @pytest.mark.parametrize(
        ("author", "names"),
        [
            ("Ana Field", "Ana Field"),
            ("By Ana Field and Jun Park", "Ana Field, Jun Park"),
            (["Ana Field", {"@type": "Person", "name": "Jun Park"}], "Ana Field, Jun Park"),
            ({"name": ["Ana Field", "Jun Park", "Ana Field"]}, "Ana Field, Jun Park"),
            ({"@type": "Person"}, None),
            ([], None),
            ("https://facebook.com/wire", None),
            ("desk@wire.example", None),
            ("12345", None),
            (7, None),
            ("x" * 100, None),
        ],
    )
    def test_names_are_read_from_any_shape(self, author: object, names: str | None) -> None:
        assert find_authors(Head(), data_of(author=author), ()) == names

    def test_a_person_seen_on_the_page_comes_before_the_house(self) -> None:
        data = data_of(author={"name": "The Wire"}, publisher={"name": "The Wire"})
        assert find_authors(Head(), data, ["Von Ana Field, Seoul"]) == "Ana Field"
        assert find_authors(Head(), data, ["Ana Field, ABC NEWS"]) == "Ana Field"
        assert find_authors(Head(), data, ["updated by the desk"]) == "The Wire"
        assert find_authors(Head(), data, []) == "The Wire"

    @pytest.mark.parametrize("name", ["thewire", "The Wire", "wire.example", "News.Wire.example"])
    def test_the_house_is_known_by_its_host_and_by_an_address(self, name: str) -> None:
        head = head_of('<link rel=canonical href="https://www.thewire.example/a">')
        assert find_authors(head, data_of(author=name), ["By Ana Field"]) == "Ana Field"
        assert find_authors(head, data_of(author=name), []) == name

    @pytest.mark.parametrize(
        ("name", "content", "author"),
        [
            ("twitter:misc:Written by", "Ana Field", "Ana Field"),
            ("cms:article-authors", "Ana Field, Jun Park", "Ana Field, Jun Park"),
            ("post_author_name", "Ana Field", "Ana Field"),
            ("author-type", "Ana Field", None),
            ("coauthor", "Ana Field", None),
            ("post_author", "someone else entirely", None),
        ],
    )
    def test_meta_elements_of_a_publishers_own_making_come_last(
        self, name: str, content: str, author: str | None
    ) -> None:
        head = head_of(meta(name, content))
        assert find_authors(head, LinkedData(), []) == author
        assert find_authors(head, LinkedData(), ["By Jo Weber"]) == "Jo Weber"

    @pytest.mark.parametrize(
        ("line", "names"),
        [
            ('<p style="text-align:right;"><strong>Lê Phương</strong></p>', ["Lê Phương"]),
            ("<p align=right>Ana Field</p>", ["Ana Field"]),
            ("<p align=right>Ana Field</p><p align=right>and so it ended</p>", []),
            ("<p align=right>Reuters</p>", []),
            ("<p>Ana Field</p>", []),
        ],
    )
    def test_an_article_may_be_signed_at_the_right_margin(
        self, line: str, names: list[str]
    ) -> None:
        assert list(signature(LexborHTMLParser(line))) == names

    def test_meta_elements_follow_the_data(self) -> None:
        assert (
            find_authors(head_of(meta("author", "Ana Field")), LinkedData(), ["Jun Park"])
            == "Ana Field"
        )

    def test_bylines_are_short_and_nobody_elses(self) -> None:
        page = LexborHTMLParser(
            "<div class=author-name>By Ana Field</div><div class=comment-author>Troll</div>"
            f"<div class=authority>Port Authority</div><a rel=author> Jun  Park </a><div class=byline>{'x' * 200}</div>"
        )
        assert list(visible_bylines(page)) == ["By Ana Field", "Jun Park"]


NOON = datetime(2024, 6, 19, 12, tzinfo=UTC)
DAY = datetime(2024, 6, 19, tzinfo=UTC)


class TestDates:
    @pytest.mark.parametrize(
        "html",
        [
            meta("article:published_time", "2024-06-19T21:00:00+09:00"),
            "<time itemprop=datePublished datetime=2024-06-19T12:00:00Z>x</time>",
            "<time datetime=2024-06-19T12:00Z>x</time>",
            meta("date", "Wed, 19 Jun 2024 12:00:00 GMT"),
            meta("pubdate", "nonsense") + meta("date", "2024-06-19 12:00:00"),
            # a bare day yields to a time on that day
            meta("article:published_time", "2024-06-19") + meta("date", "2024-06-19T12:00:00Z"),
            # a time without a zone borrows it from the same time elsewhere
            meta("article:published_time", "2024-06-19T21:00:00")
            + meta("date", "2024-06-19T21:00+09:00"),
        ],
    )
    def test_the_moment_is_found_in_meta_and_time_elements(self, html: str) -> None:
        assert find_published(head_of(html), LinkedData()) == (NOON, Precision.TIME)

    def test_the_data_comes_first(self) -> None:
        head = head_of(meta("article:published_time", "2020-01-01T00:00:00Z"))
        assert find_published(head, data_of(datePublished="2024-06-19T12:00:00Z")) == (
            NOON,
            Precision.TIME,
        )

    def test_a_bare_day_is_exact_to_the_day(self) -> None:
        head = head_of(meta("date", "2024-06-19") + meta("dc.date", "2020-01-01T10:00:00Z"))
        assert find_published(head_of(meta("date", "2024-06-19")), LinkedData()) == (
            DAY,
            Precision.DAY,
        )
        assert find_published(head, data_of(datePublished="2024-06-19")) == (DAY, Precision.DAY)

    def test_nothing_stated_is_nothing_found(self) -> None:
        assert find_published(Head(), LinkedData()) is None
        assert find_updated(Head(), LinkedData()) is None

    def test_the_last_change_has_names_of_its_own(self) -> None:
        assert (
            find_updated(
                head_of(meta("article:modified_time", "2024-06-19T12:00:00Z")), LinkedData()
            )
            == NOON
        )
        assert (
            find_updated(
                head_of("<time itemprop=dateModified datetime=2024-06-19T12:00Z>"), LinkedData()
            )
            == NOON
        )

    @pytest.mark.parametrize(
        ("html", "found"),
        [
            ("<h1>Pact</h1><span>19. Juni 2024, 12:00 Uhr</span>", (NOON, Precision.DAY)),
            ("<h1>Pact</h1><span>19. Juni 2024, 14:00 MESZ</span>", (NOON, Precision.TIME)),
            ("<div><h1>Pact</h1></div><p><b>19.06.2024</b></p>", (DAY, Precision.DAY)),
            ("<h1>Pact</h1><script>19.06.2024</script><p>Text.", None),
            ("<span>19.06.2024</span><h1>Pact</h1><p>Text.", None),  # above: the day of the visit
            ("<h1>Other</h1><span>19.06.2024</span>", None),
            (f"<h1>Pact</h1><p>{'word ' * 400}</p><p>19.06.2024</p>", None),
            ("<h1>Pact</h1><p>In 2024 the pact was signed.</p>", None),
            ("<h1>Pact</h1>", None),
        ],
    )
    def test_a_date_by_itself_below_the_title_is_read(
        self, html: str, found: tuple[datetime, Precision] | None
    ) -> None:
        assert visible_date(LexborHTMLParser(html), frozenset({fold("Pact")}), "de") == found

    @pytest.mark.parametrize(
        ("path", "day"),
        [
            ("/2024/06/19/pact", "2024-06-19"),
            ("/20240619-pact", "2024-06-19"),
            ("/2024-06-19/pact", "2024-06-19"),
            ("/2024/13/19/pact", None),
            ("/12024061900", None),
            ("/pact", None),
        ],
    )
    def test_the_address_may_name_the_day(self, path: str, day: str | None) -> None:
        assert day_in_url(f"https://news.example{path}") == day


class TestCanonicalAddress:
    @pytest.mark.parametrize(
        ("stated", "address"),
        [
            ("/world/pact?utm_source=x#top", URL),
            ("https://news.example/world/pact-2", "https://news.example/world/pact-2"),
            ("https://other.example/world/pact", URL),
            ("https://www.news.example/", URL),
            ("/", URL),
            ("javascript:void(0)", URL),
            ("", URL),
        ],
    )
    def test_an_address_of_another_site_or_the_front_page_is_not_believed(
        self, stated: str, address: str
    ) -> None:
        assert (
            find_canonical(
                head_of(f'<link rel="canonical" href="{stated}">'), f"{URL}?utm_source=y"
            )
            == address
        )

    def test_the_open_graph_address_is_asked_second(self) -> None:
        assert (
            find_canonical(head_of(meta("og:url", "/a?id=7")), URL)
            == "https://www.news.example/a?id=7"
        )

    def test_without_any_address_there_is_none(self) -> None:
        assert find_canonical(Head(), "") is None
