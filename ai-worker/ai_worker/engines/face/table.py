"""Face engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.face.port import FaceEngine
from ai_worker.model_files.manifest import unsound

LANDMARKER: Final = "face/face_landmarker.task"
"""Place of the landmarker's bundle under the models folder."""

SHORT_RANGE_MODEL: Final = "face/face_detection_short_range.tflite"
"""Place of the detector's model under the models folder; it lies in the `mediapipe` 0.10.21 wheel."""


def _landmarker(config: EngineConfig) -> FaceEngine:
    from ai_worker.engines.face.mediapipe_landmarker import MediapipeLandmarkerEngine

    return MediapipeLandmarkerEngine(config.models_dir, LANDMARKER)


def _detector(config: EngineConfig) -> FaceEngine:
    from ai_worker.engines.face.mediapipe_detector import MediapipeEngine

    return MediapipeEngine(config.models_dir, SHORT_RANGE_MODEL)


def _missing(config: EngineConfig, file: str) -> str:
    if not find_spec("mediapipe"):
        return "The package mediapipe is not installed."
    return unsound(config.models_dir, [file])


ENGINES: Final[Mapping[str, EngineEntry[FaceEngine]]] = {
    "mediapipe_landmarker": EngineEntry(
        create=_landmarker, missing=lambda config: _missing(config, LANDMARKER), files=lambda _: (LANDMARKER,)
    ),
    "mediapipe": EngineEntry(
        create=_detector,
        missing=lambda config: _missing(config, SHORT_RANGE_MODEL),
        files=lambda _: (SHORT_RANGE_MODEL,),
        spare=True,
    ),
}
