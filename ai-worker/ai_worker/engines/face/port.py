"""The port of face engines."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import HeadPose

Picture = npt.NDArray[np.uint8]
"""Rows x columns x 3, RGB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face in a picture. `width` is its share of the picture's width; `head_pose` None where it cannot be told."""

    confidence: float
    width: float
    head_pose: HeadPose | None


class FaceEngine(Protocol):
    """A face engine. It tells where faces are, never whose they are or what they express."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def load(self) -> None:
        """Bring the model into memory, once; `detect` does it where this was not called."""
        ...

    def detect(self, picture: Picture) -> tuple[Face, ...]:
        """Return the faces in a picture, the largest first. Raises `EngineError(ENGINE_FAILED)`."""
        ...
