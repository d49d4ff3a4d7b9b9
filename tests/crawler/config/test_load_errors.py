import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic_core import ErrorDetails

from crawler.config.complaints import complain
from crawler.config.nodes import Place, ScalarNode
from crawler.config.schema import FeedsFile
from crawler.model.errors import ConfigError

Fail = Callable[..., tuple[ConfigError, ...]]

SIGNING = "whsec_" + base64.b64encode(b"planted-" * 4).decode()

WRONG = [
    # --- shape of the file
    ("just text", "1:1", "not a map of sections", "feeds:"),
    ("- a", "1:1", "not a map of sections", "feeds:"),
    ("version: 2", "1:10", "version '2'", "version: 1"),
    ("fedes: []", "1:1", "unknown key 'fedes'", "'feeds'"),
    ("xyzzy: 1", "1:1", "unknown key 'xyzzy'", "known here: version"),
    ("feeds: https://a.org/f", "1:8", "where a list is expected", "feeds: ['…']"),
    ("defaults: [a]", "1:11", "a list where a map of keys", "every"),
    ("network: fast", "1:10", "'fast' where a map of keys", "user_agent"),
    ("channels: [a]", "1:11", "a list where a map of keys", "channels: {"),
    # --- storage
    ("storage: postgresql://u@h/db", "1:10", "not supported yet", "sqlite:///"),
    ("storage: wirewatch.db", "1:10", "not the address of an archive", "sqlite:///wirewatch.db"),
    ("storage: 'sqlite:///:memory:'", "1:10", "not the address of an archive", ""),
    # --- defaults and network
    ("defaults: {every: 5 minutes}", "1:19", "'5 minutes' is neither 'auto' nor a duration", "90s, 5m"),
    ("defaults: {every: [5m]}", "1:19", "a list where an interval", "auto"),
    ("defaults: {full_text: no}", "1:23", "'no' is neither true nor false", "true or false"),
    ("defaults: {full_text: {a: b}}", "1:23", "a map of keys where true or false", ""),
    ("defaults: {bounds: [1h, 5m]}", "1:20", "shorter to longer", "[5m, 12h]"),
    ("defaults: {bounds: [1h]}", "1:20", "two durations", "[5m, 12h]"),
    ("defaults: {bounds: [1h, x]}", "1:25", "'x' is not a duration", ""),
    ("defaults: {recheck: 48}", "1:21", "'48' is not a duration", "unit"),
    ("defaults: {first_run: baselin}", "1:23", "'baselin' is not one of", "'baseline'"),
    ("network: {concurrency: many}", "1:24", "'many' is not a whole number", ""),
    ("network: {concurrency: 0}", "1:24", "'0' is too small", "1 or more"),
    ("network: {concurrency: 5000}", "1:24", "'5000' is too large", "1024 or less"),
    ("network: {concurrency: 1.5}", "1:24", "not a whole number", ""),
    ("network: {concurrency: [1]}", "1:24", "a list is not a whole number", ""),
    ("network: {per_host: {conections: 3}}", "1:22", "unknown key 'conections'", "'connections'"),
    ("network: {allow_networks: [10.1.2.3/16]}", "1:28", "is not a network", "write 10.1.0.0/16"),
    ("network: {allow_networks: [lan]}", "1:28", "'lan' is not a network", "10.1.0.0/16"),
    ("network: {user_agent: Вахта}", "1:23", "a header cannot carry", "ASCII"),
    # --- feeds
    ("feeds: [htp://a.org]", "1:9", "'htp://a.org' is not a URL", "https://"),
    ("feeds: ['https://a.org/x y']", "1:9", "is not a URL", ""),
    ("feeds: ['https://u:planted@a b/']", "1:9", "'https://***@a b/' is not a URL", ""),
    ("feeds: [{name: A}]", "1:9", "'url' is missing", "add url:"),
    ("feeds: [{urll: https://a.org}]", "1:10", "unknown key 'urll'", "'url'"),
    ("feeds:\n  -\n", "2:4", "an empty value", ""),
    ("feeds: [[a]]", "1:9", "a list where a map of keys", "url"),
    ("feeds: [{url: https://a.org, type: sitmap}]", "1:36", "'sitmap' is not", "'sitemap'"),
    ("feeds: [{url: https://a.org, type: page}]", "1:36", "a page without selectors", "select:"),
    ("feeds: [{url: https://a.org, select: {item: a}}]", "1:30", "not a page", "type: page"),
    ("feeds: [{url: https://a.org, type: page, select: {itm: a}}]", "1:51", "unknown key 'itm'", "'item'"),
    ("feeds: [{url: https://a.org, type: page, select: {item: 'a[['}}]", "1:57", "not a CSS selector", ""),
    ("feeds: [{url: https://a.org, tags: wire}]", "1:36", "'wire' where a list", "tags: [wire]"),
    ("feeds: [{url: https://a.org, lang: jp}]", "1:36", "'jp' is not a language", "ja"),
    ("feeds: [{url: https://a.org, lang: Korean}]", "1:36", "not a language", "ko"),
    ("feeds: [{url: https://a.org, name: ''}]", "1:36", "an empty text", ""),
    ('feeds: [{url: https://a.org, name: "a\\nb"}]', "1:36", "line breaks", "one line"),
    ("feeds: [{url: https://a.org, headers: {'Bad Name': x}}]", "1:40", "'Bad Name' is not the name", "Cookie"),
    ('feeds: [{url: https://a.org, headers: {A: "x\\r\\nB: planted"}}]', "1:43", "line breaks", ""),
    ("feeds:\n  - https://a.org/f\n  - {url: https://a.org/f}", "3:11", "listed twice, first at", "delete"),
    ("feeds: [{url: https://a.org/1, id: x}, {url: https://a.org/2, id: x}]", "1:67", "'x' is given twice", "another"),
    ("feeds: [{opml: none.opml}]", "1:16", "none.opml cannot be read", "OPML"),
    ("feeds: [{opml: feeds.yaml}]", "1:16", "not a list of feeds", ""),
    ('feeds: [{opml: "a\\0b"}]', "1:16", "line breaks or control", ""),
    ("feeds: [{opml: '${NOPE}'}]", "1:16", "is not replaced here", ""),
    ("feeds: [{url: https://a.org, headers: {A: Вахта}}]", "1:43", "a header cannot carry", "ASCII"),
    ("feeds: ['ftp://" + "a" * 80 + "']", "1:9", "a" * 54 + "…' is not a URL", ""),
    # --- topics and aliases
    ("topics:\n  -\n", "2:4", "an empty value where a map", ""),
    ("topics: [{name: t, query: ''}]", "1:27", "an empty text", ""),
    ("topics: [{name: t, query: '/(/'}]", "1:28", "not a pattern in RE2", ""),
    ("topics: [{name: t, all: [[a]]}]", "1:26", "a list where a text", ""),
    ("topics: {a: b}", "1:9", "a map of keys where a list", ""),
    ("topics: [{query: a}]", "1:10", "'name' is missing", "add name:"),
    ("topics: [{name: t, query: [a]}]", "1:27", "a list where a text", ""),
    ("topics: [{name: t, all: a b}]", "1:25", "'a b' where a list", "all: ['…']"),
    ("topics: [{name: t, any: [a], any_min: 2}]", "1:39", "any_min is 2", ""),
    ("topics: [{name: t, all: [a], alert: {surge: {window: 2d, over: 3d}}}]", "1:45",
     "cannot be compared with the 3d before it", "at least twice as long"),
    ("topics: [{name: t, query: a, min_score: high}]", "1:41", "'high' is not a number", ""),
    ("topics: [{name: t, query: a, min_score: nan}]", "1:41", "not a number", ""),
    ("topics: [{name: t, query: a, within: 0}]", "1:38", "too small", ""),
    ("topics: [{name: t, query: a, alert: {evnts: [new]}}]", "1:38", "unknown key 'evnts'", "'events'"),
    ("topics: [{name: t, query: a, alert: {events: [nwe]}}]", "1:47", "'nwe' is not", "'new'"),
    ("topics: [{name: t, none: [a]}]", "1:26", "asks for nothing", ""),
    ("topics: [{name: t}]", "1:17", "asks for nothing", ""),
    ("topics:\n  - {name: t, query: a}\n  - {name: t, query: b}", "3:12", "defined twice, first at", "another"),
    ("topics:\n  - {name: a b, query: a}\n  - {name: A-b, query: b}", "3:12", "share its files with 'a b'", ""),
    ("topics: [{name: t, all: ['@dprkk']}]\naliases: {dprk: [x]}", "1:27", "alias '@dprkk'", "dprk'"),
    ("topics: [{name: t, all: [x, 'a (b']}]", "1:32", "(", ""),
    ("topics: [{name: t, query: \"a (b\"}]", "1:30", "(", ""),
    ("topics:\n  - name: t\n    query: a (b", "3:14", "(", ""),
    ("topics: [{name: t, query: 'it''s (b'}]", "1:34", "(", ""),
    ('topics: [{name: t, query: "\\u0061 (b"}]', "1:27", "\n  a (b\n    ^", ""),
    ("topics:\n  - name: t\n    query: >-\n      a\n      (b", "3:12", "\n  a (b\n    ^", ""),
    ("aliases: {a: ['@b'], b: ['@a']}", "1:27", "contains itself", ""),
    ("aliases: {a: [x AND y]}", "1:15", "AND", ""),
    ("aliases: {a: []}", "1:14", "no members", ""),
    ("aliases: {a: x}", "1:14", "'x' where a list", "a: [x]"),
    ("topics: [{name: t, query: a, feeds: [b]}]\nfeeds: [{url: https://a.org/1, id: bb}]", "1:38", "the feed 'b'", "'bb'"),
    # --- channels, digests, the rest
    ("channels: {c: 'slack://planted'}", "1:15", "*** (not shown", "c: {"),
    ("channels: {c: {type: webhook, url: https://h.org, secrte: [planted]}}", "1:51", "'secrte'", "'secret'"),
    ("channels: {c: {type: '${NOPE}'}}", "1:22", "variable NOPE is not set", "export NOPE="),
    ("channels: {c: {type: email, smtp: 'smtp://h', from: a@b.c, to: [desk]}}", "1:65", "'desk' is not a mail", ""),
    ("topics: [{name: t, query: a, notify: [ops-emial]}]\nchannels: {ops-email: {type: terminal}}", "1:39", "the channel 'ops-emial', which does not exist", "'ops-email'"),
    ("topics: [{name: t, query: a, digest: [dayly]}]", "1:39", "the digest 'dayly'", "digests:"),
    ("health: {notify: [x]}", "1:19", "health sends to the channel 'x'", "terminal"),
    ("quiet: {hours: '22:00-06:00', except: [x]}", "1:40", "the channel 'x'", ""),
    ("digests: {d: {cron: 0 6 * * *, to: [x]}}", "1:37", "the digest 'd' sends to the channel 'x'", ""),
    ("digests: {d: {cron: 0 6 * *, to: [terminal]}}", "1:21", "4 fields", "30 6 * * mon-fri"),
    ("digests: {d: {cron: 0 6 * * *, to: []}}", "1:36", "'to' is empty", "at least one"),
    ("digests: {d: {cron: 0 6 * * *, to: [terminal], tz: Asia/Seul}}", "1:52", "not a time zone", "Asia/Seoul"),
    ("digests: {d: {cron: 0 6 * * *, to: [terminal], empty: never}}", "1:55", "'never' is not", "skip, send"),
    ("channels: {c: {typ: email}}", "1:15", "a channel without a type", "type: email"),
    ("channels: {c: {type: emial}}", "1:22", "'emial' is not a type", "'email'"),
    ("channels: {c: {type: email, from: a@b.c, to: [a@b.c]}}", "1:15", "'smtp' is missing", "add smtp:"),
    ("channels: {c: {type: email, smtp: 'http://h', from: a@b.c, to: [a@b.c]}}", "1:35", "mail server", "smtps://"),
    ("channels: {c: {type: email, smtp: 'smtp://h:x', from: a@b.c, to: [a@b.c]}}", "1:35", "mail server", ""),
    ("channels: {c: {type: email, smtp: 'smtp://h', from: desk, to: [a@b.c]}}", "1:53", "'desk' is not a mail address", ""),
    ("channels: {c: {type: email, smtp: 'smtp://h', from: a@b.c, to: a@b.c}}", "1:64", "where a list", ""),
    ("channels: {c: {type: webhook, url: ops}}", "1:36", "not a URL", "https://"),
    ("channels: {c: {type: webhook, url: https://h.org, secret: planted}}", "1:59", "whsec_", "secrets"),
    ("channels: {c: {type: webhook, url: https://h.org, secret: whsec_planted}}", "1:59", "base64", ""),
    ("channels: {c: {type: webhook, url: https://h.org, secret: whsec_QUFB}}", "1:59", "3 bytes", ""),
    ("channels: {c: {type: terminal, timeout: 0s}}", "1:41", "too small", ""),
    ("channels: {terminal: {type: apprise, url: planted://x}}", "1:12", "always there", ""),
    ("quiet: {hours: 22:30}", "1:16", "'22:30' is not a span", "22:30-06:00"),
    ("quiet: {hours: '06:00-06:00'}", "1:16", "begins where it ends", ""),
    ("quiet: {tz: UTC}", "1:8", "'hours' is missing", ""),
    ("retention: {raw: 90}", "1:18", "neither 'forever' nor a duration", "forever"),
    ("health: {feed_silent: 3}", "1:23", "'3' is not a duration", "3x"),
    # --- environment
    ("storage: ${NOPE}", "1:10", "variable NOPE is not set", "export NOPE="),
    ("feeds: ['https://a.org/${NOPE}']", "1:9", "variable NOPE is not set", "export"),
    ("topics: [{name: t, query: '${NOPE}'}]", "1:27", "is not replaced here", "channels"),
    ("feeds: [{url: https://a.org, name: '${NOPE}'}]", "1:36", "is not replaced here", ""),
    ("storage: '${NOPE:-x}'", "1:10", "does not begin a name", "${NAME}"),
    # --- include
    ("include: feeds.d", "1:10", "where a list is expected", ""),
    ("include: [none.yaml]", "1:11", "no such file", "correct the name"),
    ("include: ['/etc/*.nope']", "1:11", "not a pattern", "feeds.d/*.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "problem", "hint"), WRONG)
def test_every_error_has_its_place_and_a_way_out(
    errors_of: Fail, text: str, where: str, problem: str, hint: str
) -> None:
    errors = errors_of(text)
    assert len(errors) == 1 or "contains itself" in problem, [str(error) for error in errors]
    error = errors[0]
    assert error.where.endswith(f"feeds.yaml:{where}"), str(error)
    assert problem in error.problem
    assert hint in error.hint
    assert error.hint
    assert "planted" not in str(error)


def test_all_errors_are_told_at_once_in_the_order_of_the_file(errors_of: Fail) -> None:
    errors = errors_of(
        "storge: x\n"
        "defaults: {every: often}\n"
        "feeds:\n"
        "  - {urll: https://a.org/x}\n"
        "  - {url: ftp://b.org/x, tags: x}\n"
        "  - {url: https://c.org/x, id: '${WHY}'}\n"
        "aliases:\n"
        "  a: x\n"
        "topics:\n"
        "  - name: t\n"
        "    qurey: x\n"
        "    all: ['@a', '@b', 'x (']\n"
        "    notify: [nobody, broken]\n"
        "channels:\n"
        "  broken: {type: webhok}\n"
        "  hook: {type: webhook, url: '${URL}', secret: x}\n"
    )
    assert [error.where.partition("feeds.yaml:")[2] for error in errors] == [
        "1:1", "2:19", "4:6", "5:11", "5:32", "6:32", "8:6", "11:5", "12:18", "12:26", "13:14",
        "15:18", "16:30", "16:48",
    ]  # fmt: skip


def test_a_wrong_topic_still_has_its_queries_and_names_checked(errors_of: Fail) -> None:
    errors = errors_of("topics: [{name: t, qurey: x, all: ['('], within: far, notify: [x]}]")
    assert len(errors) == 4


def test_control_characters_of_the_file_do_not_reach_the_terminal(errors_of: Fail) -> None:
    errors = errors_of('"a\\e[31m": 1\nfeeds: ["\\e]0;x"]')
    assert all("\x1b" not in str(error) for error in errors)


def test_a_signed_webhook_is_fine(errors_of: Fail) -> None:
    errors = errors_of(f"channels: {{c: {{type: webhook, url: 'x', secret: {SIGNING}}}}}")
    assert len(errors) == 1


def test_a_secret_in_the_place_of_a_type_is_not_shown(errors_of: Fail) -> None:
    errors = errors_of("channels: {c: {type: '${X}', url: x}}", {"X": "planted-type"})
    assert "is not a type of channel" in errors[0].problem
    assert "planted" not in str(errors[0])


def test_a_finding_pydantic_may_invent_some_day_is_still_explained() -> None:
    node = ScalarNode("x", Place(0, 1, 1, Path("feeds.yaml")))
    details = ErrorDetails(type="brand_new", loc=("storage",), msg="", input=None)
    problem, hint = complain(details, FeedsFile, ("network",), node)
    assert problem == "'x' cannot stand here"
    assert "docs/configuration.md" in hint
