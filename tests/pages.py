"""The project's own pages, and what is promised on them: commands and configurations."""

import re
from collections.abc import Iterable
from pathlib import Path

from crawler.config.load import load_config
from crawler.model.settings import Config

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SHIPPED = ROOT / "feeds.yaml"
PAGES = (README, SHIPPED, *sorted((ROOT / "docs").glob("*.md")))

ENVIRON = {
    "SMTP_URL": "smtp://user:password@mail.example.org:587",
    "HOOK_SECRET": "whsec_bm90IGEgc2VjcmV0LCBvbmx5IGZvciB0ZXN0cw==",
    "PRESS_COOKIE": "session=1",
}
"""What the examples on the pages ask of the environment."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:^|[`/\s])wirewatch ([a-z]+)(?: ([a-z]+)\b)?")


def blocks(page: Path, language: str) -> tuple[str, ...]:
    """Return the fenced blocks of a page in one language."""
    return tuple(m[2] for m in _BLOCK.finditer(page.read_text("utf-8")) if m[1] == language)


def commands(page: Path) -> set[str]:
    """Return the words after `wirewatch` wherever a page writes code."""
    text = page.read_text("utf-8")
    code = [*re.findall(r"`(wirewatch [^`]+)`", text), *(b for b in blocks(page, "sh"))]
    return {match[1] for part in code for match in _COMMAND.finditer(part)}


def written(folder: Path, lines: Iterable[str]) -> Config:
    """Load lines as a configuration of their own, secrets as in `ENVIRON`."""
    path = folder / "feeds.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_config(path, ENVIRON)
