import json
from pathlib import Path

import pytest

from crawler.cli.main import main
from tests.sinks import Answer, MailSink, hook_sink

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "feeds.yaml"


def write(config: Path, channel: str, network: str = "[127.0.0.0/8]") -> None:
    config.write_text(
        f"network: {{allow_networks: {network}}}\nchannels:\n  desk: {channel}\n", encoding="utf-8"
    )


def test_a_webhook_that_works_is_accepted(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hook_sink() as sink:
        write(config, f"{{type: webhook, url: '{sink.url}', secret: {SECRET}}}")
        assert main(["notify", "test", "desk", "--config", str(config)]) == 0
    assert capsys.readouterr().out == "desk: accepted\n"
    assert json.loads(sink.calls[0].body)["type"] == "health"


def test_a_mail_arrives(config: Path) -> None:
    with MailSink() as sink:
        write(
            config, f"{{type: email, smtp: '{sink.url()}', from: a@b.example, to: [c@d.example]}}"
        )
        code = main(["notify", "test", "desk", "--config", str(config)])
    assert code == 0
    assert b"The channel 'desk' works" in sink.mails[0].content


def test_what_the_receiver_says_is_shown_and_the_exit_code_is_1(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hook_sink(Answer(status=403, body=b"wrong room")) as sink:
        write(config, f"{{type: webhook, url: '{sink.url}'}}")
        assert main(["notify", "test", "desk", "--config", str(config)]) == 1
    assert capsys.readouterr().err == "desk: answered 403 Forbidden: wrong room\n"


def test_a_private_address_is_refused_with_the_key_that_allows_it(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hook_sink() as sink:
        write(config, f"{{type: webhook, url: '{sink.url}'}}", network="[]")
        assert main(["notify", "test", "desk", "--config", str(config)]) == 1
    assert "allow_networks" in capsys.readouterr().err
    assert not sink.calls


def test_an_unknown_channel_is_wrong_usage_with_the_nearest_name(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(config, "{type: terminal}")
    assert main(["notify", "test", "dekc", "--config", str(config)]) == 2
    assert "did you mean 'desk'?" in capsys.readouterr().err


def test_json_is_alone_on_standard_output(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(config, "{type: terminal}")
    assert main(["notify", "test", "desk", "--json", "--config", str(config)]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"channel": "desk", "accepted": True, "problem": None}
    assert "Test message" in printed.err
