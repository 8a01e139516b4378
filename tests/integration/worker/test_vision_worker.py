"""A vision worker's process with the landmarker and the emotion model, whose weights say nothing."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from interview_contracts.payloads.vision import ObserveFacesResult
from interview_contracts.queues import Queue
from interview_contracts.registry import VISION_OBSERVE_FACES
from interview_contracts.reports import Success, TaskReport
from interview_contracts.vocabulary import Capability
from tests.integration.worker.processes import Worker, running_worker
from tests.models.face import pictures
from tests.support.recordings import stored
from tests.support.tiny_models import emotion, landmarker

pytestmark = pytest.mark.integration


def frames(worker: Worker, *numbers: int, session: str = "m") -> list[dict[str, Any]]:
    """Return frames of one candidate that are marked for emotion; they do not grow old within a test."""
    content = pictures.jpeg(pictures.portrait())
    return [
        {
            "interview_id": str(uuid.UUID(int=1)),
            "media_session": session,
            "sequence": number,
            "presentation_s": number / 5,
            "captured_at": (datetime.now(UTC) + timedelta(seconds=120)).isoformat(),
            "file": stored(worker.uploads, f"frames/{session}-{number}.jpg", content, "image/jpeg").model_dump(),
            "emotion": True,
        }
        for number in numbers
    ]


def looked(worker: Worker, *numbers: int, session: str = "m") -> tuple[TaskReport, ObserveFacesResult]:
    report = worker.report(worker.send(VISION_OBSERVE_FACES, {"frames": frames(worker, *numbers, session=session)}))
    assert isinstance(report.outcome, Success), report
    assert list((worker.uploads / "frames").iterdir()) == []
    return report, ObserveFacesResult.model_validate(report.outcome.result)


def models(folder: Path) -> str:
    landmarker.make(folder)
    emotion.make(folder)
    return str(folder)


def test_faces_gaze_and_expressions_of_a_candidate_in_their_order(redis_url: str, tmp_path: Path) -> None:
    with running_worker(
        "ai_worker.cpu", Queue.CPU_VISION, redis_url, MODELS_DIR=models(tmp_path), ALLOW_EMOTION="true"
    ) as worker:
        report, result = looked(worker, 10)
        assert report.engine is not None
        assert report.engine.name == "mediapipe_landmarker"
        [seen] = result.observations
        assert seen.face_count == 1
        assert seen.head_pose is not None
        assert seen.gaze is not None
        [felt] = result.emotions
        assert (felt.sequence, felt.presentation_s) == (10, 2.0)
        assert result.emotion_engine is not None
        assert result.emotion_engine.name == "deepface"

        _, late = looked(worker, 5)
        assert (late.observations, late.dropped, late.emotions_dropped) == ((), 1, 1)
        _, other = looked(worker, 5, session="another candidate")
        assert len(other.observations) == 1

        offered = {status.engine.capability for status in worker.engines_report().engines}
        assert offered == {Capability.FACE, Capability.EMOTION}


def test_after_its_process_was_killed_the_next_frames_are_looked_at(redis_url: str, tmp_path: Path) -> None:
    with running_worker(
        "ai_worker.cpu", Queue.CPU_VISION, redis_url, MODELS_DIR=models(tmp_path), ALLOW_EMOTION="true"
    ) as worker:
        looked(worker, 10)
        psutil.Process(worker.pool_process()).kill()
        _, result = looked(worker, 20)
        assert [seen.sequence for seen in result.observations] == [20]


def test_a_damaged_emotion_model_costs_expressions_only(redis_url: str, tmp_path: Path) -> None:
    folder = models(tmp_path)
    weights = tmp_path / emotion.WEIGHTS
    weights.write_bytes(weights.read_bytes()[:5000])
    with running_worker(
        "ai_worker.cpu", Queue.CPU_VISION, redis_url, MODELS_DIR=folder, ALLOW_EMOTION="true"
    ) as worker:
        _, result = looked(worker, 10)
        assert (len(result.observations), result.emotions, result.emotions_dropped) == (1, (), 1)


def test_a_deployment_that_does_not_allow_it_says_and_does_nothing_of_it(redis_url: str, tmp_path: Path) -> None:
    with running_worker("ai_worker.cpu", Queue.CPU_VISION, redis_url, MODELS_DIR=models(tmp_path)) as worker:
        _, result = looked(worker, 10)
        assert (len(result.observations), result.emotions, result.emotion_engine) == (1, (), None)
        worker.engines_report_that(lambda told: [one.engine.capability for one in told.engines] == [Capability.FACE])
        for process in psutil.Process(worker.process.pid).children():
            assert "onnxruntime" not in Path(f"/proc/{process.pid}/maps").read_text()
