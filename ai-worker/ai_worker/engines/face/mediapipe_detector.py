"""The face detector of MediaPipe Tasks with its short-range model: faces up to about two metres away."""

from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_worker.engines.base import EngineError
from ai_worker.engines.face.head_pose import KeyPoints, Point, head_pose
from ai_worker.engines.face.port import Face, Picture
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision.face_detector import FaceDetector

LEAST_CONFIDENCE = 0.5


class MediapipeEngine:
    """MediaPipe FaceDetector in image mode: no state between pictures, so one instance serves all candidates."""

    def __init__(self, model: Path) -> None:
        self._model = model

    def describe(self) -> EngineInfo:
        """Return the identity."""
        return EngineInfo(
            capability=Capability.FACE,
            name="mediapipe",
            version=version("mediapipe"),
            model=self._model.stem,
            quality=EngineQuality.PRODUCTION,
        )

    def load(self) -> None:
        """Load the model and run it once: the first picture costs ten times the next."""
        self.detect(np.zeros((64, 64, 3), dtype=np.uint8))

    def detect(self, picture: Picture) -> tuple[Face, ...]:
        """Return the faces of an RGB picture, the largest first."""
        detector = self._detector
        import mediapipe

        rows, columns = picture.shape[:2]
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture))
        try:
            found = detector.detect(image).detections
        except (RuntimeError, ValueError):
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False) from None
        faces = [_face(detection, rows, columns) for detection in found]
        return tuple(sorted(faces, key=lambda face: face.width, reverse=True))

    @cached_property
    def _detector(self) -> "FaceDetector":
        from mediapipe.tasks.python.core.base_options import BaseOptions
        from mediapipe.tasks.python.vision.face_detector import FaceDetector, FaceDetectorOptions

        try:
            content = self._model.read_bytes()
            options = FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=content), min_detection_confidence=LEAST_CONFIDENCE
            )
            return FaceDetector.create_from_options(options)
        except (OSError, RuntimeError, ValueError):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None


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
        confidence=round(min(1.0, max(0.0, score)), 3),
        width=min(1.0, detection.bounding_box.width / max(columns, 1)),
        head_pose=pose,
    )
