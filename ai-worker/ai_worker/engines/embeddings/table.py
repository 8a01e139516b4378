"""Embedding engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.embeddings.port import EmbeddingsEngine


def _hashing(_: EngineConfig) -> EmbeddingsEngine:
    from ai_worker.engines.embeddings.hashing import HashingEngine

    return HashingEngine()


def _hashing_missing(_: EngineConfig) -> str:
    return "" if find_spec("sklearn") else "The package scikit-learn is not installed."


ENGINES: Final[Mapping[str, EngineEntry[EmbeddingsEngine]]] = {
    "hashing": EngineEntry(create=_hashing, missing=_hashing_missing),
}
