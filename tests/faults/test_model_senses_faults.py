"""Models of speech, vectors and faces that are half there, or give numbers that are none: the interview goes on."""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import pytest

from ai_worker.engines.face.mediapipe_landmarker import GARBAGE_LIMIT
from interview_contracts.payloads.vision import ObserveFacesResult
from interview_contracts.queues import Queue
from interview_contracts.registry import VISION_OBSERVE_FACES
from interview_contracts.reports import Success
from interview_contracts.vocabulary import Language
from tests.faults.interviews import begin, check_live_part, check_report, engines, records, rows, take_interview
from tests.integration.worker.processes import running_worker
from tests.models.face import pictures
from tests.support.brokers import running_redis
from tests.support.documents import KOREAN_RESUME, pdf
from tests.support.people import Candidate
from tests.support.platform import Platform, running_platform
from tests.support.recordings import recording, silence, speech, stored
from tests.support.tiny_models import landmarker, whisper, xlm_roberta
from tests.support.waiting import wait_for

pytestmark = pytest.mark.faults

EMBEDDINGS = "embeddings/KURE-v1"
WHISPER = "stt/faster-whisper-small"
WITHIN_S = 120
LOOKED_FOR_WITHIN_S = 45
"""Workers look by themselves, now and then, for a model whose files are whole again."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is kept of a spoken answer: the transcript's state, error and engine, and the recording's state."""

    state: str
    error: str | None
    engine: str | None
    recording: str


@dataclass(frozen=True, slots=True)
class Site:
    """A running instance with its models folder, and the speech model's weights as they should be."""

    platform: Platform
    models: Path
    whole: bytes

    @property
    def weights(self) -> Path:
        """Where the speech model's weights are."""
        return self.models / WHISPER / "model.bin"

    def renew_child(self, program: str) -> None:
        """Kill a program's pool process and wait until there is another one."""

        def child() -> psutil.Process | None:
            pid = self.platform.control.pids().get(program)
            return next(iter(psutil.Process(pid).children()), None) if pid else None

        old = wait_for(child, within_s=WITHIN_S, what=f"a pool process of {program}")
        old.kill()

        def another() -> bool:
            now = child()
            return now is not None and now.pid != old.pid

        wait_for(another, within_s=WITHIN_S, what="another pool process")

    def set_aside(self) -> dict[str, Any] | None:
        """Return what the page of engines says of a speech model that could not be loaded, None if nothing."""
        over = [over for row in engines(self.platform, "stt") for over in row["passed_over"]]
        return next((one for one in over if one["engine"] == "faster_whisper" and one["code"]), None)

    def hears(self) -> bool:
        """Tell whether the page of engines shows the speech model at work."""
        return [row["name"] for row in engines(self.platform, "stt") if row["available"]] == ["faster_whisper"]

    def speak(self, sound: bytes) -> tuple[Candidate, Spoken]:
        """Take an interview whose first answer is spoken; return the candidate and what became of that answer."""
        candidate, now = begin(self.platform)
        turn = now["turn"]["id"]
        candidate.speak(now, sound)
        take_interview(self.platform, begun=(candidate, candidate.next_question(after=turn, within_s=20)))

        def look() -> Spoken | None:
            [found] = rows(
                self.platform,
                """
                SELECT transcript_state, transcript_error, transcript_engine ->> 'name', recording_state
                FROM answer WHERE turn_id = %s
                """,
                turn,
            )
            answer = Spoken(*found)
            return answer if answer.state != "pending" and answer.recording in {"ready", "failed"} else None

        return candidate, wait_for(look, within_s=WITHIN_S, what="the transcript and the recording", every_s=0.2)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One instance: the vectors of its embeddings model are no numbers, its speech model is sound."""
    for package in ("faster_whisper", "sentence_transformers", "safetensors"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    folder: Path = tmp_path_factory.mktemp("faults")
    models = folder / "models"
    without_numbers(xlm_roberta.make(models / EMBEDDINGS))
    whole = (whisper.make(models / WHISPER) / "model.bin").read_bytes()
    with running_platform(folder / "data", MODELS_DIR=str(models)) as running:
        yield Site(running, models, whole)


def without_numbers(folder: Path) -> None:
    """Replace the weights of a model's last normalisation by values that are no numbers."""
    from safetensors.numpy import load_file, save_file

    file = folder / "model.safetensors"
    weights = load_file(file)
    [name] = [name for name in weights if name.endswith("layer.0.output.LayerNorm.weight")]
    weights[name] = weights[name] * float("nan")
    save_file(weights, file, metadata={"format": "pt"})


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A recording in which somebody speaks."""
    import numpy as np

    spoken = speech("I profiled the slow queries and added an index to the table.", Language.EN)
    return recording(np.concatenate([spoken, silence(1)]))


def test_vectors_that_are_no_numbers_cost_retrieval_only(site: Site) -> None:
    candidate = Candidate.register(site.platform)
    now = candidate.begin(resume=pdf(KOREAN_RESUME))
    take_interview(site.platform, begun=(candidate, now))
    check_live_part(site.platform, candidate)
    check_report(site.platform, candidate)

    def done() -> list[Any] | None:
        found = records(site.platform, candidate, "embedding.embed_texts")
        return found if found and all(one.state in {"succeeded", "failed"} for one in found) else None

    found = wait_for(done, within_s=WITHIN_S, what="the end of embedding", every_s=0.5)
    for record in found:
        assert (record.state, record.error_code, record.engine) == ("failed", "engine_output_invalid", None)
        assert set(record.passed_over) == {("sentence_transformers", "engine_output_invalid")}
    passages = rows(
        site.platform, "SELECT text, embedding IS NULL FROM passage WHERE interview_id = %s", candidate.interview_id
    )
    assert passages
    assert all(without for _, without in passages)
    [plan] = records(site.platform, candidate, "interview.plan")
    assert plan.state == "succeeded"
    [(asked,)] = rows(
        site.platform,
        "SELECT count(*) FROM question WHERE interview_id = %s AND source = 'resume'",
        candidate.interview_id,
    )
    assert asked > 0


def test_speech_is_heard_by_the_model_in_memory_and_kept_when_that_cannot_be_loaded(site: Site, sound: bytes) -> None:
    os.truncate(site.weights, len(site.whole) // 2)
    candidate, answer = site.speak(sound)
    assert (answer.state, answer.engine, answer.recording) == ("ready", "faster_whisper", "ready")
    check_live_part(site.platform, candidate)

    site.renew_child("cpu-live")
    over = wait_for(site.set_aside, within_s=WITHIN_S, what="the reason on the page of engines", every_s=0.5)
    assert over["code"] == "engine_unavailable"
    candidate, answer = site.speak(sound)
    assert (answer.state, answer.engine, answer.recording) == ("unavailable", None, "ready")
    assert answer.error in {"capability_unavailable", "engine_unavailable"}
    check_live_part(site.platform, candidate)
    check_report(site.platform, candidate)


def test_speech_is_heard_again_once_its_file_is_whole(site: Site, sound: bytes) -> None:
    part = site.weights.with_name("model.bin.part")
    part.write_bytes(site.whole)
    part.replace(site.weights)
    wait_for(site.hears, within_s=LOOKED_FOR_WITHIN_S, what="the speech model on the page of engines", every_s=0.5)
    candidate, answer = site.speak(sound)
    assert (answer.state, answer.engine, answer.recording) == ("ready", "faster_whisper", "ready")
    check_live_part(site.platform, candidate)


def test_faces_are_found_by_the_spare_detector_when_landmarks_are_those_of_nothing(tmp_path: Path) -> None:
    if find_spec("mediapipe") is None:
        pytest.skip("mediapipe is not installed")
    landmarker.make_garbage(tmp_path)
    detector = tmp_path / "face" / landmarker.DETECTOR.name
    detector.write_bytes(landmarker.DETECTOR.read_bytes())
    content = pictures.jpeg(pictures.portrait())
    with (
        running_redis() as broker,
        running_worker("ai_worker.cpu", Queue.CPU_VISION, broker.url(), MODELS_DIR=str(tmp_path)) as worker,
    ):

        def frame(number: int) -> dict[str, Any]:
            file = stored(worker.uploads, f"frames/{number}.jpg", content, "image/jpeg")
            return {
                "interview_id": str(uuid.UUID(int=1)),
                "media_session": "m",
                "sequence": number,
                "presentation_s": number / 5,
                "captured_at": (datetime.now(UTC) + timedelta(seconds=120)).isoformat(),
                "file": file.model_dump(),
            }

        keys = [worker.send(VISION_OBSERVE_FACES, {"frames": [frame(number)]}) for number in range(GARBAGE_LIMIT)]
        report = [worker.report(key) for key in keys][-1]
        assert isinstance(report.outcome, Success)
        [seen] = ObserveFacesResult.model_validate(report.outcome.result).observations
        assert seen.face_count == 1
        assert report.engine is not None
        assert report.engine.name == "mediapipe"
        assert [(one.engine, one.code.value) for one in report.passed_over] == [
            ("mediapipe_landmarker", "engine_output_invalid")
        ]
        assert not list((worker.uploads / "frames").iterdir())
