"""The commands: where each lives, what it does, an example. In the order `--help` shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A line of ``--help``: where the command lives, what it does, an example."""

    module: str
    summary: str
    example: str


COMMANDS: dict[str, Command] = {
    "init": Command("init", "write a commented feeds.yaml to start from", "wirewatch init"),
    "check": Command(
        "check", "show every error of the configuration", "wirewatch check --config feeds.yaml"
    ),
    "config": Command(
        "configuration",
        "JSON Schema for editors; what is in effect, secrets masked",
        "wirewatch config show",
    ),
    "feeds": Command(
        "feeds",
        "find, add and fetch sources; lists in and out (OPML)",
        "wirewatch feeds add https://www.example.org/news",
    ),
    "run": Command(
        "run",
        "watch: fetch, read, match, alert, deliver, until stopped",
        "wirewatch run --config feeds.yaml",
    ),
    "once": Command("once", "one pass over everything that is due", "wirewatch once --all"),
    "demo": Command("demo", "the whole pipeline, offline, in seconds", "wirewatch demo"),
    "status": Command(
        "status",
        "feeds and their next fetch, topics, deliveries, storage",
        "wirewatch status --json",
    ),
    "search": Command(
        "search",
        "search the archive in the topic language",
        "wirewatch search 'treat* AND \"North Korea\"'",
    ),
    "article": Command(
        "article",
        "an article, its versions and the words that changed",
        "wirewatch article 42 --diff",
    ),
    "story": Command(
        "story",
        "who told a story, in order, and why each article is in it",
        "wirewatch story s4be1",
    ),
    "alerts": Command(
        "alerts",
        "the log of what was sent",
        "wirewatch alerts --topic russia-dprk-treaty --since 7d",
    ),
    "topic": Command(
        "topic",
        "try a topic on an article, or on the archive",
        "wirewatch topic backtest russia-dprk-treaty --since 30d",
    ),
    "mute": Command(
        "mute",
        "keep recording a topic, stop sending it",
        "wirewatch mute russia-dprk-treaty --for 3d",
    ),
    "unmute": Command("unmute", "send it again", "wirewatch unmute russia-dprk-treaty"),
    "explain": Command("explain", "why an alert was raised", "wirewatch explain al_3f2a"),
    "deliveries": Command(
        "deliveries", "what is on its way, and dead letters", "wirewatch deliveries --dead"
    ),
    "retry": Command("retry", "put dead letters back in the queue", "wirewatch retry 17"),
    "digest": Command(
        "digest", "render a digest without sending it", "wirewatch digest preview morning"
    ),
    "parse": Command(
        "stages.parse", "read a feed file and print its entries", "wirewatch parse --json feed.xml"
    ),
    "extract": Command(
        "stages.extract",
        "read an article page and print its text",
        "wirewatch extract --json page.html --url https://example.org/a",
    ),
    "match": Command(
        "stages.match",
        "match articles against topics, find copies and stories",
        "wirewatch match --json --config feeds.yaml articles.jsonl",
    ),
    "articles": Command(
        "articles",
        "read archived pages again with the present extractor",
        "wirewatch articles re-extract --since 30d --dry-run",
    ),
    "export": Command(
        "export",
        "the evidence as WARC, the articles as JSON lines or CSV",
        "wirewatch export warc --since 7d --output week.warc.gz",
    ),
    "verify": Command(
        "verify", "prove the archive again; name what is damaged", "wirewatch verify --json"
    ),
    "backup": Command(
        "backup",
        "copy the archive while the daemon works",
        "wirewatch backup backup/wirewatch.db",
    ),
    "prune": Command(
        "prune", "let go now of what retention no longer keeps", "wirewatch prune --dry-run"
    ),
    "notify": Command(
        "notify", "send a test message through a channel", "wirewatch notify test desk-mail"
    ),
}
