"""The port of emotion engines; a deployment needs `ALLOW_EMOTION`, a job its switch and a candidate's own consent."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interview_contracts.engines import EngineInfo


@dataclass(frozen=True, slots=True)
class Emotion:
    """Dominant expression of one face and its share, 0-1."""

    dominant: str
    share: float


class EmotionEngine(Protocol):
    """An emotion engine. Its results are stored apart and are never an input of a score."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def infer(self, picture: npt.NDArray[np.uint8]) -> Emotion | None:
        """Return the dominant expression of the largest face in an RGB picture, None without a face."""
        ...
