"""The port of embedding engines."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import NO_DEADLINE, Deadline
from interview_contracts.engines import EngineInfo

Vectors = npt.NDArray[np.float32]


class EmbeddingsEngine(Protocol):
    """An embedding engine. The same text gives the same vector on the same engine and model, up to rounding (1e-4)."""

    def describe(self) -> EngineInfo:
        """Return the identity; its `model` names the space of the vectors and is empty while that is not known."""
        ...

    def load(self) -> None:
        """Bring the model into memory, once; `embed` does it where this was not called."""
        ...

    def embed(self, texts: Sequence[str], *, deadline: Deadline = NO_DEADLINE) -> Vectors:
        """Return one row of `DIMENSIONS` values and unit length a text, in order.

        All texts are embedded as passages: stored passages are the queries of retrieval. A text without any letter has
        no direction of its own and gets the space's fixed neutral unit vector. What a model cannot take of a long text
        does not count. Raises `EngineError`: ENGINE_UNAVAILABLE, ENGINE_TIMEOUT when the deadline passes,
        ENGINE_OUTPUT_INVALID when the vectors are not numbers or of another size, OUT_OF_MEMORY, ENGINE_FAILED.
        """
        ...
