"""The relay's loops and the results consumer as they run, through outages of Redis."""

import asyncio
import socket
from pathlib import Path
from time import monotonic

import pytest
import redis

from backend_core.relay import service, wakeup
from interview_contracts import registry
from interview_contracts.payloads.interviews import PlanPayload
from interview_contracts.reports import Report
from tests.support import brokers, scripts
from tests.support.core import core_settings, running_api
from tests.support.processes import WITHIN_S, consuming, relaying, soon
from tests.support.stage import Delivery, Stage, on_stage

pytestmark = pytest.mark.integration

NEVER_S = 3600.0
PLAN = registry.INTERVIEW_PLAN.name


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


async def test_relay_publishes_when_told_and_fires_timers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing but the database's notification can wake the relay in time.
    monkeypatch.setattr(service, "POLL_S", NEVER_S)
    monkeypatch.setattr(wakeup, "_CHECK_S", NEVER_S)
    async with relaying(stage):
        await stage.post("/prepare", {"language": "en"})
        await soon(lambda: plan_waits(stage), "the plan's task")
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
    with consuming(stage.api.resources.settings):
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
            return bool((await stage.turn())["speech_urls"])

        await soon(spoken, "the spoken question")
