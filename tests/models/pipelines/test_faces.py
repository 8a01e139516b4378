"""A tick's frames: newest first, late ones dropped."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ai_worker.engines.base import NO_DEADLINE, Deadline
from ai_worker.engines.face.port import Box, Face, Look
from ai_worker.engines.face.table import ENGINES
from ai_worker.files import Uploads
from ai_worker.pipelines.faces import discard, observe
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import HeadPose, ObserveFacesPayload, ObserveFacesResult, SampledFrame
from interview_contracts.vocabulary import Capability
from tests.models.face import pictures
from tests.models.face.rows import face_engine
from tests.support.recordings import stored

pytestmark = pytest.mark.models

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


POSE = HeadPose(yaw=1, pitch=2, roll=3)


class ScriptedFaces:
    """Sees one face in every picture that is not late, and notes what it was asked and how bright each picture was."""

    def __init__(self, late: int = -1) -> None:
        self.levels: list[int] = []
        self.looks: list[Look] = []
        self._late = late

    def describe(self) -> EngineInfo:
        return EngineInfo(capability=Capability.FACE, name="scripted", version="1")

    def load(self) -> None:
        return None

    def detect(self, look: Look) -> tuple[Face, ...] | None:
        self.levels.append(int(look.picture.mean()))
        self.looks.append(look)
        if look.at_ms == self._late:
            return None
        box = Box(left=0.4, top=0.4, width=0.2, height=0.2)
        return (Face(box=box, confidence=0.9, head_pose=POSE, gaze=(4.0, -5.0)),)


def frame(root: Path, number: int, age_s: float, content: bytes | None = None) -> SampledFrame:
    file = stored(root, f"frames/{number}.jpg", content or pictures.jpeg(pictures.blank(number * 10)), "image/jpeg")
    return SampledFrame(
        interview_id=uuid.UUID(int=1),
        media_session="m",
        sequence=number,
        presentation_s=number / 5,
        captured_at=NOW - timedelta(seconds=age_s),
        file=file,
    )


def looked(
    root: Path, frames: Sequence[SampledFrame], engine: ScriptedFaces, deadline: Deadline = NO_DEADLINE
) -> ObserveFacesResult:
    return observe(ObserveFacesPayload(frames=tuple(frames)), Uploads(root), engine, deadline, lambda: NOW)


def left(root: Path) -> list[Path]:
    return list((root / "frames").iterdir())


def test_the_newest_is_looked_at_first_and_results_are_in_order(tmp_path: Path) -> None:
    engine = ScriptedFaces()
    result = looked(tmp_path, [frame(tmp_path, n, age_s=1 - n * 0.2) for n in (0, 1, 2)], engine)
    assert engine.levels == [20, 10, 0]
    assert [each.sequence for each in result.observations] == [0, 1, 2]
    assert result.dropped == 0


def test_the_engine_is_told_whose_picture_it_is_and_from_when(tmp_path: Path) -> None:
    engine = ScriptedFaces()
    [seen] = looked(tmp_path, [frame(tmp_path, 7, age_s=0.1)], engine).observations
    [look] = engine.looks
    assert (look.track, look.at_ms) == ("m", 1400)
    assert (seen.head_pose, seen.gaze, seen.confidence) == (POSE, (4.0, -5.0), 0.9)


def test_a_picture_that_comes_after_a_newer_one_counts_as_dropped(tmp_path: Path) -> None:
    result = looked(tmp_path, [frame(tmp_path, n, age_s=0.1) for n in (1, 2)], ScriptedFaces(late=200))
    assert [each.sequence for each in result.observations] == [2]
    assert result.dropped == 1


def test_late_lost_and_broken_frames_are_dropped(tmp_path: Path) -> None:
    lost = frame(tmp_path, 3, age_s=0.1)
    (tmp_path / lost.file.path).unlink()
    frames = [
        frame(tmp_path, 1, age_s=2.5),
        frame(tmp_path, 2, age_s=0.2),
        lost,
        frame(tmp_path, 4, age_s=0.1, content=b"no picture"),
    ]
    result = looked(tmp_path, frames, ScriptedFaces())
    assert [each.sequence for each in result.observations] == [2]
    assert result.dropped == 3


def test_a_clock_that_runs_ahead_drops_nothing(tmp_path: Path) -> None:
    assert looked(tmp_path, [frame(tmp_path, 1, age_s=-30)], ScriptedFaces()).dropped == 0


def test_a_passed_deadline_drops_the_rest(tmp_path: Path) -> None:
    assert looked(tmp_path, [frame(tmp_path, 1, age_s=0)], ScriptedFaces(), Deadline.after(-1)).dropped == 1


def test_the_files_stay_for_another_engine(tmp_path: Path) -> None:
    frames = [frame(tmp_path, n, age_s=0) for n in (1, 2)]
    first, second = looked(tmp_path, frames, ScriptedFaces()), looked(tmp_path, frames, ScriptedFaces())
    assert first == second
    assert len(left(tmp_path)) == 2


def test_unseen_frames_can_be_discarded(tmp_path: Path) -> None:
    discard(ObserveFacesPayload(frames=(frame(tmp_path, 1, age_s=9),)), Uploads(tmp_path))
    assert left(tmp_path) == []


def test_nothing_outside_the_uploads_is_read_or_deleted(tmp_path: Path) -> None:
    root = tmp_path / "uploads"
    root.mkdir()
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(b"kept")
    (root / "frames").mkdir()
    (root / "frames" / "1.jpg").symlink_to(outside)
    sample = frame(tmp_path, 1, age_s=0)
    assert looked(root, [sample], ScriptedFaces()).dropped == 1
    discard(ObserveFacesPayload(frames=(sample,)), Uploads(root))
    assert outside.read_bytes() == b"kept"


@pytest.mark.parametrize("name", list(ENGINES))
def test_real_pictures(tmp_path: Path, name: str) -> None:
    scenes = (pictures.portrait(), pictures.pair(), pictures.blank())
    frames = [
        frame(tmp_path, number, age_s=0.3 - number / 10, content=pictures.jpeg(scene)).model_copy(
            update={"media_session": f"candidate-{number}"}
        )
        for number, scene in enumerate(scenes)
    ]
    engine = face_engine(name, tmp_path / "models")
    payload = ObserveFacesPayload(frames=tuple(frames))
    result = observe(payload, Uploads(tmp_path), engine, NO_DEADLINE, lambda: NOW)
    assert [each.face_count for each in result.observations] == [1, 2, 0]
    assert result.observations[0].head_pose is not None
    assert result.observations[2].confidence is None
