"""The relay and the results consumer go on by themselves when the broker or the database was away."""

import asyncio
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from backend_core.models import EngineStatus
from backend_core.persistence import Sessions, create_database_engine, create_sessions
from backend_core.tasks.broker import create_celery, straight_queue
from interview_contracts import engines, registry
from interview_contracts.payloads.interviews import PlanPayload
from interview_contracts.reports import EnginesReport, Report
from interview_contracts.vocabulary import Capability, Language
from interview_embedded import privileges
from interview_embedded.ports import free_tcp_port
from interview_embedded.postgres import TEST_SETTINGS, PostgresCluster
from interview_embedded.redis import RedisServer, stop
from tests.support import databases, scripts
from tests.support.core import core_settings, running_api
from tests.support.processes import consuming, relaying, soon
from tests.support.stage import Stage, on_stage

pytestmark = pytest.mark.integration

BACK_WITHIN_S = 15
PLAN = registry.INTERVIEW_PLAN.name
SETTINGS = {**TEST_SETTINGS, "synchronous_commit": "on"}
"""What was committed is still there when the server is killed."""


class Outage:
    """A server that can be killed and started again where it was."""

    def __init__(self, command: list[str], ready: Callable[["subprocess.Popen[bytes]"], None]) -> None:
        self._command, self._ready = command, ready
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )
        self._ready(self.process)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.process.send_signal(how)
        self.process.wait(30)


def report_engines(redis_url: str, worker: str) -> None:
    """Put the report of a worker's engines into the consumer's queue."""
    info = engines.EngineInfo(capability=Capability.LLM, name="scripted", version="1")
    status = engines.EngineStatus(engine=info, languages=(Language.EN,))
    report = Report(body=EnginesReport(worker=worker, engines=(status,), at=datetime.now(UTC)))
    app = create_celery(redis_url)
    app.send_task(
        registry.CORE_RECORD_RESULT.name,
        kwargs={"envelope": report.model_dump(mode="json")},
        queue=straight_queue(registry.CORE_RECORD_RESULT.queue),
        declare=[],
    )
    app.close()


async def recorded(sessions: Sessions, worker: str) -> None:
    """Wait until a worker's report is recorded."""

    await soon(lambda: _known(sessions, worker), f"the report of {worker}", within_s=BACK_WITHIN_S)


async def test_an_acknowledgement_that_is_lost_does_not_silence_the_consumer(database_url: str, tmp_path: Path) -> None:
    """The broker goes away while a report is taken in: its message can never be acknowledged on that connection."""
    server = RedisServer(folder=tmp_path, port=free_tcp_port())
    broker = Outage(
        privileges.with_parent(server.command()), lambda process: server.wait_ready(timeout_s=30, process=process)
    )
    engine = create_database_engine(database_url)
    sessions = create_sessions(engine)
    try:
        with consuming(core_settings(database_url, server.url(), tmp_path)):
            await asyncio.to_thread(report_engines, server.url(), "first")
            await soon(lambda: _known(sessions, "first"), "the consumer's start", within_s=60)
            for outage in range(2):
                async with sessions() as blocking:
                    await blocking.execute(text("LOCK TABLE engine_status IN EXCLUSIVE MODE"))
                    await asyncio.to_thread(report_engines, server.url(), f"held up {outage}")
                    await soon(lambda: _waits_for_lock(sessions), "the report to be taken in")
                    broker.kill()
                await recorded(sessions, f"held up {outage}")
                broker.start()
                await asyncio.to_thread(report_engines, server.url(), f"next {outage}")
                await recorded(sessions, f"next {outage}")
    finally:
        await engine.dispose()
        stop(broker.process)


async def _known(sessions: Sessions, worker: str) -> bool:
    async with sessions() as session:
        return await session.scalar(select(EngineStatus.id).where(EngineStatus.worker == worker).limit(1)) is not None


async def _waits_for_lock(sessions: Sessions) -> bool:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'engine_status'::regclass"
    async with sessions() as session:
        return bool(await session.scalar(text(waiting)))


async def test_relay_and_consumer_go_on_when_the_database_was_away(redis_url: str, tmp_path: Path) -> None:
    cluster = PostgresCluster(data=tmp_path / "data", sockets=tmp_path / "s")
    cluster.initialise(durable=False)
    database = Outage(
        cluster.command(SETTINGS, die_with_parent=signal.SIGQUIT),
        lambda process: cluster.wait_ready(timeout_s=60, process=process),
    )
    try:
        databases.make_template(cluster)
        with databases.fresh_database(cluster) as url:
            settings = core_settings(url, redis_url, tmp_path / "uploads")
            async with running_api(settings) as api, on_stage(api) as stage, relaying(stage):
                with consuming(settings):
                    await _through_an_outage(stage, database)
    finally:
        database.kill(signal.SIGQUIT)


async def _through_an_outage(stage: Stage, database: Outage) -> None:
    await stage.post("/prepare", {"language": "en"})
    await soon(lambda: _sent(stage, PLAN), "the plan's task")
    (plan,) = await stage.deliver(PLAN)
    report = plan.report(scripts.plan(PlanPayload.model_validate(plan.envelope.payload)))
    await asyncio.to_thread(database.kill, signal.SIGQUIT)
    await stage.send_report(report)
    await asyncio.to_thread(database.start)

    async def ready() -> bool:
        return bool((await stage.snapshot())["state"] == "ready")

    await soon(ready, "the report that came while the database was away")
    await soon(lambda: _sent(stage, registry.SPEECH_SYNTHESIZE.name), "the tasks that follow from it")


async def _sent(stage: Stage, name: str) -> bool:
    return any(item.name == name for item in await stage.waiting())
