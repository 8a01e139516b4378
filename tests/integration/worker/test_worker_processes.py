"""Worker processes with a real broker: each queue does its work and says with what."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from interview_contracts.errors import ErrorCode
from interview_contracts.queues import Queue
from interview_contracts.registry import (
    EMBED_TEXTS,
    INTERVIEW_PLAN,
    REPORT_RENDER_PDF,
    RESUME_EXTRACT_TEXT,
    SPEECH_SYNTHESIZE,
    VISION_OBSERVE_FACES,
)
from interview_contracts.reports import Failure, Success
from interview_contracts.vocabulary import Capability
from tests.integration.worker.processes import running_worker
from tests.models.face import pictures
from tests.models.pipelines import documents
from tests.support.recordings import stored

pytestmark = pytest.mark.integration

SPEAK = {"text": "Hello.", "language": "en", "target": "speech/1.wav"}


def modules_of(process_id: int) -> str:
    """Return the files that a process has mapped: the libraries that it loaded."""
    return Path(f"/proc/{process_id}/maps").read_text()


def test_gpu_live_speaks_and_reports(redis_url: str) -> None:
    with running_worker("ai_worker.gpu", Queue.GPU, redis_url) as worker:
        report = worker.report(worker.send(SPEECH_SYNTHESIZE, SPEAK, correlation_id="interview-1", attempt=2))
        assert isinstance(report.outcome, Success)
        assert (worker.uploads / "speech/1.wav").stat().st_size == report.outcome.result["file"]["size"]
        assert report.engine is not None
        assert (report.engine.name, report.attempt, report.correlation_id) == ("espeak", 2, "interview-1")
        told = worker.engines_report_that(lambda each: each.engines[1].latency_ms is not None)
        language, voice = told.engines
        assert (language.engine.capability, voice.engine.capability) == (Capability.LLM, Capability.TTS)
        assert (voice.engine.name, voice.loaded, voice.memory_mb is not None) == ("espeak", True, True)
        assert voice.engine.version

        late = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        dropped = worker.report(worker.send(SPEECH_SYNTHESIZE, SPEAK, deadline=late)).outcome
        assert isinstance(dropped, Failure)
        assert dropped.error.code is ErrorCode.DEADLINE_PASSED

        wrong = worker.report(worker.send(INTERVIEW_PLAN, {"language": "ko", "job_title": "PRIVATE-WORDS"})).outcome
        assert isinstance(wrong, Failure)
        assert wrong.error.code is ErrorCode.INVALID_PAYLOAD
        assert "PRIVATE-WORDS" not in worker.log.read_text()


def test_cpu_live_reads_a_resume_in_a_process_apart(redis_url: str) -> None:
    with running_worker("ai_worker.cpu", Queue.CPU, redis_url) as worker:
        file = stored(worker.uploads, "resumes/1.pdf", documents.resume_ko())
        report = worker.report(worker.send(RESUME_EXTRACT_TEXT, {"file": file.model_dump()}))
        assert isinstance(report.outcome, Success)
        assert report.outcome.result["pages"] == ["\n".join(documents.RESUME_KO)]


def test_cpu_batch_embeds_and_names_what_it_cannot_do(redis_url: str) -> None:
    with running_worker("ai_worker.cpu", Queue.CPU_BATCH, redis_url) as worker:
        texts = [{"key": "a", "text": "built servers in Python", "language": "en"}]
        report = worker.report(worker.send(EMBED_TEXTS, {"texts": texts}))
        assert isinstance(report.outcome, Success)
        assert len(report.outcome.result["items"][0]["vector"]) == 1024
        html = {"path": "1.html", "size": 0, "sha256": "0" * 64, "mime": "text/html"}
        payload = {"report_id": str(uuid.uuid4()), "html": html, "target": "1.pdf"}
        outcome = worker.report(worker.send(REPORT_RENDER_PDF, payload)).outcome
        assert isinstance(outcome, Failure)
        assert outcome.error.code is ErrorCode.CAPABILITY_UNAVAILABLE


def test_vision_looks_deletes_and_loads_nothing_else(redis_url: str) -> None:
    with running_worker("ai_worker.cpu", Queue.CPU_VISION, redis_url) as worker:
        now = datetime.now(UTC) + timedelta(seconds=30)
        frames = [
            {
                "interview_id": str(uuid.uuid4()),
                "media_session": "m",
                "sequence": number,
                "presentation_s": number / 5,
                "captured_at": now.isoformat(),
                "file": stored(worker.uploads, f"frames/{number}.jpg", pictures.jpeg(picture)).model_dump(),
            }
            for number, picture in enumerate((pictures.portrait(), pictures.blank()))
        ]
        outcome = worker.report(worker.send(VISION_OBSERVE_FACES, {"frames": frames})).outcome
        assert not list((worker.uploads / "frames").iterdir())
        [face] = worker.engines_report_that(lambda told: len(told.engines) == 1).engines
        if face.available:
            assert isinstance(outcome, Success)
            assert [each["face_count"] for each in outcome.result["observations"]] == [1, 0]
        else:
            assert isinstance(outcome, Failure)
            assert outcome.error.code is ErrorCode.ENGINE_UNAVAILABLE
        for process in psutil.Process(worker.process.pid).children():
            loaded = modules_of(process.pid)
            assert not [name for name in ("sklearn", "kiwipiepy", "pocketsphinx", "espeak", "torch") if name in loaded]
