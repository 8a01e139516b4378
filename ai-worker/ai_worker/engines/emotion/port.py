"""The port of emotion engines; a deployment needs `ALLOW_EMOTION`, a job its switch and a candidate's own consent."""

from dataclasses import dataclass
from typing import Protocol

from ai_worker.engines.face.port import Box, Picture
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Emotion


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """A face in an RGB picture, at the place where a face engine found it."""

    picture: Picture
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """The name that fits an expression best, and its share among all names, 0-1."""

    dominant: Emotion
    share: float


class EmotionEngine(Protocol):
    """An emotion engine. Its results are stored apart and are never an input of a score."""

    def describe(self) -> EngineInfo:
        """Return the identity that is stored with every result."""
        ...

    def load(self) -> None:
        """Bring the model into memory, once. Fetches nothing.

        Raises `EngineError(ENGINE_UNAVAILABLE)` when the model's file is missing or damaged.
        """
        ...

    def infer(self, expression: Expression) -> Inferred | None:
        """Return what the expression is taken for; None when the face is too small to say.

        Raises `EngineError`: ENGINE_FAILED, or ENGINE_OUTPUT_INVALID when the model's numbers are no shares.
        """
        ...
