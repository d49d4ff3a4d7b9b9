"""An alert, a digest or a word on health as a mail.

The ``Message-ID`` is made of the message's id alone, so a resend is recognised; follow-ups name
the first alert of their story and thread under it. Every header is one line without controls,
whatever a title holds (RFC 5322 §2.2; CWE-93).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import assert_never

from crawler.core.digests.edition import Edition, Notice, read_message
from crawler.core.digests.markup import fill, inlined
from crawler.core.digests.news import News
from crawler.core.digests.text import render_text, subject
from crawler.core.escaping import one_line
from crawler.core.slugs import slug
from crawler.model.alert import Message

_SUBJECT = 200
"""Code points; mail readers show less, and RFC 5322 §2.1.1 bounds lines, not headers."""
_POLICY = SMTP.clone(cte_type="7bit")
"""Not every server on the way takes 8-bit bodies (RFC 6152)."""
_ID = re.compile(r"[A-Za-z0-9._-]{1,120}")


def render_email(
    message: Message,
    *,
    sender: str,
    to: Sequence[str],
    now: datetime,
    list_unsubscribe: str | None = None,
) -> EmailMessage:
    """Render a message as a mail.

    Args:
        message: what to say.
        sender: the address it comes from, with a name or without: ``Wire <wire@example.org>``.
        to: the addresses it goes to.
        now: the ``Date`` of this attempt.
        list_unsubscribe: where one leaves the list: a ``mailto:`` or ``https:`` address.

    Returns:
        ``multipart/alternative``: plain text, complete in itself, and HTML.

    Raises:
        ValueError: ``sender`` or one of ``to`` is no mail address.

    Source: RFC 5322 §3.6.4 (threads), RFC 2919 (List-Id), RFC 2369 (List-Unsubscribe),
        RFC 3834 (Auto-Submitted).
    """
    view = read_message(message)
    origin = _address(sender)
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = _header(_subject(view, message), _SUBJECT)
    mail["From"] = origin
    mail["To"] = [_address(receiver) for receiver in to]
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(message.id, origin.domain)
    for name, value in _headers(view, origin.domain):
        mail[name] = value
    if list_unsubscribe:
        mail["List-Unsubscribe"] = f"<{_header(list_unsubscribe, 1_000)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(render_text(message))
    mail.add_alternative(_html(view, subject(message)), subtype="html")
    mail.set_boundary(f"=_{hashlib.sha256(message.id.encode('utf-8', 'replace')).hexdigest()[:32]}")
    return mail


def message_id(name: str, domain: str) -> str:
    """Return the ``Message-ID`` of the message with the id ``name``."""
    safe = (
        name if _ID.fullmatch(name) else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
    )
    return f"<{safe}@{domain}>"


def _subject(view: News | Edition | Notice, message: Message) -> str:
    """Return the subject; a follow-up keeps that of its thread, by which Gmail joins the two."""
    if isinstance(view, News) and view.first_alert_id != view.id:
        return f"Re: [{view.topic_title}] {view.story_title}"
    return subject(message)


def _headers(view: News | Edition | Notice, domain: str) -> Iterator[tuple[str, str]]:
    match view:
        case News():
            if view.first_alert_id != view.id:
                first = message_id(view.first_alert_id, domain)
                yield "In-Reply-To", first
                yield "References", first
            yield "List-Id", _list_id(view.topic_title, view.topic or "alerts", domain)
        case Edition():
            yield "List-Id", _list_id(view.title, view.name or "digest", domain)
        case Notice():
            yield "List-Id", _list_id("Wirewatch health", "health", domain)
        case _:
            assert_never(view)


def _list_id(title: str, name: str, domain: str) -> str:
    """Return a List-Id; a title in other letters is left out, the header is to be read by machines."""
    phrase = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in title)
    return f"{' '.join(phrase.split())[:60]} <{slug(name)}.wirewatch.{domain}>".strip()


def _html(view: News | Edition | Notice, title: str) -> str:
    template = {
        News: "mail_alert.html.j2",
        Edition: "mail_digest.html.j2",
        Notice: "mail_notice.html.j2",
    }
    return inlined(fill(template[type(view)], view=view, title=title))


def _address(text: str) -> Address:
    name, addr_spec = parseaddr(_header(text, 1_000))
    local, _, domain = addr_spec.rpartition("@")
    if not local or not domain or not local.isascii() or " " in local:
        raise ValueError(f"{text!r} is not a mail address")
    try:
        return Address(name, username=local, domain=domain.encode("idna").decode())
    except (UnicodeError, IndexError) as error:
        raise ValueError(f"{text!r} is not a mail address") from error


def _header(text: str, longest: int) -> str:
    """Return ``text`` for a header.

    ``=?`` would be read as the beginning of an encoded word, whose content could smuggle in what
    was just taken out (CVE-2024-6923).
    """
    return one_line(text.replace("=?", "= ?"), longest)
