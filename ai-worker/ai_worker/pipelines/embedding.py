"""Vectors and lexemes of texts for hybrid retrieval."""

from collections.abc import Callable

from ai_worker.engines.base import Deadline
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.errors import WorkError
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import EmbeddedText, EmbedPayload, EmbedResult, vector_space

_DECIMALS = 7
"""Digits of a vector's values in a message; halves its size and moves no distance."""


def embed(
    payload: EmbedPayload, engine: EmbeddingsEngine, lexemes: Callable[[str], str], deadline: Deadline
) -> EmbedResult:
    """Return one vector of unit length and the lexemes of each text, under the sender's keys and in its order.

    Raises `WorkError(ENGINE_UNAVAILABLE)` when the sender wants vectors of another space than the engine makes:
    another worker may make them.
    """
    info = engine.describe()
    space = vector_space(info.name, info.model)
    if not space or payload.space not in {"", space}:
        raise WorkError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
    vectors = engine.embed([item.text for item in payload.texts], deadline=deadline)
    items: list[EmbeddedText] = []
    for item, vector in zip(payload.texts, vectors, strict=True):
        deadline.check()
        values = tuple(round(float(value), _DECIMALS) for value in vector)
        items.append(EmbeddedText(key=item.key, vector=values, lexemes=lexemes(item.text)))
    return EmbedResult(items=tuple(items), model=space)
