"""The landmarker: one instance a candidate, rising times, and what it does about files and geometry that are unfit."""

import gc
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from ai_worker.engines.base import EngineError
from ai_worker.engines.face import mediapipe_landmarker
from ai_worker.engines.face.mediapipe_bundle import GEOMETRY
from ai_worker.engines.face.mediapipe_landmarker import GARBAGE_LIMIT, MediapipeLandmarkerEngine
from ai_worker.engines.face.port import Face, Look, Picture
from ai_worker.engines.face.table import LANDMARKER
from ai_worker.model_files.manifest import MANIFEST, FetchedFile, Manifest
from interview_contracts.errors import ErrorCode
from tests.models.face import pictures
from tests.models.face.rows import first_look
from tests.support.tiny_models import landmarker

pytestmark = pytest.mark.models


def engine_of(folder: Path) -> MediapipeLandmarkerEngine:
    return MediapipeLandmarkerEngine(folder, LANDMARKER)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediapipeLandmarkerEngine]:
    folder = tmp_path_factory.mktemp("models")
    landmarker.make(folder)
    made = engine_of(folder)
    made.load()
    yield made
    made.close()


def moved(picture: Picture, right: int) -> Picture:
    return np.ascontiguousarray(np.roll(picture, right, axis=1))


def test_gaze_is_told_and_nothing_of_the_faces_shape(engine: MediapipeLandmarkerEngine) -> None:
    found = engine.detect(first_look(pictures.portrait()))
    assert found is not None
    [face] = found
    assert face.gaze is not None
    assert all(abs(angle) < 15 for angle in face.gaze)
    assert {field.name for field in fields(Face)} == {"box", "confidence", "head_pose", "gaze"}


def test_a_late_picture_is_not_looked_at(engine: MediapipeLandmarkerEngine) -> None:
    picture = pictures.portrait()
    at = {ms: Look(picture=picture, track="late", at_ms=ms) for ms in (200, 400, 600)}
    assert engine.detect(at[400])
    assert engine.detect(at[200]) is None
    assert engine.detect(at[400]) is None
    assert engine.detect(at[600])


def test_each_candidate_is_followed_apart(engine: MediapipeLandmarkerEngine) -> None:
    here, there = pictures.portrait(), moved(pictures.portrait(), 90)
    alone = [engine.detect(Look(picture=here, track="alone", at_ms=ms)) for ms in (0, 200, 400)]
    together = []
    for ms in (0, 200, 400):
        together.append(engine.detect(Look(picture=here, track="one", at_ms=ms)))
        other = engine.detect(Look(picture=there, track="other", at_ms=ms))
        assert other is not None
        assert other[0].box.left > 0.55
    assert together == alone


def test_a_head_that_moves_stays_one_head(engine: MediapipeLandmarkerEngine) -> None:
    for step in range(12):
        look = Look(picture=moved(pictures.portrait(), 12 * step), track="moving", at_ms=200 * step)
        faces = engine.detect(look)
        assert faces is not None
        assert len(faces) == 1


def test_a_face_that_leaves_and_comes_back_is_found_again(engine: MediapipeLandmarkerEngine) -> None:
    scenes = [pictures.portrait(), pictures.blank(), pictures.pair(), pictures.portrait()]
    found = [engine.detect(Look(picture=scene, track="m", at_ms=ms)) for ms, scene in enumerate(scenes)]
    assert [None if faces is None else len(faces) for faces in found] == [1, 0, 2, 1]


def test_without_the_heads_geometry_the_pose_comes_from_the_landmarks(
    engine: MediapipeLandmarkerEngine, tmp_path: Path
) -> None:
    with zipfile.ZipFile(landmarker.make(tmp_path / "whole")) as whole:
        parts = {name: whole.read(name) for name in whole.namelist() if name != GEOMETRY}
    target = tmp_path / LANDMARKER
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    plain = engine_of(tmp_path)
    look = first_look(pictures.rotated(pictures.portrait(), 20))
    [with_it], [without] = engine.detect(look) or (), plain.detect(look) or ()
    plain.close()
    assert with_it.head_pose is not None
    assert without.head_pose is not None
    assert without.head_pose.roll == pytest.approx(with_it.head_pose.roll, abs=5)
    assert without.head_pose.yaw == pytest.approx(with_it.head_pose.yaw, abs=10)


def test_landmarks_of_nothing_are_not_told_and_then_called_what_they_are(tmp_path: Path) -> None:
    landmarker.make_garbage(tmp_path)
    unfit = engine_of(tmp_path)
    unfit.load()
    for ms in range(GARBAGE_LIMIT - 1):
        assert unfit.detect(Look(picture=pictures.portrait(), track="m", at_ms=ms)) is None
    for ms in (GARBAGE_LIMIT, GARBAGE_LIMIT + 1):
        with pytest.raises(EngineError) as caught:
            unfit.detect(Look(picture=pictures.portrait(), track="m", at_ms=ms))
        assert caught.value.code is ErrorCode.ENGINE_OUTPUT_INVALID
    unfit.close()


def broken(kind: str, content: bytes) -> bytes:
    match kind:
        case "half downloaded":
            return content[: len(content) // 2]
        case "one bit turned":
            middle = len(content) // 2
            return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        case _:
            return b"<html>not found</html>"


@pytest.mark.parametrize("kind", ["half downloaded", "one bit turned", "a page"])
def test_a_damaged_bundle_is_unavailable(tmp_path: Path, kind: str) -> None:
    bundle = landmarker.make(tmp_path)
    bundle.write_bytes(broken(kind, bundle.read_bytes()))
    with pytest.raises(EngineError) as caught:
        engine_of(tmp_path).load()
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE


def test_a_bundle_without_its_parts_is_unavailable(tmp_path: Path) -> None:
    target = tmp_path / LANDMARKER
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as bundle:
        bundle.writestr("face_detector.tflite", b"TFL3")
    with pytest.raises(EngineError) as caught:
        engine_of(tmp_path).load()
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE


def test_a_bundle_that_is_not_the_fetched_one_is_unavailable(tmp_path: Path) -> None:
    bundle = landmarker.make(tmp_path)
    fetched = FetchedFile(size=bundle.stat().st_size, sha256=sha256(b"another").hexdigest())
    (tmp_path / MANIFEST).write_text(Manifest(files={LANDMARKER: fetched}).model_dump_json())
    with pytest.raises(EngineError) as caught:
        engine_of(tmp_path).load()
    assert caught.value.code is ErrorCode.ENGINE_UNAVAILABLE


def test_a_bundle_that_is_exchanged_while_it_is_used_changes_nothing(tmp_path: Path) -> None:
    bundle = landmarker.make(tmp_path)
    running = engine_of(tmp_path)
    running.load()
    bundle.write_bytes(b"swapped")
    assert running.detect(first_look(pictures.portrait()))
    bundle.unlink()
    assert running.detect(first_look(pictures.portrait()))
    running.close()


def test_a_picture_that_the_library_refuses_costs_its_candidate_only_that_picture(
    engine: MediapipeLandmarkerEngine,
) -> None:
    assert engine.detect(Look(picture=pictures.portrait(), track="m2", at_ms=0))
    with pytest.raises(EngineError) as caught:
        engine.detect(Look(picture=np.zeros((0, 0, 3), dtype=np.uint8), track="m2", at_ms=200))
    assert caught.value.code is ErrorCode.ENGINE_FAILED
    assert engine.detect(Look(picture=pictures.portrait(), track="m2", at_ms=400))


def test_instances_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mediapipe_landmarker, "MOST_TRACKS", 2)
    landmarker.make(tmp_path)
    small = engine_of(tmp_path)
    for track in ("a", "b", "c", "a"):
        assert small.detect(Look(picture=pictures.portrait(), track=track, at_ms=0)), "an instance made anew"
    assert len(small._tracks) == 2
    small.close()
    assert len(small._tracks) == 0


def test_an_engine_that_nobody_uses_any_more_gives_its_instances_back(tmp_path: Path) -> None:
    landmarker.make(tmp_path)
    before = threading.active_count()
    forgotten = engine_of(tmp_path)
    for track in ("a", "b"):
        assert forgotten.detect(Look(picture=pictures.portrait(), track=track, at_ms=0))
    assert threading.active_count() == before + 2
    del forgotten
    gc.collect()
    assert threading.active_count() == before
