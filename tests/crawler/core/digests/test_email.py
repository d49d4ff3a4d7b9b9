import email
import re
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.core.digests.digest import health_message
from crawler.core.digests.email import message_id, render_email
from crawler.core.digests.text import render_text
from crawler.model.alert import Digest, Message, message_of
from tests.sample_alerts import (
    HOSTILE,
    NOON,
    TITLE,
    alert,
    alert_data,
    digest,
    edit,
    held_back,
    message,
    source,
    trouble,
)

DESK = ("desk@example.org",)
HEADERS = {
    "Subject", "From", "To", "Date", "Message-ID", "In-Reply-To", "References", "List-Id",
    "List-Unsubscribe", "Auto-Submitted", "MIME-Version", "Content-Type",
}  # fmt: skip


def rendered(
    sent: Message, *, sender: str = "Wire <wire@example.org>", to: tuple[str, ...] = DESK
) -> EmailMessage:
    """Render, send over the wire as bytes, and read back as a mail reader does."""
    mail = render_email(sent, sender=sender, to=to, now=NOON)
    return received(mail)


def received(mail: EmailMessage) -> EmailMessage:
    encoded = mail.as_bytes()
    assert all(len(line) <= 998 for line in encoded.split(b"\r\n")), "RFC 5322 §2.1.1"
    encoded.decode("ascii")
    back = email.message_from_bytes(encoded, policy=policy.default)
    assert isinstance(back, EmailMessage)
    return back


def html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_mail_has_plain_text_first_and_html_after() -> None:
    mail = rendered(message())
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert plain(mail).replace("\r\n", "\n") == render_text(message())


def test_the_headers_say_who_when_and_that_a_machine_wrote() -> None:
    mail = rendered(message())
    assert mail["Subject"] == "[Treaty watch] Parliament ratifies the treaty"
    assert mail["From"] == "Wire <wire@example.org>"
    assert mail["To"] == "desk@example.org"
    assert mail["Date"].datetime == NOON
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "Treaty watch <treaty.wirewatch.example.org>"


def test_the_message_id_is_that_of_the_alert_and_stays_over_retries() -> None:
    later = render_email(message(), sender="wire@example.org", to=DESK, now=NOON + timedelta(1))
    assert later["Message-ID"] == rendered(message())["Message-ID"] == "<al1@example.org>"


def test_the_same_message_gives_the_same_bytes() -> None:
    first, second = (
        render_email(message(), sender="a@b.example", to=DESK, now=NOON) for _ in range(2)
    )
    assert first.as_bytes() == second.as_bytes()


def test_a_follow_up_threads_under_the_first_alert_of_its_story() -> None:
    first, followed = rendered(message()), rendered(message_of(edit()))
    assert followed["In-Reply-To"] == followed["References"] == first["Message-ID"]
    assert followed["Subject"] == f"Re: {first['Subject']}"


def test_the_first_alert_follows_nothing() -> None:
    assert rendered(message())["In-Reply-To"] is None


@pytest.mark.parametrize("odd", ["two words", "조약", "a<b>@c", "x" * 200, "a\r\nBcc: b"])
def test_any_id_makes_a_valid_message_id(odd: str) -> None:
    assert re.fullmatch(r"<[0-9a-f]{64}@example\.org>", message_id(odd, "example.org"))


@pytest.mark.parametrize("target", ["mailto:leave@example.org", "https://example.org/leave"])
def test_one_can_leave_the_list_where_that_is_configured(target: str) -> None:
    mail = render_email(
        message(), sender="wire@example.org", to=DESK, now=NOON, list_unsubscribe=target
    )
    assert received(mail)["List-Unsubscribe"] == f"<{target}>"
    assert rendered(message())["List-Unsubscribe"] is None


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_stranger_can_add_or_break_a_header(text: str) -> None:
    sent = message(article={"title": text}, topic={"title": text, "name": text})
    mail = rendered(sent)
    assert set(mail.keys()) <= HEADERS
    assert mail["To"] == "desk@example.org"
    assert not mail.defects
    assert not mail["Subject"].defects
    assert not set(mail["Subject"]) & set("\r\n\x00\x1b")


@given(st.text(st.characters(codec=None, categories=None), max_size=400))
def test_no_title_ever_loses_an_alert(title: str) -> None:
    mail = rendered(message(article={"title": title}, topic={"title": title}))
    assert set(mail.keys()) <= HEADERS
    assert plain(mail)


def test_a_title_in_any_script_comes_through() -> None:
    title = "Путин подписал закон о ратификации договора с КНДР 조약 비준 完了"
    assert rendered(message(article={"title": title}))["Subject"] == f"[Treaty watch] {title}"


@pytest.mark.parametrize(
    ("configured", "shown"),
    [
        ("wire@example.org", "wire@example.org"),
        ('"Wire, the" <wire@example.org>', '"Wire, the" <wire@example.org>'),
        ("Новости <wire@example.org>", "Новости <wire@example.org>"),
        ("wire@bücher.example", "wire@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_may_have_names_and_domains_of_any_script(configured: str, shown: str) -> None:
    assert str(rendered(message(), sender=configured)["From"]) == shown


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@", "@b.example", "a b@c.example", "почта@example.org", "a@b..c"]
)
def test_what_is_no_mail_address_is_refused_by_name(address: str) -> None:
    with pytest.raises(ValueError, match=r"is not a mail address"):
        rendered(message(), to=(address,))


def test_all_receivers_are_named() -> None:
    mail = rendered(message(), to=("a@example.org", "B <b@example.org>"))
    assert [address.addr_spec for address in mail["To"].addresses] == [
        "a@example.org",
        "b@example.org",
    ]


def test_a_digest_has_a_list_of_its_own() -> None:
    mail = rendered(digest(alert()))
    assert mail["List-Id"] == "Morning digest <morning.wirewatch.example.org>"
    assert mail["Message-ID"] == "<digest-morning-20241109T120000Z@example.org>"
    nameless = rendered(digest(kind=Digest(name="북한", cron="", tz="UTC", to=())))
    assert re.fullmatch(r"digest <[0-9a-f]{8}\.wirewatch\.example\.org>", nameless["List-Id"])


def test_health_has_a_list_of_its_own() -> None:
    sick = health_message("h1", title="A feed fails", troubles=[trouble()], now=NOON)
    mail = rendered(sick)
    assert mail["List-Id"] == "Wirewatch health <health.wirewatch.example.org>"
    assert "a wall against robots" in html(mail)


def test_html_marks_the_matched_words_and_the_words_that_changed() -> None:
    page = html(rendered(message_of(edit())))
    tree = LexborHTMLParser(page)
    assert [node.text() for node in tree.css("mark")] == ["treaty"]
    assert [node.text() for node in tree.css("del")] == ["10,000"]
    assert [node.text() for node in tree.css("ins")] == ["11,000", "Nobody was hurt."]


def test_html_marks_words_in_the_title_and_does_not_quote_it_again() -> None:
    in_title = {"field": "title", "text": TITLE, "marks": [[24, 30]]}
    tree = LexborHTMLParser(html(rendered(message(match={"quotes": [in_title]}))))
    assert [node.text() for node in tree.css("h1 a mark")] == ["treaty"]
    assert not tree.css("blockquote")


def test_html_links_the_article_and_every_source() -> None:
    tree = LexborHTMLParser(html(rendered(message())))
    assert [node.attributes["href"] for node in tree.css("a")] == [
        "https://wire.example/a/1",
        "https://wire.example/a/1",
        "https://wire.example/a/2",
        "https://wire.example/a/3",
    ]


def test_rules_are_inlined_and_dark_mode_stays_in_the_head() -> None:
    page = html(rendered(message()))
    tree = LexborHTMLParser(page)
    mark = tree.css_first("mark")
    assert mark is not None
    assert "background" in (mark.attributes["style"] or "")
    assert "prefers-color-scheme: dark" in page
    assert '<meta name="color-scheme" content="light dark">' in page


def test_a_digest_tells_every_story_once_with_all_outlets() -> None:
    sent = digest(alert(), edit(), held=(held_back("muted"),))
    tree = LexborHTMLParser(html(rendered(sent)))
    assert [node.text() for node in tree.css("h2")] == ["Treaty watch", "Held back"]
    assert [node.text(strip=True) for node in tree.css("h3")] == [
        "Parliament ratifies the treaty",
        "From publication to alert",
    ]
    shown = tree.text()
    assert shown.count("Parliament ratifies the treaty") == 1
    assert "Daily" in shown
    assert "Mirror" in shown
    assert "Coverage: 12 feeds ok; 340 articles read" in shown


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["alert", "digest", "health"])
def test_html_holds_no_script_no_handler_no_odd_link_whatever_texts_hold(
    kind: str, text: str
) -> None:
    data = alert_data(
        topic={"title": text, "name": text},
        story={"title": text, "sources": [source(text, 7, title=text, url=text)]},
        article={
            "title": text,
            "author": text,
            "excerpt": text,
            "url": text,
            "outlet": text,
            "problem": text,
        },
        match={"quotes": [{"text": text, "marks": [[1, 3]]}], "spans": [{"term": text}]},
        why={"sentence": text, "diff": [{"op": "insert", "text": text}]},
    )
    sent = {
        "alert": message_of(alert(data=data)),
        "digest": digest(alert(data=data), held=(held_back(text, text),)),
        "health": health_message(
            "h", title=text, sentence=text, troubles=[trouble(text, text)], now=NOON
        ),
    }[kind]
    tree = LexborHTMLParser(html(rendered(sent)))
    assert not tree.css("script, img, svg, iframe, object, form, link, base")
    assert len(tree.css("style")) == 1
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
        href = node.attributes.get("href")
        assert href is None or href.startswith(("http://", "https://"))
