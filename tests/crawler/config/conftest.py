"""Configurations written for a test."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crawler.config.load import load_config
from crawler.model.errors import ConfigError, ConfigErrors
from crawler.model.settings import Config

SIGNING = "whsec_" + base64.b64encode(b"planted-" * 4).decode()

Load = Callable[..., Config]
Fail = Callable[..., tuple[ConfigError, ...]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write feeds.yaml and load it."""

    def write_and_load(text: str, environ: Mapping[str, str] | None = None) -> Config:
        path = tmp_path / "feeds.yaml"
        path.write_text(text, encoding="utf-8")
        return load_config(path, environ or {})

    return write_and_load


@pytest.fixture
def errors_of(load: Load) -> Fail:
    """Write a wrong feeds.yaml and return its errors."""

    def write_and_fail(
        text: str, environ: Mapping[str, str] | None = None
    ) -> tuple[ConfigError, ...]:
        with pytest.raises(ConfigErrors) as caught:
            load(text, environ)
        return caught.value.errors

    return write_and_fail
