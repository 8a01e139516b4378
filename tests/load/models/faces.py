"""Time of a camera picture: faces by the plain detector, landmarks with pose and gaze, and the expression."""

import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from ai_worker.engines.base import EngineConfig
from ai_worker.engines.emotion.port import Expression
from ai_worker.engines.emotion.table import ENGINES as EMOTION_ENGINES
from ai_worker.engines.emotion.table import WEIGHTS
from ai_worker.engines.face.port import FaceEngine, Look, Picture
from ai_worker.engines.face.table import ENGINES as FACE_ENGINES
from ai_worker.engines.face.table import LANDMARKER
from tests.load.models.rows import Row
from tests.models.face import pictures
from tests.support.full_models import emotion
from tests.support.models import MODELS
from tests.support.tiny_models import landmarker

PICTURE_GOAL_MS: Final = 60.0
"""p95 of the time that one candidate's picture takes (real-time target 9)."""

TOGETHER_GOAL_MS: Final = 200.0
"""D-04: landmarks and expression."""

EVERY_MS: Final = 200
_ROUNDS: Final = 100
_CANDIDATES: Final = 5


def measure(folder: Path) -> Iterator[Row]:
    """Yield the figures.

    Fetched model files are taken where they are there. Else the landmarker's bundle is the one of the tests, whose mesh
    is a real one of an earlier release, and the emotion model has random weights in its full shape.
    """
    picture = camera_picture()
    detector = FACE_ENGINES["mediapipe"].create(EngineConfig(models_dir=MODELS))
    detector.load()
    yield _row(
        "detector: a picture, p95", _p95(_faces(detector, picture)), goal=PICTURE_GOAL_MS, requirement="target 9"
    )
    yield from _landmarker(folder, picture)


def camera_picture() -> Picture:
    """Return a picture as the media server samples it, 320 x 240 pixels with one face."""
    return np.ascontiguousarray(cv2.resize(pictures.portrait(), (320, 320))[:240], dtype=np.uint8)


def _landmarker(folder: Path, picture: Picture) -> Iterator[Row]:
    models, weights = MODELS, "real"
    if not (MODELS / LANDMARKER).is_file():
        models, weights = folder, "real, earlier release"
        lacking = landmarker.missing()
        if lacking:
            raise FileNotFoundError(lacking)
        landmarker.make(folder)
    engine = FACE_ENGINES["mediapipe_landmarker"].create(EngineConfig(models_dir=models))
    began = time.perf_counter()
    engine.load()
    yield _row("landmarker: load", (time.perf_counter() - began) * 1000, weights=weights)
    began = time.perf_counter()
    engine.detect(Look(picture=picture, track="first", at_ms=0))
    yield _row("landmarker: first picture of a candidate", (time.perf_counter() - began) * 1000, weights=weights)
    followed = _p95(_faces(engine, picture))
    name = f"landmarker: a picture, {_CANDIDATES} candidates in turn, p95"
    yield _row(name, followed, goal=PICTURE_GOAL_MS, requirement="target 9", weights=weights)
    felt = yield from _emotion(folder, picture, engine)
    yield _row("landmarks and expression", followed + felt, goal=TOGETHER_GOAL_MS, requirement="D-04", weights=weights)
    _close(engine)


def _emotion(folder: Path, picture: Picture, faces: FaceEngine) -> Generator[Row, None, float]:
    models, weights = MODELS, "real"
    if not (MODELS / WEIGHTS).is_file():
        models, weights = folder, "random"
        emotion.make_full(folder)
    engine = EMOTION_ENGINES["deepface"].create(EngineConfig(models_dir=models))
    began = time.perf_counter()
    engine.load()
    load_ms = (time.perf_counter() - began) * 1000
    yield Row(capability="emotion", what="deepface: load", value=load_ms, unit="ms", weights=weights)
    found = faces.detect(Look(picture=picture, track="face", at_ms=0)) or ()
    expression = Expression(picture=picture, box=found[0].box)
    value = _p95(lambda _: engine.infer(expression))
    yield Row(capability="emotion", what="deepface: an expression, p95", value=value, unit="ms", weights=weights)
    return value


def _faces(engine: FaceEngine, picture: Picture) -> Callable[[int], object]:
    def look(number: int) -> object:
        track, at_ms = f"candidate-{number % _CANDIDATES}", (number // _CANDIDATES) * EVERY_MS
        return engine.detect(Look(picture=picture, track=track, at_ms=at_ms))

    return look


def _p95(work: Callable[[int], object]) -> float:
    """Return the 95th percentile of the time in milliseconds, after each candidate's first picture."""
    for number in range(_CANDIDATES):
        work(number)
    times = []
    for number in range(_CANDIDATES, _CANDIDATES + _ROUNDS):
        began = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - began)
    return float(np.percentile(times, 95)) * 1000


def _close(engine: FaceEngine) -> None:
    close = getattr(engine, "close", None)
    if close is not None:
        close()


def _row(what: str, value: float, *, goal: float | None = None, requirement: str = "", weights: str = "real") -> Row:
    return Row(
        capability="face", what=what, value=value, unit="ms", goal=goal, requirement=requirement, weights=weights
    )
