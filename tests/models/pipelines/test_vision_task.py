"""The vision task: frames are gone afterwards, another engine takes over, expressions only where they are allowed."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineEntry, EngineError
from ai_worker.engines.emotion.port import Expression, Inferred
from ai_worker.engines.face.port import Box, Face, Look
from ai_worker.engines.registry import Engines
from ai_worker.files import Uploads
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.job import Toolbox
from ai_worker.tasks.vision import vision_job
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.vision import ObserveFacesPayload, ObserveFacesResult, SampledFrame
from interview_contracts.vocabulary import Capability, Emotion
from tests.models.face import pictures
from tests.support.recordings import stored
from tests.support.tiny_models import emotion

pytestmark = pytest.mark.models

BOX = Box(left=0.1, top=0.1, width=0.5, height=0.5)
ONE, TWO = (Face(box=BOX),), (Face(box=BOX), Face(box=BOX))


class Scripted:
    """An engine of one capability that answers each request in turn with what is scripted, the last one for ever."""

    def __init__(self, capability: Capability, name: str, *script: Any) -> None:
        self._info = EngineInfo(capability=capability, name=name, version="1")
        self._script = list(script)
        self.asked: list[Any] = []

    def describe(self) -> EngineInfo:
        return self._info

    def load(self) -> None:
        return None

    def _next(self, request: Any) -> Any:
        self.asked.append(request)
        answer = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def detect(self, look: Look) -> tuple[Face, ...] | None:
        found: tuple[Face, ...] | None = self._next(look)
        return found

    def infer(self, expression: Expression) -> Inferred | None:
        found: Inferred | None = self._next(expression)
        return found


def faces(name: str, *script: Any) -> Scripted:
    return Scripted(Capability.FACE, name, *script)


def emotions(*script: Any) -> Scripted:
    return Scripted(Capability.EMOTION, "scripted", *script)


def later_never(_: Callable[[], None]) -> None:
    """A load that is not over yet."""


class Desk:
    """A vision worker's process with scripted engines, the last face engine being the spare one."""

    def __init__(self, root: Path, *, allow_emotion: bool = True) -> None:
        self.root = root
        self.face = [faces("only", ONE)]
        self.emotion: list[Scripted] = [emotions(Inferred(dominant=Emotion.NEUTRAL, share=0.5))]
        self.loads: Callable[[Callable[[], None]], None] = lambda work: work()
        self.allow_emotion = allow_emotion

    def frame(self, number: int, *, marked: bool = False, content: bytes | None = None) -> SampledFrame:
        picture = pictures.jpeg(pictures.portrait()) if content is None else content
        return SampledFrame(
            interview_id=UUID(int=number),
            media_session=f"m{number}",
            sequence=number,
            presentation_s=number / 5,
            captured_at=datetime.now(UTC),
            file=stored(self.root, f"frames/{number}.jpg", picture, "image/jpeg"),
            emotion=marked,
        )

    def done(self, *frames: SampledFrame, deadline: Deadline = NO_DEADLINE) -> Any:
        job = vision_job(allow_emotion=self.allow_emotion)
        settings = WorkerSettings(uploads_dir=self.root, allow_emotion=self.allow_emotion)
        engines = Engines(settings, table=self._table, later=self.loads)
        return job.handle(
            ObserveFacesPayload(frames=frames), Toolbox(uploads=Uploads(self.root), engines=engines), deadline
        )

    def result(self, *frames: SampledFrame) -> ObserveFacesResult:
        made = self.done(*frames)
        assert isinstance(made.result, ObserveFacesResult)
        return made.result

    @property
    def left(self) -> list[Path]:
        return list((self.root / "frames").iterdir())

    def _table(self, capability: Capability) -> Mapping[str, EngineEntry[Any]]:
        scripted = self.face if capability is Capability.FACE else self.emotion
        last = scripted[-1] if scripted and capability is Capability.FACE else None
        return {engine.describe().name: _row(engine, spare=engine is last) for engine in scripted}


def _row(engine: Scripted, *, spare: bool) -> EngineEntry[Any]:
    return EngineEntry(create=lambda _: engine, spare=spare)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def failure(code: ErrorCode) -> EngineError:
    return EngineError(code, retryable=False)


def test_frames_are_gone_when_they_were_looked_at(desk: Desk) -> None:
    assert len(desk.result(desk.frame(1), desk.frame(2)).observations) == 2
    assert desk.left == []


def test_frames_are_gone_when_every_engine_fails(desk: Desk) -> None:
    desk.face = [faces("only", failure(ErrorCode.ENGINE_FAILED))]
    with pytest.raises(EngineError):
        desk.done(desk.frame(1))
    assert desk.left == []


def test_frames_are_gone_when_there_is_no_engine(desk: Desk) -> None:
    desk.face = []
    with pytest.raises(EngineError):
        desk.done(desk.frame(1))
    assert desk.left == []


def test_frames_are_gone_when_the_task_came_too_late(desk: Desk) -> None:
    job = vision_job(allow_emotion=True)
    tools = Toolbox(uploads=Uploads(desk.root), engines=Engines(WorkerSettings()))
    job.discard(ObserveFacesPayload(frames=(desk.frame(1),)), tools)
    assert desk.left == []


@pytest.mark.parametrize(
    "error", [failure(ErrorCode.ENGINE_OUTPUT_INVALID), failure(ErrorCode.ENGINE_FAILED), RuntimeError("dies")]
)
def test_the_plain_detector_takes_over_and_the_record_says_so(desk: Desk, error: Exception) -> None:
    desk.face = [faces("landmarker", ONE, error), faces("detector", TWO)]
    made = desk.done(desk.frame(1), desk.frame(2))
    assert [one.face_count for one in made.result.observations] == [2, 2]
    assert made.engine.name == "detector"
    assert [failed.engine for failed in made.passed_over] == ["landmarker"]
    assert desk.left == []


def test_only_marked_frames_are_looked_at_for_an_expression(desk: Desk) -> None:
    result = desk.result(desk.frame(1), desk.frame(2, marked=True))
    [found] = result.emotions
    assert (found.interview_id, found.media_session, found.sequence) == (UUID(int=2), "m2", 2)
    assert (found.dominant, found.share) == (Emotion.NEUTRAL, 0.5)
    assert result.emotion_engine == desk.emotion[0].describe()
    assert result.emotions_dropped == 0
    [asked] = desk.emotion[0].asked
    assert asked.box == BOX
    assert asked.picture.shape == pictures.portrait().shape


@pytest.mark.parametrize("seen", [(), TWO], ids=["nobody", "two people"])
def test_an_expression_is_looked_at_only_of_a_person_alone(desk: Desk, seen: tuple[Face, ...]) -> None:
    desk.face = [faces("only", seen)]
    result = desk.result(desk.frame(1, marked=True))
    assert (result.emotions, result.emotions_dropped, len(result.observations)) == ((), 1, 1)
    assert desk.emotion[0].asked == []


@pytest.mark.parametrize(
    "script",
    [failure(ErrorCode.ENGINE_OUTPUT_INVALID), failure(ErrorCode.ENGINE_FAILED), RuntimeError("dies"), None],
    ids=["no numbers", "fails", "dies", "too small"],
)
def test_faces_are_observed_whatever_becomes_of_the_expression(desk: Desk, script: Any) -> None:
    desk.emotion = [emotions(script)]
    result = desk.result(desk.frame(1, marked=True), desk.frame(2))
    assert len(result.observations) == 2
    assert (result.emotions, result.emotions_dropped, result.dropped) == ((), 1, 0)


def test_one_expression_that_fails_leaves_the_others(desk: Desk) -> None:
    desk.emotion = [emotions(failure(ErrorCode.ENGINE_FAILED), Inferred(dominant=Emotion.SAD, share=0.4))]
    result = desk.result(desk.frame(1, marked=True), desk.frame(2, marked=True))
    assert len(result.emotions) == 1
    assert result.emotions_dropped == 1


def test_without_an_engine_or_while_it_is_loaded_nobody_waits(desk: Desk) -> None:
    desk.emotion = []
    assert desk.result(desk.frame(1, marked=True)).emotions_dropped == 1
    slow = Desk(desk.root)
    slow.loads = later_never  # the spare face engine is there at once, the emotion model is not
    result = slow.result(slow.frame(2, marked=True))
    assert (len(result.observations), result.emotions_dropped) == (1, 1)


def test_a_lost_frame_has_no_expression(desk: Desk) -> None:
    result = desk.result(desk.frame(1, marked=True, content=b"no picture"))
    assert (result.dropped, result.emotions_dropped) == (1, 1)


def test_a_deployment_that_does_not_allow_it_looks_at_no_expression(tmp_path: Path) -> None:
    desk = Desk(tmp_path, allow_emotion=False)
    result = desk.result(desk.frame(1, marked=True))
    assert (len(result.observations), result.emotions, result.emotion_engine) == (1, (), None)
    assert desk.emotion[0].asked == []
    assert vision_job(allow_emotion=False).capabilities == (Capability.FACE,)
    assert vision_job(allow_emotion=True).capabilities == (Capability.FACE, Capability.EMOTION)


LOADED = """
import sys
from pathlib import Path
from ai_worker import cpu
from ai_worker.status import offered, status_report
from ai_worker.tasks.register import warm_up
from interview_contracts.queues import Queue

app = cpu.celery_app
capabilities = offered(app.interview_jobs, {Queue.CPU_VISION.value})
warm_up(app, capabilities)
print(*status_report(app.interview_settings, "w", capabilities).engines, file=sys.stderr)
names = {name for name in sys.modules if "deepface" in name or "emotion" in name or "expressions" in name}
print("found:", *sorted(names), *sorted(capabilities))
"""


@pytest.mark.parametrize("allowed", [False, True])
def test_a_worker_that_may_not_imports_nothing_of_it(tmp_path: Path, allowed: bool) -> None:
    emotion.make(tmp_path)
    environment = {
        "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3]), "ALLOW_EMOTION": str(allowed).lower(),
        "MODELS_DIR": str(tmp_path), "UPLOADS_DIR": str(tmp_path), "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    words = done.stdout.partition("found:")[2].split()
    assert ("deepface" in words) is allowed
    assert ("emotion" in words) is allowed
    assert ("ai_worker.tasks.expressions" in words) is allowed
    assert ("emotion" in done.stderr) is allowed, "a status says nothing of it either"
    if not allowed:
        assert words == ["face"]
