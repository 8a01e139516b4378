"""Emotion engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.emotion.port import EmotionEngine
from ai_worker.model_files.manifest import unsound
from interview_contracts.vocabulary import EngineQuality

WEIGHTS: Final = "emotion/.deepface/weights/facial_expression_model_weights.onnx"
"""Place of deepface's model under the models folder."""

_PACKAGES: Final = ("deepface", "onnxruntime", "werkzeug")


def _deepface(config: EngineConfig) -> EmotionEngine:
    from ai_worker.engines.emotion.deepface import DeepfaceEngine

    return DeepfaceEngine(config.models_dir, WEIGHTS)


def _deepface_missing(config: EngineConfig) -> str:
    for package in _PACKAGES:
        if not find_spec(package):
            return f"The package {package} is not installed."
    return unsound(config.models_dir, [WEIGHTS])


ENGINES: Final[Mapping[str, EngineEntry[EmotionEngine]]] = {
    "deepface": EngineEntry(
        create=_deepface,
        missing=_deepface_missing,
        files=lambda _: (WEIGHTS,),
        languages=(),
        quality=EngineQuality.BASIC,
    ),
}
