"""What worker processes say about their engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend_core.engines.service import best_engine, list_engines, record_engines
from backend_core.persistence import unit_of_work
from interview_contracts.engines import EngineInfo, EngineStatus, PassedOver
from interview_contracts.errors import ErrorCode
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, EngineQuality, Language
from tests.support.core import Api

pytestmark = pytest.mark.db


def report(worker: str, *, ago: timedelta = timedelta(), version: str = "1", available: bool = True) -> EnginesReport:
    engine = EngineInfo(capability=Capability.STT, name="pocketsphinx", version=version, quality=EngineQuality.DEMO)
    status = EngineStatus(engine=engine, languages=(Language.EN,), available=available)
    return EnginesReport(worker=worker, engines=(status,), at=datetime.now(UTC) - ago)


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


def language(worker: str, name: str, *, model: str = "", ago: timedelta = timedelta(), **changes: Any) -> EnginesReport:
    quality = EngineQuality.BASIC if name == "rules" else EngineQuality.PRODUCTION
    engine = EngineInfo(
        capability=Capability.LLM, name=name, version="1", model=model, quality=quality, device="cuda:0"
    )
    status = EngineStatus(engine=engine, languages=(Language.KO, Language.EN), **changes)
    return EnginesReport(worker=worker, engines=(status,), at=datetime.now(UTC) - ago)


async def test_a_worker_that_changes_its_engine_is_not_counted_for_the_old_one(api: Api) -> None:
    await save(api, language("live", "llama_cpp", ago=timedelta(minutes=1)), language("batch", "llama_cpp"))
    await save(api, language("live", "rules"))
    await save(api, language("live", "llama_cpp", ago=timedelta(minutes=2)))
    async with api.resources.sessions() as session:
        listed = await list_engines(session)
        best = await best_engine(session, Capability.LLM, None)
    assert [(engine.name, engine.workers) for engine in listed] == [("llama_cpp", 1), ("rules", 1)]
    assert best is not None
    assert best.name == "llama_cpp"


async def test_two_models_of_one_engine_are_listed_apart(api: Api) -> None:
    await save(api, language("live", "llama_cpp", model="large"), language("batch", "llama_cpp", model="small"))
    await save(api, language("third", "llama_cpp", model="small"))
    async with api.resources.sessions() as session:
        listed = await list_engines(session)
    assert [(engine.model, engine.workers) for engine in listed] == [("large", 1), ("small", 2)]


async def test_what_the_workers_say_of_an_engine_is_put_together(api: Api) -> None:
    now = datetime.now(UTC)
    aside = PassedOver(
        engine="openai", reason="It is away.", code=ErrorCode.ENGINE_UNAVAILABLE, again_at=now + timedelta(minutes=1)
    )
    failed: dict[str, Any] = {"last_error": ErrorCode.ENGINE_TIMEOUT, "last_error_at": now - timedelta(seconds=30)}
    earlier: dict[str, Any] = {"last_error": ErrorCode.OUT_OF_MEMORY, "last_error_at": now - timedelta(hours=1)}
    await save(
        api,
        language("live", "llama_cpp", ago=timedelta(seconds=5), loaded=True, memory_mb=900, latency_ms=700, **failed),
        language(
            "batch", "llama_cpp", loaded=False, memory_mb=800, device_memory_mb=5000, passed_over=(aside,), **earlier
        ),
        language("gone", "llama_cpp", ago=timedelta(minutes=9), memory_mb=9999, latency_ms=1),
    )
    async with await api.client_of(await api.rows.staff(await api.rows.company())) as client:
        (one,) = (await client.get("/api/v1/engines")).json()
    assert (one["device"], one["loaded"], one["workers"]) == ("cuda:0", True, 2)
    assert (one["memory_mb"], one["device_memory_mb"], one["latency_ms"]) == (900, 5000, 700)
    assert one["last_error"] == "engine_timeout"
    assert [(each["engine"], each["code"], each["reason"]) for each in one["passed_over"]] == [
        ("openai", "engine_unavailable", "It is away.")
    ]


async def test_silent_workers_count_as_gone_and_are_forgotten(api: Api) -> None:
    await save(api, report("a", ago=timedelta(minutes=5)))
    async with api.resources.sessions() as session:
        (engine,) = await list_engines(session)
        assert (engine.live, engine.workers) == (False, 0)
    await save(api, report("old", ago=timedelta(days=2)))
    async with await api.client_of(await api.rows.staff(await api.rows.company())) as client:
        listed = (await client.get("/api/v1/engines")).json()
    (silent,) = listed
    assert datetime.fromisoformat(silent["reported_at"]) > datetime.now(UTC) - timedelta(days=1)
