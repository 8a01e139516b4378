"""An interview on a stage, and the application around it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.core import Api, core_settings, running_api
from tests.support.stage import Stage, on_stage


@pytest.fixture
async def api(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """The core's API on a database and a Redis of this test alone."""
    async with running_api(core_settings(database_url, redis_url, tmp_path)) as api:
        yield api


@pytest.fixture
async def stage(api: Api) -> AsyncIterator[Stage]:
    """An English interview that is about to be prepared."""
    async with on_stage(api) as stage:
        yield stage
