"""Shared by all tests: the event loop's kind, hypothesis profiles, the development data."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "ci", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio, the only loop the daemon runs on."""
    return "asyncio"


@pytest.fixture(autouse=True)
def levels_of_logging() -> Iterator[None]:
    """Commands set how much is logged, for the whole process: the next test finds it as it was."""
    loggers = [logging.getLogger(name) for name in (None, "crawler", "storage", "apscheduler")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development sets that lie beside a developer's checkout; skip where they are absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the development sets are not beside this checkout")
    return folder
