"""The core's background processes for tests: the relay's loops, and the results consumer as it is started."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import monotonic
from typing import TypeVar

from backend_core.relay.service import run
from backend_core.settings import Settings
from tests.support.stage import Stage

WITHIN_S = 20
ValueT = TypeVar("ValueT")


async def soon(look: Callable[[], Awaitable[ValueT]], what: str, *, within_s: float = WITHIN_S) -> ValueT:
    """Look until it is true; raises `TimeoutError` after a bounded time."""
    until = monotonic() + within_s
    while True:
        found = await look()
        if found:
            return found
        if monotonic() > until:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)


@asynccontextmanager
async def relaying(stage: Stage) -> AsyncIterator[None]:
    """Run the relay's loops in this process."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(stage.outlets, stage.api.resources.settings.database_url, stop))
    try:
        yield
    finally:
        stop.set()
        await task


@contextmanager
def consuming(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the results consumer as a process."""
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        **{f"{name}_SECRET": "x" * 40 for name in ("AUTH", "MEDIA", "SIGNING")},
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "backend_core.tasks.consumer:celery_app", "worker"),
            *("-Q", "core_results,core_results.vision", "-P", "solo"),
        ],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)
