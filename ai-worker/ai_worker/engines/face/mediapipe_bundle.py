"""The landmarker's bundle: a zip of models, checked, read once, and opened once for each track."""

import zipfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ai_worker.engines.base import EngineError
from ai_worker.engines.face.mediapipe_tasks import apart, held
from ai_worker.model_files.manifest import damaged
from interview_contracts.errors import ErrorCode

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision.face_landmarker import FaceLandmarker

MOST_FACES: Final = 4
"""Faces that are looked for; more of them count as so many."""

LEAST_CONFIDENCE: Final = 0.5

BLENDSHAPES: Final = "face_blendshapes.tflite"
GEOMETRY: Final = "geometry_pipeline_metadata_landmarks.binarypb"
"""Parts that a bundle may lack: without them nothing is known of blinks, and the pose comes from the landmarks."""


class Bundle:
    """A bundle; `file` is relative to the models folder. One that is exchanged later changes nothing."""

    def __init__(self, models_dir: Path, file: str) -> None:
        self.file = file
        self._models_dir = models_dir

    def open(self) -> "FaceLandmarker":
        """Return a landmarker in video mode, which must be closed. Raises `EngineError(ENGINE_UNAVAILABLE)`."""
        return apart(self._open)

    def _open(self) -> "FaceLandmarker":
        from mediapipe.tasks.python.core.base_options import BaseOptions
        from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
        from mediapipe.tasks.python.vision.face_landmarker import FaceLandmarker, FaceLandmarkerOptions

        content, names = self._content
        options = FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=content),
            running_mode=VisionTaskRunningMode.VIDEO,
            num_faces=MOST_FACES,
            min_face_detection_confidence=LEAST_CONFIDENCE,
            min_face_presence_confidence=LEAST_CONFIDENCE,
            min_tracking_confidence=LEAST_CONFIDENCE,
            output_face_blendshapes=BLENDSHAPES in names,
            output_facial_transformation_matrixes=GEOMETRY in names,
        )
        try:
            return held(FaceLandmarker.create_from_options(options))
        except (OSError, RuntimeError, ValueError):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None

    @cached_property
    def _content(self) -> tuple[bytes, frozenset[str]]:
        """The file and the names of its parts."""
        path = self._models_dir / self.file
        if damaged(self._models_dir, [self.file]):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        try:
            with zipfile.ZipFile(path) as bundle:
                if bundle.testzip() is not None:
                    raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
                names = frozenset(bundle.namelist())
            return path.read_bytes(), names
        except (OSError, zipfile.BadZipFile):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
