"""The house as its users run it: a newsroom on loopback, a configuration, the command."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from tests.e2e.newsroom import SECRET, Newsroom, newsroom

TOPIC = """
topics:
  - name: treaty
    all: [Russia, '"North Korea"', treaty]
    notify: [hook]
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(slots=True)
class Desk:
    """A folder with a feeds.yaml, and the command run on it."""

    folder: Path
    room: Newsroom

    def configure(
        self,
        *outlets: str,
        defaults: str = "first_run: alert",
        extra: str = "",
        topic: str = TOPIC,
        hook: str = "retry: [0s, 1s, 1s]",
    ) -> None:
        feeds = "".join(f"  - {{url: {self.room.feed_url(o)}, name: {o}}}\n" for o in outlets)
        (self.folder / "feeds.yaml").write_text(
            f"version: 1\ndefaults: {{every: 1s, recheck: 0s, {defaults}}}\n"
            "network: {allow_networks: [127.0.0.0/8], robots: false, per_host: {connections: 8, gap: 0s}}\n"
            f"feeds:\n{feeds}{topic}"
            f"channels:\n  hook: {{type: webhook, url: {self.room.base}/hook, secret: {SECRET}, {hook}}}\n"
            f"{extra}",
            encoding="utf-8",
        )

    def run(self, *words: str, env: dict[str, str] | None = None) -> Done:
        """Run a command to its end, in this process: quick, and counted by coverage."""
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            try:
                code = main(words)
            except SystemExit as leaving:
                code = int(leaving.code or 0)
        return Done(code, out.getvalue(), err.getvalue())

    def run_apart(self, *words: str, env: dict[str, str] | None = None) -> Done:
        """Run a command to its end in a process of its own, which may die."""
        done = subprocess.run(
            self._argv(*words),
            cwd=self.folder,
            env=self._env(env),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def start(
        self, *words: str, env: dict[str, str] | None = None, stderr: int | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a command; its log goes to ``stderr``, or else to a file."""
        with (self.folder / "daemon.log").open("ab") as log:
            return subprocess.Popen(
                self._argv(*words),
                cwd=self.folder,
                env=self._env(env),
                stdout=log,
                stderr=log if stderr is None else stderr,
            )

    def once(self, *words: str, env: dict[str, str] | None = None) -> Done:
        return self.run("once", "--all", *words, env=env)

    def status(self) -> dict[str, Any]:
        done = self.run("status", "--json")
        assert done.returncode == 0, done.stderr
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def feed(self, name: str) -> dict[str, Any]:
        """Return a feed of the status."""
        return next(feed for feed in self.status()["feeds"] if feed["name"] == name)

    @staticmethod
    def _argv(*words: str) -> list[str]:
        return [sys.executable, "-m", "crawler", *words]

    @staticmethod
    def _env(extra: dict[str, str] | None) -> dict[str, str]:
        root = str(Path(__file__).resolve().parents[2])
        return {**os.environ, "PYTHONPATH": root, **(extra or {})}


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with newsroom() as room:
        yield room


@pytest.fixture
def desk(tmp_path: Path, room: Newsroom) -> Desk:
    return Desk(tmp_path, room)
