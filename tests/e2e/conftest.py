"""One running product and one Playwright for all end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from interview_embedded.layout import ROOT
from tests.e2e.browsers import Browsers
from tests.support.frontend_build import built_frontend as build
from tests.support.platform import Platform, running_platform

SEEN_WITHIN_MS = 15_000


@pytest.fixture(scope="session")
def built_frontend() -> Path:
    """The production build, made again when a source is newer."""
    return build(ROOT / "frontend")


@pytest.fixture(scope="session")
def platform(built_frontend: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The whole product on free ports."""
    with running_platform(tmp_path_factory.mktemp("e2e") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def running_playwright() -> Iterator[Playwright]:
    """One Playwright: a second one cannot run beside it."""
    expect.set_options(timeout=SEEN_WITHIN_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def running_browsers(
    platform: Platform, running_playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsers]:
    """Browsers by what their fake microphone and camera play."""
    running = Browsers(running_playwright, platform.url, tmp_path_factory.mktemp("devices"))
    yield running
    running.close()


@pytest.fixture
def browsers(running_browsers: Browsers) -> Iterator[Browsers]:
    """Browsers whose people leave when the test ends."""
    yield running_browsers
    running_browsers.leave()
