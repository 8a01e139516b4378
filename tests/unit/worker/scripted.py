"""Jobs, envelopes and engines for tests of the worker."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from ai_worker.engines.base import Deadline
from ai_worker.engines.registry import Engines
from ai_worker.files import Uploads
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.job import Job, Toolbox
from ai_worker.tasks.use import Made
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult
from interview_contracts.registry import SPEECH_SYNTHESIZE
from interview_contracts.vocabulary import Capability

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TASK_ID = UUID(int=7)
ENGINE = EngineInfo(capability=Capability.TTS, name="scripted", version="1")
PAYLOAD = {"text": "안녕하세요", "language": "ko", "target": "speech/1.wav"}
RESULT = SynthesizeResult.model_validate(
    {"file": {"path": "speech/1.wav", "size": 1, "sha256": "0" * 64, "mime": "audio/wav"}, "duration_s": 1.0}
)

Handler = Callable[[SynthesizePayload, Toolbox, Deadline], Made[SynthesizeResult]]


def toolbox(root: Path = Path("nowhere")) -> Toolbox:
    settings = WorkerSettings(uploads_dir=root, models_dir=root / "models")
    return Toolbox(uploads=Uploads(root), engines=Engines(settings))


def envelope(*, deadline_s: float | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "task_id": str(TASK_ID),
        "key": "speech:1",
        "attempt": 2,
        "correlation_id": "interview-1",
        "sent_at": (NOW - timedelta(milliseconds=30)).isoformat(),
        "deadline": None if deadline_s is None else (NOW + timedelta(seconds=deadline_s)).isoformat(),
        "payload": PAYLOAD,
        **changes,
    }


def job(handle: Handler, **changes: Any) -> Job[SynthesizePayload, SynthesizeResult]:
    return Job(spec=SPEECH_SYNTHESIZE, handle=handle, **changes)


def made(*_: object) -> Made[SynthesizeResult]:
    return Made(RESULT, ENGINE)


def raising(error: BaseException) -> Handler:
    def handle(*_: object) -> Made[SynthesizeResult]:
        raise error

    return handle
