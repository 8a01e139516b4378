"""Which engine a process takes, and what it says about one that is not there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ai_worker import cpu, gpu
from ai_worker.engines.base import EngineError
from ai_worker.engines.registry import TABLES, Engines
from ai_worker.settings import WorkerSettings
from ai_worker.status import NEWS_INTERVAL_S, STATUS_INTERVAL_S, offered, status_report, worth_telling
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.errors import ErrorCode
from interview_contracts.queues import Queue
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, EngineQuality, Language

pytestmark = pytest.mark.unit


def engines(**settings: object) -> Engines:
    return Engines(WorkerSettings.model_validate({"models_dir": Path("nowhere"), **settings}))


def test_every_capability_has_a_table() -> None:
    assert set(TABLES) == set(Capability)


def test_auto_takes_what_works_without_weights() -> None:
    chosen = engines()
    names = {each: chosen.status(each).engine.name for each in Capability}
    assert names == {
        Capability.LLM: "rules",
        Capability.STT: "pocketsphinx",
        Capability.TTS: "espeak",
        Capability.EMBEDDINGS: "hashing",
        Capability.FACE: "none",
        Capability.EMOTION: "none",
    }


def test_a_missing_model_file_is_named() -> None:
    status = engines().status(Capability.FACE)
    assert not status.available
    assert "face_detection_short_range.tflite" in status.note


def test_speech_recognition_is_labelled_and_english_only() -> None:
    status = engines().status(Capability.STT)
    assert status.engine.quality is EngineQuality.DEMO
    assert status.languages == (Language.EN,)


@pytest.mark.parametrize("name", ["whisper", "nobody"])
def test_a_forced_engine_that_is_not_there_is_not_replaced(name: str) -> None:
    chosen = engines(engine_stt=name)
    assert not chosen.status(Capability.STT).available
    with pytest.raises(EngineError) as caught:
        chosen.chain(Capability.STT).serving()
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE


def test_emotion_needs_the_deployments_switch() -> None:
    assert "ALLOW_EMOTION" in engines().status(Capability.EMOTION).note
    assert not engines(allow_emotion=True).status(Capability.EMOTION).available


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        (Queue.GPU, (Capability.LLM, Capability.TTS)),
        (Queue.GPU_BATCH, (Capability.LLM,)),
        (Queue.CPU, (Capability.STT,)),
        (Queue.CPU_BATCH, (Capability.EMBEDDINGS,)),
        (Queue.CPU_VISION, (Capability.FACE,)),
    ],
)
def test_a_process_reports_the_capabilities_of_its_queue(queue: Queue, expected: tuple[Capability, ...]) -> None:
    jobs = (*gpu.celery_app.interview_jobs, *cpu.celery_app.interview_jobs)
    capabilities = offered(jobs, {queue.value})
    assert capabilities == expected
    report = status_report(WorkerSettings(models_dir=Path("nowhere")), "worker@host", capabilities)
    assert tuple(status.engine.capability for status in report.engines) == expected


def told(**changes: object) -> EnginesReport:
    engine = EngineInfo(capability=Capability.LLM, name="rules", version="1")
    status = EngineStatus.model_validate({"engine": engine, "languages": (), **changes})
    return EnginesReport(worker="worker@host", engines=(status,), at=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("before", "now", "since_s", "expected"),
    [
        (None, told(), 0.0, True),
        (told(), told(), STATUS_INTERVAL_S - 1, False),
        (told(), told(), STATUS_INTERVAL_S, True),
        (told(), told(loaded=True), 0.0, True),
        (told(), told(latency_ms=5), 0.0, True),
        (told(latency_ms=5), told(latency_ms=6), NEWS_INTERVAL_S - 1, False),
        (told(latency_ms=5), told(latency_ms=6), NEWS_INTERVAL_S, True),
        (told(), told(last_error=ErrorCode.ENGINE_TIMEOUT), 0.0, True),
        (told(), told(passed_over=({"engine": "model", "reason": "It is away."},)), 0.0, True),
    ],
)
def test_another_state_is_told_at_once_and_measures_now_and_then(
    before: EnginesReport | None, now: EnginesReport, since_s: float, expected: bool
) -> None:
    assert worth_telling(before, now, since_s) is expected


def test_what_a_pool_process_said_comes_before_what_the_parent_supposes() -> None:
    said = told(loaded=True, latency_ms=7).engines[0]
    report = status_report(
        WorkerSettings(models_dir=Path("nowhere")),
        "worker@host",
        (Capability.LLM, Capability.TTS),
        {Capability.LLM: said},
    )
    assert report.engines[0] == said
    assert (report.engines[1].engine.name, report.engines[1].loaded) == ("espeak", False)
