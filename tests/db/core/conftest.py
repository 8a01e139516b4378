"""Fixtures of the core's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.core import Api, core_settings, running_api


@pytest.fixture
async def api(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """The core's API on a database and a Redis of this test alone."""
    async with running_api(core_settings(database_url, redis_url, tmp_path)) as api:
        yield api
