"""Face engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.face.port import FaceEngine

SHORT_RANGE_MODEL = Path("face") / "face_detection_short_range.tflite"
"""Place of the detector's model under the models folder; it lies in the `mediapipe` 0.10.21 wheel."""


def _mediapipe(config: EngineConfig) -> FaceEngine:
    from ai_worker.engines.face.mediapipe_detector import MediapipeEngine

    return MediapipeEngine(config.models_dir / SHORT_RANGE_MODEL)


def _mediapipe_missing(config: EngineConfig) -> str:
    if not find_spec("mediapipe"):
        return "The package mediapipe is not installed."
    if not (config.models_dir / SHORT_RANGE_MODEL).is_file():
        return f"The model file {SHORT_RANGE_MODEL} is not in the models folder."
    return ""


ENGINES: Final[Mapping[str, EngineEntry[FaceEngine]]] = {
    "mediapipe": EngineEntry(create=_mediapipe, missing=_mediapipe_missing),
}
