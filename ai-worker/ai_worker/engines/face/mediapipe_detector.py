"""The face detector of MediaPipe Tasks with its short-range model: faces up to about two metres away."""

import weakref
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_worker.engines.base import EngineError
from ai_worker.engines.face.distinct import distinct
from ai_worker.engines.face.head_pose import KeyPoints, Point, head_pose
from ai_worker.engines.face.mediapipe_tasks import apart, close, held, stuck_s
from ai_worker.engines.face.port import Box, Face, Look, Picture
from ai_worker.model_files.manifest import damaged
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision.face_detector import FaceDetector, FaceDetectorResult

LEAST_CONFIDENCE = 0.5


class MediapipeEngine:
    """MediaPipe FaceDetector in image mode: no state between pictures, so one instance serves all candidates.

    `file` is relative to the models folder.
    """

    def __init__(self, models_dir: Path, file: str) -> None:
        self._models_dir = models_dir
        self._file = file

    def describe(self) -> EngineInfo:
        """Return the identity."""
        return EngineInfo(
            capability=Capability.FACE,
            name="mediapipe",
            version=version("mediapipe"),
            model=Path(self._file).stem,
            quality=EngineQuality.PRODUCTION,
            device="cpu",
        )

    def load(self) -> None:
        """Load the model and run it once: the first picture costs ten times the next."""
        self.detect(Look(picture=np.zeros((64, 64, 3), dtype=np.uint8), track="", at_ms=0))

    def detect(self, look: Look) -> tuple[Face, ...]:
        """Return the faces of an RGB picture, the largest first; of every picture, whatever its time."""
        rows, columns = look.picture.shape[:2]
        try:
            found = apart(lambda: self._ask(look.picture)).detections
        except (RuntimeError, ValueError):
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False) from None
        return distinct(_face(detection, rows, columns) for detection in found)

    def stuck_s(self) -> float:
        """Return for how many seconds work goes on that was told to end; 0.0 where none does."""
        return stuck_s()

    def _ask(self, picture: Picture) -> "FaceDetectorResult":
        detector = self._detector
        import mediapipe

        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture))
        return detector.detect(image)

    @cached_property
    def _detector(self) -> "FaceDetector":
        from mediapipe.tasks.python.core.base_options import BaseOptions
        from mediapipe.tasks.python.vision.face_detector import FaceDetector, FaceDetectorOptions

        if damaged(self._models_dir, [self._file]):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        try:
            content = (self._models_dir / self._file).read_bytes()
            options = FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=content), min_detection_confidence=LEAST_CONFIDENCE
            )
            detector = held(FaceDetector.create_from_options(options))
        except (OSError, RuntimeError, ValueError):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
        weakref.finalize(self, close, detector)
        return detector


def _face(detection: Any, rows: int, columns: int) -> Face:
    places: list[Point] = [(point.x * columns, point.y * rows) for point in detection.keypoints]
    pose = None
    if len(places) == 6:
        right_eye, left_eye, nose, mouth, right_ear, left_ear = places
        pose = head_pose(
            KeyPoints(
                right_eye=right_eye, left_eye=left_eye, nose=nose, mouth=mouth, right_ear=right_ear, left_ear=left_ear
            )
        )
    score = float(detection.categories[0].score) if detection.categories else 0.0
    return Face(
        box=_box(detection.bounding_box, rows, columns), confidence=round(min(1.0, max(0.0, score)), 3), head_pose=pose
    )


def _box(found: Any, rows: int, columns: int) -> Box:
    left, right = (min(1.0, max(0.0, x / columns)) for x in (found.origin_x, found.origin_x + found.width))
    top, bottom = (min(1.0, max(0.0, y / rows)) for y in (found.origin_y, found.origin_y + found.height))
    return Box(left=left, top=top, width=right - left, height=bottom - top)
