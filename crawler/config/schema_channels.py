"""The sections of feeds.yaml about what goes out: channels, digests, quiet hours, health."""

import base64
import binascii
from datetime import timedelta
from email.utils import parseaddr
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from crawler.config.cron import read_cron, read_timezone
from crawler.config.section import Section
from crawler.config.values import Duration, Hours, Line, Listener, Silence, WebUrl, Wrong

_SMTP_SCHEMES = ("smtp", "smtps", "smtp+plain")
_SMTP_HINT = (
    "write smtp://user:password@host:587, smtps://…:465, or smtp+plain://host:25 without TLS"
)
_SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix of the Standard Webhooks specification
_SECRET_BYTES = range(24, 65)
_HOW_TO_SIGN = (
    'make one: python3 -c "import base64, secrets; '
    "print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\""
)


def _smtp(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme in _SMTP_SCHEMES
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and parts.path in ("", "/")
            and not (parts.query or parts.fragment)
        )
    except ValueError:
        good = False
    if not good:
        raise Wrong("{found} is not the address of a mail server", _SMTP_HINT)
    return text


def _mail_address(text: str) -> str:
    address = parseaddr(text)[1]
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or " " in address:
        raise Wrong(
            "{found} is not a mail address", "write desk@example.org or Desk <desk@example.org>"
        )
    return text


def _webhook_secret(text: str) -> str:
    """Check a signing secret: Standard Webhooks, ``whsec_`` + base64 of 24 to 64 bytes."""
    if not text.startswith(_SECRET_PREFIX):
        raise Wrong("a webhook secret that does not begin with whsec_", _HOW_TO_SIGN)
    try:
        size = len(base64.b64decode(text.removeprefix(_SECRET_PREFIX), validate=True))
    except (binascii.Error, ValueError) as error:
        raise Wrong("a webhook secret that is not base64 after whsec_", _HOW_TO_SIGN) from error
    if size not in _SECRET_BYTES:
        raise Wrong(f"a webhook secret of {size} bytes; 24 to 64 are allowed", _HOW_TO_SIGN)
    return text


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Smtp = Annotated[Line, AfterValidator(_smtp)]
MailAddress = Annotated[Line, AfterValidator(_mail_address)]
WebhookSecret = Annotated[Line, AfterValidator(_webhook_secret)]
Secrets = Annotated[
    tuple[WebhookSecret, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Cron = Annotated[Line, AfterValidator(read_cron)]
TimeZone = Annotated[Line, AfterValidator(read_timezone)]


class ChannelSection(Section):
    """What every channel can say; `${NAME}` is replaced from the environment in all of it."""

    retry: tuple[Duration, ...] | None = None
    """Waits before further attempts; after the last one the message is a dead letter."""
    timeout: Annotated[Duration, Field(gt=timedelta(0))] | None = None
    """The longest one attempt may take."""


class EmailSection(ChannelSection):
    """Mail through an SMTP server."""

    type: Literal["email"]
    """This kind of channel."""
    smtp: Smtp
    """`smtp://user:password@host:587` (STARTTLS required), `smtps://…:465`, or `smtp+plain://host:25` without TLS."""
    sender: MailAddress = Field(alias="from")
    """Who the mail is from."""
    to: tuple[MailAddress, ...] = Field(min_length=1)
    """Who gets it."""
    list_unsubscribe: Line | None = None
    """What the List-Unsubscribe header offers: a URL or a mailto: address."""


class WebhookSection(ChannelSection):
    """A POST of JSON, signed after the Standard Webhooks specification."""

    type: Literal["webhook"]
    """This kind of channel."""
    url: WebUrl
    """Where it is posted."""
    secret: Secrets = ()
    """What signs it: `whsec_` and base64 of 24 to 64 bytes; a list while secrets are being rotated."""


class AppriseSection(ChannelSection):
    """Any service that Apprise knows; needs `pip install 'wirewatch[apprise]'`."""

    type: Literal["apprise"]
    """This kind of channel."""
    url: Line
    """The service's Apprise URL."""


class TerminalSection(ChannelSection):
    """The standard output of the daemon; a channel named `terminal` is always there."""

    type: Literal["terminal"]
    """This kind of channel."""


AnyChannel = EmailSection | WebhookSection | AppriseSection | TerminalSection
ChannelEntry = Annotated[AnyChannel, Field(discriminator="type")]


class DigestEntry(Section):
    """Alerts gathered and sent on a schedule."""

    cron: Cron
    """When: minute, hour, day, month, weekday, as in crontab."""
    tz: TimeZone = "UTC"
    """The time zone of `cron`."""
    to: tuple[Line, ...] = Field(min_length=1)
    """The channels that get it."""
    empty: Literal["skip", "send"] = "skip"
    """What happens when there is nothing: `skip`, or `send` as proof of life."""


class QuietSection(Section):
    """Hours of the day in which nothing is sent at once."""

    hours: Hours
    """From when to when, over midnight if need be: `"22:30-06:00"`."""
    tz: TimeZone = "UTC"
    """The time zone of `hours`."""
    exempt: tuple[Line, ...] = Field(default=(), alias="except")
    """Channels that are never quiet."""


class HealthSection(Section):
    """When the watch says that it cannot see."""

    notify: tuple[Line, ...] = ()
    """Channels that are told."""
    feed_silent: Silence = 3.0
    """A feed brought nothing new for this long: `3x` its own habit, `12h`, or `never`."""
    feed_failing: Duration = timedelta(hours=24)
    """A feed failed for this long."""
    listen: Listener | None = None
    """Where a running watch answers a monitor's `GET /health`: `127.0.0.1:8087`."""
