"""What all embedding engines do with texts and vectors: unseen characters, texts without letters, unit length."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from ai_worker.engines.base import EngineError
from ai_worker.engines.embeddings.port import Vectors
from ai_worker.language.scripts import visible
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import DIMENSIONS

_SHORTEST: Final = 1e-6


def embed_visible(texts: Sequence[str], embed: Callable[[list[str]], Any]) -> Vectors:
    """Return one unit vector a text, in order.

    `embed` gets what a reader sees of the texts with letters, each text once, and returns a row of numbers for each.
    Raises `EngineError(ENGINE_OUTPUT_INVALID)` when those are not vectors of `DIMENSIONS` finite values with a length.
    """
    seen = [visible(text.encode("utf-8", "ignore").decode("utf-8")) for text in texts]
    lettered = list(dict.fromkeys(text for text in seen if any(character.isalpha() for character in text)))
    rows = _unit_rows(embed(lettered), len(lettered)) if lettered else np.zeros((0, DIMENSIONS), dtype=np.float32)
    place = {text: number for number, text in enumerate(lettered)}
    vectors = np.zeros((len(seen), DIMENSIONS), dtype=np.float32)
    for number, text in enumerate(seen):
        if text in place:
            vectors[number] = rows[place[text]]
        else:
            vectors[number, 0] = 1.0
    return vectors


def _unit_rows(rows: Any, count: int) -> Vectors:
    try:
        vectors = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True) from None
    if vectors.shape != (count, DIMENSIONS) or not np.isfinite(vectors).all():
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if (lengths < _SHORTEST).any() or not np.isfinite(lengths).all():
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
    units: Vectors = (vectors / lengths).astype(np.float32)
    return units
