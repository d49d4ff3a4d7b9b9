"""A PostgreSQL of its own for a benchmark: topics as a table of tsquery, an article asked of all.

Needs the server's programs (`postgres`, `initdb`, `psql`), in the path or where Debian puts them.
The cluster lives in a temporary folder, listens on a socket there only, and goes with the block.
Started by root it runs as `postgres` or `nobody`: PostgreSQL refuses to run as root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Clauses = Sequence[Sequence[str]]
_READY_S = 30
_END = "end of the answers"
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "max_parallel_workers_per_gather=0",
    "jit=off",
    "client_min_messages=warning",
    "statement_timeout=120s",
)


def programs() -> Path | None:
    """Return the folder of the server's programs, the newest release first, if there is one."""
    folders = [Path(found).parent] if (found := shutil.which("postgres")) else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda each: float(each.parent.name), reverse=True)
    needed = ("initdb", "postgres", "psql")
    return next((each for each in folders if all((each / one).exists() for one in needed)), None)


class Session:
    """One connection, by way of `psql`."""

    def __init__(self, psql: "subprocess.Popen[str]") -> None:
        self._psql = psql
        (pid,) = self.ask(["SELECT pg_backend_pid()"])
        self._stat = Path(f"/proc/{pid}/stat")

    def ask(self, statements: Sequence[str]) -> list[str]:
        """Carry out statements; return the lines they answer."""
        assert self._psql.stdin
        assert self._psql.stdout
        self._psql.stdin.write(";\n".join([*statements, f"SELECT '{_END}'"]) + ";\n")
        self._psql.stdin.flush()
        lines = []
        while (line := self._psql.stdout.readline().rstrip("\n")) != _END:
            if self._psql.poll() is not None:
                raise RuntimeError("psql ended early")
            lines.append(line)
        return lines

    def watch(self, topics: Sequence[Clauses]) -> None:
        """Make the table of topics anew."""
        rows = ",".join(f"('{_tsquery(each)}')" for each in topics)
        self.ask(["DROP TABLE IF EXISTS topics", "CREATE TABLE topics (query tsquery)"])
        self.ask([f"INSERT INTO topics VALUES {rows}", "ANALYZE topics"])

    def match(self, articles: Sequence[str]) -> list[int]:
        """Return how many topics each article satisfies."""
        asked = "SELECT count(*) FROM topics WHERE to_tsvector('simple', $it${}$it$) @@ query"
        return [int(line) for line in self.ask([asked.format(each) for each in articles])]

    def cpu_s(self) -> float:
        """Return the CPU seconds of the server's process for this connection (Linux), else wall-clock."""
        if not self._stat.exists():
            return time.perf_counter()
        user, system = self._stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(folder: Path) -> Iterator[Session]:
    """Run a server of the programs in a folder, for the block."""
    user = next(filter(_exists, ("postgres", "nobody")), None) if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(dir="/tmp") as scratch:  # the path of a socket is short
        if user:
            shutil.chown(scratch, user)
        data = f"{scratch}/data"
        create = [str(folder / "initdb"), "-D", data, "-U", "bench", "--no-sync", "-E", "UTF8"]
        subprocess.run(create, check=True, user=user, cwd=scratch, capture_output=True, timeout=120)
        serve = [str(folder / "postgres"), "-D", data, "-k", scratch]
        for setting in SETTINGS:
            serve += ["-c", setting]
        running = subprocess.Popen(serve, user=user, cwd=scratch, stderr=subprocess.DEVNULL)
        try:
            with _psql(folder, scratch) as psql:
                yield Session(psql)
                psql.terminate()
        finally:
            running.send_signal(signal.SIGINT)  # do not wait for connections
            running.wait(timeout=60)


def _psql(folder: Path, scratch: str) -> "subprocess.Popen[str]":
    command = [str(folder / "psql"), "-h", scratch, "-U", "bench", "-d", "postgres", "-AtqX"]
    until = time.monotonic() + _READY_S
    while subprocess.run([*command, "-c", ""], check=False, capture_output=True).returncode:
        if time.monotonic() > until:
            raise RuntimeError("PostgreSQL did not start")
        time.sleep(0.2)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _tsquery(topic: Clauses) -> str:
    clauses = (" | ".join(f"({term.replace(' ', ' <-> ')})" for term in each) for each in topic)
    return " & ".join(f"({clause})" for clause in clauses)
