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
class Box:
    """A rectangle in shares of the picture's width and height, within 0-1."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face in a picture. This is all that leaves an engine: no landmark, no measure of a face's shape (LAW-13).

    `confidence` is 0-1, None where the engine does not tell one. `head_pose` is None where it cannot be told. `gaze` is
    the direction of the eyes against the head in degrees, to the left and upwards positive, as the camera sees it; None
    where the engine does not know it, and for eyes that are shut or turned away.
    """

    box: Box
    confidence: float | None = None
    head_pose: HeadPose | None = None
    gaze: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """A picture to look at. `track` names the camera's session, `at_ms` is the picture's time in it, milliseconds."""

    picture: Picture
    track: str
    at_ms: int


class FaceEngine(Protocol):
    """A face engine. It tells where faces are, never whose they are or what they express."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def load(self) -> None:
        """Bring the model into memory, once; `detect` does it where this was not called.

        Raises `EngineError(ENGINE_UNAVAILABLE)` when the model's file is missing or damaged.
        """
        ...

    def detect(self, look: Look) -> tuple[Face, ...] | None:
        """Return the faces in a picture, the largest first; None when nothing can be said of it.

        An engine that follows faces over time says nothing of a picture that is not newer than the last one of its
        track, nor of one for which its model gives what cannot be a face. Raises `EngineError`: ENGINE_FAILED, and
        ENGINE_OUTPUT_INVALID when the model has given nothing but that for a while.
        """
        ...
