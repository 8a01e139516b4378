"""Vectors and lexemes of texts for hybrid retrieval."""

from collections.abc import Callable

from ai_worker.engines.base import Deadline
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from interview_contracts.payloads.embeddings import EmbeddedText, EmbedPayload, EmbedResult

_DECIMALS = 7
"""Digits of a vector's values in a message; halves its size and moves no distance."""


def embed(
    payload: EmbedPayload, engine: EmbeddingsEngine, lexemes: Callable[[str], str], deadline: Deadline
) -> EmbedResult:
    """Return one vector of unit length and the lexemes of each text, under the sender's keys and in its order."""
    vectors = engine.embed([item.text for item in payload.texts])
    items: list[EmbeddedText] = []
    for item, vector in zip(payload.texts, vectors, strict=True):
        deadline.check()
        values = tuple(round(float(value), _DECIMALS) for value in vector)
        items.append(EmbeddedText(key=item.key, vector=values, lexemes=lexemes(item.text)))
    return EmbedResult(items=tuple(items), model=_space(engine))


def _space(engine: EmbeddingsEngine) -> str:
    info = engine.describe()
    return f"{info.name}:{info.model}" if info.model else info.name
