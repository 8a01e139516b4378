"""What worker processes say about their engines."""

from datetime import UTC, datetime, timedelta

import pytest

from backend_core.engines.service import best_engine, list_engines, record_engines
from backend_core.persistence import unit_of_work
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, EngineQuality, Language
from tests.support.core import Api

pytestmark = pytest.mark.db

NOW = datetime.now(UTC)


def report(worker: str, *, ago: timedelta = timedelta(), version: str = "1", available: bool = True) -> EnginesReport:
    engine = EngineInfo(capability=Capability.STT, name="pocketsphinx", version=version, quality=EngineQuality.DEMO)
    status = EngineStatus(engine=engine, languages=(Language.EN,), available=available)
    return EnginesReport(worker=worker, engines=(status,), at=NOW - ago)


async def save(api: Api, *reports: EnginesReport) -> None:
    async with unit_of_work(api.resources.sessions) as session:
        for one in reports:
            await record_engines(session, one)


async def test_each_engine_is_listed_once_with_the_latest_word(api: Api) -> None:
    await save(api, report("a", version="1"), report("b", version="2"), report("a", ago=timedelta(minutes=1)))
    async with api.resources.sessions() as session:
        (engine,) = await list_engines(session)
    assert (engine.name, engine.workers, engine.live) == ("pocketsphinx", 2, True)


async def test_an_older_report_changes_nothing(api: Api) -> None:
    await save(api, report("a", version="2"), report("a", version="1", ago=timedelta(minutes=1)))
    async with api.resources.sessions() as session:
        assert [engine.version for engine in await list_engines(session)] == ["2"]


async def test_the_best_engine_is_live_available_and_knows_the_language(api: Api) -> None:
    await save(api, report("a"))
    async with api.resources.sessions() as session:
        assert await best_engine(session, Capability.STT, Language.EN) is not None
        assert await best_engine(session, Capability.STT, Language.KO) is None
        assert await best_engine(session, Capability.TTS, None) is None
    await save(api, report("a", available=False))
    async with api.resources.sessions() as session:
        assert await best_engine(session, Capability.STT, Language.EN) is None


async def test_silent_workers_count_as_gone_and_are_forgotten(api: Api) -> None:
    await save(api, report("a", ago=timedelta(minutes=5)))
    async with api.resources.sessions() as session:
        (engine,) = await list_engines(session)
        assert (engine.live, engine.workers) == (False, 0)
    await save(api, report("old", ago=timedelta(days=2)))
    async with await api.client_of(await api.rows.staff(await api.rows.company())) as client:
        listed = (await client.get("/api/v1/engines")).json()
    assert [one["reported_at"] for one in listed] == [(NOW - timedelta(minutes=5)).isoformat().replace("+00:00", "Z")]
