"""The emotion model of deepface on onnxruntime. It detects no face itself: it gets the crop of one.

deepface fetches a model that is not there. Its file is looked for before anything of it is called, and once it is in
memory nothing is looked for any more.
"""

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from ai_worker.engines.base import EngineError
from ai_worker.engines.emotion.crop import square_crop
from ai_worker.engines.emotion.port import Expression, Inferred
from ai_worker.engines.face.port import Picture
from ai_worker.engines.vendor_errors import translated
from ai_worker.model_files.manifest import damaged
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, Emotion, EngineQuality

HOME: Final = "emotion"
"""Folder below the models folder that deepface takes for its home."""

_SUM_SLACK: Final = 0.01


class DeepfaceEngine:
    """deepface's emotion model. `weights` is its file, relative to the models folder."""

    def __init__(self, models_dir: Path, weights: str) -> None:
        self._models_dir = models_dir
        self._weights = weights
        self._model: Any = None

    def describe(self) -> EngineInfo:
        """Return the identity."""
        return EngineInfo(
            capability=Capability.EMOTION,
            name="deepface",
            version=version("deepface"),
            model=Path(self._weights).stem,
            quality=EngineQuality.BASIC,
            device="cpu",
        )

    def load(self) -> None:
        """Load the model and run it once."""
        if self._model is not None:
            return
        if damaged(self._models_dir, [self._weights]):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        # deepface reads these when it is imported and when it looks for a model.
        os.environ["DEEPFACE_BACKEND_ENGINE"] = "onnx"
        os.environ["DEEPFACE_ONNX_PROVIDERS"] = "cpu"
        os.environ["DEEPFACE_HOME"] = str((self._models_dir / HOME).resolve())
        os.environ["DEEPFACE_LOG_LEVEL"] = "50"
        with translated(loading=True):
            from deepface.modules import modeling

            # Not by `build_model`: that keeps a model for good, also one that turns out to be unfit.
            model = modeling.get_model_class(task="facial_attribute", model_name="Emotion")()
        _shares(model, np.full((48, 48, 3), 127, dtype=np.uint8))
        self._model = model

    def infer(self, expression: Expression) -> Inferred | None:
        """Return what the expression is taken for."""
        self.load()
        crop = square_crop(expression.picture, expression.box)
        if crop is None:
            return None
        shares = _shares(self._model, crop)
        dominant = max(shares, key=lambda name: shares[name])
        return Inferred(dominant=dominant, share=round(min(1.0, shares[dominant]), 3))


def _shares(model: Any, crop: Picture) -> dict[Emotion, float]:
    """Return the shares of all names, which add up to one, of an RGB crop."""
    from deepface.models.demography.DemographyUtils import EMOTION_LABELS
    from deepface.modules.preprocessing import resize_image

    with translated():
        # What `DeepFace.analyze` does with the detector "skip": colours in the order blue, green, red, values 0-1.
        found = model.predict(resize_image(np.ascontiguousarray(crop[:, :, ::-1]), (224, 224)))
        values = np.asarray(found, dtype=np.float64).reshape(-1)
    total = float(values.sum())
    sound = len(values) == len(EMOTION_LABELS) and bool(np.all(np.isfinite(values))) and values.min() >= 0
    if not sound or abs(total - 1) > _SUM_SLACK:
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
    return {Emotion(name): float(value) / total for name, value in zip(EMOTION_LABELS, values, strict=True)}
