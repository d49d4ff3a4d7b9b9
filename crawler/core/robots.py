"""robots.txt, read: what we may fetch of a site and how often (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 512 * 1024
"""What is read of a robots.txt; RFC 9309 §2.5 asks for 500 KiB at least."""
MAX_CRAWL_DELAY_S = 30.0
"""A longer crawl-delay is not honoured to the full: it would shut us out in effect."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's rules for one robot."""

    agent: str
    _parsed: Protego

    def allows(self, url: str) -> bool:
        """Tell whether the site lets us fetch ``url``."""
        return self._parsed.can_fetch(url, self.agent)

    @property
    def crawl_delay_s(self) -> float:
        """Seconds between two requests that the site asks for, 0 if it does not ask; capped."""
        return min(self._parsed.crawl_delay(self.agent) or 0.0, MAX_CRAWL_DELAY_S)


def read_rules(body: bytes, user_agent: str) -> Rules:
    """Read a robots.txt; bytes that are none hold no rules.

    Args:
        body: the file, or its first `MAX_BYTES` or more.
        user_agent: the User-Agent we send; its product token is what the rules name.
    """
    return Rules(user_agent.partition("/")[0].strip(), Protego.parse(_text(body)))


def _text(body: bytes) -> str:
    """Return what is read of a file: of a long one whole lines, half a path may mean all of a site."""
    if len(body) >= MAX_BYTES:
        body = body[:MAX_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    return body.decode("utf-8-sig", errors="replace")


NO_RULES = read_rules(b"", "")
"""What a site without a robots.txt says: everything may be fetched (RFC 9309 §2.3.1.3)."""


def read_sitemaps(body: bytes) -> tuple[str, ...]:
    """Return the sitemaps a robots.txt names, in its order (sitemaps.org, "Informing search engine crawlers")."""
    return tuple(Protego.parse(_text(body)).sitemaps)
