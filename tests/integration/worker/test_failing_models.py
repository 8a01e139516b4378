"""A worker process with a language model: it uses it, does without it when it is broken, and comes back to it."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from interview_contracts.errors import ErrorCode
from interview_contracts.queues import Queue
from interview_contracts.registry import INTERVIEW_FOLLOW_UP
from interview_contracts.reports import EnginesReport, Success
from tests.integration.worker.payloads import FOLLOW_UP
from tests.integration.worker.processes import Worker, running_worker
from tests.models.llm.rows import needs_llama
from tests.support.tiny_models import gguf

pytestmark = [pytest.mark.integration, needs_llama]

ENVIRONMENT = {"LLAMA_THREADS": "1", "LLAMA_CONTEXT": "4096", "OMP_NUM_THREADS": "1"}


def language(report: EnginesReport) -> Any:
    return report.engines[0]


def follow_up(worker: Worker) -> tuple[str, list[tuple[str, ErrorCode]]]:
    """Have a follow-up made; return by which engine, and which ones did not."""
    report = worker.report(worker.send(INTERVIEW_FOLLOW_UP, FOLLOW_UP))
    assert isinstance(report.outcome, Success), report.outcome
    assert report.engine is not None
    return report.engine.name, [(one.engine, one.code) for one in report.passed_over]


def test_a_model_that_is_there_is_used_and_told_of(redis_url: str, tmp_path: Path) -> None:
    gguf.make(tmp_path / "llm")
    with running_worker("ai_worker.gpu", Queue.GPU, redis_url, MODELS_DIR=str(tmp_path), **ENVIRONMENT) as worker:
        assert follow_up(worker) == ("llama_cpp", [])
        told = language(worker.engines_report_that(lambda report: language(report).latency_ms is not None))
        assert (told.engine.name, told.loaded, told.available) == ("llama_cpp", True, True)
        assert told.engine.model
        assert told.engine.device
        assert told.memory_mb is not None

        os.kill(worker.pool_process(), signal.SIGKILL)
        name, passed_over = follow_up(worker)
        assert (name, passed_over) in [("llama_cpp", []), ("rules", [("llama_cpp", ErrorCode.ENGINE_UNAVAILABLE)])]


def test_a_broken_model_is_set_aside_and_mended_without_a_restart(redis_url: str, tmp_path: Path) -> None:
    file = gguf.make(tmp_path / "llm")
    sound = file.read_bytes()
    file.write_bytes(sound[: len(sound) // 2])
    with running_worker("ai_worker.gpu", Queue.GPU, redis_url, MODELS_DIR=str(tmp_path), **ENVIRONMENT) as worker:
        assert follow_up(worker) == ("rules", [("llama_cpp", ErrorCode.ENGINE_UNAVAILABLE)])
        told = language(worker.engines_report_that(lambda report: language(report).loaded))
        aside = next(one for one in told.passed_over if one.engine == "llama_cpp")
        assert aside.code is ErrorCode.ENGINE_UNAVAILABLE
        assert aside.again_at is not None

        part = file.with_suffix(".part")
        part.write_bytes(sound)
        part.replace(file)
        # The next request finds the mended file and begins to load it; one of the following is made by it.
        for _ in range(600):
            if follow_up(worker)[0] == "llama_cpp":
                break
        else:
            pytest.fail("the mended model was not used")
