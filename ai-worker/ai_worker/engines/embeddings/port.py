"""The port of embedding engines."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from interview_contracts.engines import EngineInfo

Vectors = npt.NDArray[np.float32]


class EmbeddingsEngine(Protocol):
    """An embedding engine. The same text gives the same vector on the same engine, version and model."""

    def describe(self) -> EngineInfo:
        """Return the identity; its `model` names the space of the vectors."""
        ...

    def load(self) -> None:
        """Bring the model into memory, once; `embed` does it where this was not called."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of `DIMENSIONS` values and unit length a text, in order.

        A text without any letter has no direction of its own and gets the space's fixed neutral unit vector.
        Raises `EngineError(ENGINE_FAILED)`.
        """
        ...
