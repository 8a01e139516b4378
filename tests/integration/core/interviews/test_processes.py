"""The relay's loops and the results consumer as they run, through outages of Redis."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeVar

import pytest
import redis

from backend_core.relay.service import run
from interview_contracts import registry
from interview_contracts.payloads.interviews import PlanPayload
from interview_contracts.reports import Report
from tests.support import brokers, scripts
from tests.support.core import core_settings, running_api
from tests.support.stage import Delivery, Stage, on_stage

pytestmark = pytest.mark.integration

WITHIN_S = 20
PLAN = registry.INTERVIEW_PLAN.name

ValueT = TypeVar("ValueT")


async def soon(look: Callable[[], Awaitable[ValueT]], what: str) -> ValueT:
    """Look until it is true; raises `TimeoutError` after a bounded time."""
    until = monotonic() + WITHIN_S
    while True:
        found = await look()
        if found:
            return found
        if monotonic() > until:
            raise TimeoutError(what)
        await asyncio.sleep(0.02)


@asynccontextmanager
async def relaying(stage: Stage) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(run(stage.outlets, stage.api.resources.settings.database_url, stop))
    try:
        yield
    finally:
        stop.set()
        await task


@contextmanager
def consuming(stage: Stage) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the results consumer as a process."""
    settings = stage.api.resources.settings
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        **{f"{name}_SECRET": "x" * 40 for name in ("AUTH", "MEDIA", "SIGNING")},
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "backend_core.tasks.consumer:celery_app", "worker"),
            *("-Q", "core_results", "-P", "solo"),
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


def end_redis(url: str) -> None:
    """End a Redis server without saving anything; returns when it is gone."""
    with redis.Redis.from_url(url) as client:
        client.shutdown(nosave=True)
    until = monotonic() + WITHIN_S
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2].partition("/")[0])), timeout=1).close()
        except OSError:
            return


def planned(delivery: Delivery) -> Report:
    """Return the report of a plan."""
    return delivery.report(scripts.plan(PlanPayload.model_validate(delivery.envelope.payload)))


async def plan_waits(stage: Stage) -> bool:
    return any(item.name == PLAN for item in await stage.waiting())


async def test_relay_publishes_when_told_and_fires_timers(stage: Stage) -> None:
    async with relaying(stage):
        await stage.post("/prepare", {"language": "en"})
        began = monotonic()
        await soon(lambda: plan_waits(stage), "the plan's task")
        assert monotonic() - began < 5
        (plan,) = await stage.deliver(PLAN)
        await stage.report(
            plan.report(scripts.plan(registry.INTERVIEW_PLAN.payload.model_validate(plan.envelope.payload)))
        )
        await stage.post("/start")
        await stage.type("introduction")
        await stage.type("An answer.")

        async def third() -> bool:
            return bool((await stage.turn())["index"] == 2)

        await soon(third, "the next question after the deadline of the follow-up")


async def test_relay_goes_on_when_redis_comes_back_empty(database_url: str, tmp_path: Path) -> None:
    with brokers.running_redis() as first:
        port, url = first.port, first.url()
        settings = core_settings(database_url, url, tmp_path)
        async with running_api(settings) as api, on_stage(api) as stage, relaying(stage):
            await stage.post("/prepare", {"language": "en"})
            await soon(lambda: plan_waits(stage), "the plan's task")
            await asyncio.to_thread(end_redis, url)
            with brokers.running_redis(port=port):
                await soon(lambda: plan_waits(stage), "the plan's task again")
                assert await soon(stage.events, "the state again")


async def test_consumer_takes_reports_in_and_survives_a_wipe(stage: Stage) -> None:
    with consuming(stage):
        await stage.post("/prepare", {"language": "en"})
        await stage.publish()
        (plan,) = await stage.deliver(PLAN)
        report = planned(plan)
        await stage.redis.flushall()
        await stage.send_report(report)

        async def ready() -> bool:
            return bool((await stage.snapshot())["state"] == "ready")

        await soon(ready, "the plan to be taken in")
        await stage.redis.flushall()
        assert await stage.notice_wipe()
        await stage.post("/start")
        speech = await stage.deliver("speech.synthesize")
        assert speech
        for item in speech:
            payload = registry.SPEECH_SYNTHESIZE.payload.model_validate(item.envelope.payload)
            await stage.send_report(item.report(scripts.speech(payload)))

        async def spoken() -> bool:
            return (await stage.turn())["speech_url"] is not None

        await soon(spoken, "the spoken question")
